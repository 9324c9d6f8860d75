// Frames that wait for a session with their peer, oldest first: so many for each peer, and so many bytes for all peers
// together. When those are used up, a peer that has less than an equal part of them still gets room: from one that has
// more, whose oldest frames are dropped. So no peer that does not answer, nor any number of them, keeps the others out.
#pragma once
#include <deque>
#include <vector>

#include "bytes.h"

namespace weave {

constexpr size_t waitingFramesMax = 64;
constexpr size_t waitingBytesMax = 1 << 20;
// For all peers together.
constexpr size_t waitingBytesTotalMax = 64 << 20;
constexpr Micros waitingLifetime = 1_s;

// Its body, or hop record and piece when it is a flood for this hop.
struct WaitingFrame {
  std::vector<uint8_t> bytes;
  bool flood = false;
  Micros since = 0;
};

class WaitingFrames;

// What all peers' frames take together.
struct WaitingTotal {
  size_t bytes = 0;
  // Those with frames, in no order. Who gives way is looked for from `hand` on, around and around.
  std::vector<WaitingFrames *> peers;
  size_t hand = 0;
};

class WaitingFrames {
 public:
  explicit WaitingFrames(WaitingTotal &total) : total_(total) {}
  ~WaitingFrames() { take(); }
  WaitingFrames(const WaitingFrames &) = delete;
  WaitingFrames &operator=(const WaitingFrames &) = delete;

  // False when there is no room for it.
  bool add(WaitingFrame frame);
  // All of them, which wait no longer.
  std::deque<WaitingFrame> take();
  // Drops what came longer ago than `waitingLifetime`; how many that were.
  size_t expire(Micros now);
  // How many gave way to other peers' frames since this was asked last.
  size_t displaced();
  bool isEmpty() const { return frames_.empty(); }
  size_t bytes() const { return bytes_; }
  size_t size() const { return frames_.size(); }

 private:
  void dropOldest();
  bool makeRoom(size_t length);
  void leave();

  WaitingTotal &total_;
  std::deque<WaitingFrame> frames_;
  size_t bytes_ = 0;
  size_t displaced_ = 0;
};

}  // namespace weave
