// Pieces of one frame that came in a row, beginning with the first, and still lie where they were received: when the last
// one is there the frame is written from those places, without being put together. Anything else (a hole, another order,
// the end of the batch) hands what came so far to `Reassembly`.
#pragma once
#include <sys/uio.h>

#include "reassemble.h"

namespace weave {

struct Peer;

class Run {
 public:
  bool isOpen() const { return source_ != nullptr; }
  Peer *source() const { return source_; }

  // `first`: piece 0 of several.
  void begin(Peer &source, const Piece &first) {
    source_ = &source;
    first_ = first;
    taken_ = 0;
    add(first);
  }

  bool continues(const Peer &source, const Piece &piece) const {
    return source_ == &source && piece.frame == first_.frame && piece.index == taken_ && piece.count == first_.count &&
           piece.stride == first_.stride;
  }

  void add(const Piece &piece) {
    parts_[++taken_] = {const_cast<uint8_t *>(piece.bytes), piece.length};
    length_ = (taken_ - 1) * first_.stride + piece.length;
  }

  bool isComplete() const { return taken_ == first_.count; }

  // The body's bytes in all, and its first ones: as many as the stride lie in a row.
  size_t length() const { return length_; }
  uint8_t *body() const { return const_cast<uint8_t *>(first_.bytes); }
  size_t inRow() const { return first_.stride; }

  // For `Tap::write`, without the body header.
  iovec *frameParts() {
    parts_[1] = {body() + bodyHeaderBytes, first_.length - bodyHeaderBytes};
    return parts_;
  }
  unsigned partsTotal() const { return taken_ + 1; }

  // Calls `each(piece)` in order and is closed then.
  template <typename Each>
  void close(Each each) {
    source_ = nullptr;
    Piece piece = first_;
    for (piece.index = 0; piece.index < taken_; piece.index++) {
      const iovec &part = parts_[piece.index + 1];
      // The first may have been shown without its body header.
      piece.bytes = piece.index == 0 ? first_.bytes : static_cast<const uint8_t *>(part.iov_base);
      piece.length = piece.index == 0 ? first_.length : part.iov_len;
      each(piece);
    }
  }
  void close() { source_ = nullptr; }

 private:
  Peer *source_ = nullptr;
  Piece first_ = {};
  unsigned taken_ = 0;
  size_t length_ = 0;
  // The first one is free for the offload header.
  iovec parts_[1 + piecesMax] = {};
};

}  // namespace weave
