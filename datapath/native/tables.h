// What the router pushed and what grew on it: peers, sessions, floods. Plain records; the rules are in send.cc,
// receive.cc and heartbeat.cc. Only a packet thread whose turn it is touches them.
#pragma once
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "address.h"
#include "counters.h"
#include "flood_limit.h"
#include "liveness.h"
#include "path_mtu.h"
#include "reassemble.h"
#include "seal.h"
#include "waiting.h"
#include "window.h"

namespace weave {

// A router bounds what it pushes by its mesh; these bound a router gone wrong.
constexpr size_t peersMax = 16384;
constexpr size_t sessionsMax = 4 * peersMax;
constexpr size_t sessionsPerPeerMax = 8;

struct Peer;

struct Session {
  uint32_t localIndex = 0;
  uint32_t remoteIndex = 0;
  uint32_t peer = 0;
  // The same; it outlives its sessions.
  Peer *owner = nullptr;
  Suite suite = Suite::none;
  RecordKey sendKey;
  RecordKey receiveKey;
  // Of its overlay, from the session's handshake; 0: a release that does not say.
  size_t peerMtu = 0;
  bool sending = false;
  // Something authenticated came on it.
  bool heard = false;
  Micros expires = 0;
  Micros lastProbe = 0;
  uint64_t sent = 0;
  // The larger, the later it was made.
  uint64_t order = 0;
  Window window;
};

struct DirectPath : Liveness {
  Micros lastUse = 0;
  Micros heard = 0;
  uint32_t id = 0;

  bool isInUse(Micros now) const { return lastUse != 0 && now - lastUse < inUseFor; }
};

// The kernel's own path (fast_path.cc).
struct FastPath : Liveness {
  // Both routers agreed to use it when it works.
  bool agreed = false;
  // Container traffic passed lately.
  bool busy = true;
  // Of the underlay.
  bool ipv6 = false;
  uint64_t mac = 0;
  // The peer's probes are answered, it says.
  bool remoteReady = false;
  // The kernel sends the peer's unicast this way.
  bool live = false;
  // Of deaths, as of `penaltyAt`.
  double penalty = 0;
  Micros penaltyAt = 0;
  Micros flippedAt = 0;
};

struct PeerTraffic {
  uint64_t framesOut = 0, bytesOut = 0, framesIn = 0, bytesIn = 0, relayed = 0;
  // By reason; those of which the peer is known. A node is made at the first drop of a reason only.
  std::map<Counter, uint64_t> drops;
};

struct Peer {
  Peer(size_t &unfinishedBytes, WaitingTotal &waitingTotal)
      : reassembly(unfinishedBytes), floodReassembly(unfinishedBytes), waiting(waitingTotal) {}

  uint32_t shortId = 0;
  std::string name;
  Address endpoint;
  // Where its last authenticated datagram came from; unsealed frames are taken from here and from `endpoint` only.
  Address lastFrom;
  std::vector<uint32_t> hops;
  std::vector<Session *> sessions;
  // The newest one that may be used for sending; never an unsealed one while sealing is required.
  Session *current = nullptr;
  DirectPath path;
  PathMtu mtu;
  // What the router was told last; 0 nothing.
  size_t mtuTold = 0;
  FastPath fast;
  PeerTraffic traffic;
  FloodWindow floods;
  FloodLimit floodLimit{peerFloodRates, randombytes_random()};
  Reassembly reassembly;
  Reassembly floodReassembly;
  // Among those whose unfinished bodies are looked at again soon.
  bool isUnsettled = false;
  WaitingFrames waiting;
  Micros lastWanted = 0;
  // The hop that the last frame took; 0 when none worked.
  uint32_t hopInUse = 0;
};

using PeerTable = std::unordered_map<uint32_t, std::unique_ptr<Peer>>;
using SessionTable = std::unordered_map<uint32_t, std::unique_ptr<Session>>;
using FloodTable = std::unordered_map<uint32_t, std::vector<uint32_t>>;

}  // namespace weave
