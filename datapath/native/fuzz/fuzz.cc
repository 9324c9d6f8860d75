// Drives the packet thread's code with hostile input, without threads, devices or rights: valid records of every kind for
// every suite, mutated before or after they were sealed; random frames with random offload claims from the TAP; and
// tables that change in between. Built with sanitizers by run.sh; the process dies at the first fault and has printed the
// seed that repeats it. Each record lies in memory of exactly its size, so that reading one byte too far is a fault.
//
//   fuzz [SECONDS] [SEED]
#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <random>

#include "../datapath.h"
#include "seeds.h"

namespace weave {

constexpr uint32_t ourId = 1;
constexpr uint32_t peersTotal = 4;     // Short ids 2 to 5.
constexpr size_t datagramV6Max = 65527;

class FuzzGround {
 public:
  explicit FuzzGround(uint64_t seed) : random_(seed), datapath_(DatapathOptions{}, [](std::string) { return true; }) {
    datapath_.now_ = monotonicMicros();
    datapath_.tap_.fd_ = ::open("/dev/null", O_RDWR);
    datapath_.tap_.uso_ = oneOf(4) ? false : true;
    datapath_.lastTick_ = datapath_.lastSecond_ = datapath_.now_;
    for (uint32_t peer = 0; peer < peersTotal; peer++) pushPeer(2 + peer);
    std::vector<uint32_t> everybody = {2, 3, 4, 5};
    for (uint32_t source = ourId; source < 2 + peersTotal; source++) datapath_.setFlood(source, everybody);
    for (uint32_t peer = 0; peer < peersTotal; peer++) pushSession(2 + peer);
    datapath_.configure(ourId, false);
  }

  void step() {
    const unsigned what = below(1000);
    datapath_.now_ += below(2000);
    if (what >= 600) endBatch();
    if (what < 600) {
      receive();
    } else if (what < 950) {
      sendFromTap();
    } else if (what < 990) {
      datapath_.tick();
    } else {
      changeTables();
    }
    if (what % 16 == 0) datapath_.outbox_->flush();
    checkSums();
  }

  void report() const {
    for (size_t i = 0; i < countersTotal; i++) {
      if (datapath_.counters_.at(i) > 0) {
        printf("  %s %llu\n", counterName(i), static_cast<unsigned long long>(datapath_.counters_.at(i)));
      }
    }
  }

 private:
  unsigned below(unsigned bound) { return static_cast<unsigned>(random_() % bound); }
  uint8_t byte() { return static_cast<uint8_t>(random_()); }
  bool oneOf(unsigned times) { return below(times) == 0; }

  static Address addressOf(uint32_t peer) { return parseAddress(peer % 2 ? "127.0.0.1" : "::1", static_cast<uint16_t>(6000 + peer)); }

  void pushPeer(uint32_t peer) {
    std::vector<uint32_t> hops = {peer, 2 + below(peersTotal), 2 + below(peersTotal)};
    // The last one is reached through the others only.
    if (peer == 1 + peersTotal) hops.erase(hops.begin());
    datapath_.setPeer(peer, "peer", peer == 1 + peersTotal && oneOf(2) ? Address{} : addressOf(peer), hops);
  }

  static Suite suiteOf(uint32_t peer) {
    const Suite suites[] = {Suite::none, Suite::nacl, Suite::aes256Gcm, Suite::chacha20Poly1305};
    return suites[peer % 4];
  }

  void pushSession(uint32_t peer) {
    std::unique_ptr<Session> session(new Session);
    session->localIndex = peer * 16 + below(2);
    session->remoteIndex = static_cast<uint32_t>(random_());
    session->peer = peer;
    session->suite = suiteOf(peer);
    // New each time, as the handshake makes it; now and then one that was here before.
    uint8_t key[keyBytes];
    memset(key, 1, keyBytes);
    if (!oneOf(20)) store64(key, ++keys_);
    if (!session->sendKey.set(session->suite, Direction::sealing, key)) abort();
    memset(key, 2, keyBytes);
    if (!session->receiveKey.set(session->suite, Direction::opening, key)) abort();
    session->sending = !oneOf(4);
    session->peerMtu = oneOf(2) ? 0 : 576 + below(1000);
    datapath_.setSession(std::move(session), oneOf(8) ? 100_ms : 1000_s);
  }

  void changeTables() {
    const uint32_t peer = 2 + below(peersTotal);
    switch (below(6)) {
      case 0:
        datapath_.removePeer(peer);
        break;
      case 1:
        datapath_.removeSession(peer * 16 + below(2));
        break;
      case 2:
        datapath_.configure(ourId, oneOf(4));
        break;
      default:
        break;
    }
    pushPeer(peer);
    pushSession(peer);
  }

  void fill(std::vector<uint8_t> &bytes, size_t from) {
    for (size_t at = from; at < bytes.size(); at++) bytes[at] = byte();
  }

  // An Ethernet frame that looks like TCP or UDP over IPv4 or IPv6, with headers that sometimes lie.
  std::vector<uint8_t> frame(size_t length) {
    std::vector<uint8_t> bytes(length);
    fill(bytes, 0);
    if (length < 14 || oneOf(10)) return bytes;
    for (size_t at = 0; at < 12; at++) bytes[at] = 0;
    bytes[0] = oneOf(6) ? 0xff : 2;
    bytes[5] = static_cast<uint8_t>(below(4));
    bytes[6] = 2;
    bytes[11] = static_cast<uint8_t>(below(4));
    size_t at = 12;
    while (oneOf(5) && at + 6 < length) {
      store16(&bytes[at], oneOf(2) ? 0x8100 : 0x88a8);
      at += 4;
    }
    const bool four = oneOf(2);
    store16(&bytes[at], four ? 0x0800 : 0x86dd);
    at += 2;
    const size_t header = four ? 20 : 40;
    if (at + header + 20 > length) return bytes;
    const size_t rest = length - at - (oneOf(8) ? below(40) : 0);
    const uint8_t protocol = oneOf(8) ? byte() : oneOf(2) ? 6 : 17;
    size_t transport = at + header;
    if (four) {
      bytes[at] = oneOf(8) ? byte() : 0x45;
      store16(&bytes[at + 2], static_cast<uint16_t>(rest));
      store16(&bytes[at + 6], 0);
      bytes[at + 9] = protocol;
    } else {
      bytes[at] = 0x60;
      store16(&bytes[at + 4], static_cast<uint16_t>(rest < 40 ? 0 : rest - 40));
      bytes[at + 6] = oneOf(6) ? static_cast<uint8_t>(oneOf(2) ? 0 : 60) : protocol;
      if (oneOf(2)) bytes[at + 40] = protocol;
      if (oneOf(2)) bytes[at + 41] = static_cast<uint8_t>(below(3));
    }
    if (protocol == 6) bytes[transport + 12] = oneOf(8) ? byte() : 0x50;
    if (protocol == 17) store16(&bytes[transport + 4], static_cast<uint16_t>(length - transport));
    return bytes;
  }

  size_t frameLength() {
    if (oneOf(12)) return 14 + below(frameBytesMax - 13);
    return oneOf(4) ? below(90) : 14 + below(1500);
  }

  // The next piece of a body whose pieces come in order, or any other.
  std::vector<uint8_t> piece() {
    if (!rowOfPieces_.empty() && !oneOf(12)) {
      const std::vector<uint8_t> next = rowOfPieces_.back();
      rowOfPieces_.pop_back();
      return next;
    }
    std::vector<uint8_t> body(bodyHeaderBytes);
    body[0] = oneOf(6) ? byte() : oneOf(2);
    body[1] = oneOf(12) ? byte() : static_cast<uint8_t>(below(4));
    store16(&body[2], body[1] == 0 ? 0 : static_cast<uint16_t>(oneOf(4) ? below(20) : 8 + below(1500)));
    const std::vector<uint8_t> inner = frame(frameLength());
    body.insert(body.end(), inner.begin(), inner.end());
    // One of the pieces of a whole body, or the whole; frames have few ids, so that pieces of several meet.
    const size_t count = oneOf(3) ? 1 + below(6) : 1;
    const size_t stride = count == 1 ? body.size() : (oneOf(4) ? 1 + below(60000) : (body.size() + count - 1) / count);
    const uint32_t id = below(3);
    const auto cut = [&](size_t index) {
      std::vector<uint8_t> bytes(pieceHeaderBytes);
      store32(&bytes[0], id);
      bytes[4] = static_cast<uint8_t>(index);
      bytes[5] = static_cast<uint8_t>(oneOf(30) ? byte() : count);
      store16(&bytes[6], static_cast<uint16_t>(stride));
      const size_t start = std::min(index * stride, body.size());
      bytes.insert(bytes.end(), body.begin() + static_cast<long>(start),
                   body.begin() + static_cast<long>(std::min(start + stride, body.size())));
      return bytes;
    };
    if (count > 1 && oneOf(2)) {
      rowOfPieces_.clear();
      for (size_t index = count; index-- > 1;) rowOfPieces_.push_back(cut(index));
      return cut(0);
    }
    return cut(below(static_cast<unsigned>(count)));
  }

  // Header and content, sealed as the peer would, mutated now and then before or after.
  std::vector<uint8_t> record(uint32_t peer, uint8_t type, const std::vector<uint8_t> &content, size_t max) {
    const bool sealed = type == recordHeartbeat || suiteOf(peer) != Suite::none;
    std::vector<uint8_t> bytes(headerBytes);
    bytes[0] = wireVersion;
    bytes[1] = type;
    store32(&bytes[4], peer * 16 + below(2));
    store64(&bytes[8], oneOf(1000) ? random_() : counter_++ - (oneOf(8) ? below(5000) : 0));
    bytes.insert(bytes.end(), content.begin(), content.end());
    if (bytes.size() + tagBytes > max) bytes.resize(max - tagBytes);
    if (oneOf(4)) mutate(bytes, headerBytes);
    if (sealed) {
      const size_t length = bytes.size() - headerBytes;
      bytes.resize(bytes.size() + tagBytes);
      uint8_t key[keyBytes];
      memset(key, 2, keyBytes);
      RecordKey sealing;
      if (!sealing.set(suiteOf(peer), Direction::sealing, key)) abort();
      sealing.seal(bytes.data(), length);
    }
    if (oneOf(20)) mutate(bytes, 0);
    if (oneOf(50)) bytes.resize(below(static_cast<unsigned>(bytes.size() + 1)));
    return bytes;
  }

  void mutate(std::vector<uint8_t> &bytes, size_t from) {
    for (unsigned times = 1 + below(3); times > 0 && bytes.size() > from; times--) {
      const size_t near = from + below(static_cast<unsigned>(std::min<size_t>(bytes.size() - from, 40)));
      bytes[near] = oneOf(2) ? byte() : static_cast<uint8_t>(oneOf(2) ? 0 : 0xff);
    }
    if (oneOf(4)) bytes.resize(from + below(static_cast<unsigned>(bytes.size() - from + 1)));
  }

  std::vector<uint8_t> content(uint8_t *type, bool mayRelay, size_t max) {
    *type = recordData;
    std::vector<uint8_t> bytes(hopDirectBytes);
    const unsigned kind = below(mayRelay ? 8 : 3);
    if (kind == 0) {
      *type = recordHeartbeat;
      bytes.resize(heartbeatBytes + (oneOf(3) ? below(1400) : 0));
      bytes[0] = static_cast<uint8_t>(1 + below(3));
      store64(&bytes[8], datapath_.now_ - below(3000000));
      return bytes;
    }
    bytes[1] = static_cast<uint8_t>(below(20));
    std::vector<uint8_t> rest;
    if (kind < 3) {
      bytes[0] = hopDirect;
      rest = piece();
    } else if (kind < 6) {
      bytes[0] = hopFlood;
      bytes.resize(hopFloodBytes);
      store32(&bytes[4], ourId + below(peersTotal + 2));
      store32(&bytes[8], below(3));
      store32(&bytes[12], floods_++ - (oneOf(8) ? below(5000) : 0));
      rest = piece();
    } else {
      bytes[0] = hopRelay;
      bytes.resize(hopRelayBytes);
      const uint32_t source = 2 + below(peersTotal);
      store32(&bytes[4], source);
      store32(&bytes[8], oneOf(2) ? ourId : ourId + below(peersTotal + 2));
      uint8_t innerType;
      const std::vector<uint8_t> inner = content(&innerType, false, max - 64);
      rest = record(source, innerType, inner, max - 64);
      // As long as a datagram can be: what is passed on must fit what can be sent.
      if (oneOf(40)) rest.resize(max);
    }
    bytes.insert(bytes.end(), rest.begin(), rest.end());
    return bytes;
  }

  void receive() {
    // A row of pieces comes from one peer.
    if (rowOfPieces_.empty() || oneOf(8)) sender_ = 2 + below(peersTotal);
    const uint32_t peer = sender_;
    std::vector<uint8_t> bytes;
    if (oneOf(20)) {
      bytes.resize(below(200));
      fill(bytes, 0);
    } else {
      uint8_t type;
      const std::vector<uint8_t> inner = content(&type, true, datagramV6Max);
      bytes = record(peer, type, inner, datagramV6Max);
    }
    std::unique_ptr<uint8_t[]> exact(new uint8_t[bytes.size()]);
    if (!bytes.empty()) memcpy(exact.get(), bytes.data(), bytes.size());
    datapath_.receiveRecord(exact.get(), bytes.size(), oneOf(10) ? addressOf(9) : addressOf(peer));
    batch_.push_back(std::move(exact));
    if (oneOf(8)) endBatch();
  }

  // Records stay until here, as in the inbox.
  void endBatch() {
    datapath_.settle();
    datapath_.endBatch();
    batch_.clear();
  }

  // As `drainTap` does, with what a kernel would not say as well; or as if no slot had fitted, from memory of its size.
  void sendFromTap() {
    const std::vector<uint8_t> bytes = frame(std::max<size_t>(ethernetBytes, frameLength()));
    VnetHeader vnet;
    if (oneOf(2)) {
      vnet.flags = oneOf(8) ? byte() : 1;
      const uint8_t kinds[] = {0, 1, 4, 5, 0x81, 3};
      vnet.gsoType = kinds[below(6)];
      vnet.gsoSize = static_cast<uint16_t>(oneOf(4) ? below(10) : below(1500));
      vnet.checksumStart = static_cast<uint16_t>(oneOf(3) ? random_() : oneOf(2) ? 34 : 54);
      vnet.checksumOffset = static_cast<uint16_t>(oneOf(6) ? random_() : oneOf(2) ? 16 : 6);
    }
    if (oneOf(2)) {
      datapath_.laySlots();
      iovec *part = datapath_.slots_.parts();
      for (size_t at = 0; at < bytes.size();) {
        part++;
        const size_t length = std::min(part->iov_len, bytes.size() - at);
        memcpy(part->iov_base, bytes.data() + at, length);
        at += length;
      }
      return datapath_.takeFrame(vnet, bytes.size());
    }
    const std::unique_ptr<uint8_t[]> exact(new uint8_t[bodyHeaderBytes + bytes.size()]);
    memcpy(exact.get() + bodyHeaderBytes, bytes.data(), bytes.size());
    Offload offload;
    if (!describeOffload(vnet, exact.get() + bodyHeaderBytes, bytes.size(), bytes.size(), &offload)) return;
    storeOffload(offload, exact.get());
    datapath_.sendFrame(exact.get(), bodyHeaderBytes + bytes.size());
  }

  // What is counted for all peers together is the sum of what each has.
  void checkSums() {
    size_t waiting = 0;
    for (const auto &entry : datapath_.peers_) {
      const Peer &peer = *entry.second;
      if (peer.waiting.bytes() > waitingBytesMax || peer.waiting.size() > waitingFramesMax) abort();
      waiting += peer.waiting.bytes();
      if (peer.current != nullptr && datapath_.requireSealed_ && peer.current->suite == Suite::none) abort();
    }
    if (waiting != datapath_.waitingTotal_.bytes || waiting > waitingBytesTotalMax) abort();
    if (datapath_.unfinishedBytes_ > unfinishedBytesMax) abort();
  }

  std::mt19937_64 random_;
  std::vector<std::unique_ptr<uint8_t[]>> batch_;
  Datapath datapath_;
  std::vector<std::vector<uint8_t>> rowOfPieces_;  // The next one last.
  uint32_t sender_ = 2;
  uint64_t counter_ = 5000;
  uint32_t floods_ = 5000;
  uint64_t keys_ = 0;
};

}  // namespace weave

int main(int count, char **words) {
  return weave::playSeeds(count, words, [](uint64_t seed, const auto &isLast) {
    weave::FuzzGround ground(seed);
    for (unsigned i = 0; i < 20000; i++) ground.step();
    if (isLast()) ground.report();
  });
}
