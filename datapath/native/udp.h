// The UDP socket and the outbox in front of it. Records to one address that have one size (the last may be shorter)
// leave in a single send with UDP_SEGMENT; what arrives is read by recvmmsg with UDP_GRO and handed out record by
// record. The socket is dual-stack, or IPv4 where the host has IPv6 switched off.
#pragma once
#include <functional>
#include <memory>
#include <string>

#include "address.h"
#include "counters.h"

namespace weave {

class Udp {
 public:
  explicit Udp(Counters &counters);
  // Empty when it worked, else what failed.
  std::string open(uint16_t port);
  int descriptor() const { return fd_; }

  // A datagram that can be sent whatever its family; what arrives over IPv6 may be 20 bytes longer.
  static constexpr size_t datagramBytesMax = 65507;

  // Room for a record of `size` bytes (at most `datagramBytesMax`) to `to`, to be filled before the next call; flushes
  // what cannot share a send.
  uint8_t *reserve(const Address &to, size_t size);
  void flush();
  // Instead of `flush`, for the one record reserved since: sends it with "don't fragment". False when our own interface is
  // too narrow for it.
  bool flushUnfragmented();
  // Instead of `flush`, for the one record reserved since, longer than the way to its IPv6 address: sends it in fragments
  // of at most `mtu` bytes, since no router on the way would cut it. Over IPv4 it goes as any other.
  void flushFragmented(size_t mtu);

  // Reads one batch; `each` may change the record's bytes in place and may reserve; they stay
  // until the next call. False when nothing more was waiting.
  bool receive(const std::function<void(uint8_t *, size_t, const Address &)> &each);

 private:
  static constexpr unsigned segmentsMax = 64;
  static constexpr unsigned batch = 16;
  static constexpr size_t receiveBytes = 65536;

  bool sendSegments(const uint8_t *bytes, size_t length, size_t segment);
  void sendOneByOne();
  void emptyOutbox();
  void setFragmenting(int four, int six);

  Counters &counters_;
  int fd_ = -1;
  bool dualStack_ = true;
  bool segments_ = true;

  Address to_;
  size_t segment_ = 0;
  size_t used_ = 0;
  unsigned count_ = 0;
  bool closed_ = false;
  std::unique_ptr<uint8_t[]> outbox_;
  std::unique_ptr<uint8_t[]> inbox_;
};

}  // namespace weave
