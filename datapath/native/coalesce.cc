#include "coalesce.h"

#include <cstring>

#include "bytes.h"

namespace weave {
namespace {

constexpr size_t ip4Bytes = 20;
constexpr size_t ip6Bytes = 40;
constexpr size_t udpBytes = 8;
constexpr size_t ipPacketMax = 65535;
constexpr uint16_t dontFragment = 0x4000;

bool isUdpWithoutOptions(const Transport &transport) {
  const size_t header = transport.start - transport.network;
  return transport.checksumOffset == 6 && header == (transport.ipVersion == 4 ? ip4Bytes : ip6Bytes);
}

bool isSameFlow(const uint8_t *a, const uint8_t *b, const Transport &transport) {
  const size_t network = transport.network;
  const size_t addresses = transport.ipVersion == 4 ? network + 12 : network + 8;
  return memcmp(a, b, network) == 0 && memcmp(a + addresses, b + addresses, transport.start + 4 - addresses) == 0;
}

}  // namespace

bool Coalescer::add(uint8_t *frame, size_t length) {
  Transport transport;
  if (!findTransport(frame, length, length, &transport) || transport.end != length) return flush(), false;
  if (!isUdpWithoutOptions(transport)) return false;
  const size_t payload = length - transport.payload;
  Flow *flow = nullptr;
  for (Flow &each : flows_) {
    if (each.count > 0 && each.transport.ipVersion == transport.ipVersion && each.transport.network == transport.network &&
        isSameFlow(each.first, frame, transport)) {
      flow = &each;
    }
  }
  const bool isWhole = load16(frame + transport.start + 4) == payload + udpBytes;
  if (flow != nullptr && !(isWhole && continues(*flow, frame, transport, payload))) {
    write(*flow);
    flow = nullptr;
  }
  if (flow == nullptr) {
    if (!isWhole || payload < segmentSizeMin) return false;
    flow = &flows_[next_];
    next_ = (next_ + 1) % flowsMax;
    if (flow->count > 0) write(*flow);
  }
  if (flow->count == 0) {
    flow->first = frame;
    flow->transport = transport;
    flow->segment = payload;
    flow->payload = 0;
    flow->parts[1] = {frame, length};
  } else {
    flow->parts[flow->count + 1] = {frame + transport.payload, payload};
  }
  flow->payload += payload;
  flow->count++;
  if (payload < flow->segment || flow->count == segmentsMax) write(*flow);
  return true;
}

bool Coalescer::continues(const Flow &flow, const uint8_t *frame, const Transport &transport, size_t payload) const {
  if (payload == 0 || payload > flow.segment) return false;
  if (transport.end - transport.network + flow.payload > ipPacketMax) return false;
  const uint8_t *ip = frame + transport.network;
  const uint8_t *first = flow.first + transport.network;
  if (transport.ipVersion == 6) return memcmp(ip, first, 4) == 0 && ip[7] == first[7];
  // Version, header length and traffic class; flags; hop limit.
  if (memcmp(ip, first, 2) != 0 || memcmp(ip + 6, first + 6, 3) != 0) return false;
  const uint16_t expected = static_cast<uint16_t>(load16(first + 4) + flow.count);
  return (load16(ip + 6) & dontFragment) != 0 || load16(ip + 4) == expected;
}

void Coalescer::flush() {
  // Oldest first.
  for (unsigned i = 0; i < flowsMax; i++) {
    Flow &flow = flows_[(next_ + i) % flowsMax];
    if (flow.count > 0) write(flow);
  }
}

void Coalescer::write(Flow &flow) {
  const size_t bytes = flow.transport.payload + flow.payload;
  SuperFrame super = {{}, flow.parts, flow.count + 1, bytes, flow.count};
  Offload offload;
  offload.needsChecksum = true;
  if (flow.count > 1) {
    offload.kind = offloadUdp;
    offload.segmentSize = static_cast<uint16_t>(flow.segment);
    storeLengths(flow.first, flow.transport, bytes);
  }
  flow.count = 0;
  if (deriveVnet(offload, flow.first, super.parts[1].iov_len, bytes, &super.vnet)) write_(super);
}

}  // namespace weave
