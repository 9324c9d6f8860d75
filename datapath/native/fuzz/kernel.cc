// Holds segmentation, coalescing and salvage against the kernel's own: the same packets must come out as went in. A TAP
// that takes super-frames (X) and one that takes none (Y) are ports of a bridge in a network namespace of this process; what
// is written to X comes out of Y as the kernel cuts and sums it. Random super-frames (TCP and UDP, IPv4 and IPv6, options,
// flags, sizes) go there directly, and through the packet thread's code as the pieces that another one would send. Needs
// root, and Linux 6.2 for UDP super-frames; prints the seed that repeats a fault.
//
//   kernel [SECONDS] [SEED]
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <linux/sockios.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <random>

#include "../datapath.h"
#include "../salvage.h"
#include "seeds.h"

namespace weave {

using Bytes = std::vector<uint8_t>;
using Packets = std::vector<Bytes>;

constexpr uint8_t macs[12] = {2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1};

[[noreturn]] void fail(const char *what) {
  fprintf(stderr, "%s: %s\n", what, strerror(errno));
  exit(1);
}

void require(bool holds, const char *what) {
  if (holds) return;
  printf("FAULT: %s\n", what);
  exit(1);
}

// The two TAPs and the bridge.
class Wire {
 public:
  Wire() {
    if (unshare(CLONE_NEWNET) < 0) fail("make a network namespace");
    for (const char *which : {"all", "default"}) {
      const std::string path = std::string("/proc/sys/net/ipv6/conf/") + which + "/disable_ipv6";
      const int fd = open(path.c_str(), O_WRONLY);
      if (fd >= 0 && write(fd, "1", 1) == 1) close(fd);
    }
    x.open("x", true);
    y_ = openPlain("y");
    control_ = socket(AF_INET, SOCK_DGRAM, 0);
    if (ioctl(control_, SIOCBRADDBR, "br") < 0) fail("make a bridge");
    for (const char *port : {"x", "y"}) {
      ifreq request = named("br");
      request.ifr_ifindex = index(port);
      if (ioctl(control_, SIOCBRADDIF, &request) < 0) fail("add a port");
      raise(port);
    }
    raise("br");
  }

  // What comes out of Y.
  Packets read() {
    Packets packets;
    uint8_t buffer[2048 + sizeof(VnetHeader)];
    for (;;) {
      const ssize_t bytes = ::read(y_, buffer, sizeof buffer);
      if (bytes < 0) return packets;
      // The bridge speaks itself now and then.
      const bool isOurs = bytes > 24 && memcmp(buffer + sizeof(VnetHeader), macs, sizeof macs) == 0;
      if (isOurs) packets.emplace_back(buffer + sizeof(VnetHeader), buffer + bytes);
    }
  }

  Packets pass(const VnetHeader &vnet, const Bytes &frame) {
    require(x.write(vnet, frame.data(), frame.size()), "the kernel takes the frame");
    return read();
  }

  Tap x;

 private:
  static ifreq named(const char *name) {
    ifreq request = {};
    strncpy(request.ifr_name, name, IFNAMSIZ - 1);
    return request;
  }

  static int openPlain(const char *name) {
    const int fd = ::open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
    ifreq request = named(name);
    request.ifr_flags = IFF_TAP | IFF_NO_PI | IFF_VNET_HDR;
    if (fd < 0 || ioctl(fd, TUNSETIFF, &request) < 0 || ioctl(fd, TUNSETOFFLOAD, 0) < 0) fail("open a TAP");
    return fd;
  }

  int index(const char *name) {
    ifreq request = named(name);
    if (ioctl(control_, SIOCGIFINDEX, &request) < 0) fail("find an interface");
    return request.ifr_ifindex;
  }

  void raise(const char *name) {
    ifreq request = named(name);
    request.ifr_flags = IFF_UP | IFF_RUNNING;
    if (ioctl(control_, SIOCSIFFLAGS, &request) < 0) fail("set an interface up");
  }

  int y_ = -1;
  int control_ = -1;
};

class FuzzGround {
 public:
  FuzzGround(Wire &wire, uint64_t seed)
      : wire_(wire), random_(seed), datapath_(DatapathOptions{}, [](std::string) { return true; }) {
    datapath_.now_ = monotonicMicros();
    datapath_.tap_.fd_ = wire.x.descriptor();
    datapath_.tap_.uso_ = wire.x.hasUso();
    datapath_.setPeer(2, "peer", parseAddress("127.0.0.1", 6783), {2});
    datapath_.configure(1, false);
  }

  void step() {
    makeSuperFrame();
    const Packets expected = wire_.pass(vnet_, frame_);
    require(expected.size() == (payload() + vnet_.gsoSize - 1) / vnet_.gsoSize, "the kernel cuts as it is told");
    carriesWhole(expected);
    if (isUdp_) {
      cutsItself(expected);
      joins(expected);
    }
    salvages(expected);
  }

 private:
  unsigned below(unsigned bound) { return static_cast<unsigned>(random_() % bound); }
  bool oneOf(unsigned times) { return below(times) == 0; }
  size_t payload() const { return frame_.size() - transport_.payload; }

  // As a kernel hands it over: its own lengths, pseudo-header sum over the whole.
  void makeSuperFrame() {
    isUdp_ = wire_.x.hasUso() && oneOf(2);
    const bool four = oneOf(2);
    const size_t ipHeader = four ? 20 + (oneOf(4) ? 4 * below(5) : 0) : 40;
    const size_t header = 14 + ipHeader + (isUdp_ ? 8 : 20 + 4 * below(11));
    vnet_ = VnetHeader{};
    vnet_.gsoSize = static_cast<uint16_t>(200 + below(1100));
    const size_t segments = 2 + below(isUdp_ ? 60 : 44);
    const size_t length = std::min<size_t>((segments - 1) * vnet_.gsoSize + 1 + below(vnet_.gsoSize), 62000);
    frame_.assign(header + length, 0);
    for (uint8_t &each : frame_) each = static_cast<uint8_t>(random_());
    memcpy(frame_.data(), macs, sizeof macs);
    store16(&frame_[12], four ? 0x0800 : 0x86dd);
    uint8_t *ip = &frame_[14];
    uint8_t *transport = ip + ipHeader;
    if (four) {
      ip[0] = static_cast<uint8_t>(0x40 | ipHeader / 4);
      store16(ip + 6, oneOf(2) ? 0x4000 : 0);
      ip[8] |= 2;
      ip[9] = isUdp_ ? 17 : 6;
      memset(ip + 20, 1, ipHeader - 20);
    } else {
      store32(ip, 0x60000000 | static_cast<uint32_t>(random_() & 0x0fffffff));
      ip[6] = isUdp_ ? 17 : 6;
      ip[7] |= 2;
    }
    if (!isUdp_) {
      const size_t options = header - 14 - ipHeader - 20;
      transport[12] = static_cast<uint8_t>((20 + options) / 4 << 4);
      // Neither SYN nor RST nor URG.
      transport[13] = static_cast<uint8_t>(0x10 | (random_() & 0xc9));
      memset(transport + 20, 1, options);
    }
    // Lengths first: without them there is no transport to be found.
    if (four) store16(ip + 2, static_cast<uint16_t>(frame_.size() - 14));
    else store16(ip + 4, static_cast<uint16_t>(frame_.size() - 54));
    require(findTransport(frame_.data(), frame_.size(), frame_.size(), &transport_), "the frame is one");
    storeLengths(frame_.data(), transport_, frame_.size());
    Offload offload;
    offload.needsChecksum = true;
    offload.kind = isUdp_ ? offloadUdp : four ? offloadTcp4 : offloadTcp6;
    offload.segmentSize = vnet_.gsoSize;
    require(deriveVnet(offload, frame_.data(), frame_.size(), frame_.size(), &vnet_), "the frame can be described");
  }

  Bytes bodyOf(VnetHeader vnet, Bytes frame) {
    Offload offload;
    require(describeOffload(vnet, frame.data(), frame.size(), frame.size(), &offload), "the frame can be carried");
    // What stands in the checksum's place is not looked at.
    store16(&frame[transport_.start + transport_.checksumOffset], static_cast<uint16_t>(random_()));
    Bytes body(bodyHeaderBytes);
    storeOffload(offload, body.data());
    body.insert(body.end(), frame.begin(), frame.end());
    return body;
  }

  Bytes pieceOf(const Bytes &body, size_t stride, size_t index, uint32_t frame) {
    Bytes piece(pieceHeaderBytes);
    store32(&piece[0], frame);
    piece[4] = static_cast<uint8_t>(index);
    piece[5] = static_cast<uint8_t>((body.size() + stride - 1) / stride);
    store16(&piece[6], static_cast<uint16_t>(stride));
    const size_t end = std::min(body.size(), (index + 1) * stride);
    piece.insert(piece.end(), body.begin() + static_cast<long>(index * stride), body.begin() + static_cast<long>(end));
    return piece;
  }

  // In this order; what the TAP got, as the kernel passes it on.
  Packets receive(const Bytes &body, size_t stride, const std::vector<size_t> &order) {
    Packets pieces;
    const uint32_t frame = nextFrame_++;
    for (size_t index : order) pieces.push_back(pieceOf(body, stride, index, frame));
    for (Bytes &piece : pieces) datapath_.receivePiece(*datapath_.findPeer(2), piece.data(), piece.size(), false);
    datapath_.endBatch();
    return wire_.read();
  }

  void carriesWhole(const Packets &expected) {
    const Bytes body = bodyOf(vnet_, frame_);
    const size_t stride = 300 + below(1200);
    std::vector<size_t> order((body.size() + stride - 1) / stride);
    for (size_t i = 0; i < order.size(); i++) order[i] = i;
    if (oneOf(2)) std::shuffle(order.begin(), order.end(), random_);
    require(receive(body, stride, order) == expected, "a super-frame comes out as it went in");
  }

  void cutsItself(const Packets &expected) {
    Packets packets;
    std::vector<uint8_t> scratch(frameBytesMax);
    segmentUdp(frame_.data(), frame_.size(), vnet_, scratch.data(),
               [&](uint8_t *bytes, size_t length) { packets.emplace_back(bytes, bytes + length); });
    require(packets == expected, "we cut UDP as the kernel does");
  }

  // The datagrams one by one in one batch, sometimes with foreign ones in between.
  void joins(const Packets &expected) {
    Packets pieces;
    Packets sent;
    for (const Bytes &packet : expected) {
      VnetHeader vnet;
      vnet.flags = 1;
      vnet.checksumStart = static_cast<uint16_t>(transport_.start);
      vnet.checksumOffset = static_cast<uint16_t>(transport_.checksumOffset);
      for (int other = oneOf(6) ? 1 : 0; other >= 0; other--) {
        Bytes frame = packet;
        if (other) {
          frame[transport_.start + 1] ^= 1;  // Another port; sums follow below.
          uint64_t sum = pseudoSum(frame);
          memcpy(&frame[transport_.start + 6], &sum, 2);
        }
        const Bytes body = bodyOf(vnet, frame);
        pieces.push_back(pieceOf(body, body.size(), 0, nextFrame_++));
        sent.push_back(frame);
      }
    }
    const uint64_t writes = sent.size();
    for (Bytes &piece : pieces) datapath_.receivePiece(*datapath_.findPeer(2), piece.data(), piece.size(), false);
    datapath_.endBatch();
    Packets got = wire_.read();
    require(got.size() == writes, "as many datagrams come out as went in");
    require(byFlow(got) == byFlow(sent), "joined datagrams come out as they went in, in order");
  }

  uint64_t pseudoSum(const Bytes &packet) {
    Bytes copy = packet;
    store16(&copy[transport_.start + 6], 0);
    uint16_t sum = 0;
    // The whole sum by the code that the kernel was held against above.
    VnetHeader vnet;
    vnet.gsoSize = 65000;
    std::vector<uint8_t> scratch(frameBytesMax);
    segmentUdp(copy.data(), copy.size(), vnet, scratch.data(),
               [&](uint8_t *bytes, size_t) { memcpy(&sum, bytes + transport_.start + 6, 2); });
    return sum;
  }

  // Where "don't fragment" is set the identification says nothing, and joining may change it.
  std::map<uint32_t, Packets> byFlow(Packets packets) {
    std::map<uint32_t, Packets> flows;
    for (Bytes &packet : packets) {
      if (transport_.ipVersion == 4 && (packet[20] & 0x40) != 0) memset(&packet[18], 0, 2), memset(&packet[24], 0, 2);
      flows[load32(&packet[transport_.start])].push_back(packet);
    }
    return flows;
  }

  void salvages(const Packets &expected) {
    const Bytes body = bodyOf(vnet_, frame_);
    const size_t stride = 300 + below(1200);
    const size_t count = (body.size() + stride - 1) / stride;
    std::vector<size_t> order, late;
    std::vector<bool> here(frame_.size(), false);
    for (size_t i = 0; i < count; i++) {
      const bool isLate = i > 0 && !isUdp_ && oneOf(10);
      if (i > 0 && (oneOf(6) || isLate)) {
        if (isLate) late.push_back(i);
        else continue;
      } else {
        order.push_back(i);
      }
      const size_t from = i == 0 ? 0 : i * stride - bodyHeaderBytes;
      const size_t to = std::min(frame_.size(), (i + 1) * stride - bodyHeaderBytes);
      std::fill(here.begin() + static_cast<long>(from), here.begin() + static_cast<long>(to), true);
    }
    if (order.size() == count) return;
    const uint32_t frame = nextFrame_;
    Packets got = receive(body, stride, order);
    require(got.empty(), "nothing is cut at once");
    datapath_.now_ += 60_ms;
    datapath_.settle();
    got = wire_.read();
    for (size_t index : late) {
      Bytes piece = pieceOf(body, stride, index, frame);
      datapath_.receivePiece(*datapath_.findPeer(2), piece.data(), piece.size(), false);
      const Packets more = wire_.read();
      got.insert(got.end(), more.begin(), more.end());
    }
    if (isUdp_) return salvagedUdp(expected, got, here);
    salvagedTcp(got, here);
  }

  void salvagedUdp(const Packets &expected, const Packets &got, const std::vector<bool> &here) {
    Packets whole;
    for (size_t i = 0; i < expected.size(); i++) {
      const size_t from = transport_.payload + i * vnet_.gsoSize;
      const size_t to = std::min(frame_.size(), from + vnet_.gsoSize);
      if (std::all_of(here.begin() + static_cast<long>(from), here.begin() + static_cast<long>(to), [](bool is) { return is; })) {
        whole.push_back(expected[i]);
      }
    }
    require(got == whole, "the whole datagrams around holes come out, and nothing else");
  }

  void salvagedTcp(const Packets &got, std::vector<bool> here) {
    const uint32_t first = load32(&frame_[transport_.start + 4]);
    for (const Bytes &packet : got) {
      Transport transport;
      require(findTransport(packet.data(), packet.size(), packet.size(), &transport) && transport.end == packet.size(),
              "a salvaged frame is one");
      require(transport.payload == transport_.payload, "headers stay");
      const size_t length = packet.size() - transport.payload;
      require(length > 0 && length <= vnet_.gsoSize, "segments are no longer than they were");
      const size_t at = transport.payload + (load32(&packet[transport.start + 4]) - first);
      require(at + length <= frame_.size(), "a salvaged segment lies in its super-frame");
      require(memcmp(&packet[transport.payload], &frame_[at], length) == 0, "bytes lie where they lay");
      const uint8_t lost = frame_[transport.start + 13] & static_cast<uint8_t>(~packet[transport.start + 13]);
      const uint8_t allowed = static_cast<uint8_t>((at + length < frame_.size() ? 0x09 : 0) | (at > transport.payload ? 0x80 : 0));
      require((lost & ~allowed) == 0, "flags stay");
      require((packet[transport.start + 13] & allowed) == 0, "FIN and PSH belong to the end, CWR to the beginning");
      const uint64_t sum = addWords(pseudoHeaderSum(packet.data(), transport, packet.size() - transport.start),
                                    &packet[transport.start], packet.size() - transport.start);
      require(foldSum(sum) == 0xffff, "the checksum is right");
      for (size_t i = at; i < at + length; i++) {
        require(here[i], "each byte comes once, and none that was lost");
        here[i] = false;
      }
    }
    require(std::none_of(here.begin() + static_cast<long>(transport_.payload), here.end(), [](bool is) { return is; }),
            "every byte around the holes comes out");
  }

  Wire &wire_;
  std::mt19937_64 random_;
  Datapath datapath_;
  bool isUdp_ = false;
  VnetHeader vnet_;
  Bytes frame_;
  Transport transport_;
  uint32_t nextFrame_ = 1;
};

}  // namespace weave

int main(int count, char **words) {
  weave::Wire wire;
  if (!wire.x.hasUso()) printf("this kernel has no UDP super-frames: TCP only\n");
  unsigned frames = 0;
  const int status = weave::playSeeds(count, words, [&](uint64_t seed, const auto &) {
    weave::FuzzGround ground(wire, seed);
    for (unsigned i = 0; i < 200; i++, frames++) ground.step();
  });
  printf("%u super-frames came out as they went in\n", frames);
  return status;
}
