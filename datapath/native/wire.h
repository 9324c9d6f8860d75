// The sleeve's wire format, version 1; docs/protocol-sleeve.md is the specification.
//
// A datagram is one record: header (16), content, and the tag (16) unless it is a data record of a session of suite
// `none`. Reserved bytes are sent as zero and ignored. The content of a data record is a hop record, then a piece (direct, flood) or one complete inner record
// (relay). The content of a heartbeat record is a heartbeat. All numbers are big-endian.
//
//   header      0 version, 1 type, 2 reserved, 4 receiver's session index, 8 counter
//   hop record  0 kind, 1 hop limit, 2 reserved; relay: 4 source, 8 destination; flood: 4 source, 8 sequence
//   piece       0 frame id, 4 index, 5 count, 6 length of every piece's bytes but the last one's
//   body        what the pieces are cut from: 0 flags, 1 offload kind, 2 segment size, 4 the Ethernet frame
//   heartbeat   0 kind, 1 reserved, 2 datagram length seen by the echoing side, 4 id, 8 sender's micros, 16 padding
#pragma once
#include <cstddef>
#include <cstdint>

namespace weave {

constexpr uint8_t wireVersion = 1;

constexpr size_t headerBytes = 16;
constexpr size_t tagBytes = 16;

enum RecordType : uint8_t { recordData = 1, recordHeartbeat = 2 };

enum HopKind : uint8_t { hopDirect = 1, hopRelay = 2, hopFlood = 3 };
constexpr size_t hopDirectBytes = 4;
constexpr size_t hopRelayBytes = 12;
constexpr size_t hopFloodBytes = 16;

constexpr size_t pieceHeaderBytes = 8;
constexpr size_t bodyHeaderBytes = 4;
constexpr size_t ethernetBytes = 14;
// An IP packet of 65,535 bytes behind an Ethernet header with one VLAN tag.
constexpr size_t frameBytesMax = 65535 + ethernetBytes + 4;
constexpr size_t bodyBytesMax = bodyHeaderBytes + frameBytesMax;
constexpr unsigned piecesMax = 255;

// A receiver ignores flags of the high half that it does not know, and drops a frame with such a flag of the low half.
enum BodyFlag : uint8_t { bodyNeedsChecksum = 0x01, bodyFlagsCritical = 0x0f };
enum OffloadKind : uint8_t { offloadNone = 0, offloadTcp4 = 1, offloadTcp6 = 2, offloadUdp = 3 };

// The fast ones travel in frames of their own through the kernel's VXLAN, not in datagrams of ours.
enum HeartbeatKind : uint8_t {
  heartbeatRequest = 1,
  heartbeatEcho = 2,
  heartbeatFastRequest = 3,
  heartbeatFastEcho = 4
};
constexpr size_t heartbeatBytes = 16;

// Enough for a relay chain across any mesh that still works; a loop ends after as many hops.
constexpr uint8_t hopLimitStart = 16;

// IPv6 and UDP, the larger of the underlay's two headers.
constexpr size_t underlayHeaderBytes = 48;
constexpr size_t underlayMtuMin = 576;
constexpr size_t underlayMtuMax = 9216;

}  // namespace weave
