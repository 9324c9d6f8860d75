// From the TAP to UDP: choose the peer by the destination's MAC, the hop by the pushed preference, cut the body into
// pieces, seal each. Frames to a peer without a session wait in its bounded queue.
#include <algorithm>

#include "cut.h"
#include "datapath.h"
#include "too_big.h"

namespace weave {
namespace {

constexpr Micros wantInterval = 1_s;
// A sender needs one answer a path; more must not make work of a flood.
constexpr unsigned tooBigAnswersPerSecondMax = 100;

// Where others pass it on, the ways behind the first hop are not known here, and nobody on them can cut a piece: a relay
// cannot read it, and where a path drops what is too long without a word, or over IPv6, no router fragments it either.
size_t relayedMtu(const Peer &hop) { return std::min(hop.mtu.size(), PathMtu::base); }

}  // namespace

void Datapath::sendFrame(uint8_t *body, size_t length) {
  if (shortId_ == 0) return drop(Counter::dropNotConfigured);
  const uint8_t *frame = body + bodyHeaderBytes;
  if (isForRules(frame)) return drop(Counter::dropLocal);
  learn(loadMac(frame + 6), 0);
  const uint64_t destination = loadMac(frame);
  if (isGroupMac(destination)) return sendFlood(body, length);
  const int64_t owner = macs_.ownerOf(destination);
  if (owner == 0 && macs_.isHere(destination, now_)) return drop(Counter::dropLocal);
  Peer *peer = owner <= 0 ? nullptr : findPeer(static_cast<uint32_t>(owner));
  if (peer == nullptr) return sendFlood(body, length);
  if (peer->current != nullptr && peer->current->peerMtu > 0 && refuseTooBig(*peer, body, length)) return;
  noteUnicast(*peer, length - bodyHeaderBytes);
  sendUnicast(*peer, body, length, now_);
}

// Meant for rules of this host that somebody removed.
bool Datapath::isForRules(const uint8_t *frame) {
  return load16(frame + 12) == flipEtherType || load16(frame + 12) == probeEtherType;
}

void Datapath::noteUnicast(Peer &peer, size_t bytes) {
  peer.traffic.framesOut++;
  peer.traffic.bytesOut += bytes;
}

// True when the peer's overlay is too narrow for the frame, whose sender is then told.
bool Datapath::refuseTooBig(Peer &peer, const uint8_t *body, size_t length) {
  const uint8_t *frame = body + bodyHeaderBytes;
  const size_t bytes = length - bodyHeaderBytes;
  const size_t mtu = peer.current->peerMtu;
  Offload offload;
  if (!loadOffload(body, &offload) || !isTooBig(offload, frame, bytes, mtu)) return false;
  drop(Counter::dropTooBig, &peer);
  if (++tooBigAnswers_ > tooBigAnswersPerSecondMax) return true;
  uint8_t answer[tooBigAnswerMax];
  const size_t answerBytes = answerTooBig(frame, bytes, mtu, answer);
  if (answerBytes == 0) return true;
  counters_.add(Counter::tooBigAnswered);
  writeTap(VnetHeader{}, answer, answerBytes);
  return true;
}

// `since`: when the frame came, for one that waited.
void Datapath::sendUnicast(Peer &peer, const uint8_t *body, size_t length, Micros since) {
  Session *session = peer.current;
  if (session == nullptr) {
    wantSession(peer);
    return wait(peer, body, length, false, since);
  }
  bool isComing = false;
  Peer *hop = chooseHop(peer, nullptr, &isComing);
  peer.hopInUse = hop == nullptr ? 0 : hop->shortId;
  if (hop == nullptr) return isComing ? wait(peer, body, length, false, since) : drop(Counter::dropNoRoute, &peer);
  // What waited for this hop's session or path goes first.
  sendWaiting(peer);
  // The direct path is watched closely even while a relay stands in for it, so that it is taken back soon.
  hop->path.lastUse = peer.path.lastUse = now_;
  const bool direct = hop == &peer;
  if (direct) straight_ = &peer;
  const Cut pieces(length, direct ? hop->mtu.size() - directOverhead : relayedMtu(*hop) - relayOverhead);
  const uint32_t frame = nextFrame_++;
  for (size_t i = 0; i < pieces.count; i++) {
    const size_t bytes = pieces.bytesOf(i);
    const size_t content = hopDirectBytes + pieceHeaderBytes + bytes;
    const size_t inner = recordBytes(*session, recordData, content);
    const size_t outerContent = hopRelayBytes + inner;
    uint8_t *record;
    uint8_t *outer = nullptr;
    if (direct) {
      record = outbox_->reserve(peer.endpoint, inner);
    } else {
      outer = outbox_->reserve(hop->endpoint, recordBytes(*hop->current, recordData, outerContent));
      record = outer + headerBytes + hopRelayBytes;
    }
    uint8_t *at = record + headerBytes;
    writePiece(at, frame, i, pieces);
    memcpy(at + hopDirectBytes + pieceHeaderBytes, body + i * pieces.stride, bytes);
    finishRecord(record, *session, recordData, content);
    if (direct) continue;
    uint8_t *relay = outer + headerBytes;
    store32(relay, static_cast<uint32_t>(hopRelay) << 24 | static_cast<uint32_t>(hopLimitStart) << 16);
    store32(relay + 4, shortId_);
    store32(relay + 8, peer.shortId);
    finishRecord(outer, *hop->current, recordData, outerContent);
  }
}

void Datapath::sendFlood(const uint8_t *body, size_t length) {
  auto found = floods_.find(shortId_);
  if (found == floods_.end()) return;
  const size_t hops = found->second.size();
  const Micros began = monotonicMicros();
  const uint64_t mac = loadMac(body + bodyHeaderBytes + 6);
  if (!ownFloods_.admits(mac, length, hops, floodTime_.isLeft(began), began)) return drop(Counter::dropFloodLimited);
  counters_.add(Counter::floodsOut);
  size_t mtu = underlayMtu_;
  const bool isRelayed = hops < peers_.size();
  for (uint32_t shortId : found->second) {
    const Peer *hop = findPeer(shortId);
    if (hop != nullptr && hop->endpoint.isSet()) mtu = std::min(mtu, isRelayed ? relayedMtu(*hop) : hop->mtu.size());
  }
  const Cut pieces(length, mtu - floodOverhead);
  const uint32_t frame = nextFrame_++;
  for (size_t i = 0; i < pieces.count; i++) {
    const size_t bytes = pieces.bytesOf(i);
    uint8_t *content = scratch_.get();
    store32(content, static_cast<uint32_t>(hopFlood) << 24 | static_cast<uint32_t>(hopLimitStart) << 16);
    store32(content + 4, shortId_);
    store32(content + 8, floodEpoch_);
    store32(content + 12, floodCount_);
    if (++floodCount_ == 0) floodEpoch_ = randombytes_random();
    writePieceHeader(content + hopFloodBytes, frame, i, pieces);
    memcpy(content + hopFloodBytes + pieceHeaderBytes, body + i * pieces.stride, bytes);
    for (uint32_t shortId : found->second) {
      Peer *hop = findPeer(shortId);
      if (hop != nullptr) sendFloodPiece(*hop, content, hopFloodBytes + pieceHeaderBytes + bytes, now_);
    }
  }
  floodTime_.spend(began, monotonicMicros());
}

// `content`: hop record and piece, not sealed for anybody yet.
void Datapath::sendFloodPiece(Peer &hop, const uint8_t *content, size_t length, Micros since) {
  if (hop.current == nullptr) {
    wantSession(hop);
    return wait(hop, content, length, true, since);
  }
  if (!hop.endpoint.isSet()) return drop(Counter::dropNoRoute, &hop);
  sendRecord(hop, content, length);
}

// One data record to a neighbour. What is passed on may be longer than what we could send, or than the way to it.
void Datapath::sendRecord(Peer &hop, const uint8_t *content, size_t length) {
  const size_t bytes = recordBytes(*hop.current, recordData, length);
  if (bytes > Udp::datagramBytesMax) return drop(Counter::dropMalformed);
  hop.path.lastUse = now_;
  const bool fits = bytes + underlayHeaderBytes <= hop.mtu.size();
  if (!fits) outbox_->flush();
  uint8_t *record = outbox_->reserve(hop.endpoint, bytes);
  memcpy(record + headerBytes, content, length);
  finishRecord(record, *hop.current, recordData, length);
  if (!fits) outbox_->flushFragmented(std::max(hop.mtu.size(), PathMtu::base));
}

// The first hop of the pushed preference that works; never `except`, which the record came from. `isComing` tells that
// one has been asked a session for. A destination without a control connection, of whom nobody knows yet whether UDP
// reaches it, is used unproven only where no relay answers, nor may in a moment: a frame that waits is not lost.
Peer *Datapath::chooseHop(Peer &destination, const Peer *except, bool *isComing) {
  Peer *unproven = nullptr;
  for (uint32_t shortId : destination.hops) {
    Peer *hop = shortId == destination.shortId ? &destination : findPeer(shortId);
    if (hop == nullptr || hop == except || !hop->endpoint.isSet()) continue;
    if (hop->current == nullptr) {
      wantSession(*hop);
      *isComing = true;
      continue;
    }
    if (hop->path.state == PathState::alive) return hop;
    if (hop->path.state == PathState::dead || unproven != nullptr) continue;
    if (hop != &destination || isLinked(*hop)) return hop;
    unproven = hop;
  }
  return *isComing ? nullptr : unproven;
}

// What we flood goes to whom a control connection leads.
bool Datapath::isLinked(const Peer &peer) const {
  const auto found = floods_.find(shortId_);
  return found != floods_.end() && std::count(found->second.begin(), found->second.end(), peer.shortId) > 0;
}

void Datapath::wantSession(Peer &peer) {
  if (peer.lastWanted != 0 && now_ - peer.lastWanted < wantInterval) return;
  peer.lastWanted = now_;
  emit("{\"kind\":\"session-wanted\",\"peer\":" + std::to_string(peer.shortId) + "}");
}

void Datapath::wait(Peer &peer, const uint8_t *bytes, size_t length, bool flood, Micros since) {
  WaitingFrame frame{{bytes, bytes + length}, flood, since};
  if (!peer.waiting.add(std::move(frame))) drop(Counter::dropQueueFull, &peer);
}

void Datapath::sendWaiting(Peer &peer) {
  if (peer.current == nullptr || peer.waiting.isEmpty()) return;
  for (const WaitingFrame &frame : peer.waiting.take()) {
    if (frame.flood) {
      sendFloodPiece(peer, frame.bytes.data(), frame.bytes.size(), frame.since);
    } else {
      sendUnicast(peer, frame.bytes.data(), frame.bytes.size(), frame.since);
    }
  }
  // Before the other thread sends what came later.
  outbox_->flush();
}

size_t Datapath::recordBytes(const Session &session, RecordType type, size_t content) const {
  const bool sealed = type == recordHeartbeat || session.suite != Suite::none;
  return headerBytes + content + (sealed ? tagBytes : 0);
}

void Datapath::writeHeader(uint8_t *record, Session &session, RecordType type) {
  record[0] = wireVersion;
  record[1] = type;
  store16(record + 2, 0);
  store32(record + 4, session.remoteIndex);
  store64(record + 8, ++session.sent);
}

void Datapath::finishRecord(uint8_t *record, Session &session, RecordType type, size_t content) {
  writeHeader(record, session, type);
  if (type == recordHeartbeat || session.suite != Suite::none) session.sendKey.seal(record, content);
}

}  // namespace weave
