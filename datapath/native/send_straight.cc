// The short way of a frame from the TAP to UDP: read into slots that were laid for the peer that the last frame went
// straight to, and sent from there, without a copy. What is not for that peer, or needs anything else than headers, takes
// the way of send.cc.
#include "cut.h"
#include "datapath.h"
#include "too_big.h"

namespace weave {
namespace {

// The hop that is preferred and works is the peer itself.
bool isStraight(const Peer &peer) {
  return peer.current != nullptr && !peer.hops.empty() && peer.hops.front() == peer.shortId && peer.endpoint.isSet() &&
         peer.path.state != PathState::dead;
}

size_t strideTo(const Peer &peer) { return peer.mtu.size() - directOverhead; }
size_t tagTo(const Peer &peer) { return peer.current->suite == Suite::none ? 0 : tagBytes; }

}  // namespace

void Datapath::laySlots() {
  if (straight_ != nullptr && !isStraight(*straight_)) straight_ = nullptr;
  if (straight_ == nullptr) return slots_.lay(outbox_->room(), bodyBytesMax, 0);
  slots_.lay(outbox_->room(), strideTo(*straight_), tagTo(*straight_));
}

// Of the frame of `length` bytes that was read into the slots. False when it was left alone.
bool Datapath::sendStraight(VnetHeader &vnet, size_t length) {
  if (straight_ == nullptr || shortId_ == 0) return false;
  Peer &peer = *straight_;
  // What was known when they were laid may have changed while the other thread had its turn.
  if (!isStraight(peer) || !slots_.isLaid(strideTo(peer), tagTo(peer))) return false;
  // Those go first.
  if (!peer.waiting.isEmpty()) return false;
  Session &session = *peer.current;
  uint8_t *body = slots_.body();
  uint8_t *frame = body + bodyHeaderBytes;
  if (isForRules(frame) || macs_.ownerOf(loadMac(frame)) != static_cast<int64_t>(peer.shortId)) return false;
  Offload offload;
  if (!describeOffload(vnet, frame, slots_.inRow(length), length, &offload)) return false;
  if (session.peerMtu > 0 && isTooBig(offload, frame, length, session.peerMtu)) return false;
  learn(loadMac(frame + 6), 0);
  storeOffload(offload, body);
  noteUnicast(peer, length);
  peer.hopInUse = peer.shortId;
  peer.path.lastUse = now_;
  const Cut pieces(bodyHeaderBytes + length, slots_.stride());
  const uint32_t id = nextFrame_++;
  size_t bytes = 0;
  for (size_t i = 0; i < pieces.count; i++) {
    writePiece(slots_.record(i) + headerBytes, id, i, pieces);
    bytes = pieces.bytesOf(i);
    finishRecord(slots_.record(i), session, recordData, hopDirectBytes + pieceHeaderBytes + bytes);
  }
  const size_t segment = slots_.recordBytes(slots_.stride());
  outbox_->take(peer.endpoint, segment, (pieces.count - 1) * segment + slots_.recordBytes(bytes));
  return true;
}

}  // namespace weave
