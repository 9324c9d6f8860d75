#include "reassemble.h"

namespace weave {

bool decodePiece(const uint8_t *bytes, size_t length, Piece *piece) {
  if (length <= pieceHeaderBytes) return false;
  piece->frame = load32(bytes);
  piece->index = bytes[4];
  piece->count = bytes[5];
  piece->stride = load16(bytes + 6);
  piece->bytes = bytes + pieceHeaderBytes;
  piece->length = length - pieceHeaderBytes;
  if (piece->count == 0 || piece->index >= piece->count) return false;
  if (piece->count == 1) return piece->length <= bodyBytesMax;
  const bool isLast = piece->index == piece->count - 1;
  if (isLast ? piece->length > piece->stride : piece->length != piece->stride) return false;
  return (piece->count - 1) * piece->stride < bodyBytesMax && piece->count * piece->stride < 2 * bodyBytesMax;
}

Body *Reassembly::add(const Piece &piece, bool flood, Micros now, Counters &counters) {
  auto at = bodies_.end();
  while (at != bodies_.begin()) {
    --at;
    if (at->frame == piece.frame && at->flood == flood) break;
    if (at == bodies_.begin()) {
      at = bodies_.end();
      break;
    }
  }
  if (at == bodies_.end()) {
    if (bodies_.size() >= unfinishedBodiesMax) {
      counters.add(Counter::dropReassemblyFull);
      bodies_.pop_front();
    }
    Body body;
    body.frame = piece.frame;
    body.flood = flood;
    body.count = piece.count;
    body.stride = piece.stride;
    body.started = now;
    body.bytes.reset(new uint8_t[piece.count * piece.stride]);
    at = bodies_.insert(bodies_.end(), std::move(body));
  }
  if (at->count != piece.count || at->stride != piece.stride) {
    counters.add(Counter::dropMalformed);
    return nullptr;
  }
  if (at->seen[piece.index]) return nullptr;
  at->seen[piece.index] = true;
  memcpy(at->bytes.get() + piece.index * piece.stride, piece.bytes, piece.length);
  if (piece.index == piece.count - 1) at->length = piece.index * piece.stride + piece.length;
  if (++at->present < at->count) return nullptr;
  finished_ = std::move(*at);
  bodies_.erase(at);
  return &finished_;
}

void Reassembly::expire(Micros now, Counters &counters) {
  while (!bodies_.empty() && now - bodies_.front().started > unfinishedBodyLifetime) {
    counters.add(Counter::dropReassemblyTimeout);
    bodies_.pop_front();
  }
}

}  // namespace weave
