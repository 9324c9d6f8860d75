// The kernel's own path to a peer, where both routers agreed on one: probed with sealed, full-size frames through the
// VXLAN device, the underlay and the peer's bridge, and taken or left by a frame that changes a set of the kernel's rules
// (host/fast-path.ts). All of it without the router and without any right.
//
// A path is taken when our probes are answered and the peer says that its own are; left after 1.4 s without an answer, or
// when the peer says so. Flaps are damped as in RFC 2439: each death adds to a penalty that halves in a minute, and what the
// penalty is above one death doubles the answers in a row that are asked before the path is taken again.
#include <algorithm>
#include <cmath>

#include "datapath.h"

namespace weave {
namespace {

// Of a dead path between hosts with traffic, so that it is used again soon after it heals.
constexpr Micros deadInterval = 1_s;
// While answers in a row are counted, unless the round trip is longer.
constexpr Micros confirmInterval = 200_ms;
constexpr unsigned echoesMin = 3;
constexpr unsigned doublingsMax = 6;
constexpr double penaltyHalfLife = 60e6;
// The kernel forgets what is not renewed in a minute; and that the rules are gone shows at a renewal.
constexpr Micros renewInterval = 5_s;
constexpr Micros retryInterval = 1_s;
constexpr unsigned framesPerRound = 32;
constexpr size_t flipFrameBytes = 60;
constexpr uint8_t readyFlag = 1;

Micros knownRoundTrip(const FastPath &fast) {
  return static_cast<Micros>(std::max<int64_t>(fast.roundTrip, 0));
}

Micros confirmIntervalOf(const FastPath &fast) {
  return std::max(confirmInterval, knownRoundTrip(fast) * 5 / 4);
}

double decayedPenalty(const FastPath &fast, Micros now) {
  return fast.penalty * std::exp2(-static_cast<double>(now - fast.penaltyAt) / penaltyHalfLife);
}

unsigned echoesNeeded(const FastPath &fast, Micros now) {
  const double doublings = std::round(decayedPenalty(fast, now) - 1);
  return echoesMin << static_cast<unsigned>(std::clamp(doublings, 0.0, static_cast<double>(doublingsMax)));
}

}  // namespace

void Datapath::setFastDevices(FastDevices devices) {
  if (devices.mtu > fastMtuMax) return;
  fastDevices_ = devices;
}

void Datapath::setFastPath(uint32_t shortId, uint64_t mac, bool busy, bool ipv6) {
  Peer *peer = findPeer(shortId);
  if (peer == nullptr) return;
  FastPath &fast = peer->fast;
  fast.agreed = true;
  fast.busy = busy;
  fast.ipv6 = ipv6;
  fast.mac = mac;
}

// 0: there is none.
uint32_t Datapath::fastDeviceOf(const FastPath &fast) const {
  return fast.ipv6 ? fastDevices_.vxlan6 : fastDevices_.vxlan;
}

void Datapath::removeFastPath(uint32_t shortId) {
  Peer *peer = findPeer(shortId);
  if (peer == nullptr || !peer->fast.agreed) return;
  leaveFastPath(*peer);
  peer->fast = FastPath{};
}

// Also of a path that we did not take ourselves: the process before us may have.
void Datapath::leaveFastPath(Peer &peer) {
  FastPath &fast = peer.fast;
  flip(peer.shortId, false);
  fast.flippedAt = now_;
  if (!fast.live) return;
  fast.live = false;
  emitFastPath(peer);
}

// Called every tick for every peer.
void Datapath::beatFast(Peer &peer) {
  FastPath &fast = peer.fast;
  if (!fast.agreed || !packets_.isOpen() || fastDeviceOf(fast) == 0) return;
  if (peer.current == nullptr) {
    // Nothing can be asked without a session, and what was known is void, but nothing failed. Of a path that a process
    // before us took nothing is known yet: its session may be there in a moment.
    if (fast.state == PathState::unknown) return;
    leaveFastPath(peer);
    fast.state = PathState::unknown;
    fast.remoteReady = false;
    fast.unanswered = fast.echoesInRow = 0;
    fast.unansweredSince = 0;
    return;
  }
  const bool overdue = fast.isOverdue(now_);
  if (fast.hasFailed(now_)) fastDied(peer);
  decideFast(peer);
  if (fast.isDue(fastInterval(peer, overdue), now_)) requestFast(peer);
}

// How many more answers in a row are asked of a path that answers again; 0 while it does not.
unsigned Datapath::fastAwaited(const FastPath &fast) const {
  const unsigned needed = echoesNeeded(fast, now_);
  return fast.echoesInRow == 0 || fast.state == PathState::alive || fast.echoesInRow >= needed ? 0 : needed - fast.echoesInRow;
}

Micros Datapath::fastInterval(const Peer &peer, bool overdue) const {
  const FastPath &fast = peer.fast;
  // The kernel counts what takes this path, and we what takes the sleeve.
  const bool busy = fast.busy || peer.path.isInUse(now_);
  switch (fast.state) {
    case PathState::alive:
      return busy || overdue ? busyInterval : idleInterval;
    case PathState::unknown:
      return fast.echoesInRow > 0 ? confirmIntervalOf(fast) : busyInterval;
    case PathState::dead:
      break;
  }
  if (fast.echoesInRow > 0) return confirmIntervalOf(fast);
  return busy ? deadInterval : idleInterval;
}

// A request of full size, by which the peer also learns what we found.
void Datapath::requestFast(Peer &peer) {
  FastPath &fast = peer.fast;
  fast.lastRequest = now_;
  if (fast.unansweredSince == 0) fast.unansweredSince = now_;
  // On a long way the answer may be on its way still.
  const Micros patience = std::max(overdueAfter, 2 * knownRoundTrip(fast));
  if (fast.unanswered > 0 && now_ - fast.unansweredSince >= patience) {
    fast.probesLost++;
    fast.echoesInRow = 0;
  }
  fast.unanswered++;
  fast.probes++;
  sendFast(peer, *peer.current, heartbeatFastRequest, now_, fastDevices_.mtu - headerBytes - tagBytes);
}

void Datapath::fastDied(Peer &peer) {
  FastPath &fast = peer.fast;
  if (fast.state == PathState::alive) {
    counters_.add(Counter::fastPathsDied);
    fast.penalty = decayedPenalty(fast, now_) + 1;
    fast.penaltyAt = now_;
  }
  fast.state = PathState::dead;
  fast.echoesInRow = 0;
  leaveFastPath(peer);
}

// Takes or leaves the path, by what we and the peer last found.
void Datapath::decideFast(Peer &peer) {
  FastPath &fast = peer.fast;
  const bool wanted = fast.state == PathState::alive && fast.remoteReady;
  if (!wanted) {
    if (fast.live) leaveFastPath(peer);
    return;
  }
  if (now_ - fast.flippedAt < (fast.live ? renewInterval : retryInterval) && fast.flippedAt != 0) return;
  fast.flippedAt = now_;
  const bool taken = flip(peer.shortId, true);
  if (taken == fast.live) return;
  fast.live = taken;
  emitFastPath(peer);
}

// True when the kernel's rules took the frame, which is then dropped there.
bool Datapath::flip(uint32_t shortId, bool live) {
  if (!packets_.isOpen() || fastDevices_.tap == 0) return false;
  uint8_t frame[flipFrameBytes] = {0x03, 0, 0, 0, 0, 0, 0x02, 0, 0, 0, 0, static_cast<uint8_t>(live ? 1 : 2)};
  store16(frame + 12, flipEtherType);
  // In the machine's own order: the rules load it into a mark as it is.
  memcpy(frame + ethernetBytes, &shortId, sizeof shortId);
  return packets_.send(fastDevices_.tap, frame, sizeof frame) == FrameSent::refused;
}

// `content`: bytes of the heartbeat with its padding, so that the frame is as long as any that a container sends.
void Datapath::sendFast(Peer &peer, Session &session, HeartbeatKind kind, Micros sent, size_t content) {
  const FastPath &fast = peer.fast;
  uint8_t *frame = fastFrame_.get();
  memset(frame, 0, ethernetBytes + headerBytes + content + tagBytes);
  storeMac(frame, fast.mac);
  storeMac(frame + 6, fastDevices_.mac);
  store16(frame + 12, probeEtherType);
  uint8_t *record = frame + ethernetBytes;
  uint8_t *heartbeat = record + headerBytes;
  heartbeat[0] = kind;
  heartbeat[1] = fast.state == PathState::alive ? readyFlag : 0;
  store64(heartbeat + 8, sent);
  finishRecord(record, session, recordHeartbeat, content);
  counters_.add(Counter::fastProbesOut);
  packets_.send(fastDeviceOf(fast), frame, ethernetBytes + headerBytes + content + tagBytes);
}

// What is left over is asked for again at once.
void Datapath::drainFast() {
  for (unsigned frames = 0; frames < framesPerRound; frames++) {
    const size_t length = packets_.receive(fastFrame_.get(), fastFrameBytesMax);
    if (length == 0) return;
    if (length > ethernetBytes) receiveFast(fastFrame_.get() + ethernetBytes, length - ethernetBytes);
  }
}

void Datapath::receiveFast(uint8_t *record, size_t length) {
  if (length <= headerBytes || record[1] != recordHeartbeat) return drop(Counter::dropMalformed);
  size_t content = 0;
  Session *session = openRecord(record, length, nullptr, &content);
  if (session == nullptr) return;
  if (content < heartbeatBytes) return drop(Counter::dropMalformed);
  Peer &peer = *session->owner;
  FastPath &fast = peer.fast;
  // The peer's router may have agreed a moment before ours.
  if (!fast.agreed || fastDeviceOf(fast) == 0) return;
  counters_.add(Counter::fastProbesIn);
  const uint8_t *heartbeat = record + headerBytes;
  fast.remoteReady = (heartbeat[1] & readyFlag) != 0;
  const Micros sent = load64(heartbeat + 8);
  if (heartbeat[0] == heartbeatFastRequest) {
    sendFast(peer, *session, heartbeatFastEcho, sent, content);
    // One direction works, so maybe ours does, too.
    const bool asks = fast.state != PathState::alive && peer.current != nullptr;
    if (asks && fast.isDue(confirmIntervalOf(fast), now_)) requestFast(peer);
  } else if (heartbeat[0] == heartbeatFastEcho) {
    receiveFastEcho(peer, sent);
  } else {
    return drop(Counter::dropVersion);
  }
  decideFast(peer);
}

void Datapath::receiveFastEcho(Peer &peer, Micros sent) {
  FastPath &fast = peer.fast;
  if (sent > now_ || now_ - sent > deadAfter) return;
  fast.answered(now_, sent);
  if (fast.state == PathState::alive) return;
  if (++fast.echoesInRow < echoesNeeded(fast, now_)) return;
  fast.state = PathState::alive;
  // The peer waits for this word.
  if (peer.current != nullptr) requestFast(peer);
}

}  // namespace weave
