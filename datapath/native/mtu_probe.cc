// The packets of the search for a path's MTU (path_mtu.h decides): a heartbeat request padded to the size that is asked,
// sealed like any, sent with "don't fragment". The echo says how long it was when it arrived. It says nothing of
// liveness, and its loss nothing either: short requests do that.
#include "datapath.h"

namespace weave {
namespace {

constexpr Micros busyFor = 2_s;
constexpr size_t ipv4HeaderBytes = 28;  // With UDP's.

size_t headersTo(const Address &address) { return isMapped(address) ? ipv4HeaderBytes : underlayHeaderBytes; }

}  // namespace

// Called every tick for every peer with an address and a session.
void Datapath::probeMtu(Peer &peer) {
  const DirectPath &path = peer.path;
  if (path.state != PathState::alive) return;
  const bool busy = path.lastUse != 0 && now_ - path.lastUse < busyFor;
  const uint64_t blackHoles = peer.mtu.blackHoles();
  for (size_t size : peer.mtu.due({now_, busy, path.lastEcho, path.roundTrip})) {
    counters_.add(Counter::mtuProbesOut);
    if (sendPadded(peer, size)) continue;
    peer.mtu.refused(size);
    break;
  }
  counters_.add(Counter::mtuBlackHoles, peer.mtu.blackHoles() - blackHoles);
  noteMtu(peer);
}

// `size`: of the whole IP packet. False when our own interface does not send it.
bool Datapath::sendPadded(Peer &peer, size_t size) {
  const size_t datagram = size - headersTo(peer.endpoint);
  const size_t content = datagram - headerBytes - tagBytes;
  outbox_->flush();
  uint8_t *record = outbox_->reserve(peer.endpoint, datagram);
  uint8_t *heartbeat = record + headerBytes;
  memset(heartbeat, 0, content);
  heartbeat[0] = heartbeatRequest;
  store64(heartbeat + 8, now_);
  finishRecord(record, *peer.current, recordHeartbeat, content);
  return outbox_->flushUnfragmented();
}

void Datapath::receiveMtuEcho(Peer &peer, size_t datagramBytes, Micros sent) {
  peer.mtu.echoed(datagramBytes + headersTo(peer.endpoint), sent, now_);
  noteMtu(peer);
}

// Tells the router what a search found, when it is not what it was told last.
void Datapath::noteMtu(Peer &peer) {
  if (peer.mtu.state() != MtuState::complete || peer.mtu.size() == peer.mtuTold) return;
  peer.mtuTold = peer.mtu.size();
  emit("{\"kind\":\"path-mtu\",\"peer\":" + std::to_string(peer.shortId) +
       ",\"mtu\":" + std::to_string(peer.mtuTold) + "}");
}

}  // namespace weave
