// Counters of the whole process, by name. A packet that is not delivered raises exactly one counter whose name begins
// with `drop`; the names are the ones that users see in `weave report` and in metrics.
#pragma once
#include <cstddef>
#include <cstdint>

namespace weave {

#define WEAVE_COUNTERS(count)                                                                                    \
  count(framesFromTap) count(bytesFromTap) count(framesToTap) count(bytesToTap)                                  \
  count(datagramsIn) count(bytesIn) count(datagramsOut) count(bytesOut)                                          \
  count(sendsOut) count(floodsOut) count(floodsIn) count(relayed)                                                \
  count(heartbeatsOut) count(heartbeatsIn) count(echoesIn) count(sessionsExpired) count(pathsDied)               \
  /* Padded requests of the search for path MTUs; sizes that no longer passed. */                                \
  count(mtuProbesOut) count(mtuBlackHoles)                                                                       \
  /* Parts of a super-frame around its lost pieces. */                                                           \
  count(framesSalvaged)                                                                                          \
  count(fastProbesOut) count(fastProbesIn) count(fastPathsDied)                                                  \
  /* Of no peer that we know, too many, or with a send key that was here before. */                              \
  count(sessionsRefused)                                                                                         \
  count(macsLearned) count(macsMoved) count(macsRefused) count(eventsLost)                                       \
  /* How often a MAC was told to flap: two hosts claim it in turn; claims to such a one that were not followed. */ \
  count(macsFlapping) count(macsDamped)                                                                          \
  /* The datagram is too short or contradicts itself. */                          \
  count(dropMalformed)                                                                                           \
  /* Another version of the wire format, or a type, kind or critical flag of a newer one. */                     \
  count(dropVersion)                                                                                             \
  count(dropUnknownSession) count(dropBadTag) count(dropReplayed)                                                \
  /* An unsealed data frame while sealing is required. */                                                        \
  count(dropUnsealed)                                                                                            \
  /* An unsealed data frame from an address that the session's peer does not have. */                            \
  count(dropWrongAddress)                                                                                        \
  count(dropUnknownPeer) count(dropOwnSource) count(dropFloodRepeated) count(dropHopLimit)                       \
  /* No hop to the destination works. */                                                                         \
  count(dropNoRoute)                                                                                             \
  /* A next hop has no session yet. */                                                                           \
  count(dropNoSession)                                                                                           \
  count(dropQueueFull) count(dropQueueExpired)                                                                   \
  count(dropReassemblyTimeout) count(dropReassemblyFull)                                                         \
  /* The frame's offload claims do not fit what it contains. */                                                  \
  count(dropOffload)                                                                                             \
  /* The frame's destination is behind our own bridge. */                                                        \
  count(dropLocal)                                                                                               \
  /* We have no short id yet, so nothing is forwarded. */                                                        \
  count(dropNotConfigured)                                                                                       \
  count(dropTapWrite) count(dropSend)                                                                            \
  /* Longer than the MTU of the peer's overlay; the sender is told, up to so many times a second. */             \
  count(dropTooBig) count(tooBigAnswered)                                                                        \
  /* More was flooded than one source may. */                                                                    \
  count(dropFloodLimited)

enum class Counter : unsigned {
#define WEAVE_COUNTER_NAME(name) name,
  WEAVE_COUNTERS(WEAVE_COUNTER_NAME)
#undef WEAVE_COUNTER_NAME
      countersEnd
};

constexpr size_t countersTotal = static_cast<size_t>(Counter::countersEnd);

inline const char *counterName(size_t index) {
  static const char *const names[] = {
#define WEAVE_COUNTER_TEXT(name) #name,
      WEAVE_COUNTERS(WEAVE_COUNTER_TEXT)
#undef WEAVE_COUNTER_TEXT
  };
  return names[index];
}

class Counters {
 public:
  void add(Counter counter, uint64_t by = 1) { values_[static_cast<size_t>(counter)] += by; }
  // For what is counted outside of a thread's turn (turn.h), and only so.
  void addShared(Counter counter, uint64_t by = 1) {
    __atomic_fetch_add(&values_[static_cast<size_t>(counter)], by, __ATOMIC_RELAXED);
  }
  uint64_t at(size_t index) const { return __atomic_load_n(&values_[index], __ATOMIC_RELAXED); }

 private:
  uint64_t values_[countersTotal] = {};
};

}  // namespace weave
