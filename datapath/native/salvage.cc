#include "salvage.h"

#include <algorithm>

namespace weave {
namespace {

constexpr size_t tcpFlagsAt = 13;
constexpr uint8_t tcpFin = 0x01, tcpPsh = 0x08, tcpCwr = 0x80;

}  // namespace

bool readSuperHeaders(const Body &body, const uint8_t *bytes, size_t available, SuperHeaders *headers) {
  if (available < bodyHeaderBytes + ethernetBytes || !isKnownBody(bytes) || !loadOffload(bytes, &headers->offload)) {
    return false;
  }
  if (headers->offload.kind == offloadNone) return false;
  Transport &transport = headers->transport;
  if (!findTransport(bytes + bodyHeaderBytes, available - bodyHeaderBytes, frameBytesMax, &transport)) return false;
  const size_t length = bodyHeaderBytes + transport.end;
  return transport.payload <= std::min(available - bodyHeaderBytes, salvageHeadersMax) &&
         kindOf(transport) == headers->offload.kind && length > (body.count - 1) * body.stride &&
         length <= body.count * body.stride && (body.length == 0 || body.length == length);
}

PayloadRange payloadOf(const SuperHeaders &headers, size_t from, size_t to) {
  const Transport &transport = headers.transport;
  PayloadRange range = {std::max(from, bodyHeaderBytes + transport.payload) - bodyHeaderBytes,
                        std::min(to, bodyHeaderBytes + transport.end) - bodyHeaderBytes};
  if (headers.offload.kind != offloadUdp) return range;
  const size_t segment = headers.offload.segmentSize;
  const size_t into = (range.from - transport.payload) % segment;
  if (into > 0) range.from += segment - into;
  if (range.to < transport.end && range.to > transport.payload) range.to -= (range.to - transport.payload) % segment;
  return range;
}

size_t narrowHeaders(uint8_t *frame, const SuperHeaders &headers, const PayloadRange &range) {
  const Transport &transport = headers.transport;
  const size_t skipped = range.from - transport.payload;
  const size_t length = transport.payload + range.to - range.from;
  uint8_t *ip = frame + transport.network;
  if (transport.ipVersion == 4) {
    const size_t segments = skipped / headers.offload.segmentSize;
    store16(ip + 4, static_cast<uint16_t>(load16(ip + 4) + segments));
  }
  if (headers.offload.kind != offloadUdp) {
    uint8_t *tcp = frame + transport.start;
    store32(tcp + 4, load32(tcp + 4) + static_cast<uint32_t>(skipped));
    if (skipped > 0) tcp[tcpFlagsAt] &= static_cast<uint8_t>(~tcpCwr);
    if (range.to < transport.end) tcp[tcpFlagsAt] &= static_cast<uint8_t>(~(tcpFin | tcpPsh));
  }
  storeLengths(frame, transport, length);
  return length;
}

}  // namespace weave
