// The UDP socket. Records leave by UDP_SEGMENT, several in one send (outbox.h); what arrives is read by recvmmsg with
// UDP_GRO and handed out record by record. The socket is dual-stack, or IPv4 where the host has IPv6 switched off. Sending
// is safe from several threads, receiving belongs to one.
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

  // `length` bytes, cut into datagrams of `segment` bytes unless that is 0. False, with errno, when they were not sent.
  bool send(const Address &to, const uint8_t *bytes, size_t length, size_t segment);
  // One datagram with "don't fragment". What other threads send meanwhile may have it, too: it is lost only where the way is
  // narrower than was found.
  bool sendUnfragmented(const Address &to, const uint8_t *bytes, size_t length);
  // From now on what goes to an IPv6 address is cut into fragments of at most `mtu` bytes; 0: as the interface needs it.
  // What other threads send meanwhile may be cut so, too: it arrives all the same.
  void limitFragments(const Address &to, size_t mtu);

  // Reads one batch, which stays until the next call. False when nothing more was waiting.
  bool read();
  // How many groups of datagrams that the kernel joined it has.
  unsigned arrivals() const { return received_; }
  // Calls `each(bytes, length, from)` for each record of such a group, whose bytes it may change in place. An empty datagram
  // is one, too.
  template <typename Each>
  void forEachRecord(unsigned index, Each each) {
    const Arrival &arrival = arrivals_[index];
    uint8_t *bytes = inbox_.get() + index * receiveBytes;
    size_t at = 0;
    do {
      each(bytes + at, std::min(arrival.length - at, arrival.segment), arrival.from);
      at += arrival.segment;
    } while (at < arrival.length);
  }

 private:
  static constexpr unsigned batch = 16;
  // Of long ones only so many: they are to be written while they are still in the processor's cache.
  static constexpr unsigned batchOfLong = 4;
  static constexpr size_t longBytes = 16384;
  static constexpr size_t receiveBytes = 65536;

  // Several datagrams that the kernel joined.
  struct Arrival {
    size_t length;
    size_t segment;
    Address from;
  };

  void setFragmenting(int four, int six);

  Counters &counters_;
  int fd_ = -1;
  bool dualStack_ = true;

  std::unique_ptr<uint8_t[]> inbox_;
  Arrival arrivals_[batch];
  unsigned received_ = 0;
  unsigned wanted_ = batch;
};

}  // namespace weave
