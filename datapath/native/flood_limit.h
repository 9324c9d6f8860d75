// Storm protection: how much of one source (our own containers, or a peer's) is flooded. A flood is sent to every hop that
// is due, so what counts is copies: token buckets of copies and of their bytes, of which nothing but floods takes. When
// they are empty each source MAC still has a trickle of small frames, so that one container's storm does not cost the
// others of its host their ARP and neighbour discovery. What is over is dropped and counted (`dropFloodLimited`).
//
// Sizes: the rate is about a fifth of what a packet thread can send (a copy is a datagram of its own), and a burst covers
// thousands of containers that ask for an address at once in a mesh of ten hosts; in a larger one each has its trickle. A
// mesh of more than 65 hosts counts as one of 65, or it would have nothing else. A source's limit at those who receive and
// relay it is twice its own, so that only a source without one meets it. And whatever they cost on the machine at hand, all
// sources' floods together take a quarter of a packet thread's time, or unicast and heartbeats would wait behind them.
#pragma once
#include <algorithm>
#include <vector>

#include "bytes.h"

namespace weave {

struct FloodRates {
  uint64_t copiesPerSecond;
  uint64_t bytesPerSecond;
  // What may come at once, as time at that rate.
  Micros burst;
  size_t slots;  // Of source MACs, a power of two.
};

constexpr FloodRates ownFloodRates = {20'000, 16 << 20, 2_s, 1024};
constexpr FloodRates peerFloodRates = {40'000, 32 << 20, 2_s, 64};
constexpr size_t floodCopiesCountedMax = 64;
constexpr uint64_t trickleFramesPerSecond = 20;
constexpr Micros trickleBurst = 5_s;
constexpr size_t trickleFrameBytesMax = 600;

// A token bucket (the generic cell rate algorithm): all it keeps is when it will be full again.
class TokenBucket {
 public:
  // Whether there is enough; a full one has enough for anything.
  bool has(uint64_t tokens, uint64_t perSecond, Micros burst, Micros now) const {
    const uint64_t nowNanos = now * 1000;
    return fullAt_ <= nowNanos || fullAt_ - nowNanos + costOf(tokens, perSecond) <= burst * 1000;
  }
  void take(uint64_t tokens, uint64_t perSecond, Micros now) {
    fullAt_ = std::max(fullAt_, now * 1000) + costOf(tokens, perSecond);
  }

 private:
  static uint64_t costOf(uint64_t tokens, uint64_t perSecond) { return tokens * 1'000'000'000 / perSecond; }

  uint64_t fullAt_ = 0;  // Nanoseconds.
};

// Time that went into floods, own and others'.
class FloodTime {
 public:
  bool isLeft(Micros now) const { return bucket_.has(0, microsPerSecond, burst, now); }
  void spend(Micros from, Micros until) { bucket_.take(until - from, microsPerSecond, until); }

 private:
  static constexpr uint64_t microsPerSecond = 250'000;
  static constexpr Micros burst = 1_s;
  TokenBucket bucket_;
};

class FloodLimit {
 public:
  // `seed`: so that nobody can choose MACs that share a slot with somebody else's.
  FloodLimit(const FloodRates &rates, uint64_t seed) : rates_(rates), factor_((seed | 1) * 0x9e3779b97f4a7c15) {}

  // Whether a frame of `bytes` may go out in so many copies.
  bool admits(uint64_t mac, size_t bytes, size_t copies, bool isTimeLeft, Micros now) {
    const uint64_t counted = std::min(copies, floodCopiesCountedMax);
    if (isTimeLeft && copies_.has(counted, rates_.copiesPerSecond, rates_.burst, now) &&
        bytes_.has(bytes * counted, rates_.bytesPerSecond, rates_.burst, now)) {
      copies_.take(counted, rates_.copiesPerSecond, now);
      bytes_.take(bytes * counted, rates_.bytesPerSecond, now);
      return true;
    }
    if (bytes > trickleFrameBytesMax) return false;
    if (trickles_.empty()) trickles_.resize(rates_.slots);
    TokenBucket &trickle = trickles_[(mac * factor_ >> 40) & (rates_.slots - 1)];
    if (!trickle.has(1, trickleFramesPerSecond, trickleBurst, now)) return false;
    trickle.take(1, trickleFramesPerSecond, now);
    return true;
  }

 private:
  const FloodRates rates_;
  const uint64_t factor_;
  TokenBucket copies_;
  TokenBucket bytes_;
  std::vector<TokenBucket> trickles_;  // Made when the first is needed.
};

}  // namespace weave
