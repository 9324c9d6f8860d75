// Two packet processes' worth of threads, two each, that talk to each other over loopback while frames of all kinds come
// from both TAPs and the tables change under them: under ThreadSanitizer (run.sh) any data that two threads touch without
// taking turns is a fault. The TAPs are in a network namespace of this process. Needs root.
//
//   threads [SECONDS]
#include <linux/if_packet.h>
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <thread>

#include "../datapath.h"

namespace weave {

[[noreturn]] void fail(const char *what) {
  fprintf(stderr, "%s: %s\n", what, strerror(errno));
  exit(1);
}

void raise(const char *name) {
  const int control = socket(AF_INET, SOCK_DGRAM, 0);
  ifreq request = {};
  strncpy(request.ifr_name, name, IFNAMSIZ - 1);
  request.ifr_flags = IFF_UP | IFF_RUNNING;
  if (ioctl(control, SIOCSIFFLAGS, &request) < 0) fail("set an interface up");
  close(control);
}

// What containers would send through `device`.
class Sender {
 public:
  Sender(const char *device, uint8_t own, uint8_t other) : own_(own), other_(other), random_(own) {
    fd_ = socket(AF_PACKET, SOCK_RAW, 0);
    sockaddr_ll place = {};
    place.sll_family = AF_PACKET;
    place.sll_ifindex = static_cast<int>(if_nametoindex(device));
    if (fd_ < 0 || bind(fd_, reinterpret_cast<sockaddr *>(&place), sizeof place) < 0) fail("open a packet socket");
  }

  void send() {
    uint8_t frame[1500] = {2, 0, 0, 0, 0, other_, 2, 0, 0, 0, 0, own_, 0x08, 0x06};
    if (random_() % 20 == 0) memset(frame, 0xff, 6);
    if (random_() % 50 == 0) frame[11] = static_cast<uint8_t>(random_());
    const size_t length = 60 + random_() % (sizeof frame - 60);
    if (write(fd_, frame, length) < 0 && errno != ENOBUFS) fail("send a frame");
  }

 private:
  int fd_;
  uint8_t own_, other_;
  std::mt19937 random_;
};

class FuzzGround {
 public:
  static uint64_t delivered(const Datapath &datapath) {
    return datapath.counters_.at(static_cast<size_t>(Counter::framesToTap));
  }
};

uint64_t keysMade = 0;

// Both ends of a new session, told to each in its own time.
void join(Datapath &one, Datapath &two, uint32_t index) {
  uint8_t keys[2][keyBytes] = {};
  for (auto &key : keys) store64(key, ++keysMade);
  Datapath *const ends[] = {&one, &two};
  for (unsigned end = 0; end < 2; end++) {
    auto session = std::make_shared<std::unique_ptr<Session>>(new Session);
    Session &made = **session;
    made.localIndex = made.remoteIndex = index;
    made.peer = 2 - end;
    made.suite = Suite::aes256Gcm;
    made.sending = true;
    if (!made.sendKey.set(made.suite, Direction::sealing, keys[end])) abort();
    if (!made.receiveKey.set(made.suite, Direction::opening, keys[1 - end])) abort();
    ends[end]->post([session](Datapath &self) { self.setSession(std::move(*session), 1000_s); });
  }
}

void introduce(Datapath &self, uint32_t peer, uint16_t port) {
  self.post([=](Datapath &its) {
    its.setPeer(peer, "peer", parseAddress("127.0.0.1", port), {peer});
    its.setFlood(3 - peer, {peer});
  });
}

}  // namespace weave

int main(int count, char **words) {
  using namespace weave;
  const Micros seconds = count > 1 ? strtoull(words[1], nullptr, 10) : 5;
  if (sodium_init() < 0) return 1;
  if (unshare(CLONE_NEWNET) < 0) fail("make a network namespace");
  raise("lo");
  std::atomic<unsigned> lines{0};
  const auto emit = [&lines](std::string) { return ++lines > 0; };
  Datapath one({"one", 7001, 1500, true, 2}, emit), two({"two", 7002, 1500, true, 2}, emit);
  const std::string problem = one.start() + two.start();
  if (!problem.empty()) return fprintf(stderr, "%s\n", problem.c_str()), 1;
  raise("one");
  raise("two");
  one.post([](Datapath &self) { self.configure(1, true); });
  two.post([](Datapath &self) { self.configure(2, true); });
  std::atomic<bool> over{false};
  const auto keepSending = [&over](const char *device, uint8_t own, uint8_t other) {
    for (Sender sender(device, own, other); !over;) sender.send();
  };
  std::thread first(keepSending, "one", 1, 2), second(keepSending, "two", 2, 1);
  uint32_t index = 1;
  for (const Micros until = monotonicMicros() + seconds * 1000000; monotonicMicros() < until; index++) {
    introduce(one, 2, 7002);
    introduce(two, 1, 7001);
    join(one, two, index);
    usleep(20000);
    one.post([](Datapath &self) { self.emitState(); });
    two.post([](Datapath &self) { self.emitCounters(); });
    if (index % 7 == 0) two.post([=](Datapath &self) { self.removeSession(index); });
    if (index % 11 == 0) one.post([](Datapath &self) { self.removePeer(2); });
    if (index % 13 == 0) one.post([=](Datapath &self) { self.setUnderlayMtu(index % 2 ? 1500 : 1400); });
  }
  over = true;
  first.join();
  second.join();
  one.stop();
  two.stop();
  const uint64_t delivered = FuzzGround::delivered(one) + FuzzGround::delivered(two);
  printf("%u sessions and %llu frames without a race\n", index, static_cast<unsigned long long>(delivered));
  return delivered > 0 ? 0 : 1;
}
