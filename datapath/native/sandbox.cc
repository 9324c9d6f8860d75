#include "sandbox.h"

#include <fcntl.h>
#include <grp.h>
#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstring>
#include <vector>

namespace weave {
namespace {

constexpr uid_t nobody = 65534;

#if defined(__x86_64__)
constexpr unsigned ownArchitecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr unsigned ownArchitecture = AUDIT_ARCH_AARCH64;
#else
#error "the system call filter knows x86_64 and aarch64"
#endif

// What a warm Node (event loop, garbage collector, worker threads) and the packet thread call.
const unsigned allowed[] = {
    __NR_read, __NR_write, __NR_readv, __NR_writev, __NR_close, __NR_lseek, __NR_fstat,
    __NR_munmap, __NR_mremap, __NR_madvise, __NR_brk, __NR_membarrier,
    __NR_rt_sigaction, __NR_rt_sigprocmask, __NR_rt_sigreturn, __NR_sigaltstack, __NR_restart_syscall,
    __NR_ppoll, __NR_epoll_ctl, __NR_epoll_pwait, __NR_eventfd2,
    __NR_getpid, __NR_gettid, __NR_getppid, __NR_getuid, __NR_geteuid, __NR_getgid, __NR_getegid,
    __NR_futex, __NR_sched_yield, __NR_sched_getaffinity, __NR_getcpu, __NR_set_robust_list,
#ifdef __NR_rseq
    __NR_rseq,
#endif
    __NR_nanosleep, __NR_clock_nanosleep, __NR_clock_gettime, __NR_clock_getres, __NR_gettimeofday,
    __NR_getrandom, __NR_getrusage, __NR_sysinfo, __NR_exit, __NR_exit_group,
    __NR_sendto, __NR_recvfrom, __NR_sendmsg, __NR_recvmsg, __NR_sendmmsg, __NR_recvmmsg, __NR_accept4, __NR_accept,
    __NR_shutdown, __NR_getsockopt, __NR_setsockopt, __NR_getsockname, __NR_getpeername,
#if defined(__x86_64__)
    __NR_poll, __NR_epoll_wait, __NR_time,
#endif
};

constexpr sock_filter load(unsigned offset) { return {BPF_LD | BPF_W | BPF_ABS, 0, 0, offset}; }
constexpr sock_filter answer(unsigned action) { return {BPF_RET | BPF_K, 0, 0, action}; }
constexpr unsigned deny = SECCOMP_RET_ERRNO | EPERM;

// The low half of an argument; all the arguments looked at are 32-bit flags or commands on little-endian machines.
constexpr unsigned argument(unsigned index) {
  return static_cast<unsigned>(offsetof(seccomp_data, args) + 8 * index);
}

// Appends: when the call is `number`, allow it if (argument & mask) == wanted for one of the wanted values, else deny.
void allowWhen(std::vector<sock_filter> *program, unsigned number, unsigned index, unsigned mask,
               const std::vector<unsigned> &wanted) {
  const auto skip = static_cast<unsigned char>(3 + 2 * wanted.size());
  program->push_back({BPF_JMP | BPF_JEQ | BPF_K, 0, skip, number});
  program->push_back(load(argument(index)));
  program->push_back({BPF_ALU | BPF_AND | BPF_K, 0, 0, mask});
  for (unsigned value : wanted) {
    program->push_back({BPF_JMP | BPF_JEQ | BPF_K, 0, 1, value});
    program->push_back(answer(SECCOMP_RET_ALLOW));
  }
  program->push_back(answer(deny));
}

std::vector<sock_filter> filter() {
  std::vector<sock_filter> program;
  program.push_back(load(offsetof(seccomp_data, arch)));
  program.push_back({BPF_JMP | BPF_JEQ | BPF_K, 1, 0, ownArchitecture});
  program.push_back(answer(SECCOMP_RET_KILL_PROCESS));
  program.push_back(load(offsetof(seccomp_data, nr)));
  for (unsigned number : allowed) {
    program.push_back({BPF_JMP | BPF_JEQ | BPF_K, 0, 1, number});
    program.push_back(answer(SECCOMP_RET_ALLOW));
  }
  // Memory may never become executable.
  allowWhen(&program, __NR_mmap, 2, PROT_EXEC, {0});
  allowWhen(&program, __NR_mprotect, 2, PROT_EXEC, {0});
  // Threads, not processes. clone3 hides its flags in memory: as if the kernel had none, so that libc takes clone.
  allowWhen(&program, __NR_clone, 0, CLONE_THREAD | CLONE_NEWUSER | CLONE_NEWNET, {CLONE_THREAD});
  program.push_back({BPF_JMP | BPF_JEQ | BPF_K, 0, 1, __NR_clone3});
  program.push_back(answer(SECCOMP_RET_ERRNO | ENOSYS));
  // A signal to a thread of ours; others may run as nobody too.
  allowWhen(&program, __NR_tgkill, 0, ~0U, {static_cast<unsigned>(getpid())});
  // Not F_SETOWN, which would signal others when a descriptor is ready.
  allowWhen(&program, __NR_fcntl, 1, ~0U, {F_GETFL, F_SETFL, F_GETFD, F_SETFD, F_DUPFD_CLOEXEC});
  allowWhen(&program, __NR_ioctl, 1, ~0U, {FIONBIO, FIOCLEX, FIONREAD});
  allowWhen(&program, __NR_prctl, 0, ~0U, {PR_SET_NAME});
  program.push_back(answer(deny));
  return program;
}

// TSYNC puts the filter, and no_new_privs with it, on all threads at once.
std::string install(const std::vector<sock_filter> &instructions);

std::string failure(const char *what) { return std::string(what) + ": " + strerror(errno); }

std::string install(const std::vector<sock_filter> &instructions) {
  const sock_fprog program = {static_cast<unsigned short>(instructions.size()),
                              const_cast<sock_filter *>(instructions.data())};
  const long result = syscall(__NR_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program);
  if (result > 0) return "the system call filter was refused by thread " + std::to_string(result);
  if (result < 0) return failure("install the system call filter");
  return "";
}

bool hasCapabilities() {
  __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct sets[2] = {};
  if (syscall(__NR_capget, &header, sets) < 0) return true;
  return (sets[0].permitted | sets[0].effective | sets[1].permitted | sets[1].effective) != 0;
}

const char *outcome(long result) {
  if (result >= 0) return "allowed";
  return errno == EPERM ? "EPERM" : errno == EACCES ? "EACCES" : "other error";
}

}  // namespace

std::string enterSandbox() {
  // libc's calls reach every thread; the kernel then clears all capability sets; the bounding set is what
  // `prepareSandbox` left.
  if (geteuid() == 0) {
    if (setgroups(0, nullptr) < 0) return failure("leave all groups");
    if (setresgid(nobody, nobody, nobody) < 0) return failure("become group nobody");
    if (setresuid(nobody, nobody, nobody) < 0) return failure("become user nobody");
  }
  // Also when we were not root but were given some: those would stay.
  if (hasCapabilities()) return "capabilities are left";
  if (prctl(PR_SET_DUMPABLE, 0) < 0) return failure("forbid core dumps");
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0) return failure("refuse new privileges");
  return install(filter());
}

std::string prepareSandbox() {
  for (int capability = 0; capability <= 63; capability++) {
    // To attach to the TAP, size the socket's buffers and open the packet socket, and to become nobody.
    if (capability == CAP_NET_ADMIN || capability == CAP_NET_RAW || capability == CAP_SETUID ||
        capability == CAP_SETGID) {
      continue;
    }
    // EINVAL: the kernel has no such capability. EPERM: we are not root, and have nothing to lose.
    if (prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) < 0 && errno != EINVAL && errno != EPERM) {
      return failure("bound the capabilities");
    }
  }
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0) return failure("refuse new privileges");
  return install({load(offsetof(seccomp_data, nr)),
                  {BPF_JMP | BPF_JEQ | BPF_K, 0, 1, __NR_io_uring_setup},
                  answer(SECCOMP_RET_ERRNO | ENOSYS),
                  answer(SECCOMP_RET_ALLOW)});
}

std::string probeSandbox() {
  char *const arguments[] = {const_cast<char *>("/bin/true"), nullptr};
  std::string json = "{";
  const auto tell = [&json](const char *name, long result) {
    json += std::string(json.size() > 1 ? "," : "") + "\"" + name + "\":\"" + outcome(result) + "\"";
  };
  tell("execve", syscall(__NR_execve, arguments[0], arguments, nullptr));
  tell("openRead", syscall(__NR_openat, AT_FDCWD, "/etc/passwd", O_RDONLY));
  tell("openWrite", syscall(__NR_openat, AT_FDCWD, "/tmp/weave-probe", O_WRONLY | O_CREAT, 0600));
  tell("socket", syscall(__NR_socket, AF_INET, SOCK_DGRAM, 0));
  tell("connect", syscall(__NR_connect, 0, nullptr, 0));
  tell("setns", syscall(__NR_setns, 0, CLONE_NEWNET));
  tell("unshare", syscall(__NR_unshare, CLONE_NEWUSER));
  tell("ptrace", syscall(__NR_ptrace, 0, 0, nullptr, nullptr));
  tell("fork", syscall(__NR_clone, SIGCHLD, nullptr, nullptr, nullptr, 0));
  // Of a process that is not there, so that only the filter says EPERM.
  tell("signalOthers", syscall(__NR_tgkill, 0x3fffffff, 0x3fffffff, 0));
  tell("signalOwner", syscall(__NR_fcntl, 0, F_SETOWN, getppid()));
  tell("setuid", syscall(__NR_setuid, 0));
  tell("executableMemory", syscall(__NR_mmap, nullptr, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
  return json + "}";
}

}  // namespace weave
