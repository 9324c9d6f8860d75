// The threads and their loops. One thread drains both descriptors in turns, so that neither direction starves the other;
// `poll` tells which of them has something again. Commands from the router are looked at between polls. With a second
// thread that one has the TAP to itself. Tables are touched in a thread's turn only (turn.h), and what takes long happens
// out of it: reading from either side, and sending what came from the TAP. Only the first thread adds and removes peers and
// sessions, so what it holds stays; the second one holds nothing from turn to turn but its outbox and slots, and asks anew
// whether they were laid for the peer that frames now go straight to.
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "datapath.h"

namespace weave {
namespace {

// As many as share a send, and few enough that a small frame of the other direction does not wait long behind them.
constexpr unsigned framesPerRound = 64;
constexpr size_t bytesPerRound = 512 << 10;
constexpr unsigned roundsBetweenLooks = 16;

}  // namespace

Datapath::Datapath(DatapathOptions options, std::function<bool(std::string)> emit)
    : options_(std::move(options)),
      emitText_(std::move(emit)),
      udp_(counters_),
      receiverOutbox_(udp_, counters_),
      outbox_(&receiverOutbox_),
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
  if (options_.fastPath) packets_.open();
  wakeup_ = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (wakeup_ < 0) return std::string("eventfd: ") + strerror(errno);
  if (options_.threads > 1) {
    turn_.share();
    tapOutbox_.reset(new Outbox(udp_, counters_));
    tapWakeup_ = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (tapWakeup_ < 0) return std::string("eventfd: ") + strerror(errno);
  }
  problem = startThread<&Datapath::run>(&thread_);
  started_ = problem.empty();
  if (!started_ || options_.threads < 2) return problem;
  problem = startThread<&Datapath::runTap>(&tapThread_);
  tapStarted_ = problem.empty();
  if (!tapStarted_) stop();
  return problem;
}

template <void (Datapath::*loop)()>
std::string Datapath::startThread(pthread_t *thread) {
  const auto enter = [](void *self) -> void * {
    (static_cast<Datapath *>(self)->*loop)();
    return nullptr;
  };
  const int failed = pthread_create(thread, nullptr, enter, this);
  return failed == 0 ? "" : std::string("start a packet thread: ") + strerror(failed);
}

void Datapath::stop() {
  if (!started_) return;
  post([](Datapath &self) { self.stopping_ = true; });
  pthread_join(thread_, nullptr);
  started_ = false;
  if (!tapStarted_) return;
  const uint64_t one = 1;
  if (write(tapWakeup_, &one, sizeof one) < 0) return;
  pthread_join(tapThread_, nullptr);
  tapStarted_ = false;
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
  outbox_->flush();
}

// Takes the turn, with the outbox that this thread sends from.
void Datapath::takeTurn(Outbox &outbox) {
  turn_.take();
  outbox_ = &outbox;
  now_ = monotonicMicros();
}

void Datapath::run() {
  prctl(PR_SET_NAME, "weave-packets");
  takeTurn(receiverOutbox_);
  lastTick_ = lastSecond_ = now_;
  const bool hasTap = options_.threads < 2;
  bool tapReady = hasTap, udpReady = true;
  while (!stopping_) {
    now_ = monotonicMicros();
    runCommands();
    if (now_ - lastTick_ >= tickPause_) tick();
    settle();
    for (unsigned round = 0; (tapReady || udpReady) && round < roundsBetweenLooks; round++) {
      now_ = monotonicMicros();
      if (tapReady) tapReady = drainTap(receiverOutbox_);
      if (udpReady) udpReady = drainUdp();
    }
    // Busy: only what is new is asked for.
    const bool busy = tapReady || udpReady;
    const Micros sinceTick = monotonicMicros() - lastTick_;
    const int patience =
        busy || sinceTick >= tickPause_ ? 0 : static_cast<int>((tickPause_ - sinceTick) / 1000) + 1;
    // Unfinished bodies want to be looked at soon.
    const int patienceMs = unsettled_.empty() ? patience : std::min(patience, 1);
    const bool asksTap = hasTap && !tapGone_;
    turn_.give();
    // A negative descriptor is skipped.
    pollfd ready[4] = {{wakeup_, POLLIN, 0},
                       {udp_.descriptor(), POLLIN, 0},
                       {packets_.descriptor(), POLLIN, 0},
                       {tap_.descriptor(), POLLIN, 0}};
    const int found = poll(ready, asksTap ? 4 : 3, patienceMs);
    takeTurn(receiverOutbox_);
    if (found <= 0) continue;
    if (ready[0].revents != 0) commandsWaiting_ = true;
    udpReady = udpReady || ready[1].revents != 0;
    tapReady = asksTap && (tapReady || ready[3].revents != 0);
    // Something may be under way from here on.
    if (tapReady || commandsWaiting_) tickPause_ = tickInterval;
    if (ready[2].revents != 0) drainFast();
  }
  turn_.give();
}

// The second thread: from the TAP to UDP.
void Datapath::runTap() {
  prctl(PR_SET_NAME, "weave-tap");
  for (bool tapReady = true;;) {
    takeTurn(*tapOutbox_);
    if (stopping_ || tapGone_) break;
    if (tapReady) tapReady = drainTap(*tapOutbox_);
    turn_.give();
    if (tapReady) continue;
    pollfd ready[2] = {{tapWakeup_, POLLIN, 0}, {tap_.descriptor(), POLLIN, 0}};
    tapReady = poll(ready, 2, -1) > 0;
  }
  turn_.give();
}

bool Datapath::drainTap(Outbox &outbox) {
  if (tapGone_) return false;
  VnetHeader vnet;
  unsigned frames = 0;
  size_t bytes = 0;
  bool isDry = false;
  while (frames < framesPerRound && bytes < bytesPerRound) {
    laySlots();
    turn_.give();
    const ssize_t length = tap_.read(&vnet, slots_.parts(), slots_.partsTotal());
    takeTurn(outbox);
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
    if (outbox.isClosed()) flushOutOfTurn(outbox);
  }
  flushOutOfTurn(outbox);
  return !isDry;
}

void Datapath::flushOutOfTurn(Outbox &outbox) {
  turn_.give();
  outbox.flush();
  takeTurn(outbox);
}

// Of the frame in the slots.
void Datapath::takeFrame(VnetHeader &vnet, size_t length) {
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
  turn_.give();
  const bool mayHoldMore = udp_.read();
  takeTurn(receiverOutbox_);
  for (unsigned i = 0; i < udp_.arrivals(); i++) {
    if (turn_.isWanted()) {
      turn_.give();
      takeTurn(receiverOutbox_);
    }
    udp_.forEachRecord(i, [this](uint8_t *bytes, size_t length, const Address &from) {
      receiveRecord(bytes, length, from);
    });
  }
  endBatch();
  outbox_->flush();
  return mayHoldMore;
}

}  // namespace weave
