// The thread and its loop: both descriptors are drained in turns, so that neither direction starves the other; `poll`
// only when both are dry. Commands from the router are looked at once a round.
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "datapath.h"

namespace weave {
namespace {

constexpr Micros tickInterval = 100_ms;
constexpr unsigned framesPerRound = 32;
constexpr unsigned roundsBetweenLooks = 16;
// A thread that was not run for longer than this blames itself, not its peers, for missing answers.
constexpr Micros starvedAfter = 250_ms;

}  // namespace

Datapath::Datapath(DatapathOptions options, std::function<bool(std::string)> emit)
    : options_(std::move(options)),
      emitText_(std::move(emit)),
      udp_(counters_),
      underlayMtu_(options_.underlayMtu),
      body_(new uint8_t[bodyBytesMax]),
      scratch_(new uint8_t[bodyBytesMax]) {
  nextFrame_ = randombytes_random();
  floodEpoch_ = randombytes_random();
}

std::string Datapath::start() {
  std::string problem = tap_.open(options_.tap, options_.allowUso);
  if (problem.empty()) problem = udp_.open(options_.port);
  if (!problem.empty()) return problem;
  wakeup_ = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (wakeup_ < 0) return std::string("eventfd: ") + strerror(errno);
  const int failed = pthread_create(
      &thread_, nullptr,
      [](void *self) -> void * {
        static_cast<Datapath *>(self)->run();
        return nullptr;
      },
      this);
  if (failed != 0) return std::string("start the packet thread: ") + strerror(failed);
  started_ = true;
  return "";
}

void Datapath::stop() {
  if (!started_) return;
  post([](Datapath &self) { self.stopping_ = true; });
  pthread_join(thread_, nullptr);
  started_ = false;
}

void Datapath::post(std::function<void(Datapath &)> command) {
  {
    std::lock_guard<std::mutex> hold(commandsLock_);
    commands_.push_back(std::move(command));
  }
  const uint64_t one = 1;
  if (write(wakeup_, &one, sizeof one) < 0) return;  // Full means that a wake-up is already under way.
}

void Datapath::runCommands() {
  uint64_t count;
  if (read(wakeup_, &count, sizeof count) < 0) return;
  std::vector<std::function<void(Datapath &)>> commands;
  {
    std::lock_guard<std::mutex> hold(commandsLock_);
    commands.swap(commands_);
  }
  for (auto &command : commands) command(*this);
  udp_.flush();
}

void Datapath::run() {
  prctl(PR_SET_NAME, "weave-packets");
  lastTick_ = lastSecond_ = monotonicMicros();
  while (!stopping_) {
    now_ = monotonicMicros();
    runCommands();
    if (now_ - lastTick_ >= tickInterval) tick();
    bool busy = true;
    for (unsigned round = 0; busy && round < roundsBetweenLooks; round++) {
      now_ = monotonicMicros();
      const bool read = drainTap();
      const bool received = drainUdp();
      busy = read || received;
    }
    if (busy) continue;
    pollfd ready[3] = {{wakeup_, POLLIN, 0}, {udp_.descriptor(), POLLIN, 0}, {tap_.descriptor(), POLLIN, 0}};
    const Micros sinceTick = monotonicMicros() - lastTick_;
    const int patience = sinceTick >= tickInterval ? 0 : static_cast<int>((tickInterval - sinceTick) / 1000) + 1;
    poll(ready, tapGone_ ? 2 : 3, patience);
  }
}

bool Datapath::drainTap() {
  if (tapGone_) return false;
  VnetHeader vnet;
  unsigned frames = 0;
  while (frames < framesPerRound) {
    uint8_t *frame = body_.get() + bodyHeaderBytes;
    const ssize_t length = tap_.read(&vnet, frame, frameBytesMax);
    if (length < 0) {
      tapGone_ = true;
      emit("{\"kind\":\"tap-gone\"}");
      return false;
    }
    if (length == 0) break;
    frames++;
    counters_.add(Counter::framesFromTap);
    counters_.add(Counter::bytesFromTap, static_cast<uint64_t>(length));
    Offload offload;
    if (length < static_cast<ssize_t>(ethernetBytes) ||
        !describeOffload(vnet, frame, static_cast<size_t>(length), &offload)) {
      drop(Counter::dropOffload);
      continue;
    }
    storeOffload(offload, body_.get());
    sendFrame(body_.get(), bodyHeaderBytes + static_cast<size_t>(length));
  }
  udp_.flush();
  return frames > 0;
}

bool Datapath::drainUdp() {
  const bool received = udp_.receive([this](uint8_t *bytes, size_t length, const Address &from) {
    receiveRecord(bytes, length, from);
  });
  if (received) udp_.flush();
  return received;
}

void Datapath::tick() {
  // What a starved thread did not hear, it does not hold against others.
  const Micros late = now_ - lastTick_ > starvedAfter ? now_ - lastTick_ - tickInterval : 0;
  lastTick_ = now_;
  for (auto &entry : peers_) {
    Peer &peer = *entry.second;
    if (late > 0 && peer.path.unansweredSince > 0) {
      peer.path.unansweredSince = std::min(peer.path.unansweredSince + late, now_);
      peer.path.lastEcho = std::min(peer.path.lastEcho + late, now_);
    }
    beat(peer);
    // Waiting frames whose hop had no session.
    sendWaiting(peer);
    peer.reassembly.expire(now_, counters_);
    peer.floodReassembly.expire(now_, counters_);
    while (!peer.waiting.empty() && now_ - peer.waiting.front().since > waitingLifetime) {
      drop(Counter::dropQueueExpired, &peer);
      peer.waitingBytes -= peer.waiting.front().bytes.size();
      waitingBytesTotal_ -= peer.waiting.front().bytes.size();
      peer.waiting.pop_front();
    }
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
  udp_.flush();
  if (now_ - lastSecond_ < 1_s) return;
  lastSecond_ = now_;
  macEvents_ = 0;
  if (++seconds_ % 10 == 0) macs_.expire(now_);
  emitCounters();
}

}  // namespace weave
