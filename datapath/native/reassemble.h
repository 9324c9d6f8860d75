// Puts bodies together from their pieces, for one source. A piece says where it lies (index times the piece length), so
// any order works, and what surrounds a hole can be salvaged (salvage.h): of a salvaged body only piece 0 stays here, so
// that pieces that come late can still be delivered with its headers. Bounded: so many unfinished bodies for each
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
  // When its latest piece came.
  Micros latest = 0;
  // Whether it is no use to look for a super-frame in it.
  bool isPlain = false;
  bool isSalvaged = false;
  std::bitset<piecesMax> seen;
  std::unique_ptr<uint8_t[]> bytes;

  // How many bytes it has.
  size_t room() const { return isSalvaged ? stride : count * stride; }
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
  // Of the frame, if some of it came.
  Body *find(uint32_t frame);
  // Calls `cut` for each body whose piece 0 is here and that is not salvaged yet, oldest first; those for which it answers
  // true are salvaged. True when some remain for which it may answer otherwise later.
  template <typename Cut>
  bool salvage(Cut cut) {
    bool someRemain = false;
    for (Body &body : bodies_) {
      if (body.isPlain || body.isSalvaged) continue;
      if (body.seen[0] && cut(body)) {
        unfinishedBytes_ -= body.room();
        shrink(body);
        unfinishedBytes_ += body.room();
      } else if (body.seen[0] && !body.isPlain) {
        someRemain = true;
      }
    }
    return someRemain;
  }

 private:
  std::list<Body>::iterator findAt(uint32_t frame);
  static void shrink(Body &body);
  void dropOldest();
  // One that was salvaged is no loss of its own.
  static bool isLoss(const Body &body) { return !body.isSalvaged; }

  size_t &unfinishedBytes_;
  std::list<Body> bodies_;  // Oldest first.
};

}  // namespace weave
