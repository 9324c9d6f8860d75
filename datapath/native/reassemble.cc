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

Reassembly::~Reassembly() {
  while (!bodies_.empty()) dropOldest();
}

// The newest first: pieces of one body mostly come in a row.
std::list<Body>::iterator Reassembly::findAt(uint32_t frame) {
  for (auto body = bodies_.end(); body != bodies_.begin();) {
    if ((--body)->frame == frame) return body;
  }
  return bodies_.end();
}

Body *Reassembly::find(uint32_t frame) {
  const auto body = findAt(frame);
  return body == bodies_.end() ? nullptr : &*body;
}

void Reassembly::shrink(Body &body) {
  std::unique_ptr<uint8_t[]> first(new uint8_t[body.stride]);
  memcpy(first.get(), body.bytes.get(), body.stride);
  body.bytes = std::move(first);
  body.isSalvaged = true;
}

void Reassembly::dropOldest() {
  unfinishedBytes_ -= bodies_.front().room();
  bodies_.pop_front();
}

bool Reassembly::add(const Piece &piece, Micros now, Counters &counters, Body *finished) {
  auto body = findAt(piece.frame);
  if (body == bodies_.end()) {
    const size_t room = piece.count * piece.stride;
    // A source's own older bodies make room; those of others do not.
    while (!bodies_.empty() &&
           (bodies_.size() >= unfinishedBodiesMax || unfinishedBytes_ + room > unfinishedBytesMax)) {
      if (isLoss(bodies_.front())) counters.add(Counter::dropReassemblyFull);
      dropOldest();
    }
    if (unfinishedBytes_ + room > unfinishedBytesMax) {
      counters.add(Counter::dropReassemblyFull);
      return false;
    }
    body = bodies_.emplace(bodies_.end());
    body->frame = piece.frame;
    body->count = piece.count;
    body->stride = piece.stride;
    body->started = now;
    body->bytes.reset(new uint8_t[room]);
    unfinishedBytes_ += room;
  }
  if (body->count != piece.count || body->stride != piece.stride) {
    counters.add(Counter::dropMalformed);
    return false;
  }
  if (body->seen[piece.index]) return false;
  body->seen[piece.index] = true;
  body->latest = now;
  memcpy(body->bytes.get() + piece.index * piece.stride, piece.bytes, piece.length);
  if (piece.index == piece.count - 1) body->length = piece.index * piece.stride + piece.length;
  if (++body->present < body->count) return false;
  unfinishedBytes_ -= body->room();
  *finished = std::move(*body);
  bodies_.erase(body);
  return true;
}

void Reassembly::expire(Micros now, Counters &counters) {
  while (!bodies_.empty() && now - bodies_.front().started > unfinishedBodyLifetime) {
    if (isLoss(bodies_.front())) counters.add(Counter::dropReassemblyTimeout);
    dropOldest();
  }
}

}  // namespace weave
