// What surrounds a hole in a TCP or UDP super-frame whose pieces did not all come: each unbroken run of its bytes becomes a
// frame of its own with piece 0's headers, so that a lost datagram costs about what it would cost had every segment
// travelled alone. TCP's bytes may be cut anywhere (sequence number and flags move along: CWR belongs to the first run, FIN
// and PSH to the last); of UDP only whole datagrams count. Headers are found and narrowed here, checksums are made by
// `deriveVnet` as for any frame.
#pragma once
#include "offload.h"
#include "reassemble.h"

namespace weave {

// Only bodies whose headers fit are salvaged; real ones are shorter.
constexpr size_t salvageHeadersMax = 192;

struct SuperHeaders {
  Offload offload;
  Transport transport;
};

// The headers of a body from its first `available` bytes; false when it holds no super-frame that can be cut, or one that
// does not have the length that its pieces say.
bool readSuperHeaders(const Body &body, const uint8_t *bytes, size_t available, SuperHeaders *headers);

// The part of the payload that a run of body bytes [from, to) brings, as offsets in the frame; empty when `from` >= `to`.
struct PayloadRange {
  size_t from;
  size_t to;
};
PayloadRange payloadOf(const SuperHeaders &headers, size_t from, size_t to);

// `frame`: a copy of the super-frame's headers, then the payload of `range`. Returns the frame's length.
size_t narrowHeaders(uint8_t *frame, const SuperHeaders &headers, const PayloadRange &range);

}  // namespace weave
