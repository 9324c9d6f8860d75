// Liveness. Each live session with a peer that has an address carries sealed requests to that address; the echo proves
// both directions and gives the round trip. Every 400 ms while the pair has traffic (and a minute longer), every 2 s
// otherwise, 400 ms again as soon as one is overdue. A path is dead when requests stayed unanswered for 1.4 s; it lives
// again after two echoes in a row. All of it without the router.
#include "datapath.h"

namespace weave {
namespace {

constexpr unsigned echoesToRevive = 2;
constexpr Micros probeInterval = 1_s;

}  // namespace

// Called every tick for every peer.
void Datapath::beat(Peer &peer) {
  if (peer.current == nullptr || !peer.endpoint.isSet()) return;
  DirectPath &path = peer.path;
  if (path.hasFailed(now_)) setPathState(peer, PathState::dead);
  // A dead path that answered once is asked again soon, a living one is not.
  const bool quick = path.isInUse(now_) || path.state == PathState::unknown ||
                     (path.state == PathState::dead ? path.echoesInRow > 0 : path.isOverdue(now_));
  if (path.isDue(quick ? busyInterval : idleInterval, now_)) sendRequest(peer);
  probeMtu(peer);
}

// Nothing is due before the next request of an idle path. With a thread of its own for the TAP, nobody would end it.
bool Datapath::isAtRest() const {
  if (options_.threads > 1 || unfinishedBytes_ > 0 || waitingTotal_.bytes > 0) return false;
  for (const auto &entry : peers_) {
    const Peer &peer = *entry.second;
    if (peer.fast.agreed) return false;
    if (peer.current == nullptr || !peer.endpoint.isSet()) continue;
    const DirectPath &path = peer.path;
    const bool isAnswered = path.state == PathState::alive && path.unansweredSince == 0;
    if (!isAnswered || path.isInUse(now_) || peer.mtu.state() == MtuState::searching) return false;
  }
  return true;
}

void Datapath::sendRequest(Peer &peer) {
  DirectPath &path = peer.path;
  path.lastRequest = now_;
  if (path.unansweredSince == 0) path.unansweredSince = now_;
  if (path.unanswered > 0) path.probesLost++;
  path.probes++;
  path.unanswered++;
  if (path.unanswered > 1) path.echoesInRow = path.state == PathState::dead ? 0 : path.echoesInRow;
  path.id = randombytes_random();
  uint8_t heartbeat[heartbeatBytes] = {};
  heartbeat[0] = heartbeatRequest;
  store32(heartbeat + 4, path.id);
  store64(heartbeat + 8, now_);
  sendHeartbeat(*peer.current, peer.endpoint, heartbeat);
}

// A session that we may use but that nothing came on yet: the remote learns by a heartbeat, over whatever path works,
// that it may use it too.
void Datapath::probeSession(Session &session) {
  if (!session.sending || session.heard || now_ - session.lastProbe < probeInterval) return;
  Peer &peer = *session.owner;
  session.lastProbe = now_;
  uint8_t heartbeat[heartbeatBytes] = {};
  heartbeat[0] = heartbeatRequest;
  store64(heartbeat + 8, now_);
  if (peer.endpoint.isSet()) sendHeartbeat(session, peer.endpoint, heartbeat);
  bool isComing = false;
  Peer *hop = chooseHop(peer, nullptr, &isComing);
  if (hop == nullptr || hop == &peer) return;
  uint8_t content[hopRelayBytes + headerBytes + heartbeatBytes + tagBytes] = {};
  content[0] = hopRelay;
  content[1] = hopLimitStart;
  store32(content + 4, shortId_);
  store32(content + 8, peer.shortId);
  memcpy(content + hopRelayBytes + headerBytes, heartbeat, heartbeatBytes);
  finishRecord(content + hopRelayBytes, session, recordHeartbeat, heartbeatBytes);
  counters_.add(Counter::heartbeatsOut);
  sendRecord(*hop, content, sizeof content);
}

void Datapath::sendHeartbeat(Session &session, const Address &to, const uint8_t *heartbeat) {
  counters_.add(Counter::heartbeatsOut);
  uint8_t *record = outbox_->reserve(to, recordBytes(session, recordHeartbeat, heartbeatBytes));
  memcpy(record + headerBytes, heartbeat, heartbeatBytes);
  finishRecord(record, session, recordHeartbeat, heartbeatBytes);
}

// `from` is null for a heartbeat that came through a relay: it confirms a session and says nothing about a path.
void Datapath::receiveHeartbeat(Session &session, const uint8_t *content, size_t length, const Address *from) {
  if (length < heartbeatBytes) return drop(Counter::dropMalformed);
  counters_.add(Counter::heartbeatsIn);
  if (content[0] == heartbeatEcho) {
    if (from != nullptr) receiveEcho(*session.owner, content);
    return;
  }
  if (content[0] != heartbeatRequest) return drop(Counter::dropVersion);
  if (from == nullptr) return;
  uint8_t echo[heartbeatBytes] = {};
  echo[0] = heartbeatEcho;
  store16(echo + 2, static_cast<uint16_t>(headerBytes + length + tagBytes));
  memcpy(echo + 4, content + 4, heartbeatBytes - 4);
  sendHeartbeat(session, *from, echo);
}

void Datapath::receiveEcho(Peer &peer, const uint8_t *content) {
  DirectPath &path = peer.path;
  const Micros sent = load64(content + 8);
  // Our own sealed request came back, so the time in it is ours; a late echo of an earlier request counts too.
  if (sent > now_ || now_ - sent > deadAfter) return;
  counters_.add(Counter::echoesIn);
  const size_t datagramBytes = load16(content + 2);
  if (datagramBytes > headerBytes + heartbeatBytes + tagBytes) return receiveMtuEcho(peer, datagramBytes, sent);
  path.answered(now_, sent);
  path.echoesInRow = path.echoesInRow < echoesToRevive ? path.echoesInRow + 1 : echoesToRevive;
  if (path.state == PathState::unknown || (path.state == PathState::dead && path.echoesInRow >= echoesToRevive)) {
    setPathState(peer, PathState::alive);
  }
}

void Datapath::setPathState(Peer &peer, PathState state) {
  if (peer.path.state == state) return;
  peer.path.state = state;
  peer.path.echoesInRow = 0;
  if (state == PathState::dead) {
    counters_.add(Counter::pathsDied);
    peer.mtu.restart();
  }
  emit("{\"kind\":\"path\",\"peer\":" + std::to_string(peer.shortId) +
       ",\"alive\":" + (state == PathState::alive ? "true" : "false") + "}");
}

}  // namespace weave
