// Records on their way out: those to one address that have one size (the last may be shorter) leave in a single send with
// UDP_SEGMENT. Each thread that sends has its own.
#pragma once
#include <memory>

#include "udp.h"

namespace weave {

class Outbox {
 public:
  Outbox(Udp &udp, Counters &counters);

  // Room for a record of `size` bytes (at most `Udp::datagramBytesMax`) to `to`, to be filled before the next call;
  // flushes what cannot share a send.
  uint8_t *reserve(const Address &to, size_t size);
  // Room for `roomBytesMax` behind what waits to be sent, to be written before it is known what will stand there. It is
  // void with the next call other than `take`.
  uint8_t *room();
  // What was written into `room`: `size` bytes of records to `to`, all of `segment` bytes but the last, which may be shorter.
  void take(const Address &to, size_t segment, size_t size);
  // Whether what waits can share its send with nothing more.
  bool isClosed() const { return closed_ || count_ >= segmentsMax; }
  void flush();
  // Instead of `flush`, for the one record reserved since: sends it with "don't fragment". False when our own interface is
  // too narrow for it.
  bool flushUnfragmented();
  // Instead of `flush`, for the one record reserved since, longer than the way to its IPv6 address: sends it in fragments
  // of at most `mtu` bytes, since no router on the way would cut it. Over IPv4 it goes as any other.
  void flushFragmented(size_t mtu);

  // A frame of any size in pieces for any MTU.
  static constexpr size_t roomBytesMax = bodyBytesMax + piecesMax * 64;

 private:
  static constexpr unsigned segmentsMax = 64;

  bool mayShare(const Address &to, size_t segment, size_t size) const;
  void count();
  void send(const uint8_t *bytes, size_t length);
  void clear();

  Udp &udp_;
  Counters &counters_;
  // What waits: `count_` records in `used_` bytes, from `begin_`.
  Address to_;
  size_t segment_ = 0;
  size_t begin_ = 0;
  size_t used_ = 0;
  unsigned count_ = 0;
  bool closed_ = false;
  std::unique_ptr<uint8_t[]> bytes_;
};

}  // namespace weave
