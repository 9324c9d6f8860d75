// What happens every tenth of a second whatever the packets do: heartbeats, limits of time, counters for the router. Every
// half a second while nothing is under way, which a frame from the TAP or a command ends.
#include "datapath.h"

namespace weave {
namespace {

// A thread that was not run for so much longer than it meant to sleep blames itself, not its peers, for missing answers.
constexpr Micros starvedAfter = 150_ms;

}  // namespace

void Datapath::tick() {
  const Micros late = now_ - lastTick_ > tickPause_ + starvedAfter ? now_ - lastTick_ - tickPause_ : 0;
  lastTick_ = now_;
  for (auto &entry : peers_) {
    Peer &peer = *entry.second;
    peer.path.pardon(late, now_);
    peer.fast.pardon(late, now_);
    beat(peer);
    beatFast(peer);
    // Waiting frames whose hop had no session.
    sendWaiting(peer);
    peer.reassembly.expire(now_, counters_);
    peer.floodReassembly.expire(now_, counters_);
    drop(Counter::dropQueueExpired, &peer, peer.waiting.expire(now_));
    drop(Counter::dropQueueFull, &peer, peer.waiting.displaced());
  }
  std::vector<uint32_t> expired;
  for (auto &entry : sessions_) {
    if (now_ >= entry.second->expires) {
      expired.push_back(entry.first);
    } else {
      probeSession(*entry.second);
    }
  }
  for (uint32_t localIndex : expired) {
    counters_.add(Counter::sessionsExpired);
    eraseSession(localIndex);
  }
  outbox_->flush();
  tickPause_ = isAtRest() ? restInterval : tickInterval;
  if (now_ - lastSecond_ < 1_s) return;
  lastSecond_ = now_;
  macEvents_ = 0;
  tooBigAnswers_ = 0;
  if (++seconds_ % 10 == 0) macs_.expire(now_, [this](uint32_t owner) {
    // Frames of such a peer are not seen here.
    const Peer *peer = findPeer(owner);
    return peer != nullptr && peer->fast.live;
  });
  emitCounters();
}

}  // namespace weave
