#include "offload.h"

#include <algorithm>
#include <cstring>

#include "bytes.h"

namespace weave {
namespace {

constexpr uint8_t vnetNeedsChecksum = 1;
constexpr uint8_t vnetTcp4 = 1;
constexpr uint8_t vnetTcp6 = 4;
constexpr uint8_t vnetUdp = 5;
constexpr uint8_t vnetEcn = 0x80;

constexpr uint8_t protocolTcp = 6;
constexpr uint8_t protocolUdp = 17;
constexpr uint8_t tcpFlagCwr = 0x80;
constexpr unsigned extensionHeadersMax = 4;

}  // namespace

uint64_t addWords(uint64_t sum, const uint8_t *bytes, size_t length) {
  while (length >= 4) {
    uint32_t word;
    memcpy(&word, bytes, 4);
    sum += word;
    bytes += 4;
    length -= 4;
  }
  uint8_t rest[4] = {};
  memcpy(rest, bytes, length);
  uint32_t word;
  memcpy(&word, rest, 4);
  return sum + word;
}

uint16_t foldSum(uint64_t sum) {
  sum = (sum & 0xffffffff) + (sum >> 32);
  sum = (sum & 0xffffffff) + (sum >> 32);
  sum = (sum & 0xffff) + (sum >> 16);
  sum = (sum & 0xffff) + (sum >> 16);
  return static_cast<uint16_t>(sum);
}

uint64_t pseudoHeaderSum(const uint8_t *frame, const Transport &transport, size_t transportLength) {
  const uint8_t *ip = frame + transport.network;
  uint64_t sum = transport.ipVersion == 4 ? addWords(0, ip + 12, 8) : addWords(0, ip + 8, 32);
  uint8_t tail[8] = {};
  store32(tail, static_cast<uint32_t>(transportLength));
  tail[7] = transport.protocol;
  return addWords(sum, tail, 8);
}

OffloadKind kindOf(const Transport &transport) {
  if (transport.protocol == protocolUdp) return offloadUdp;
  return transport.ipVersion == 4 ? offloadTcp4 : offloadTcp6;
}

void storeOffload(const Offload &offload, uint8_t *body) {
  body[0] = offload.needsChecksum ? bodyNeedsChecksum : 0;
  body[1] = offload.kind;
  store16(body + 2, offload.segmentSize);
}

bool isKnownBody(const uint8_t *body) {
  return (body[0] & bodyFlagsCritical & ~bodyNeedsChecksum) == 0 && body[1] <= offloadUdp;
}

bool loadOffload(const uint8_t *body, Offload *offload) {
  offload->needsChecksum = (body[0] & bodyNeedsChecksum) != 0;
  offload->kind = static_cast<OffloadKind>(body[1]);
  offload->segmentSize = load16(body + 2);
  if (offload->kind == offloadNone) return offload->segmentSize == 0;
  return offload->needsChecksum && offload->segmentSize >= segmentSizeMin;
}

bool describeOffload(VnetHeader &vnet, uint8_t *frame, size_t available, size_t length, Offload *offload) {
  *offload = Offload{};
  const bool partial = (vnet.flags & vnetNeedsChecksum) != 0;
  const uint8_t gso = vnet.gsoType & static_cast<uint8_t>(~vnetEcn);
  if (!partial && gso == 0) return true;

  Transport transport;
  const bool parsed = findTransport(frame, available, length, &transport) && transport.end == length;
  if (gso == 0) {
    if (parsed && vnet.checksumStart == transport.start && vnet.checksumOffset == transport.checksumOffset) {
      offload->needsChecksum = true;
      return true;
    }
    // Some other protocol's or an inner header's checksum: made here, so that the receiver need not know it.
    const size_t at = static_cast<size_t>(vnet.checksumStart) + vnet.checksumOffset;
    if (available < length || vnet.checksumStart >= length || at + 2 > length) return false;
    uint16_t sum = static_cast<uint16_t>(~foldSum(addWords(0, frame + vnet.checksumStart, length - vnet.checksumStart)));
    if (sum == 0) sum = 0xffff;  // To UDP a zero means that there is none; elsewhere both mean the same.
    memcpy(frame + at, &sum, 2);
    vnet.flags &= static_cast<uint8_t>(~vnetNeedsChecksum);
    return true;
  }
  if (!parsed || vnet.gsoSize < segmentSizeMin) return false;
  const OffloadKind kind = kindOf(transport);
  const uint8_t expected = kind == offloadUdp ? vnetUdp : kind == offloadTcp4 ? vnetTcp4 : vnetTcp6;
  if (gso != expected) return false;
  offload->needsChecksum = true;
  offload->kind = kind;
  offload->segmentSize = vnet.gsoSize;
  return true;
}

bool deriveVnet(const Offload &offload, uint8_t *frame, size_t available, size_t length, VnetHeader *vnet) {
  *vnet = VnetHeader{};
  if (!offload.needsChecksum) return true;
  Transport transport;
  if (!findTransport(frame, available, length, &transport) || transport.end != length) return false;
  vnet->flags = vnetNeedsChecksum;
  vnet->checksumStart = static_cast<uint16_t>(transport.start);
  vnet->checksumOffset = static_cast<uint16_t>(transport.checksumOffset);
  const uint16_t pseudo = foldSum(pseudoHeaderSum(frame, transport, length - transport.start));
  memcpy(frame + transport.start + transport.checksumOffset, &pseudo, 2);
  if (offload.kind == offloadNone) return true;

  const size_t payload = length - transport.payload;
  if (kindOf(transport) != offload.kind) return false;
  if (offload.kind == offloadUdp && load16(frame + transport.start + 4) != length - transport.start) return false;
  if (payload <= offload.segmentSize) return true;  // One segment: an ordinary frame.
  vnet->gsoType = offload.kind == offloadUdp ? vnetUdp : offload.kind == offloadTcp4 ? vnetTcp4 : vnetTcp6;
  if (offload.kind != offloadUdp && (frame[transport.start + 13] & tcpFlagCwr) != 0) vnet->gsoType |= vnetEcn;
  vnet->gsoSize = offload.segmentSize;
  vnet->headerLength = static_cast<uint16_t>(transport.payload);
  return true;
}

void storeLengths(uint8_t *frame, const Transport &transport, size_t length) {
  uint8_t *ip = frame + transport.network;
  if (transport.ipVersion == 4) {
    store16(ip + 2, static_cast<uint16_t>(length - transport.network));
    store16(ip + 10, 0);
    const uint16_t sum = static_cast<uint16_t>(~foldSum(addWords(0, ip, static_cast<size_t>(ip[0] & 15) * 4)));
    memcpy(ip + 10, &sum, 2);
  } else {
    store16(ip + 4, static_cast<uint16_t>(length - transport.network - 40));
  }
  if (transport.protocol == protocolUdp) {
    store16(frame + transport.start + 4, static_cast<uint16_t>(length - transport.start));
  }
}

void segmentUdp(const uint8_t *frame, size_t length, const VnetHeader &vnet, uint8_t *scratch,
                const std::function<void(uint8_t *, size_t)> &each) {
  Transport transport;
  if (!findTransport(frame, length, length, &transport)) return;
  uint16_t identification = transport.ipVersion == 4 ? load16(frame + transport.network + 4) : 0;
  for (size_t at = transport.payload; at < length; at += vnet.gsoSize) {
    const size_t bytes = length - at < vnet.gsoSize ? length - at : vnet.gsoSize;
    memcpy(scratch, frame, transport.payload);
    memcpy(scratch + transport.payload, frame + at, bytes);
    const size_t end = transport.payload + bytes;
    uint8_t *ip = scratch + transport.network;
    uint8_t *udp = scratch + transport.start;
    if (transport.ipVersion == 4) store16(ip + 4, identification++);
    storeLengths(scratch, transport, end);
    store16(udp + 6, 0);
    uint64_t sum = pseudoHeaderSum(scratch, transport, end - transport.start);
    uint16_t checksum = static_cast<uint16_t>(~foldSum(addWords(sum, udp, end - transport.start)));
    if (checksum == 0) checksum = 0xffff;
    memcpy(udp + 6, &checksum, 2);
    each(scratch, end);
  }
}

namespace {

// Skips the IPv6 extension headers that may stand before TCP or UDP in an unfragmented packet.
bool skipExtensions(const uint8_t *frame, size_t available, size_t *at, uint8_t *next) {
  for (unsigned i = 0; i < extensionHeadersMax; i++) {
    if (*next != 0 && *next != 43 && *next != 60) return true;
    if (*at + 8 > available) return false;
    *next = frame[*at];
    *at += (static_cast<size_t>(frame[*at + 1]) + 1) * 8;
  }
  return false;
}

}  // namespace

bool findTransport(const uint8_t *frame, size_t available, size_t length, Transport *found) {
  size_t at = 12;
  for (unsigned tags = 0;; tags++) {
    if (at + 2 > available || tags > 2) return false;
    const uint16_t type = load16(frame + at);
    at += 2;
    if (type == 0x0800) {
      found->ipVersion = 4;
    } else if (type == 0x86dd) {
      found->ipVersion = 6;
    } else if (type == 0x8100 || type == 0x88a8) {
      at += 2;
      continue;
    } else {
      return false;
    }
    break;
  }
  found->network = at;
  const uint8_t *ip = frame + at;
  if (found->ipVersion == 4) {
    if (at + 20 > available || ip[0] >> 4 != 4) return false;
    const size_t header = static_cast<size_t>(ip[0] & 15) * 4;
    const size_t total = load16(ip + 2);
    if (header < 20 || total < header || at + total > length || (load16(ip + 6) & 0x3fff) != 0) return false;
    found->protocol = ip[9];
    found->start = at + header;
    found->end = at + total;
  } else {
    if (at + 40 > available || ip[0] >> 4 != 6) return false;
    found->end = at + 40 + load16(ip + 4);
    if (found->end > length) return false;
    found->protocol = ip[6];
    found->start = at + 40;
    if (!skipExtensions(frame, std::min(available, found->end), &found->start, &found->protocol)) return false;
  }
  const uint8_t *transport = frame + found->start;
  if (found->protocol == protocolTcp) {
    if (found->start + 20 > found->end || found->start + 20 > available) return false;
    found->payload = found->start + static_cast<size_t>(transport[12] >> 4) * 4;
    found->checksumOffset = 16;
    return found->payload >= found->start + 20 && found->payload <= found->end;
  }
  if (found->protocol != protocolUdp || found->start + 8 > found->end ||
      found->start + 8 > available) {
    return false;
  }
  found->payload = found->start + 8;
  found->checksumOffset = 6;
  return true;
}

}  // namespace weave
