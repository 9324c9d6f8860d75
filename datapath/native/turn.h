// Whose turn it is among the packet threads: a lock that goes round in the order in which it was asked for, so that a busy
// thread cannot keep it. Whoever waits looks for a while before it sleeps: turns last microseconds. With one thread only
// there is nothing to take turns for, and it costs nothing.
#pragma once
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>

namespace weave {

class Turn {
 public:
  // Before the threads start.
  void share() { isShared_ = true; }

  void take() {
    if (!isShared_) return;
    const uint32_t ticket = next_.fetch_add(1);
    for (unsigned looks = 0; looks < looksBeforeSleep; looks++) {
      if (serving_.load(std::memory_order_acquire) == ticket) return;
      asm volatile("" ::: "memory");
    }
    for (uint32_t served = serving_.load(); served != ticket; served = serving_.load()) {
      sleepers_.fetch_add(1);
      syscall(SYS_futex, &serving_, FUTEX_WAIT_PRIVATE, served, nullptr, nullptr, 0);
      sleepers_.fetch_sub(1);
    }
  }

  void give() {
    if (!isShared_) return;
    serving_.fetch_add(1);
    if (sleepers_.load() > 0) syscall(SYS_futex, &serving_, FUTEX_WAKE_PRIVATE, INT32_MAX, nullptr, nullptr, 0);
  }

  // Whether somebody else waits for it while we have it.
  bool isWanted() const { return isShared_ && next_.load(std::memory_order_relaxed) - serving_.load() > 1; }

 private:
  static constexpr unsigned looksBeforeSleep = 2000;

  bool isShared_ = false;
  std::atomic<uint32_t> next_{0};
  std::atomic<uint32_t> serving_{0};
  std::atomic<uint32_t> sleepers_{0};
};

}  // namespace weave
