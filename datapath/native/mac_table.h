// Which MAC is behind which peer, learned from the source addresses of authenticated frames, or behind our own bridge
// (owner 0), learned from frames that the TAP hands us. The last writer wins, except that a peer's frame cannot take a
// MAC that spoke here a moment ago. Entries age; their number is bounded in all and for each owner.
//
// A MAC that two places claim in turn *flaps* (RFC 7432 section 15.1: five moves within 180 s, here also claims to one that
// spoke here). It is damped until nobody else claimed it for as long: it moves only when its place was silent for 5 s. So a
// flapping MAC costs a move each 5 s at most, and one that really moved is found all the same.
#pragma once
#include <cstdint>
#include <unordered_map>

#include "bytes.h"

namespace weave {

constexpr size_t macsMax = 65536;
constexpr size_t macsPerOwnerMax = 8192;
constexpr Micros macLifetime = 300_s;
constexpr Micros macLocalHold = 2_s;
constexpr unsigned macMovesMax = 5;
constexpr Micros macMovesWithin = 180_s;
constexpr Micros macDampedSilence = 5_s;
// Claims within it are one.
constexpr Micros macClaimInterval = 1_s;
constexpr Micros macFlapsToldEach = 60_s;

// The six bytes as a number, first byte highest.
inline uint64_t loadMac(const uint8_t *bytes) {
  return static_cast<uint64_t>(load16(bytes)) << 32 | load32(bytes + 2);
}

inline void storeMac(uint8_t *bytes, uint64_t mac) {
  store16(bytes, static_cast<uint16_t>(mac >> 32));
  store32(bytes + 2, static_cast<uint32_t>(mac));
}

inline bool isGroupMac(uint64_t mac) { return (mac >> 40 & 1) != 0; }

enum class Learned { known, fresh, moved, held, damped, full, invalid };

struct Lesson {
  Learned what;
  // It flaps, between `before` and the claimant: when that begins, and once a minute while it goes on.
  bool flaps = false;
  uint32_t before = 0;
};

class MacTable {
 public:
  Lesson learn(uint64_t mac, uint32_t owner, Micros now) {
    if (mac == 0 || isGroupMac(mac)) return {Learned::invalid};
    auto found = entries_.find(mac);
    if (found == entries_.end()) {
      if (entries_.size() >= macsMax || perOwner_[owner] >= macsPerOwnerMax) return {Learned::full};
      entries_.emplace(mac, Entry{owner, now});
      perOwner_[owner]++;
      return {Learned::fresh};
    }
    Entry &entry = found->second;
    if (entry.owner == owner) {
      entry.seen = now;
      return {Learned::known};
    }
    if (perOwner_[owner] >= macsPerOwnerMax) return {Learned::full};
    const Micros silence = now - entry.seen;
    if (entry.owner == 0 && silence < macLocalHold) {
      return {Learned::held, now - entry.claimed >= macClaimInterval && claim(entry, now), 0};
    }
    if (isFlapping(entry, now) && silence < macDampedSilence) {
      return {Learned::damped, claim(entry, now), entry.owner};
    }
    const Lesson lesson = {Learned::moved, claim(entry, now), entry.owner};
    release(entry.owner);
    perOwner_[owner]++;
    entry.owner = owner;
    entry.seen = now;
    return lesson;
  }

  // The owner's short id (0: ours), or -1.
  int64_t ownerOf(uint64_t mac) const {
    auto found = entries_.find(mac);
    return found == entries_.end() ? -1 : static_cast<int64_t>(found->second.owner);
  }

  // Whether it spoke behind our own bridge just now. When the bridge hands over a frame for one that did not, it does not
  // know it any more.
  bool isHere(uint64_t mac, Micros now) const {
    auto found = entries_.find(mac);
    return found != entries_.end() && found->second.owner == 0 && now - found->second.seen < macLocalHold;
  }

  // Entries whose owner `isKept` stay.
  template <typename Predicate>
  void expire(Micros now, Predicate isKept) {
    eraseWhere([&](const Entry &entry) { return now - entry.seen > macLifetime && !isKept(entry.owner); });
  }

  // Calls `each(mac, owner)`.
  template <typename Each>
  void forEach(Each each) const {
    for (const auto &[mac, entry] : entries_) each(mac, entry.owner);
  }

  void forgetOwner(uint32_t owner) {
    eraseWhere([owner](const Entry &entry) { return entry.owner == owner; });
  }

  size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    uint32_t owner;
    Micros seen;
    // Moves, and claims that moved nothing, since `movesSince`.
    unsigned moves = 0;
    Micros movesSince = 0;
    // The last of them, and when it was told that it flaps.
    Micros claimed = 0;
    Micros told = 0;
  };

  static bool isFlapping(const Entry &entry, Micros now) {
    return entry.moves >= macMovesMax && now - entry.claimed < macMovesWithin;
  }

  // True when it is to be told that it flaps.
  static bool claim(Entry &entry, Micros now) {
    const bool flapped = isFlapping(entry, now);
    if (!flapped && now - entry.movesSince >= macMovesWithin) {
      entry.moves = 0;
      entry.movesSince = now;
    }
    entry.claimed = now;
    if (!flapped && ++entry.moves < macMovesMax) return false;
    if (flapped && now - entry.told < macFlapsToldEach) return false;
    entry.told = now;
    return true;
  }

  template <typename Predicate>
  void eraseWhere(Predicate predicate) {
    for (auto at = entries_.begin(); at != entries_.end();) {
      if (predicate(at->second)) {
        release(at->second.owner);
        at = entries_.erase(at);
      } else {
        ++at;
      }
    }
  }

  void release(uint32_t owner) {
    auto found = perOwner_.find(owner);
    if (found != perOwner_.end() && --found->second == 0) perOwner_.erase(found);
  }

  std::unordered_map<uint64_t, Entry> entries_;
  std::unordered_map<uint32_t, size_t> perOwner_;
};

}  // namespace weave
