#include "too_big.h"

#include <algorithm>
#include <cstring>

#include "bytes.h"

namespace weave {
namespace {

constexpr size_t ipv4Bytes = 20;
constexpr size_t ipv6Bytes = 40;
constexpr size_t icmpBytes = 8;
// RFC 1812 section 4.3.2.3 and RFC 4443 section 2.4: as much of the packet as fits.
constexpr size_t answer4Max = 576;
constexpr size_t answer6Max = 1280;
constexpr uint8_t protocolIcmp = 1;
constexpr uint8_t protocolTcp = 6;
constexpr uint8_t protocolIcmp6 = 58;
constexpr uint8_t hopLimit = 64;

bool isIpv4(const uint8_t *frame) { return frame[12] == 0x08 && frame[13] == 0x00; }
bool isIpv6(const uint8_t *frame) { return frame[12] == 0x86 && frame[13] == 0xdd; }
size_t headerOf(const uint8_t *ip) { return static_cast<size_t>(ip[0] & 15) * 4; }

void storeChecksum(uint8_t *at, uint64_t sum) {
  const uint16_t checksum = static_cast<uint16_t>(~foldSum(sum));
  memcpy(at, &checksum, 2);
}

// Of a segment, when it is a super-frame. `ip` has `length` bytes; its headers were parsed by `describeOffload`.
size_t packetBytes(const Offload &offload, const uint8_t *ip, size_t length, size_t header) {
  if (offload.kind == offloadNone) return length;
  if (offload.kind == offloadUdp) return header + 8 + offload.segmentSize;
  const size_t dataOffset = header + 12;
  return dataOffset < length ? header + static_cast<size_t>(ip[dataOffset] >> 4) * 4 + offload.segmentSize : length;
}

void writeEthernet(const uint8_t *frame, uint8_t *answer) {
  memcpy(answer, frame + 6, 6);
  memcpy(answer + 6, frame, 6);
  memcpy(answer + 12, frame + 12, 2);
}

size_t answer4(const uint8_t *ip, size_t length, size_t mtu, uint8_t *out) {
  const size_t header = headerOf(ip);
  if ((load16(ip + 6) & 0x1fff) != 0 || ip[12] >= 224 || ip[16] >= 224) return 0;
  // Only echoes among ICMP messages: an error about an error could go on for ever.
  if (ip[9] == protocolIcmp && (length <= header || (ip[header] != 0 && ip[header] != 8))) return 0;
  const size_t quoted = std::min(length, answer4Max - ipv4Bytes - icmpBytes);
  const size_t total = ipv4Bytes + icmpBytes + quoted;
  memset(out, 0, ipv4Bytes + icmpBytes);
  out[0] = 0x45;
  out[1] = 0xc0;
  store16(out + 2, static_cast<uint16_t>(total));
  out[8] = hopLimit;
  out[9] = protocolIcmp;
  memcpy(out + 12, ip + 16, 4);
  memcpy(out + 16, ip + 12, 4);
  storeChecksum(out + 10, addWords(0, out, ipv4Bytes));
  uint8_t *icmp = out + ipv4Bytes;
  icmp[0] = 3;
  icmp[1] = 4;
  store16(icmp + 6, static_cast<uint16_t>(mtu));
  memcpy(icmp + icmpBytes, ip, quoted);
  storeChecksum(icmp + 2, addWords(0, icmp, icmpBytes + quoted));
  return total;
}

size_t answer6(const uint8_t *ip, size_t length, size_t mtu, uint8_t *out) {
  if (ip[8] == 0xff || ip[24] == 0xff) return 0;
  if (ip[6] == protocolIcmp6 && (length <= ipv6Bytes || ip[ipv6Bytes] < 128)) return 0;
  const size_t quoted = std::min(length, answer6Max - ipv6Bytes - icmpBytes);
  const size_t payload = icmpBytes + quoted;
  memset(out, 0, ipv6Bytes + icmpBytes);
  out[0] = 0x60;
  store16(out + 4, static_cast<uint16_t>(payload));
  out[6] = protocolIcmp6;
  out[7] = hopLimit;
  memcpy(out + 8, ip + 24, 16);
  memcpy(out + 24, ip + 8, 16);
  uint8_t *icmp = out + ipv6Bytes;
  icmp[0] = 2;
  store32(icmp + 4, static_cast<uint32_t>(std::max<size_t>(mtu, 1280)));
  memcpy(icmp + icmpBytes, ip, quoted);
  Transport transport;
  transport.ipVersion = 6;
  transport.protocol = protocolIcmp6;
  storeChecksum(icmp + 2, addWords(pseudoHeaderSum(out, transport, payload), icmp, payload));
  return ipv6Bytes + payload;
}

}  // namespace

bool isTooBig(const Offload &offload, const uint8_t *frame, size_t length, size_t mtu) {
  if (length <= ethernetBytes + mtu) return false;
  const uint8_t *ip = frame + ethernetBytes;
  const size_t bytes = length - ethernetBytes;
  if (isIpv4(frame)) {
    const size_t header = bytes < ipv4Bytes ? 0 : headerOf(ip);
    if (header < ipv4Bytes || header > bytes || (ip[6] & 0x40) == 0) return false;
    return packetBytes(offload, ip, bytes, header) > mtu;
  }
  if (!isIpv6(frame) || bytes < ipv6Bytes) return false;
  // Super-frames behind extension headers are rare: left alone.
  const uint8_t expected = offload.kind == offloadUdp ? 17 : protocolTcp;
  if (offload.kind != offloadNone && ip[6] != expected) return false;
  return packetBytes(offload, ip, bytes, ipv6Bytes) > mtu;
}

size_t answerTooBig(const uint8_t *frame, size_t length, size_t mtu, uint8_t *answer) {
  const uint8_t *ip = frame + ethernetBytes;
  const size_t bytes = length - ethernetBytes;
  uint8_t *out = answer + ethernetBytes;
  const size_t packet = isIpv4(frame) ? answer4(ip, bytes, mtu, out) : answer6(ip, bytes, mtu, out);
  if (packet == 0) return 0;
  writeEthernet(frame, answer);
  return ethernetBytes + packet;
}

}  // namespace weave
