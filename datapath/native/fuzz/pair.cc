// Two ends without threads, devices or rights, that talk to each other over loopback: whatever one end's TAP hands over comes
// out of the other's exactly once, as it was, and in order within its flow. Frames of every size go straight or the long
// way, at once or after waiting, in pieces for any MTU, in every suite, over either family. With every other seed datagrams
// are lost: then what comes out is what went in still, and a TCP flow never steps back. The TAPs are socket pairs that keep
// messages apart, and cut what is longer than the room, as a TAP does. Built with sanitizers by run.sh; prints the seed that
// repeats a fault.
//
//   pair [SECONDS] [SEED]
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <random>

#include "../datapath.h"
#include "seeds.h"

namespace weave {

using Bytes = std::vector<uint8_t>;

void require(bool holds, const char *what) {
  if (holds) return;
  printf("FAULT: %s\n", what);
  exit(1);
}

constexpr size_t burstBytesMax = 64 << 10;
constexpr size_t floodedBytesMax = 3000;
constexpr unsigned flowsTotal = 12;

enum class Kind { plain, udp, tcp };

// Frames of one source MAC, whose order must hold.
struct Flow {
  uint8_t number;
  Kind kind;
  unsigned ipVersion;
  unsigned tags;
  bool isFlooded;
  bool mayFragment;
  uint16_t identification;
  uint32_t sequence;
  uint32_t next;                 // Where the TCP bytes that came out end.
  std::vector<Bytes> in, out;  // Packets since the last look.
};

class FuzzGround {
 public:
  explicit FuzzGround(uint64_t seed)
      : random_(seed),
        isLossy_(seed % 2 == 1),
        one_(DatapathOptions{}, [](std::string) { return true; }),
        two_(DatapathOptions{}, [](std::string) { return true; }) {
    farOne_ = openEnd(one_);
    farTwo_ = openEnd(two_);
    host_ = oneOf(2) ? "127.0.0.1" : "::1";
    introduce(one_, 1, two_, 2);
    introduce(two_, 2, one_, 1);
    // A relay that never gets a session.
    one_.setPeer(3, "three", parseAddress(host_, 9), {3});
    one_.macs_.learn(0x020000000002, 2, one_.now_);
    for (unsigned i = 0; i < flowsTotal; i++) {
      const Kind kind = static_cast<Kind>(below(3));
      const uint32_t sequence = static_cast<uint32_t>(random_());
      flows_.push_back({static_cast<uint8_t>(i), kind, oneOf(2) ? 4U : 6U, oneOf(4) ? 1 + below(2) : 0, oneOf(6), oneOf(2),
                        static_cast<uint16_t>(random_()), sequence, sequence, {}, {}});
    }
    join();
    setMtu();
  }

  ~FuzzGround() {
    for (int fd : {farOne_, farTwo_, one_.tap_.fd_, two_.tap_.fd_, one_.udp_.descriptor(), two_.udp_.descriptor()}) close(fd);
  }

  void step() {
    if (oneOf(8)) setMtu();
    if (oneOf(8)) join();
    if (!isLossy_ && oneOf(6)) interrupt();
    burst(20);
    carry();
    for (Flow &flow : flows_) check(flow);
  }

 private:
  unsigned below(unsigned bound) { return static_cast<unsigned>(random_() % bound); }
  bool oneOf(unsigned times) { return below(times) == 0; }

  // Returns the far end of its TAP.
  static int openEnd(Datapath &end) {
    int fds[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK, 0, fds) < 0) abort();
    end.tap_.fd_ = fds[0];
    end.tap_.uso_ = true;
    if (!end.udp_.open(0).empty()) abort();
    end.now_ = end.lastTick_ = end.lastSecond_ = monotonicMicros();
    return fds[1];
  }

  static uint16_t portOf(const Datapath &end) {
    sockaddr_in6 name = {};
    socklen_t length = sizeof name;
    if (getsockname(end.udp_.descriptor(), reinterpret_cast<sockaddr *>(&name), &length) < 0) abort();
    return ntohs(name.sin6_port);
  }

  void introduce(Datapath &self, uint32_t own, const Datapath &other, uint32_t its) {
    self.configure(own, false);
    self.setPeer(its, "peer", parseAddress(host_, portOf(other)), {its, 3});
    self.setFlood(own, {its});
  }

  void join() {
    const Suite suites[] = {Suite::none, Suite::nacl, Suite::aes256Gcm, Suite::chacha20Poly1305};
    const Suite suite = suites[below(4)];
    uint8_t keys[2][keyBytes] = {};
    for (auto &key : keys) store64(key, ++keys_);
    // Who only receives first, or what is sent at once would not be opened.
    for (unsigned end : {1U, 0U}) {
      std::unique_ptr<Session> session(new Session);
      session->localIndex = session->remoteIndex = static_cast<uint32_t>(keys_);
      session->peer = 2 - end;
      session->suite = suite;
      session->sending = true;
      if (!session->sendKey.set(suite, Direction::sealing, keys[end])) abort();
      if (!session->receiveKey.set(suite, Direction::opening, keys[1 - end])) abort();
      (end == 0 ? one_ : two_).setSession(std::move(session), 1000_s);
    }
  }

  void setMtu() {
    PathMtu &mtu = one_.findPeer(2)->mtu;
    mtu.restart();
    mtu.setCeiling(underlayMtuMin + below(oneOf(3) ? underlayMtuMax - underlayMtuMin + 1 : 1000));
    if (mtu.size() < PathMtu::base) return;
    for (size_t size : mtu.due({one_.now_, true, 0, -1})) mtu.echoed(size, one_.now_, one_.now_);
  }

  // Frames wait: for a session, or for a hop. Those that come next, come after them.
  void interrupt() {
    Peer &peer = *one_.findPeer(2);
    if (oneOf(2)) {
      const std::vector<Session *> sessions = peer.sessions;
      for (const Session *session : sessions) one_.removeSession(session->localIndex);
      burst(8);
      join();
      setMtu();
    } else {
      peer.path.state = PathState::dead;
      burst(8);
      peer.path.state = PathState::alive;
    }
  }

  void burst(unsigned framesMost) {
    size_t bytes = 0;
    for (unsigned frames = 1 + below(framesMost); frames > 0 && bytes < burstBytesMax; frames--) bytes += hand(flows_[below(flowsTotal)]);
    while (one_.drainTap(one_.receiverOutbox_)) continue;
  }

  // Gives a frame of the flow to the first end's TAP.
  size_t hand(Flow &flow) {
    VnetHeader vnet;
    Bytes frame = headersOf(flow);
    if (flow.kind == Kind::plain) {
      const size_t most = flow.isFlooded ? floodedBytesMax : frameBytesMax + 20;
      const size_t usual = ethernetBytes + below(oneOf(8) ? static_cast<unsigned>(most - ethernetBytes) : 2000);
      frame.resize(oneOf(20) ? most - below(24) : usual);
      for (size_t at = ethernetBytes; at < frame.size(); at++) frame[at] = static_cast<uint8_t>(random_());
    } else {
      addTransport(flow, frame, &vnet);
    }
    iovec parts[2] = {{&vnet, sizeof vnet}, {frame.data(), frame.size()}};
    if (writev(farOne_, parts, 2) < 0) abort();
    frame.resize(std::min(frame.size(), frameBytesMax));
    for (Bytes &packet : packetsOf(vnet, frame)) flow.in.push_back(std::move(packet));
    return frame.size();
  }

  Bytes headersOf(const Flow &flow) {
    Bytes frame(12, flow.isFlooded ? 0xff : 0);
    if (!flow.isFlooded) storeMac(frame.data(), 0x020000000002);
    storeMac(frame.data() + 6, 0x020000000100 + flow.number);
    if (flow.kind == Kind::plain) return frame.insert(frame.end(), {0x90, 0x00}), frame;
    for (unsigned i = 0; i < flow.tags; i++) frame.insert(frame.end(), {0x81, 0x00, 0, 7});
    if (flow.ipVersion == 4) return frame.insert(frame.end(), {0x08, 0x00}), frame;
    return frame.insert(frame.end(), {0x86, 0xdd}), frame;
  }

  // A segment, a datagram or a super-frame, with a checksum to be made or, of UDP, made already.
  void addTransport(Flow &flow, Bytes &frame, VnetHeader *vnet) {
    const bool isTcp = flow.kind == Kind::tcp;
    const bool isSuper = !flow.isFlooded && oneOf(2);
    const bool isMade = !isTcp && !isSuper && oneOf(6);
    const size_t segment = 200 + 100 * below(11);
    const size_t payload = isSuper ? segment * (1 + below(40)) + 1 + below(static_cast<unsigned>(segment)) : oneOf(3) ? 1 + below(2000) : segment;
    const size_t network = frame.size();
    const size_t start = network + (flow.ipVersion == 4 ? 20 : 40);
    const size_t headers = start + (isTcp ? 32 : 8);
    frame.resize(headers + payload);
    uint8_t *ip = &frame[network];
    if (flow.ipVersion == 4) {
      ip[0] = 0x45;
      store16(ip + 2, static_cast<uint16_t>(frame.size() - network));
      store16(ip + 4, flow.identification);
      store16(ip + 6, flow.mayFragment ? 0 : 0x4000);
      ip[8] = 64;
      ip[9] = isTcp ? 6 : 17;
      flow.identification = static_cast<uint16_t>(flow.identification + (payload + segment - 1) / segment);
    } else {
      ip[0] = 0x60;
      store16(ip + 4, static_cast<uint16_t>(frame.size() - start));
      ip[6] = isTcp ? 6 : 17;
      ip[7] = 64;
    }
    uint8_t *transport = &frame[start];
    if (isTcp) {
      store32(transport + 4, flow.sequence);
      transport[12] = 0x80;
      transport[13] = 0x10;
    } else {
      store16(transport + 4, static_cast<uint16_t>(frame.size() - start));
    }
    for (size_t i = 0; i < payload; i++) frame[headers + i] = byteAt(flow, flow.sequence + static_cast<uint32_t>(i));
    flow.sequence += static_cast<uint32_t>(payload);
    Transport found;
    require(findTransport(frame.data(), frame.size(), frame.size(), &found), "the frame is one");
    storeLengths(frame.data(), found, frame.size());
    vnet->flags = 1;
    vnet->checksumStart = static_cast<uint16_t>(start);
    vnet->checksumOffset = isTcp ? 16 : 6;
    if (isSuper) {
      vnet->gsoType = !isTcp ? 5 : flow.ipVersion == 4 ? 1 : 4;
      vnet->gsoSize = static_cast<uint16_t>(segment);
    }
    if (!isMade) return;
    frame = packetsOf(*vnet, frame).front();
    *vnet = VnetHeader{};
  }

  static uint8_t byteAt(const Flow &flow, uint32_t sequence) {
    return static_cast<uint8_t>((sequence * 2654435761U >> 24) + flow.number);
  }

  // What a container would see, as far as it must not differ: checksums of UDP made, those of TCP left out, super-frames of
  // UDP cut, without identifications that say nothing.
  static std::vector<Bytes> packetsOf(const VnetHeader &vnet, const Bytes &frame) {
    if (vnet.flags == 0) return {frame};
    Transport transport;
    require(findTransport(frame.data(), frame.size(), frame.size(), &transport), "a checksum belongs to a transport");
    std::vector<Bytes> packets;
    if (transport.checksumOffset == 16) {
      packets.push_back(frame);
      store16(&packets[0][transport.start + 16], 0);
      packets[0].insert(packets[0].end(), {vnet.gsoType, static_cast<uint8_t>(vnet.gsoSize >> 8), static_cast<uint8_t>(vnet.gsoSize)});
      return packets;
    }
    VnetHeader cut = vnet;
    if (vnet.gsoType == 0) cut.gsoSize = 65535;
    Bytes scratch(frameBytesMax);
    segmentUdp(frame.data(), frame.size(), cut, scratch.data(),
               [&](uint8_t *bytes, size_t length) { packets.emplace_back(bytes, bytes + length); });
    return packets;
  }

  static Bytes withoutIdentification(Bytes packet) {
    Transport transport;
    if (findTransport(packet.data(), packet.size(), packet.size(), &transport) && transport.ipVersion == 4 &&
        (packet[transport.network + 6] & 0x40) != 0) {
      store16(&packet[transport.network + 4], 0);
      store16(&packet[transport.network + 10], 0);
    }
    return packet;
  }

  // From the first end's socket to the second one's TAP.
  void carry() {
    // As the next tick does.
    one_.sendWaiting(*one_.findPeer(2));
    if (!isLossy_) {
      while (two_.drainUdp()) continue;
    } else {
      lose();
    }
    while (one_.drainUdp()) continue;
    uint8_t buffer[bodyBytesMax + sizeof(VnetHeader)];
    for (;;) {
      const ssize_t bytes = recv(farTwo_, buffer, sizeof buffer, 0);
      if (bytes < 0) return;
      VnetHeader vnet;
      memcpy(&vnet, buffer, sizeof vnet);
      const Bytes frame(buffer + sizeof vnet, buffer + bytes);
      require(frame.size() >= ethernetBytes && frame[11] < flowsTotal, "a frame is of a flow");
      for (Bytes &packet : packetsOf(vnet, frame)) flows_[frame[11]].out.push_back(std::move(packet));
    }
  }

  void lose() {
    do {
      two_.udp_.read();
      two_.now_ = monotonicMicros();
      for (unsigned i = 0; i < two_.udp_.arrivals(); i++) {
        two_.udp_.forEachRecord(i, [this](uint8_t *bytes, size_t length, const Address &from) {
          if (!oneOf(20)) two_.receiveRecord(bytes, length, from);
        });
      }
      two_.endBatch();
      two_.outbox_->flush();
    } while (two_.udp_.arrivals() > 0);
    if (!oneOf(4)) return;
    usleep(2000);
    two_.now_ = monotonicMicros();
    two_.settle();
  }

  void check(Flow &flow) {
    if (!isLossy_) {
      require(flow.in.size() == flow.out.size(), "as many packets come out as went in");
      for (size_t i = 0; i < flow.in.size(); i++) {
        require(withoutIdentification(flow.in[i]) == withoutIdentification(flow.out[i]), "packets come out as they went in, in order");
      }
    } else if (flow.kind == Kind::tcp) {
      for (const Bytes &packet : flow.out) followTcp(flow, packet);
    } else {
      for (const Bytes &packet : flow.in) sent_[withoutIdentification(packet)]++;
      for (const Bytes &packet : flow.out) require(sent_[withoutIdentification(packet)]-- > 0, "nothing comes out that did not go in");
    }
    flow.in.clear();
    flow.out.clear();
  }

  void followTcp(Flow &flow, const Bytes &packet) {
    Transport transport;
    require(findTransport(packet.data(), packet.size(), packet.size(), &transport), "a segment is one");
    const uint32_t sequence = load32(&packet[transport.start + 4]);
    require(static_cast<int32_t>(sequence - flow.next) >= 0, "a TCP flow does not step back");
    for (size_t at = transport.payload; at < transport.end; at++) {
      require(packet[at] == byteAt(flow, sequence + static_cast<uint32_t>(at - transport.payload)), "bytes lie where they lay");
    }
    flow.next = sequence + static_cast<uint32_t>(transport.end - transport.payload);
  }

  std::mt19937_64 random_;
  const bool isLossy_;
  Datapath one_, two_;
  int farOne_ = -1, farTwo_ = -1;
  const char *host_;
  std::vector<Flow> flows_;
  std::map<Bytes, int> sent_;
  uint64_t keys_ = 0;
};

}  // namespace weave

int main(int count, char **words) {
  unsigned bursts = 0;
  const int status = weave::playSeeds(count, words, [&](uint64_t seed, const auto &) {
    weave::FuzzGround ground(seed);
    for (unsigned i = 0; i < 300; i++, bursts++) ground.step();
  });
  printf("%u bursts of frames came out as they went in\n", bursts);
  return status;
}
