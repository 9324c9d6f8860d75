// How it is told that a path does not answer, the same for the direct path (heartbeat.cc) and the kernel's own
// (fast_path.cc): a request is overdue after 300 ms, and the path has failed when three requests stayed unanswered and the
// last answer is 1.4 s old. Ticks are 100 ms apart, so that is noticed before 1.5 s.
#pragma once
#include <algorithm>

#include "bytes.h"

namespace weave {

constexpr Micros busyInterval = 400_ms;
constexpr Micros idleInterval = 2_s;
constexpr Micros inUseFor = 60_s;
constexpr Micros overdueAfter = 300_ms;
constexpr Micros deadAfter = 1400_ms;
constexpr unsigned unansweredMin = 3;
// Ticks come a little late; without the slack every interval would be a tick longer.
constexpr Micros slack = 50_ms;

enum class PathState : uint8_t { unknown, alive, dead };

struct Liveness {
  PathState state = PathState::unknown;
  Micros lastRequest = 0;
  Micros lastEcho = 0;
  // The first request that nothing answered yet; 0 when all are answered.
  Micros unansweredSince = 0;
  unsigned unanswered = 0;
  unsigned echoesInRow = 0;
  // Requests since the peer is known, and those that nothing had answered when the next one was due.
  uint64_t probes = 0, probesLost = 0;
  int64_t roundTrip = -1;

  bool isOverdue(Micros now) const { return unansweredSince != 0 && now - unansweredSince >= overdueAfter; }
  bool isDue(Micros interval, Micros now) const { return now - lastRequest + slack >= interval; }

  // Not asked of a path that is dead already.
  bool hasFailed(Micros now) const {
    return isOverdue(now) && state != PathState::dead && unanswered >= unansweredMin &&
           now - unansweredSince >= deadAfter - busyInterval && now - lastEcho >= deadAfter;
  }

  void answered(Micros now, Micros sent) {
    roundTrip = static_cast<int64_t>(monotonicMicros() - sent);
    lastEcho = now;
    unansweredSince = 0;
    unanswered = 0;
  }

  // What a starved thread did not hear for `late`, it does not hold against the path.
  void pardon(Micros late, Micros now) {
    if (unansweredSince == 0) return;
    unansweredSince = std::min(unansweredSince + late, now);
    lastEcho = std::min(lastEcho + late, now);
  }
};

}  // namespace weave
