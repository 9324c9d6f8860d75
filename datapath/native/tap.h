// The TAP device: frames with the kernel's offload header in front, up to 64 KB each. The device is persistent, so the
// bridge port outlives this process. Opened before the process gives up its rights; non-blocking.
#pragma once
#include <sys/uio.h>

#include <string>

#include "offload.h"

namespace weave {

class Tap {
  friend class FuzzGround;  // fuzz/fuzz.cc

 public:
  // Empty when it worked, else what failed.
  std::string open(const std::string &name, bool allowUso);
  int descriptor() const { return fd_; }
  // Whether the kernel takes and gives UDP super-frames (6.2 and later).
  bool hasUso() const { return uso_; }
  // Bytes of the frame, which is spread over `parts` but the first (free, for the offload header); 0 when nothing waits,
  // -1 when the device is gone.
  ssize_t read(VnetHeader *vnet, iovec *parts, unsigned count);
  bool write(const VnetHeader &vnet, const uint8_t *frame, size_t length);
  // A frame in several parts; the first of `parts` is free, for the offload header.
  bool write(const VnetHeader &vnet, iovec *parts, unsigned count);

 private:
  int fd_ = -1;
  bool uso_ = false;
};

}  // namespace weave
