// Gives up every right of the whole process, once its descriptors are open: an unprivileged user on all threads, no
// capability, no new privileges, and a system call filter on every thread. What is not in the filter's list fails with
// EPERM; whoever takes this process over can talk to the descriptors that are open and do nothing else.
#pragma once
#include <string>

namespace weave {

// The first step, before the process executes itself anew: leaves few capabilities for the second life, and makes
// io_uring unavailable, because a ring that Node's event loop opened at its start would bypass the later filter.
// Empty when it worked, else what failed.
std::string prepareSandbox();

// The second step. Empty when it worked, else what failed. Irreversible; call it on the main thread when all threads run.
std::string enterSandbox();

// Tries what the sandbox must refuse and tells the outcome of each as JSON: {"execve":"EPERM", ...}.
std::string probeSandbox();

}  // namespace weave
