// Answers for frames that a peer's overlay is too narrow for: its bridge would drop them without a word, so their sender is
// told, as Linux's tunnels do it (ICMPv4 "fragmentation needed", RFC 1191; ICMPv6 "packet too big", RFC 4443 and 8201),
// in the name of the destination. Pure.
#pragma once
#include "offload.h"

namespace weave {

constexpr size_t tooBigAnswerMax = ethernetBytes + 1280;

// Whether the frame, or a segment of the super-frame, holds an IP packet of more than `mtu` bytes that must not be
// fragmented. Others, also in VLANs, are nobody's to answer.
bool isTooBig(const Offload &offload, const uint8_t *frame, size_t length, size_t mtu);

// The answer, of the length that is returned; 0 for what must not be answered (later fragments, ICMP errors, group
// addresses). Only for frames of which `isTooBig` is true. `answer`: room for `tooBigAnswerMax`.
size_t answerTooBig(const uint8_t *frame, size_t length, size_t mtu, uint8_t *answer);

}  // namespace weave
