// Sliding windows that drop repeats. `Window` follows RFC 6479: a ring of 64-bit words, no shifting, so that a jump
// costs at most the whole ring once. The counter that has been seen highest moves it; what lies further back than
// `windowSpan` counts as a repeat. `FloodWindow` is for (source, sequence): the high half of a sequence is the epoch
// that the source's process drew at its start, so that a restart never looks like a repeat.
#pragma once
#include <cstdint>
#include <cstring>

namespace weave {

class Window {
 public:
  static constexpr uint64_t words = 64;
  // One word less than the ring holds, since the newest word is only partly used.
  static constexpr uint64_t windowSpan = (words - 1) * 64;

  // True when `counter` was not seen before and is not too old. Changes nothing.
  bool isFresh(uint64_t counter) const {
    if (counter > highest_ || (counter == highest_ && !any_)) return true;
    if (highest_ - counter >= windowSpan) return false;
    return (ring_[(counter >> 6) & (words - 1)] >> (counter & 63) & 1) == 0;
  }

  // Marks `counter`; false when it is a repeat or too old. Call it only after authentication.
  bool accept(uint64_t counter) {
    if (!isFresh(counter)) return false;
    const uint64_t block = counter >> 6;
    const uint64_t highestBlock = highest_ >> 6;
    if (!any_ || counter > highest_) {
      uint64_t fresh = any_ ? block - highestBlock : words;
      if (fresh > words) fresh = words;
      for (uint64_t i = 0; i < fresh; i++) ring_[(block - i) & (words - 1)] = 0;
      highest_ = counter;
      any_ = true;
    }
    ring_[block & (words - 1)] |= 1ULL << (counter & 63);
    return true;
  }

 private:
  uint64_t highest_ = 0;
  bool any_ = false;
  uint64_t ring_[words] = {};
};

class FloodWindow {
 public:
  // Marks the sequence; false when it is a repeat. Two epochs are kept: at a source's restart its last frames may still
  // be on longer ways.
  bool accept(uint64_t sequence) {
    const uint32_t epoch = static_cast<uint32_t>(sequence >> 32);
    for (auto &slot : slots_) {
      if (slot.used && slot.epoch == epoch) return slot.window.accept(sequence & 0xffffffff);
    }
    Slot &oldest = slots_[next_];
    next_ ^= 1;
    oldest = Slot{};
    oldest.used = true;
    oldest.epoch = epoch;
    return oldest.window.accept(sequence & 0xffffffff);
  }

 private:
  struct Slot {
    bool used = false;
    uint32_t epoch = 0;
    Window window;
  };
  Slot slots_[2];
  unsigned next_ = 0;
};

}  // namespace weave
