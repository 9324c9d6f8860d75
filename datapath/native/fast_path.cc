// The kernel's own path to a peer, where both routers agreed on one: probed with sealed, full-size frames through the
// VXLAN device, the underlay and the peer's bridge, and taken or left by a frame that changes a set of the kernel's rules
// (host/fast-path.ts). All of it without the router and without any right.
//
// A path is taken when our probes are answered and the peer says that its own are; left after 1.4 s without an answer, or
// when the peer says so. Each death within a minute of life doubles the answers in a row that are asked before it is taken
// again.
#include "datapath.h"

namespace weave {
namespace {

constexpr Micros quickInterval = 400_ms;
constexpr Micros slowInterval = 2_s;
constexpr Micros overdueAfter = 300_ms;
constexpr Micros deadAfter = 1400_ms;
constexpr unsigned unansweredMin = 3;
constexpr unsigned echoesMin = 5;
constexpr unsigned echoesMax = 80;
// After so long a life a path's deaths are forgotten.
constexpr Micros settledAfter = 60_s;
// The kernel forgets what is not renewed in a minute.
constexpr Micros renewInterval = 10_s;
constexpr Micros retryInterval = 1_s;
constexpr Micros slack = 50_ms;
constexpr unsigned framesPerRound = 32;
constexpr size_t flipFrameBytes = 60;
constexpr uint8_t readyFlag = 1;

}  // namespace

void Datapath::setFastDevices(FastDevices devices) {
  if (devices.mtu > fastMtuMax) return;
  fastDevices_ = devices;
}

void Datapath::setFastPath(uint32_t shortId, uint64_t mac, bool busy) {
  Peer *peer = findPeer(shortId);
  if (peer == nullptr) return;
  FastPath &fast = peer->fast;
  fast.agreed = true;
  fast.busy = busy;
  fast.mac = mac;
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
  if (!fast.agreed || !packets_.isOpen() || fastDevices_.vxlan == 0) return;
  if (peer.current == nullptr) {
    // Nothing can be asked without a session; one of a process before us may be there in a moment.
    if (fast.state == PathState::alive) fastDied(peer);
    return;
  }
  const bool overdue = fast.unansweredSince != 0 && now_ - fast.unansweredSince >= overdueAfter;
  if (overdue && fast.state != PathState::dead && fast.unanswered >= unansweredMin &&
      now_ - fast.unansweredSince >= deadAfter - quickInterval && now_ - fast.lastEcho >= deadAfter) {
    fastDied(peer);
  }
  decideFast(peer);
  const bool dead = fast.state == PathState::dead;
  const bool quick = dead ? fast.echoesInRow > 0 : fast.busy || overdue || fast.state == PathState::unknown;
  if (now_ - fast.lastRequest + slack < (quick ? quickInterval : slowInterval)) return;
  fast.lastRequest = now_;
  if (fast.unansweredSince == 0) fast.unansweredSince = now_;
  if (fast.unanswered > 0) {
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
    if (now_ - fast.aliveSince >= settledAfter) fast.echoesNeeded = echoesMin;
    fast.echoesNeeded = fast.echoesNeeded * 2 > echoesMax ? echoesMax : fast.echoesNeeded * 2;
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
  uint8_t frame[flipFrameBytes] = {0x02, 0, 0, 0, 0, 0, 0x02, 0, 0, 0, 0, static_cast<uint8_t>(live ? 1 : 2)};
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
  packets_.send(fastDevices_.vxlan, frame, ethernetBytes + headerBytes + content + tagBytes);
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
  Peer *peer = findPeer(session->peer);
  if (peer == nullptr || content < heartbeatBytes) return drop(Counter::dropMalformed);
  // The peer's router may have agreed a moment before ours.
  if (!peer->fast.agreed || fastDevices_.vxlan == 0) return;
  counters_.add(Counter::fastProbesIn);
  const uint8_t *heartbeat = record + headerBytes;
  peer->fast.remoteReady = (heartbeat[1] & readyFlag) != 0;
  const Micros sent = load64(heartbeat + 8);
  if (heartbeat[0] == heartbeatFastRequest) {
    sendFast(*peer, *session, heartbeatFastEcho, sent, content);
  } else if (heartbeat[0] == heartbeatFastEcho) {
    receiveFastEcho(*peer, sent);
  } else {
    return drop(Counter::dropVersion);
  }
  decideFast(*peer);
}

void Datapath::receiveFastEcho(Peer &peer, Micros sent) {
  FastPath &fast = peer.fast;
  if (sent > now_ || now_ - sent > deadAfter) return;
  fast.roundTrip = static_cast<int64_t>(monotonicMicros() - sent);
  fast.lastEcho = now_;
  fast.unansweredSince = 0;
  fast.unanswered = 0;
  if (fast.state == PathState::alive) return;
  if (++fast.echoesInRow < fast.echoesNeeded) return;
  fast.state = PathState::alive;
  fast.aliveSince = now_;
}

}  // namespace weave
