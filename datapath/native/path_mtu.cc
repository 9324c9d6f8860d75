#include "path_mtu.h"

#include <algorithm>

namespace weave {
namespace {

// What links and tunnels in use carry: WireGuard, PPPoE, clouds, Ethernet, jumbo frames.
constexpr size_t commonSizes[] = {1280, 1400, 1420, 1450, 1460, 1480, 1492, 1500, 4000, 8000, 8900, 9000};
constexpr size_t precision = 8;
constexpr size_t sizesInGap = 4;
constexpr unsigned triesMax = 3;
constexpr Micros confirmInterval = 1_s;
constexpr Micros raiseWaitMin = 5_s;
constexpr Micros raiseWaitMax = 600_s;
// Ticks are 100 ms apart and come a little late.
constexpr Micros patienceMin = 90_ms;
constexpr Micros patienceUnknown = 250_ms;
constexpr Micros patienceMax = 1_s;

Micros patienceFor(int64_t roundTrip) {
  if (roundTrip < 0) return patienceUnknown;
  return std::min(patienceMax, std::max(patienceMin, static_cast<Micros>(roundTrip) * 2 + 20_ms));
}

}  // namespace

void PathMtu::setCeiling(size_t ceiling) {
  if (ceiling == ceiling_) return;
  const bool isHigher = ceiling > ceiling_;
  ceiling_ = ceiling;
  failed_ = isHigher ? ceiling_ + 1 : std::min(failed_, ceiling_ + 1);
  if (isHigher) {
    if (state_ == MtuState::base) size_ = std::min(base, ceiling_);
    raiseAt_ = 0;
    raiseWait_ = 0;
    return;
  }
  // Where a larger packet passed, one of this size does.
  proven_ = std::min(proven_, ceiling_);
  size_ = std::min(size_, ceiling_);
  forgetFrom(ceiling_ + 1);
}

void PathMtu::restart() {
  const uint64_t blackHoles = blackHoles_;
  const size_t ceiling = ceiling_;
  *this = PathMtu();
  blackHoles_ = blackHoles;
  setCeiling(ceiling);
}

std::vector<size_t> PathMtu::due(const PathSigns &signs) {
  const Micros now = signs.now;
  if (!round_.sizes.empty()) {
    if (now - round_.sent < patienceFor(signs.roundTrip)) return {};
    if (round_.tries < triesMax) return ask(now);
    // Without an answer to a short request too, silence says nothing about the size.
    if (signs.lastEcho <= round_.sent) return {};
    endRound(now);
  }
  if (round_.sizes.empty()) {
    if (state_ == MtuState::searching) {
      searchOn(now);
    } else if (!signs.busy) {
      return {};
    } else if (state_ == MtuState::base || (size_ < ceiling_ && now >= raiseAt_)) {
      beginSearch(now);
    } else if (now - confirmedAt_ >= confirmInterval) {
      beginRound({size_}, now);
    }
  }
  return round_.sizes.empty() ? std::vector<size_t>{} : ask(now);
}

void PathMtu::echoed(size_t size, Micros sent, Micros now) {
  // An echo of an earlier round speaks of an earlier path.
  if (round_.sizes.empty() || sent < round_.started || size > round_.sizes.back()) return;
  auto answered = std::find(round_.sizes.begin(), round_.sizes.end(), size);
  if (answered == round_.sizes.end()) return;
  confirmedAt_ = now;
  proven_ = std::max(proven_, size);
  size_ = std::max(size_, size);
  // Whatever is smaller passes as well.
  round_.sizes.erase(round_.sizes.begin(), answered + 1);
  if (round_.sizes.empty() && state_ == MtuState::searching) searchOn(now);
}

void PathMtu::refused(size_t size) {
  failed_ = std::min(failed_, size);
  forgetFrom(size);
  // The interface is narrower than it was.
  if (size_ >= size) fallBack(std::min(base, size - 1));
}

void PathMtu::forgetFrom(size_t size) {
  std::vector<size_t> &sizes = round_.sizes;
  sizes.erase(std::lower_bound(sizes.begin(), sizes.end(), size), sizes.end());
}

void PathMtu::beginSearch(Micros now) {
  state_ = MtuState::searching;
  failed_ = ceiling_ + 1;
  std::vector<size_t> sizes;
  for (size_t size : commonSizes) {
    if (size > proven_ && size < ceiling_) sizes.push_back(size);
  }
  for (size_t size : {lastGood_, ceiling_}) {
    if (size > proven_ && size <= ceiling_) sizes.push_back(size);
  }
  std::sort(sizes.begin(), sizes.end());
  sizes.erase(std::unique(sizes.begin(), sizes.end()), sizes.end());
  beginRound(std::move(sizes), now);
  round_.endsFirst = true;
}

// The gap between what passed and what did not, cut in equal parts.
void PathMtu::searchOn(Micros now) {
  const size_t gap = failed_ - proven_;
  if (failed_ <= proven_ + 1 || (gap <= precision && failed_ <= ceiling_)) return complete(now);
  std::vector<size_t> sizes;
  for (size_t i = 1; i <= sizesInGap; i++) {
    const size_t size = proven_ + gap * i / (sizesInGap + 1);
    if (size > proven_ && (sizes.empty() || size > sizes.back())) sizes.push_back(size);
  }
  // Above the last one that passed nothing failed yet: a size that the first round did not ask.
  if (failed_ > ceiling_ && sizes.back() < ceiling_) sizes.push_back(ceiling_);
  beginRound(std::move(sizes), now);
}

void PathMtu::beginRound(std::vector<size_t> sizes, Micros now) {
  round_ = Round();
  round_.sizes = std::move(sizes);
  round_.started = now;
}

std::vector<size_t> PathMtu::ask(Micros now) {
  round_.sent = now;
  const bool ends = round_.endsFirst && round_.tries == 0 && round_.sizes.size() > 2;
  round_.tries++;
  return ends ? std::vector<size_t>{round_.sizes.front(), round_.sizes.back()} : round_.sizes;
}

// What nothing answered does not pass.
void PathMtu::endRound(Micros now) {
  const size_t lost = round_.sizes.front();
  round_.sizes.clear();
  if (state_ == MtuState::complete) {
    blackHoles_++;
    return fallBack(std::min({base, ceiling_, size_}));
  }
  failed_ = std::min(failed_, lost);
  if (failed_ <= size_) size_ = proven_;
  searchOn(now);
}

void PathMtu::complete(Micros now) {
  const bool hasMore = proven_ > lastGood_;
  state_ = MtuState::complete;
  size_ = lastGood_ = proven_;
  confirmedAt_ = now;
  raiseWait_ = hasMore || raiseWait_ == 0 ? raiseWaitMin : std::min(raiseWaitMax, raiseWait_ * 2);
  raiseAt_ = now + raiseWait_;
}

// An interface may be narrower still; then IP fragments what we send.
void PathMtu::fallBack(size_t size) {
  size_ = std::max(underlayMtuMin, size);
  proven_ = underlayMtuMin;
  round_.sizes.clear();
  raiseWait_ = 0;
  state_ = MtuState::base;
}

const char *mtuStateName(MtuState state) {
  switch (state) {
    case MtuState::base:
      return "base";
    case MtuState::searching:
      return "searching";
    case MtuState::complete:
      return "complete";
  }
  return "";
}

}  // namespace weave
