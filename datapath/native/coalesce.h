// Puts UDP frames of one flow that came in one batch together into a super-frame for our own kernel (USO): one write
// instead of dozens, and one walk through the bridge. The kernel cuts it into the same datagrams again where it must:
// only frames that differ in nothing but length, IPv4 identification (consecutive, or without meaning since "don't
// fragment" is set, RFC 6864) and payload are joined, all of one size, the last one shorter or equal. Nothing is copied:
// frames stay where they came in until `flush`, which belongs to the end of the batch. Order holds within a flow.
#pragma once
#include <sys/uio.h>

#include <functional>

#include "offload.h"

namespace weave {

class Coalescer {
 public:
  // `parts`: `count` of them, the first one free for the offload header; together `bytes` of frame without it, that came
  // as `frames` frames.
  struct SuperFrame {
    VnetHeader vnet;
    iovec *parts;
    unsigned count;
    size_t bytes;
    unsigned frames;
  };
  using Write = std::function<void(SuperFrame &)>;

  explicit Coalescer(Write write) : write_(std::move(write)) {}

  // Takes a frame whose UDP checksum is still to be made; false when it is none that can be joined, and the caller
  // writes it. What waits and must not be overtaken by it was written then.
  bool add(uint8_t *frame, size_t length);
  void flush();

 private:
  static constexpr unsigned flowsMax = 4;
  // As many as the kernel joins itself (UDP_GRO_CNT_MAX).
  static constexpr unsigned segmentsMax = 64;

  struct Flow {
    uint8_t *first = nullptr;  // Its headers become the super-frame's.
    Transport transport;
    size_t segment = 0;
    size_t payload = 0;
    unsigned count = 0;
    iovec parts[segmentsMax + 1];
  };

  bool continues(const Flow &flow, const uint8_t *frame, const Transport &transport, size_t payload) const;
  void write(Flow &flow);

  const Write write_;
  Flow flows_[flowsMax];
  unsigned next_ = 0;  // The slot that gives way to a new flow: the oldest one.
};

}  // namespace weave
