// From UDP to the TAP, and relaying. Nothing is believed and no state moves before the record is authenticated (or, in a
// mesh without password, came from an address that an authenticated heartbeat came from).
#include "datapath.h"

namespace weave {
namespace {

// The MAC whose frame begins in this piece of a flood, for its share of what may be flooded.
uint64_t floodedBy(const uint8_t *content, size_t length) {
  constexpr size_t at = hopFloodBytes + pieceHeaderBytes + bodyHeaderBytes + 6;
  return length < at + 6 ? 0 : loadMac(content + at);
}

bool isTcp(const Offload &offload) { return offload.kind == offloadTcp4 || offload.kind == offloadTcp6; }

}  // namespace

void Datapath::receiveRecord(uint8_t *record, size_t length, const Address &from) {
  size_t content = 0;
  Session *session = openRecord(record, length, &from, &content);
  if (session == nullptr) return;
  uint8_t *at = record + headerBytes;
  if (record[1] == recordHeartbeat) return receiveHeartbeat(*session, at, content, &from);
  receiveHop(*session, at, content);
}

// A record that a relay handed on to us: sealed end to end, by the session of its source and us. A source that sends on a
// session which we lack must be told by a new one. Its own silence does not tell it, as long as we flood what is for it:
// we do not know where its MACs are, and learn that from it alone.
void Datapath::receiveInner(uint32_t source, uint8_t *record, size_t length) {
  size_t content = 0;
  Session *session = openRecord(record, length, nullptr, &content);
  if (session == nullptr) {
    Peer *peer = findPeer(source);
    if (peer != nullptr && peer->current == nullptr) wantSession(*peer);
    return;
  }
  uint8_t *at = record + headerBytes;
  if (record[1] == recordHeartbeat) return receiveHeartbeat(*session, at, content, nullptr);
  if (content < hopDirectBytes) return drop(Counter::dropMalformed);
  if (at[0] != hopDirect) return drop(Counter::dropVersion);
  receivePiece(*session->owner, at + hopDirectBytes, content - hopDirectBytes, false);
}

// Checks and opens in place; null when the record was dropped. `from` is null for what came through a relay.
Session *Datapath::openRecord(uint8_t *record, size_t length, const Address *from, size_t *content) {
  if (length <= headerBytes) return drop(Counter::dropMalformed), nullptr;
  const uint8_t type = record[1];
  if (record[0] != wireVersion || (type != recordData && type != recordHeartbeat)) {
    return drop(Counter::dropVersion), nullptr;
  }
  Session *found = findSession(load32(record + 4));
  if (found == nullptr || now_ >= found->expires) return drop(Counter::dropUnknownSession), nullptr;
  Session &session = *found;
  if (type == recordData && session.suite == Suite::none) {
    if (requireSealed_) return drop(Counter::dropUnsealed, session.owner), nullptr;
    const Peer &peer = *session.owner;
    if (from != nullptr && (!from->isSet() || (*from != peer.endpoint && *from != peer.lastFrom))) {
      return drop(Counter::dropWrongAddress, session.owner), nullptr;
    }
    *content = length - headerBytes;
    return &session;
  }
  if (length <= headerBytes + tagBytes) return drop(Counter::dropMalformed), nullptr;
  const uint64_t counter = load64(record + 8);
  if (!session.window.isFresh(counter)) return drop(Counter::dropReplayed, session.owner), nullptr;
  *content = length - headerBytes - tagBytes;
  if (!session.receiveKey.open(record, *content)) return drop(Counter::dropBadTag, session.owner), nullptr;
  session.window.accept(counter);
  noteAuthentic(session, from);
  return &session;
}

void Datapath::noteAuthentic(Session &session, const Address *from) {
  if (from != nullptr) {
    session.owner->path.heard = now_;
    session.owner->lastFrom = *from;
  }
  if (session.heard) return;
  session.heard = true;
  emit("{\"kind\":\"session-confirmed\",\"localIndex\":" + std::to_string(session.localIndex) + "}");
  startSending(session);
}

void Datapath::receiveHop(Session &session, uint8_t *content, size_t length) {
  if (length < hopDirectBytes) return drop(Counter::dropMalformed);
  if (shortId_ == 0) return drop(Counter::dropNotConfigured);
  session.owner->path.lastUse = now_;
  switch (content[0]) {
    case hopDirect:
      return receivePiece(*session.owner, content + hopDirectBytes, length - hopDirectBytes, false);
    case hopRelay:
      return receiveRelay(session, content, length);
    case hopFlood:
      return receiveFlood(session, content, length);
    default:
      return drop(Counter::dropVersion);
  }
}

void Datapath::receiveRelay(Session &session, uint8_t *content, size_t length) {
  if (length < hopRelayBytes) return drop(Counter::dropMalformed);
  const uint32_t source = load32(content + 4);
  const uint32_t destination = load32(content + 8);
  if (source == shortId_) return drop(Counter::dropOwnSource);
  if (destination == shortId_) return receiveInner(source, content + hopRelayBytes, length - hopRelayBytes);
  if (content[1] <= 1) return drop(Counter::dropHopLimit);
  Peer *target = findPeer(destination);
  if (target == nullptr) return drop(Counter::dropUnknownPeer);
  bool isComing = false;
  Peer *hop = chooseHop(*target, session.owner, &isComing);
  if (hop == nullptr) return drop(isComing ? Counter::dropNoSession : Counter::dropNoRoute, target);
  content[1]--;
  counters_.add(Counter::relayed);
  hop->traffic.relayed++;
  sendRecord(*hop, content, length);
}

void Datapath::receiveFlood(Session &session, uint8_t *content, size_t length) {
  if (length < hopFloodBytes) return drop(Counter::dropMalformed);
  const uint32_t source = load32(content + 4);
  if (source == shortId_) return drop(Counter::dropOwnSource);
  Peer *peer = findPeer(source);
  if (peer == nullptr) return drop(Counter::dropUnknownPeer);
  if (!peer->floods.accept(load64(content + 8))) return drop(Counter::dropFloodRepeated);
  auto found = floods_.find(source);
  const size_t copies = 1 + (found == floods_.end() ? 0 : found->second.size());
  const Micros began = monotonicMicros();
  if (!peer->floodLimit.admits(floodedBy(content, length), length, copies, floodTime_.isLeft(began), began)) {
    return drop(Counter::dropFloodLimited, peer);
  }
  counters_.add(Counter::floodsIn);
  if (found != floods_.end() && content[1] > 1) {
    content[1]--;
    for (uint32_t shortId : found->second) {
      if (shortId == session.peer || shortId == source) continue;
      Peer *hop = findPeer(shortId);
      if (hop == nullptr) continue;
      counters_.add(Counter::relayed);
      hop->traffic.relayed++;
      sendFloodPiece(*hop, content, length, now_);
    }
  }
  receivePiece(*peer, content + hopFloodBytes, length - hopFloodBytes, true);
  floodTime_.spend(began, monotonicMicros());
}

void Datapath::receivePiece(Peer &source, const uint8_t *bytes, size_t length, bool flood) {
  Piece piece;
  if (!decodePiece(bytes, length, &piece)) return drop(Counter::dropMalformed, &source);
  if (piece.count == 1) {
    if (!flood) finishEarlier(source);
    return deliver(source, const_cast<uint8_t *>(piece.bytes), piece.length, true);
  }
  if (flood) return assemble(source, source.floodReassembly, piece);
  if (run_.isOpen() && !run_.continues(source, piece)) breakRun();
  Body *unfinished = source.reassembly.find(piece.frame);
  if (unfinished != nullptr && unfinished->isSalvaged) return deliverLate(source, *unfinished, piece);
  if (unfinished == nullptr && !run_.isOpen()) {
    finishEarlier(source);
    if (piece.index == 0) return run_.begin(source, piece);
  }
  if (!run_.isOpen()) return assemble(source, source.reassembly, piece);
  run_.add(piece);
  if (run_.isComplete()) deliverRun();
}

void Datapath::assemble(Peer &source, Reassembly &reassembly, const Piece &piece) {
  Body body;
  if (reassembly.add(piece, now_, counters_, &body)) return deliver(source, body.bytes.get(), body.length, false);
  if (&reassembly == &source.reassembly) noteUnsettled(source);
}

// A frame whose pieces came in a row, from where they lie.
void Datapath::deliverRun() {
  Peer &source = *run_.source();
  const size_t bytes = run_.length() - bodyHeaderBytes;
  Offload offload;
  VnetHeader vnet;
  uint8_t *frame = run_.body() + bodyHeaderBytes;
  // Whatever is not plain sailing, a frame to be refused among it, is put together first.
  const bool isPlain = run_.inRow() >= bodyHeaderBytes + ethernetBytes && run_.length() <= bodyBytesMax &&
                       isKnownBody(run_.body()) && loadOffload(run_.body(), &offload) &&
                       (offload.kind != offloadUdp || tap_.hasUso()) &&
                       deriveVnet(offload, frame, run_.inRow() - bodyHeaderBytes, bytes, &vnet);
  if (!isPlain) return breakRun();
  if (!isTcp(offload)) coalescer_.flush();
  noteDelivered(source, frame, bytes);
  noteWritten(tap_.write(vnet, run_.frameParts(), run_.partsTotal()), 1, bytes);
  run_.close();
}

void Datapath::breakRun() {
  Peer &source = *run_.source();
  run_.close([&](const Piece &piece) { assemble(source, source.reassembly, piece); });
}

// `stays`: until the batch ends.
void Datapath::deliver(Peer &source, uint8_t *body, size_t length, bool stays) {
  Offload offload;
  if (length < bodyHeaderBytes + ethernetBytes || length > bodyBytesMax) return drop(Counter::dropMalformed, &source);
  if (!isKnownBody(body)) return drop(Counter::dropVersion, &source);
  if (!loadOffload(body, &offload)) return drop(Counter::dropMalformed, &source);
  uint8_t *frame = body + bodyHeaderBytes;
  const size_t bytes = length - bodyHeaderBytes;
  // A super-frame's or an ordinary frame's header; those that may join others get theirs when they are written.
  const bool mayJoin = stays && tap_.hasUso() && offload.needsChecksum && offload.kind == offloadNone;
  if (mayJoin && coalescer_.add(frame, bytes)) return noteDelivered(source, frame, bytes);
  // What waits to be joined is never TCP's.
  if (!mayJoin && !isTcp(offload)) coalescer_.flush();
  deliverFrame(source, offload, frame, bytes);
}

void Datapath::deliverFrame(Peer &source, const Offload &offload, uint8_t *frame, size_t bytes) {
  VnetHeader vnet;
  if (!deriveVnet(offload, frame, bytes, bytes, &vnet)) return drop(Counter::dropOffload, &source);
  noteDelivered(source, frame, bytes);
  if (vnet.gsoType != 0 && offload.kind == offloadUdp && !tap_.hasUso()) {
    segmentUdp(frame, bytes, vnet, scratch_.get(), [this](uint8_t *segment, size_t segmentBytes) {
      writeTap(VnetHeader{}, segment, segmentBytes);
    });
    return;
  }
  writeTap(vnet, frame, bytes);
}

void Datapath::noteDelivered(Peer &source, const uint8_t *frame, size_t bytes) {
  learn(loadMac(frame + 6), source.shortId);
  source.traffic.framesIn++;
  source.traffic.bytesIn += bytes;
}

void Datapath::writeTap(const VnetHeader &vnet, const uint8_t *frame, size_t length) {
  noteWritten(tap_.write(vnet, frame, length), 1, length);
}

void Datapath::noteWritten(bool written, unsigned frames, size_t bytes) {
  if (!written) return counters_.add(Counter::dropTapWrite, frames);
  counters_.add(Counter::framesToTap, frames);
  counters_.add(Counter::bytesToTap, bytes);
}

void Datapath::endBatch() {
  if (run_.isOpen()) breakRun();
  coalescer_.flush();
}

void Datapath::learn(uint64_t mac, uint32_t owner) {
  const Lesson lesson = macs_.learn(mac, owner, now_);
  if (lesson.flaps) noteFlapping(mac, lesson.before, owner);
  switch (lesson.what) {
    case Learned::damped:
      return counters_.add(Counter::macsDamped);
    case Learned::fresh:
      counters_.add(Counter::macsLearned);
      return emitMac(mac, owner);
    case Learned::moved:
      counters_.add(Counter::macsMoved);
      return emitMac(mac, owner);
    case Learned::full:
    case Learned::held:
      return counters_.add(Counter::macsRefused);
    case Learned::known:
    case Learned::invalid:
      return;
  }
}

}  // namespace weave
