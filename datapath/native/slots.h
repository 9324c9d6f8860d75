// Where a frame is read from the TAP so that its pieces lie where they leave from: the bytes of each piece behind room for
// its record's header, hop record and piece header, and before room for its tag. The kernel scatters the frame while it
// copies it out (readv), so cutting costs nothing. The layout must be known before the frame is: it is made for the peer
// that the last frame went straight to, and a frame for another one is put together again.
#pragma once
#include <sys/uio.h>

#include <algorithm>
#include <cstring>

#include "wire.h"

namespace weave {

class Slots {
 public:
  static constexpr size_t before = headerBytes + hopDirectBytes + pieceHeaderBytes;

  // `stride`: bytes of body in each piece; `tag`: bytes behind it; `room` holds a frame of any size in such pieces.
  void lay(uint8_t *room, size_t stride, size_t tag) {
    if (room == room_ && stride == stride_ && tag == tag_) return;
    room_ = room;
    stride_ = stride;
    tag_ = tag;
    count_ = (bodyBytesMax + stride - 1) / stride;
    parts_[1] = {body() + bodyHeaderBytes, stride - bodyHeaderBytes};
    for (size_t i = 1; i < count_; i++) parts_[i + 1] = {record(i) + before, stride};
    parts_[count_].iov_len -= count_ * stride - bodyBytesMax;
  }

  bool isLaid(size_t stride, size_t tag) const { return stride == stride_ && tag == tag_; }

  // For readv; the first one is the caller's.
  iovec *parts() { return parts_; }
  unsigned partsTotal() const { return static_cast<unsigned>(count_ + 1); }

  size_t stride() const { return stride_; }
  size_t recordBytes(size_t bytes) const { return before + bytes + tag_; }
  uint8_t *record(size_t index) const { return room_ + index * recordBytes(stride_); }
  // The first piece's bytes: the body header, then the frame.
  uint8_t *body() const { return room_ + before; }
  // How much of a frame of `length` bytes lies in a row.
  size_t inRow(size_t length) const { return std::min(length, stride_ - bodyHeaderBytes); }

  // The frame of `length` bytes, put together behind the room for a body header.
  void gather(uint8_t *to, size_t length) const {
    to += bodyHeaderBytes;
    for (unsigned i = 1; length > 0; i++) {
      const size_t bytes = std::min(length, parts_[i].iov_len);
      memcpy(to, parts_[i].iov_base, bytes);
      to += bytes;
      length -= bytes;
    }
  }

 private:
  uint8_t *room_ = nullptr;
  size_t stride_ = 0;
  size_t tag_ = 0;
  size_t count_ = 0;
  iovec parts_[1 + piecesMax] = {};
};

}  // namespace weave
