// The thread and its loop: both descriptors are drained in turns, so that neither direction starves the other; `poll`
// tells which of them has something again. Commands from the router are looked at between polls.
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
// As many as share a send, and few enough that a small frame of the other direction does not wait long behind them.
constexpr unsigned framesPerRound = 64;
constexpr size_t bytesPerRound = 512 << 10;
constexpr unsigned roundsBetweenLooks = 16;
// A thread that was not run for longer than this blames itself, not its peers, for missing answers.
constexpr Micros starvedAfter = 250_ms;

}  // namespace

Datapath::Datapath(DatapathOptions options, std::function<bool(std::string)> emit)
    : options_(std::move(options)),
      emitText_(std::move(emit)),
      udp_(counters_),
      coalescer_([this](Coalescer::SuperFrame &super) {
        noteWritten(tap_.write(super.vnet, super.parts, super.count), super.frames, super.bytes);
      }),
      underlayMtu_(options_.underlayMtu),
      body_(new uint8_t[bodyBytesMax]),
      fastFrame_(new uint8_t[fastFrameBytesMax]),
      scratch_(new uint8_t[bodyBytesMax]) {
  nextFrame_ = randombytes_random();
  floodEpoch_ = randombytes_random();
}

std::string Datapath::start() {
  std::string problem = tap_.open(options_.tap, options_.allowUso);
  if (problem.empty()) problem = udp_.open(options_.port);
  if (!problem.empty()) return problem;
  packets_.open();
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
    commandsWaiting_ = true;
  }
  const uint64_t one = 1;
  if (write(wakeup_, &one, sizeof one) < 0) return;  // Full means that a wake-up is already under way.
}

void Datapath::runCommands() {
  if (!commandsWaiting_) return;
  uint64_t count;
  if (read(wakeup_, &count, sizeof count) < 0) return;
  std::vector<std::function<void(Datapath &)>> commands;
  {
    std::lock_guard<std::mutex> hold(commandsLock_);
    commands.swap(commands_);
    commandsWaiting_ = false;
  }
  for (auto &command : commands) command(*this);
  udp_.flush();
}

void Datapath::run() {
  prctl(PR_SET_NAME, "weave-packets");
  lastTick_ = lastSecond_ = monotonicMicros();
  bool tapReady = true, udpReady = true;
  while (!stopping_) {
    now_ = monotonicMicros();
    runCommands();
    if (now_ - lastTick_ >= tickInterval) tick();
    settle();
    for (unsigned round = 0; (tapReady || udpReady) && round < roundsBetweenLooks; round++) {
      now_ = monotonicMicros();
      if (tapReady) tapReady = drainTap();
      if (udpReady) udpReady = drainUdp();
    }
    // Busy: only what is new is asked for.
    const bool busy = tapReady || udpReady;
    // A negative descriptor is skipped.
    pollfd ready[4] = {{wakeup_, POLLIN, 0},
                       {udp_.descriptor(), POLLIN, 0},
                       {packets_.descriptor(), POLLIN, 0},
                       {tap_.descriptor(), POLLIN, 0}};
    const Micros sinceTick = monotonicMicros() - lastTick_;
    const int patience =
        busy || sinceTick >= tickInterval ? 0 : static_cast<int>((tickInterval - sinceTick) / 1000) + 1;
    // Unfinished bodies want to be looked at soon.
    const int patienceMs = unsettled_.empty() ? patience : std::min(patience, 1);
    if (poll(ready, tapGone_ ? 3 : 4, patienceMs) <= 0) continue;
    if (ready[0].revents != 0) commandsWaiting_ = true;
    udpReady = udpReady || ready[1].revents != 0;
    tapReady = !tapGone_ && (tapReady || ready[3].revents != 0);
    if (ready[2].revents == 0) continue;
    now_ = monotonicMicros();
    drainFast();
  }
}

bool Datapath::drainTap() {
  if (tapGone_) return false;
  VnetHeader vnet;
  unsigned frames = 0;
  size_t bytes = 0;
  bool isDry = false;
  while (frames < framesPerRound && bytes < bytesPerRound) {
    laySlots();
    const ssize_t length = tap_.read(&vnet, slots_.parts(), slots_.partsTotal());
    if (length < 0) {
      tapGone_ = true;
      emit("{\"kind\":\"tap-gone\"}");
      return false;
    }
    if (length == 0) {
      isDry = true;
      break;
    }
    frames++;
    bytes += static_cast<size_t>(length);
    counters_.add(Counter::framesFromTap);
    counters_.add(Counter::bytesFromTap, static_cast<uint64_t>(length));
    takeFrame(vnet, static_cast<size_t>(length));
  }
  udp_.flush();
  return !isDry;
}

// Of the frame in the slots.
void Datapath::takeFrame(const VnetHeader &vnet, size_t length) {
  if (length >= ethernetBytes && sendStraight(vnet, length)) return;
  uint8_t *body = body_.get();
  uint8_t *frame = body + bodyHeaderBytes;
  slots_.gather(body, length);
  Offload offload;
  if (length < ethernetBytes || !describeOffload(vnet, frame, length, length, &offload)) return drop(Counter::dropOffload);
  storeOffload(offload, body);
  sendFrame(body, bodyHeaderBytes + length);
}

bool Datapath::drainUdp() {
  const bool mayHoldMore = udp_.receive([this](uint8_t *bytes, size_t length, const Address &from) {
    receiveRecord(bytes, length, from);
  });
  endBatch();
  udp_.flush();
  return mayHoldMore;
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
    if (late > 0 && peer.fast.unansweredSince > 0) {
      peer.fast.unansweredSince = std::min(peer.fast.unansweredSince + late, now_);
      peer.fast.lastEcho = std::min(peer.fast.lastEcho + late, now_);
    }
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
  udp_.flush();
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
