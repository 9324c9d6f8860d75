// The largest IP packet that passes to one peer, found as in RFC 8899 (DPLPMTUD) by padded probes that must not be
// fragmented; a pure machine in the caller's time. Each end searches its own sending direction.
//
//   base       nothing proven: pieces are made for 1,280 bytes, which every IPv6 link carries
//   searching  probes are out; what was echoed is used at once
//   complete   found: asked again every second while data goes. Three losses, while short requests are answered, are a
//              black hole: back to the base, and a new search
//
// A search goes in rounds of several sizes, so that it takes a few round trips and not a timer for each size: the
// ceiling, then common sizes, then a gap cut in five, until it is known to 8 bytes. Below the ceiling it looks again after
// 5 s, and after twice as long each time that it finds no more, up to RFC 8899's 600 s. The timer of a probe follows the
// measured round trip (RFC 8899 wants a second at least, which would leave a black hole for too long).
#pragma once
#include <vector>

#include "bytes.h"
#include "wire.h"

namespace weave {

enum class MtuState : uint8_t { base, searching, complete };

// What else is known of the path at the moment.
struct PathSigns {
  Micros now = 0;
  // Data went or came just now.
  bool busy = false;
  // When a short request was last answered; 0 never.
  Micros lastEcho = 0;
  // -1 unknown.
  int64_t roundTrip = -1;
};

class PathMtu {
 public:
  static constexpr size_t base = 1280;

  // What pieces are made for: IP headers and all. Never less than `underlayMtuMin`.
  size_t size() const { return size_; }
  MtuState state() const { return state_; }
  // How often a size that had passed did so no more.
  uint64_t blackHoles() const { return blackHoles_; }

  // The interface's MTU: never probed beyond.
  void setCeiling(size_t ceiling);
  // Another address, or a path that was dead: nothing is known any more.
  void restart();
  // Every tick while the path lives. The sizes to probe now, ascending.
  std::vector<size_t> due(const PathSigns &signs);
  // A probe of `size` that left at `sent` was echoed in full.
  void echoed(size_t size, Micros sent, Micros now);
  // Our own interface does not send a packet of `size`.
  void refused(size_t size);

 private:
  // What is out and was not answered yet.
  struct Round {
    std::vector<size_t> sizes;  // Ascending; empty between rounds.
    bool endsFirst = false;     // The first try sends the smallest and the largest only.
    unsigned tries = 0;
    Micros started = 0;
    Micros sent = 0;
  };

  void beginSearch(Micros now);
  void searchOn(Micros now);
  void beginRound(std::vector<size_t> sizes, Micros now);
  void endRound(Micros now);
  void complete(Micros now);
  void fallBack(size_t size);
  void forgetFrom(size_t size);
  std::vector<size_t> ask(Micros now);

  size_t ceiling_ = base;
  size_t size_ = base;
  size_t proven_ = underlayMtuMin;    // The largest size that was echoed since nothing was known.
  size_t failed_ = base + 1;          // The smallest that was not, or one more than the ceiling.
  size_t lastGood_ = underlayMtuMin;  // Before a black hole.
  MtuState state_ = MtuState::base;
  Round round_;
  Micros confirmedAt_ = 0;
  Micros raiseAt_ = 0;
  Micros raiseWait_ = 0;
  uint64_t blackHoles_ = 0;
};

const char *mtuStateName(MtuState state);

}  // namespace weave
