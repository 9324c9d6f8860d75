// Puts bodies together from their pieces, for one source. A piece says where it lies (index times the piece length), so
// any order works and a later version can salvage what surrounds a hole. Bounded: so many unfinished bodies for each
// source, the oldest gives way; so many bytes for all sources together; and a time limit. Sealed pieces were authenticated
// by their source before they come here; pieces of floods have a `Reassembly` of their own, since a relay could forge
// those and push out what is real.
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
// Of all sources together. What sixty sources that lose a piece of every super-frame keep waiting fits twice.
constexpr size_t unfinishedBytesMax = 32 << 20;

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
  unsigned count = 0;
  unsigned present = 0;
  size_t stride = 0;
  size_t length = 0;  // Known with the last piece.
  Micros started = 0;
  std::bitset<piecesMax> seen;
  std::unique_ptr<uint8_t[]> bytes;

  size_t room() const { return count * stride; }
};

class Reassembly {
 public:
  // `unfinishedBytes`: what all sources' unfinished bodies take together.
  explicit Reassembly(size_t &unfinishedBytes) : unfinishedBytes_(unfinishedBytes) {}
  ~Reassembly();
  Reassembly(const Reassembly &) = delete;
  Reassembly &operator=(const Reassembly &) = delete;

  // True when this piece completes a body, which is then moved to `finished`.
  bool add(const Piece &piece, Micros now, Counters &counters, Body *finished);
  void expire(Micros now, Counters &counters);
  bool isIdle() const { return bodies_.empty(); }

 private:
  std::list<Body>::iterator find(uint32_t frame);
  void dropOldest();

  size_t &unfinishedBytes_;
  std::list<Body> bodies_;  // Oldest first.
};

}  // namespace weave
