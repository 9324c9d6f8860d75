// Puts bodies together from their pieces, for one source. A piece says where it lies (index times the piece length), so
// any order works and a later version can salvage what surrounds a hole. Bounded: so many unfinished bodies for each
// source, the oldest gives way; and a time limit. Sealed pieces were authenticated by their source before they come
// here; pieces of floods are kept apart, since a relay could forge those.
#pragma once
#include <bitset>
#include <list>
#include <memory>

#include "bytes.h"
#include "counters.h"
#include "wire.h"

namespace weave {

constexpr unsigned unfinishedBodiesMax = 32;
constexpr Micros unfinishedBodyLifetime = 1_s;

struct Piece {
  uint32_t frame;
  unsigned index;
  unsigned count;
  size_t stride;  // Length of every piece but the last.
  const uint8_t *bytes;
  size_t length;
};

// False when the piece contradicts itself.
bool decodePiece(const uint8_t *bytes, size_t length, Piece *piece);

struct Body {
  uint32_t frame = 0;
  bool flood = false;
  unsigned count = 0;
  unsigned present = 0;
  size_t stride = 0;
  size_t length = 0;  // Known with the last piece.
  Micros started = 0;
  std::bitset<piecesMax> seen;
  std::unique_ptr<uint8_t[]> bytes;
};

class Reassembly {
 public:
  // The body that this piece completes, or null. The result is valid until the next call.
  Body *add(const Piece &piece, bool flood, Micros now, Counters &counters);
  void expire(Micros now, Counters &counters);
  bool isIdle() const { return bodies_.empty(); }

 private:
  std::list<Body> bodies_;  // Oldest first.
  Body finished_;
};

}  // namespace weave
