// Which MAC is behind which peer, learned from the source addresses of authenticated frames, or behind our own bridge
// (owner 0), learned from frames that the TAP hands us. The last writer wins, except that a peer's frame cannot take a
// MAC that spoke here a moment ago: such a frame is an echo of our own. Entries age; their number is bounded in all and
// for each owner.
#pragma once
#include <cstdint>
#include <unordered_map>

#include "bytes.h"

namespace weave {

constexpr size_t macsMax = 65536;
constexpr size_t macsPerOwnerMax = 8192;
constexpr Micros macLifetime = 300_s;
constexpr Micros macLocalHold = 2_s;

// The six bytes as a number, first byte highest.
inline uint64_t loadMac(const uint8_t *bytes) {
  return static_cast<uint64_t>(load16(bytes)) << 32 | load32(bytes + 2);
}

inline void storeMac(uint8_t *bytes, uint64_t mac) {
  store16(bytes, static_cast<uint16_t>(mac >> 32));
  store32(bytes + 2, static_cast<uint32_t>(mac));
}

inline bool isGroupMac(uint64_t mac) { return (mac >> 40 & 1) != 0; }

enum class Learned { known, fresh, moved, held, full, invalid };

class MacTable {
 public:
  Learned learn(uint64_t mac, uint32_t owner, Micros now) {
    if (mac == 0 || isGroupMac(mac)) return Learned::invalid;
    auto found = entries_.find(mac);
    if (found == entries_.end()) {
      if (entries_.size() >= macsMax || perOwner_[owner] >= macsPerOwnerMax) return Learned::full;
      entries_.emplace(mac, Entry{owner, now});
      perOwner_[owner]++;
      return Learned::fresh;
    }
    Entry &entry = found->second;
    if (entry.owner == owner) {
      entry.seen = now;
      return Learned::known;
    }
    if (entry.owner == 0 && now - entry.seen < macLocalHold) return Learned::held;
    if (perOwner_[owner] >= macsPerOwnerMax) return Learned::full;
    release(entry.owner);
    perOwner_[owner]++;
    entry = Entry{owner, now};
    return Learned::moved;
  }

  // The owner's short id (0: ours), or -1.
  int64_t ownerOf(uint64_t mac) const {
    auto found = entries_.find(mac);
    return found == entries_.end() ? -1 : static_cast<int64_t>(found->second.owner);
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
  };

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
