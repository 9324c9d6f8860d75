// The UDP socket and the outbox in front of it. Records to one address that have one size (the last may be shorter)
// leave in a single send with UDP_SEGMENT; what arrives is read by recvmmsg with UDP_GRO and handed out record by
// record. The socket is dual-stack, or IPv4 where the host has IPv6 switched off.
#pragma once
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <memory>
#include <string>

#include "address.h"
#include "counters.h"
#include "wire.h"

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
  // Room for `roomBytesMax` behind what waits to be sent, to be written before it is known what will stand there. It is
  // void with the next call other than `take`.
  uint8_t *room();
  // What was written into `room`: `size` bytes of records to `to`, all of `segment` bytes but the last, which may be shorter.
  void take(const Address &to, size_t segment, size_t size);
  void flush();
  // Instead of `flush`, for the one record reserved since: sends it with "don't fragment". False when our own interface is
  // too narrow for it.
  bool flushUnfragmented();
  // Instead of `flush`, for the one record reserved since, longer than the way to its IPv6 address: sends it in fragments
  // of at most `mtu` bytes, since no router on the way would cut it. Over IPv4 it goes as any other.
  void flushFragmented(size_t mtu);

  // Reads one batch and calls `each(bytes, length, from)` for each record, whose bytes it may change in place, and may
  // reserve; they stay until the next call. False when nothing more was waiting.
  template <typename Each>
  bool receive(Each each) {
    const bool mayHoldMore = readBatch();
    for (unsigned i = 0; i < received_; i++) {
      const Arrival &arrival = arrivals_[i];
      uint8_t *bytes = inbox_.get() + i * receiveBytes;
      for (size_t at = 0; at < arrival.length; at += arrival.segment) {
        each(bytes + at, std::min(arrival.length - at, arrival.segment), arrival.from);
      }
    }
    return mayHoldMore;
  }

  // A frame of any size in pieces for any MTU.
  static constexpr size_t roomBytesMax = bodyBytesMax + piecesMax * 64;

 private:
  static constexpr unsigned segmentsMax = 64;
  static constexpr unsigned batch = 16;
  // Of long ones only so many: they are to be written while they are still in the processor's cache.
  static constexpr unsigned batchOfLong = 4;
  static constexpr size_t longBytes = 16384;
  static constexpr size_t receiveBytes = 65536;

  // One read of several datagrams that the kernel joined.
  struct Arrival {
    size_t length;
    size_t segment;
    Address from;
  };

  bool readBatch();
  bool mayShare(const Address &to, size_t segment, size_t size) const;
  void send(const uint8_t *bytes, size_t length);
  bool sendSegments(const uint8_t *bytes, size_t length, size_t segment);
  void emptyOutbox();
  void setFragmenting(int four, int six);

  Counters &counters_;
  int fd_ = -1;
  bool dualStack_ = true;

  // What waits: `count_` records in `used_` bytes of the outbox, from `begin_`.
  Address to_;
  size_t segment_ = 0;
  size_t begin_ = 0;
  size_t used_ = 0;
  unsigned count_ = 0;
  bool closed_ = false;
  std::unique_ptr<uint8_t[]> outbox_;

  std::unique_ptr<uint8_t[]> inbox_;
  Arrival arrivals_[batch];
  unsigned received_ = 0;
  unsigned wanted_ = batch;
};

}  // namespace weave
