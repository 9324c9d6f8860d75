// What the thread tells the router, as the lines of process-messages.ts. Text from outside (a peer's name) was checked
// by process.js, so nothing here needs escaping.
#include <cstdio>

#include "datapath.h"

namespace weave {
namespace {

// MACs that flap between peers with every frame must not keep the router busy.
constexpr unsigned macEventsPerSecondMax = 1000;
constexpr size_t macsPerLine = 512;

std::string number(uint64_t value) { return std::to_string(value); }

std::string list(const std::vector<uint32_t> &values) {
  std::string text = "[";
  for (uint32_t value : values) {
    if (text.size() > 1) text += ',';
    text += number(value);
  }
  return text + "]";
}

template <typename Container, typename Format>
std::string array(const Container &container, Format format) {
  std::string text = "[";
  for (const auto &item : container) {
    if (text.size() > 1) text += ',';
    text += format(item);
  }
  return text + "]";
}

std::string macText(uint64_t mac) {
  char text[18];
  snprintf(text, sizeof text, "%02x:%02x:%02x:%02x:%02x:%02x", static_cast<unsigned>(mac >> 40 & 255),
           static_cast<unsigned>(mac >> 32 & 255), static_cast<unsigned>(mac >> 24 & 255),
           static_cast<unsigned>(mac >> 16 & 255), static_cast<unsigned>(mac >> 8 & 255),
           static_cast<unsigned>(mac & 255));
  return text;
}

std::string fastText(const FastPath &fast, unsigned awaited) {
  if (!fast.agreed) return "";
  const char *state = fast.state == PathState::alive ? "alive" : fast.state == PathState::dead ? "dead" : "unknown";
  return std::string(",\"fast\":{\"state\":\"") + state + "\",\"live\":" + (fast.live ? "true" : "false") +
         ",\"remoteReady\":" + (fast.remoteReady ? "true" : "false") +
         ",\"rttMicros\":" + std::to_string(fast.roundTrip) + ",\"probes\":" + number(fast.probes) +
         ",\"probesLost\":" + number(fast.probesLost) + ",\"awaited\":" + number(awaited) + "}";
}

std::string drops(const PeerTraffic &traffic) {
  std::string text;
  for (const auto &[reason, count] : traffic.drops) {
    if (!text.empty()) text += ',';
    text += std::string("\"") + counterName(static_cast<size_t>(reason)) + "\":" + number(count);
  }
  return text;
}

}  // namespace

void Datapath::emit(const std::string &json) {
  if (!emitText_(json)) counters_.add(Counter::eventsLost);
}

void Datapath::emitFastPath(const Peer &peer) {
  emit("{\"kind\":\"fast-path\",\"peer\":" + number(peer.shortId) +
       ",\"live\":" + (peer.fast.live ? "true" : "false") + "}");
}

// A router that comes back is told which MAC is behind whom.
void Datapath::emitMacs() {
  std::vector<std::pair<uint64_t, uint32_t>> part;
  const auto tell = [&] {
    if (part.empty()) return;
    emit("{\"kind\":\"macs\",\"macs\":" + array(part, [](const std::pair<uint64_t, uint32_t> &entry) {
      return "[\"" + macText(entry.first) + "\"," + number(entry.second) + "]";
    }) + "}");
    part.clear();
  };
  macs_.forEach([&](uint64_t mac, uint32_t owner) {
    part.emplace_back(mac, owner);
    if (part.size() >= macsPerLine) tell();
  });
  tell();
}

void Datapath::emitMac(uint64_t mac, uint32_t owner) {
  if (++macEvents_ > macEventsPerSecondMax) return counters_.add(Counter::eventsLost);
  emit("{\"kind\":\"mac\",\"mac\":\"" + macText(mac) + "\",\"peer\":" + number(owner) + "}");
}

void Datapath::noteFlapping(uint64_t mac, uint32_t before, uint32_t owner) {
  counters_.add(Counter::macsFlapping);
  if (++macEvents_ > macEventsPerSecondMax) return counters_.add(Counter::eventsLost);
  emit("{\"kind\":\"mac-flapping\",\"mac\":\"" + macText(mac) + "\",\"peers\":[" + number(before) + "," + number(owner) +
       "]}");
}

void Datapath::emitState() {
  std::string json = "{\"kind\":\"state\",\"shortId\":" + number(shortId_) + ",\"sessions\":";
  json += array(sessions_, [](const SessionTable::value_type &entry) {
    const Session &session = *entry.second;
    return "{\"localIndex\":" + number(session.localIndex) + ",\"peer\":" + number(session.peer) +
           ",\"sending\":" + (session.sending ? "true" : "false") + "}";
  });
  json += ",\"peers\":" + array(peers_, [](const PeerTable::value_type &entry) {
    const Peer &peer = *entry.second;
    std::string text = "{\"shortId\":" + number(peer.shortId) + ",\"name\":\"" + peer.name + "\"";
    if (peer.endpoint.isSet()) {
      text += ",\"endpoint\":{\"host\":\"" + formatHost(peer.endpoint) + "\",\"port\":" + number(peer.endpoint.port) + "}";
    }
    return text + ",\"hops\":" + list(peer.hops) + "}";
  });
  json += ",\"floods\":" + array(floods_, [](const FloodTable::value_type &entry) {
    return "{\"source\":" + number(entry.first) + ",\"hops\":" + list(entry.second) + "}";
  });
  emit(json + "}");
}

void Datapath::emitCounters() {
  std::string json = "{\"kind\":\"counters\",\"totals\":{";
  for (size_t i = 0; i < countersTotal; i++) {
    if (i > 0) json += ',';
    json += std::string("\"") + counterName(i) + "\":" + number(counters_.at(i));
  }
  json += "},\"peers\":" + array(peers_, [this](const PeerTable::value_type &entry) {
    const Peer &peer = *entry.second;
    const PeerTraffic &traffic = peer.traffic;
    const int64_t heard = peer.path.heard == 0 ? -1 : static_cast<int64_t>((now_ - peer.path.heard) / 1000);
    const int64_t echo = peer.path.lastEcho == 0 ? -1 : static_cast<int64_t>((now_ - peer.path.lastEcho) / 1000);
    return "{\"peer\":" + number(peer.shortId) + ",\"framesOut\":" + number(traffic.framesOut) +
           ",\"bytesOut\":" + number(traffic.bytesOut) + ",\"framesIn\":" + number(traffic.framesIn) +
           ",\"bytesIn\":" + number(traffic.bytesIn) + ",\"relayed\":" + number(traffic.relayed) +
           ",\"hop\":" + number(peer.hopInUse) + ",\"rttMicros\":" + std::to_string(peer.path.roundTrip) +
           ",\"heardMs\":" + std::to_string(heard) + ",\"echoMs\":" + std::to_string(echo) +
           ",\"mtu\":" + number(peer.mtu.size()) + ",\"mtuState\":\"" + mtuStateName(peer.mtu.state()) +
           "\",\"probes\":" + number(peer.path.probes) +
           ",\"probesLost\":" + number(peer.path.probesLost) + ",\"drops\":{" + drops(traffic) + "}" +
           fastText(peer.fast, fastAwaited(peer.fast)) + "}";
  });
  emit(json + ",\"macs\":" + number(macs_.size()) + "}");
}

}  // namespace weave
