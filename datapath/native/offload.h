// Checksum and segmentation offload across the overlay. The sender's kernel hands over super-frames and frames whose
// TCP or UDP checksum is still to be made; the receiver gives them to its own kernel the same way. What the sender
// claims is a hint: the receiver parses the frame, takes positions and kind from what it finds, writes the pseudo-header
// sum anew, and drops the frame when the claim does not fit.
#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>

#include "wire.h"

namespace weave {

// struct virtio_net_hdr; the kernel's header of Debian 12 does not compile as C++ and lacks USO. Little-endian machines.
struct VnetHeader {
  uint8_t flags = 0;
  uint8_t gsoType = 0;
  uint16_t headerLength = 0;
  uint16_t gsoSize = 0;
  uint16_t checksumStart = 0;
  uint16_t checksumOffset = 0;
};
static_assert(sizeof(VnetHeader) == 10, "the layout is the kernel's");

// What travels in front of the frame, in its pieces' body.
struct Offload {
  bool needsChecksum = false;
  OffloadKind kind = offloadNone;
  uint16_t segmentSize = 0;
};

// Smaller segments would let a few bytes from a peer cost thousands of packets here.
constexpr uint16_t segmentSizeMin = 8;

// Where TCP or UDP lies in a frame; offsets in the frame.
struct Transport {
  unsigned ipVersion = 0;
  uint8_t protocol = 0;
  size_t network = 0;
  size_t start = 0;
  size_t payload = 0;
  size_t end = 0;
  size_t checksumOffset = 0;
};

// TCP or UDP over IPv4 or IPv6, complete and unfragmented, behind at most two VLAN tags. Only the first `available` of
// the frame's `length` bytes are looked at; false when the headers reach beyond them.
bool findTransport(const uint8_t *frame, size_t available, size_t length, Transport *found);

// The Internet checksum (RFC 1071): the sum of words in memory order, and its 16 bits.
uint64_t addWords(uint64_t sum, const uint8_t *bytes, size_t length);
uint16_t foldSum(uint64_t sum);
uint64_t pseudoHeaderSum(const uint8_t *frame, const Transport &transport, size_t transportLength);

OffloadKind kindOf(const Transport &transport);

// Makes it a frame of `length` bytes: the lengths in the IP and UDP headers, and IPv4's checksum.
void storeLengths(uint8_t *frame, const Transport &transport, size_t length);

void storeOffload(const Offload &offload, uint8_t *body);
// False when a newer version wrote what we would misread: a critical flag or an offload kind that we do not know.
bool isKnownBody(const uint8_t *body);
// For a known body; false when the four bytes contradict themselves.
bool loadOffload(const uint8_t *body, Offload *offload);

// What a frame read from the TAP needs from the receiver. May complete a checksum in place, which `vnet` then asks for no
// more. False when the kernel described something that we cannot carry, or when more than the first `available` of `length`
// bytes are needed to tell.
bool describeOffload(VnetHeader &vnet, uint8_t *frame, size_t available, size_t length, Offload *offload);

// The header for our own kernel, from the frame itself; writes the pseudo-header sum. False when the claim does not fit,
// or when more than the first `available` of `length` bytes must be seen to tell.
bool deriveVnet(const Offload &offload, uint8_t *frame, size_t available, size_t length, VnetHeader *vnet);

// Cuts a UDP super-frame into frames, for kernels without USO, and passes each on; `scratch` holds `frameBytesMax`.
// Only for frames that `deriveVnet` accepted.
void segmentUdp(const uint8_t *frame, size_t length, const VnetHeader &vnet, uint8_t *scratch,
                const std::function<void(uint8_t *, size_t)> &each);

}  // namespace weave
