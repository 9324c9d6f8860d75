#include "waiting.h"

#include <algorithm>
#include <utility>

namespace weave {

bool WaitingFrames::add(WaitingFrame frame) {
  const size_t length = frame.bytes.size();
  if (frames_.size() >= waitingFramesMax || bytes_ + length > waitingBytesMax || !makeRoom(length)) return false;
  if (frames_.empty()) total_.peers.push_back(this);
  bytes_ += length;
  total_.bytes += length;
  frames_.push_back(std::move(frame));
  return true;
}

// Takes from peers that have more than an equal part until `length` more bytes fit; false when that would be us.
bool WaitingFrames::makeRoom(size_t length) {
  if (total_.bytes + length <= waitingBytesTotalMax) return true;
  const size_t part = waitingBytesTotalMax / (total_.peers.size() + (frames_.empty() ? 1 : 0));
  if (bytes_ + length > part) return false;
  for (size_t looked = 0; looked < total_.peers.size();) {
    total_.hand = total_.hand < total_.peers.size() ? total_.hand : 0;
    WaitingFrames &other = *total_.peers[total_.hand];
    if (other.bytes_ <= part) {
      total_.hand++;
      looked++;
      continue;
    }
    other.dropOldest();
    other.displaced_++;
    if (total_.bytes + length <= waitingBytesTotalMax) return true;
  }
  return false;
}

std::deque<WaitingFrame> WaitingFrames::take() {
  if (frames_.empty()) return {};
  total_.bytes -= bytes_;
  bytes_ = 0;
  leave();
  return std::exchange(frames_, {});
}

size_t WaitingFrames::expire(Micros now) {
  size_t expired = 0;
  for (; !frames_.empty() && now - frames_.front().since > waitingLifetime; expired++) dropOldest();
  return expired;
}

size_t WaitingFrames::displaced() { return std::exchange(displaced_, 0); }

void WaitingFrames::dropOldest() {
  const size_t length = frames_.front().bytes.size();
  bytes_ -= length;
  total_.bytes -= length;
  frames_.pop_front();
  if (frames_.empty()) leave();
}

void WaitingFrames::leave() {
  const auto place = std::find(total_.peers.begin(), total_.peers.end(), this);
  *place = total_.peers.back();
  total_.peers.pop_back();
}

}  // namespace weave
