// What the router pushes. A peer that is set again keeps its sessions, counters and the state of its path, unless its
// address changed: then the path is unknown again.
#include <algorithm>

#include "datapath.h"

namespace weave {

void Datapath::configure(uint32_t shortId, bool requireSealed) {
  shortId_ = shortId;
  requireSealed_ = requireSealed;
  // A session without sealing that an earlier router made carries nothing from now on.
  for (auto &entry : peers_) chooseCurrent(*entry.second);
}

Peer *Datapath::findPeer(uint32_t shortId) {
  auto found = peers_.find(shortId);
  return found == peers_.end() ? nullptr : found->second.get();
}

// Most records are of the session that the last one was of.
Session *Datapath::findSession(uint32_t localIndex) {
  if (lastSession_ != nullptr && lastSession_->localIndex == localIndex) return lastSession_;
  auto found = sessions_.find(localIndex);
  return found == sessions_.end() ? nullptr : lastSession_ = found->second.get();
}

void Datapath::setPeer(uint32_t shortId, std::string name, Address endpoint, std::vector<uint32_t> hops) {
  if (peers_.size() >= peersMax && findPeer(shortId) == nullptr) return;
  std::unique_ptr<Peer> &slot = peers_[shortId];
  if (!slot) {
    slot.reset(new Peer(unfinishedBytes_, waitingTotal_));
    slot->shortId = shortId;
    slot->mtu.setCeiling(underlayMtu_);
  }
  Peer &peer = *slot;
  peer.name = std::move(name);
  peer.hops = std::move(hops);
  if (peer.endpoint != endpoint) {
    peer.endpoint = endpoint;
    peer.path = DirectPath{};
    peer.mtu.restart();
    if (endpoint.isSet() && peer.current != nullptr) sendRequest(peer);
  }
}

void Datapath::removePeer(uint32_t shortId) {
  Peer *peer = findPeer(shortId);
  if (peer == nullptr) return;
  if (peer->fast.agreed) leaveFastPath(*peer);
  const std::vector<Session *> sessions = peer->sessions;
  for (Session *session : sessions) sessions_.erase(session->localIndex);
  lastSession_ = nullptr;
  macs_.forgetOwner(shortId);
  if (straight_ == peer) straight_ = nullptr;
  peers_.erase(shortId);
}

void Datapath::setSession(std::unique_ptr<Session> session, Micros lifetime) {
  Peer *peer = findPeer(session->peer);
  if (peer == nullptr || sessions_.size() >= sessionsMax) return counters_.add(Counter::sessionsRefused);
  auto found = sessions_.find(session->localIndex);
  if (found != sessions_.end() && found->second->peer == session->peer) {
    // Told again: keys, counters and lifetime stay, since a counter that starts anew would repeat nonces.
    if (session->sending) startSending(*found->second);
    return;
  }
  if (!usedKeys_.take(session->sendKey.bytes(), keyBytes)) return counters_.add(Counter::sessionsRefused);
  eraseSession(session->localIndex);
  if (peer->sessions.size() >= sessionsPerPeerMax) eraseSession(peer->sessions.front()->localIndex);
  session->expires = now_ + lifetime;
  session->order = ++sessionOrder_;
  session->owner = peer;
  const bool sending = session->sending;
  session->sending = false;
  Session *fresh = session.get();
  sessions_[fresh->localIndex] = std::move(session);
  peer->sessions.push_back(fresh);
  if (sending) startSending(*fresh);
}

// Of a peer's sessions that may send the newest is used: one that is confirmed late does not replace its successor.
void Datapath::startSending(Session &session) {
  if (session.sending) return;
  session.sending = true;
  chooseCurrent(*session.owner);
  probeSession(session);
  sendWaiting(*session.owner);
}

void Datapath::removeSession(uint32_t localIndex) { eraseSession(localIndex); }

void Datapath::eraseSession(uint32_t localIndex) {
  auto found = sessions_.find(localIndex);
  if (found == sessions_.end()) return;
  Session *session = found->second.get();
  Peer &peer = *session->owner;
  auto &list = peer.sessions;
  list.erase(std::remove(list.begin(), list.end(), session), list.end());
  chooseCurrent(peer);
  // Nothing can be asked without a session: what was known of the path is void.
  if (list.empty() && peer.path.state != PathState::unknown) {
    const Micros lastUse = peer.path.lastUse;
    setPathState(peer, PathState::dead);
    peer.path = DirectPath{};
    peer.mtu.restart();
    peer.path.lastUse = lastUse;
  }
  lastSession_ = nullptr;
  sessions_.erase(found);
}

void Datapath::chooseCurrent(Peer &peer) {
  peer.current = nullptr;
  for (Session *session : peer.sessions) {
    const bool mayCarry = session->sending && !(requireSealed_ && session->suite == Suite::none);
    if (mayCarry && (peer.current == nullptr || session->order > peer.current->order)) peer.current = session;
  }
}

void Datapath::setUnderlayMtu(size_t mtu) {
  underlayMtu_ = mtu;
  for (auto &entry : peers_) entry.second->mtu.setCeiling(mtu);
}

void Datapath::setFlood(uint32_t source, std::vector<uint32_t> hops) {
  if (floods_.size() > peersMax && floods_.count(source) == 0) return;
  floods_[source] = std::move(hops);
}

void Datapath::removeFlood(uint32_t source) { floods_.erase(source); }

}  // namespace weave
