// The packet thread, or two: TAP on one side, UDP on the other, the pushed tables between them. Methods are grouped in
// files: loop.cc (threads, polling), tick.cc (time), tables.cc (what the router pushes), send.cc and send_straight.cc (TAP
// to UDP), receive.cc (UDP to TAP and relaying), holes.cc (what surrounds lost pieces), heartbeat.cc (liveness of paths and
// sessions), mtu_probe.cc (how long datagrams may be), fast_path.cc (the kernel's own path), report.cc (events and counters
// as JSON). JavaScript reaches it through `post` only; it reaches JavaScript through the `emit` it was given. It never
// blocks on JavaScript.
#pragma once
#include <pthread.h>

#include <atomic>
#include <functional>
#include <mutex>

#include "coalesce.h"
#include "flood_limit.h"
#include "mac_table.h"
#include "outbox.h"
#include "packet_socket.h"
#include "run.h"
#include "slots.h"
#include "tables.h"
#include "tap.h"
#include "turn.h"
#include "used_keys.h"

namespace weave {

struct DatapathOptions {
  std::string tap;
  uint16_t port = 0;
  size_t underlayMtu = 1500;
  bool allowUso = true;
  // 1, or 2: one for each direction.
  unsigned threads = 1;
  // Whether the kernel's own path may be used, which takes a socket that sends whole frames.
  bool fastPath = false;
};

constexpr Micros tickInterval = 100_ms;
// While nothing is under way: wide enough to spare a host at rest most of its wake-ups.
constexpr Micros restInterval = 500_ms;

constexpr size_t fastMtuMax = 9216;
constexpr size_t fastFrameBytesMax = ethernetBytes + fastMtuMax + 64;

// Of the kernel's own path; an index of 0: there is none.
struct FastDevices {
  uint32_t vxlan = 0;
  uint32_t vxlan6 = 0;
  uint32_t tap = 0;
  // Of containers' interfaces: how long probes are.
  size_t mtu = 0;
  // Our bridge's.
  uint64_t mac = 0;
};

class Datapath {
  friend class FuzzGround;  // fuzz/fuzz.cc

 public:
  // `emit` takes one JSON text; called from the packet threads, must not block; false when the text was lost.
  Datapath(DatapathOptions options, std::function<bool(std::string)> emit);
  // Opens TAP and UDP and starts the threads. Empty when it worked, else what failed.
  std::string start();
  // Ends the threads and waits for them.
  void stop();
  // Runs `command` in the first packet thread, in order.
  void post(std::function<void(Datapath &)> command);

  // For posted commands (tables.cc).
  void configure(uint32_t shortId, bool requireSealed);
  void setPeer(uint32_t shortId, std::string name, Address endpoint, std::vector<uint32_t> hops);
  void removePeer(uint32_t shortId);
  void setSession(std::unique_ptr<Session> session, Micros lifetime);
  void removeSession(uint32_t localIndex);
  void setFlood(uint32_t source, std::vector<uint32_t> hops);
  void removeFlood(uint32_t source);
  void setUnderlayMtu(size_t mtu);
  // For posted commands (fast_path.cc).
  void setFastDevices(FastDevices devices);
  void setFastPath(uint32_t shortId, uint64_t mac, bool busy, bool ipv6);
  void removeFastPath(uint32_t shortId);
  // For posted commands (report.cc).
  void emitMacs();
  void emitState();
  void emitCounters();

 private:
  // loop.cc
  template <void (Datapath::*loop)()>
  std::string startThread(pthread_t *thread);
  void takeTurn(Outbox &outbox);
  void run();
  void runTap();
  void runCommands();
  bool drainTap(Outbox &outbox);
  void flushOutOfTurn(Outbox &outbox);
  void takeFrame(VnetHeader &vnet, size_t length);
  bool drainUdp();

  // tick.cc
  void tick();
  bool isAtRest() const;

  // tables.cc
  Peer *findPeer(uint32_t shortId);
  Session *findSession(uint32_t localIndex);
  void startSending(Session &session);
  void chooseCurrent(Peer &peer);
  void eraseSession(uint32_t localIndex);

  // send_straight.cc
  void laySlots();
  bool sendStraight(VnetHeader &vnet, size_t length);

  // send.cc
  static bool isForRules(const uint8_t *frame);
  void noteUnicast(Peer &peer, size_t bytes);
  void sendFrame(uint8_t *body, size_t length);
  bool refuseTooBig(Peer &peer, const uint8_t *body, size_t length);
  void sendUnicast(Peer &peer, const uint8_t *body, size_t length, Micros since);
  void sendFlood(const uint8_t *body, size_t length);
  void sendFloodPiece(Peer &hop, const uint8_t *content, size_t length, Micros since);
  Peer *chooseHop(Peer &destination, const Peer *except, bool *isComing);
  bool isLinked(const Peer &peer) const;
  void wait(Peer &peer, const uint8_t *bytes, size_t length, bool flood, Micros since);
  void sendWaiting(Peer &peer);
  void wantSession(Peer &peer);
  size_t recordBytes(const Session &session, RecordType type, size_t content) const;
  void writeHeader(uint8_t *record, Session &session, RecordType type);
  void finishRecord(uint8_t *record, Session &session, RecordType type, size_t content);
  void sendRecord(Peer &hop, const uint8_t *content, size_t length);

  // receive.cc
  void receiveRecord(uint8_t *record, size_t length, const Address &from);
  void receiveInner(uint32_t source, uint8_t *record, size_t length);
  Session *openRecord(uint8_t *record, size_t length, const Address *from, size_t *content);
  void receiveHop(Session &session, uint8_t *content, size_t length);
  void receiveRelay(Session &session, uint8_t *content, size_t length);
  void receiveFlood(Session &session, uint8_t *content, size_t length);
  void receivePiece(Peer &source, const uint8_t *bytes, size_t length, bool flood);
  void assemble(Peer &source, Reassembly &reassembly, const Piece &piece);
  void deliverRun();
  void breakRun();
  void deliver(Peer &source, uint8_t *body, size_t length, bool stays);
  void deliverFrame(Peer &source, const Offload &offload, uint8_t *frame, size_t bytes);
  void writeTap(const VnetHeader &vnet, const uint8_t *frame, size_t length);
  void noteDelivered(Peer &source, const uint8_t *frame, size_t bytes);
  void noteWritten(bool written, unsigned frames, size_t bytes);
  // What was received may be gone after this.
  void endBatch();
  void learn(uint64_t mac, uint32_t owner);
  void noteAuthentic(Session &session, const Address *from);

  // holes.cc
  void noteUnsettled(Peer &source);
  void settle();
  void finishEarlier(Peer &source);
  bool cutBody(Peer &source, Body &body, bool overtaken);
  void deliverLate(Peer &source, Body &body, const Piece &piece);

  // heartbeat.cc
  void beat(Peer &peer);
  void probeSession(Session &session);
  void sendRequest(Peer &peer);
  void sendHeartbeat(Session &session, const Address &to, const uint8_t *heartbeat);
  void receiveHeartbeat(Session &session, const uint8_t *content, size_t length, const Address *from);
  void receiveEcho(Peer &peer, const uint8_t *content);
  void setPathState(Peer &peer, PathState state);

  // mtu_probe.cc
  void probeMtu(Peer &peer);
  bool sendPadded(Peer &peer, size_t size);
  void receiveMtuEcho(Peer &peer, size_t datagramBytes, Micros sent);
  void noteMtu(Peer &peer);

  // fast_path.cc
  void beatFast(Peer &peer);
  uint32_t fastDeviceOf(const FastPath &fast) const;
  unsigned fastAwaited(const FastPath &fast) const;
  Micros fastInterval(const Peer &peer, bool overdue) const;
  void requestFast(Peer &peer);
  void fastDied(Peer &peer);
  void leaveFastPath(Peer &peer);
  void decideFast(Peer &peer);
  bool flip(uint32_t shortId, bool live);
  void sendFast(Peer &peer, Session &session, HeartbeatKind kind, Micros sent, size_t content);
  void drainFast();
  void receiveFast(uint8_t *record, size_t length);
  void receiveFastEcho(Peer &peer, Micros sent);

  // report.cc
  void emitFastPath(const Peer &peer);
  void emit(const std::string &json);
  void emitMac(uint64_t mac, uint32_t owner);
  void noteFlapping(uint64_t mac, uint32_t before, uint32_t owner);

  void drop(Counter counter) { counters_.add(counter); }
  // The same, where it is known who sent it (authentic or not: the session's peer) or whom it was for.
  void drop(Counter counter, Peer *peer, size_t times = 1) {
    counters_.add(counter, times);
    if (peer != nullptr && times > 0) peer->traffic.drops[counter] += times;
  }

  const DatapathOptions options_;
  const std::function<bool(std::string)> emitText_;
  Counters counters_;
  Tap tap_;
  Udp udp_;
  Turn turn_;
  Outbox receiverOutbox_;
  std::unique_ptr<Outbox> tapOutbox_;  // The second thread's.
  Outbox *outbox_;                     // Of the thread whose turn it is.
  Coalescer coalescer_;
  PacketSocket packets_;
  FastDevices fastDevices_;
  pthread_t thread_ = {};
  pthread_t tapThread_ = {};
  bool started_ = false;
  bool tapStarted_ = false;
  int wakeup_ = -1;
  int tapWakeup_ = -1;
  std::mutex commandsLock_;
  // That there are some, so that a busy thread need not ask the kernel.
  std::atomic<bool> commandsWaiting_{false};
  std::vector<std::function<void(Datapath &)>> commands_;
  bool stopping_ = false;
  bool tapGone_ = false;

  Micros now_ = 0;
  Micros lastTick_ = 0;
  Micros tickPause_ = tickInterval;  // Until the next one.
  Micros lastSecond_ = 0;
  unsigned seconds_ = 0;

  uint32_t shortId_ = 0;
  size_t underlayMtu_;  // The largest that any interface towards peers has.
  bool requireSealed_ = true;
  // Both outlive the peers, which count in them.
  size_t unfinishedBytes_ = 0;
  WaitingTotal waitingTotal_;
  std::vector<uint32_t> unsettled_;  // Sources that may have bodies to salvage, each once.
  Micros settleAt_ = 0;
  PeerTable peers_;
  SessionTable sessions_;
  Session *lastSession_ = nullptr;
  FloodTable floods_;
  MacTable macs_;
  FloodLimit ownFloods_{ownFloodRates, randombytes_random()};
  FloodTime floodTime_;
  uint64_t sessionOrder_ = 0;
  UsedKeys usedKeys_;
  unsigned macEvents_ = 0;      // In this second.
  unsigned tooBigAnswers_ = 0;  // In this second.

  uint32_t nextFrame_ = 0;
  uint32_t floodEpoch_ = 0;
  uint32_t floodCount_ = 0;

  Slots slots_;                         // What the TAP is read into,
  Peer *straight_ = nullptr;            // laid for this peer.
  std::unique_ptr<uint8_t[]> body_;     // A frame from the TAP for somebody else.
  Run run_;
  std::unique_ptr<uint8_t[]> fastFrame_;  // A probe that comes or goes.
  std::unique_ptr<uint8_t[]> scratch_;  // For UDP frames cut without USO, and for records to relay.
};

}  // namespace weave
