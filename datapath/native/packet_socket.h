// The packet socket for the kernel's own path: it sends whole frames through the VXLAN device and the TAP device, and
// receives probes that the bridge passed up. Opened while we may; sending and receiving need no right.
#pragma once
#include <cstddef>
#include <cstdint>

namespace weave {

// IEEE 802's two types for local experiments: probes between hosts, and what never leaves this one.
constexpr uint16_t probeEtherType = 0x88b5;
constexpr uint16_t flipEtherType = 0x88b6;

enum class FrameSent { out, refused, failed };

class PacketSocket {
 public:
  // Not open afterwards: there is no right to it, and no fast path.
  void open();
  bool isOpen() const { return fd_ >= 0; }
  int descriptor() const { return fd_; }
  // `refused`: a rule of the host dropped the frame.
  FrameSent send(uint32_t interface, const uint8_t *frame, size_t length);
  // The length of a probe's frame; 0 when none waits.
  size_t receive(uint8_t *frame, size_t room);

 private:
  int fd_ = -1;
};

}  // namespace weave
