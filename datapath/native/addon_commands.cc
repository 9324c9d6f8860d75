// What process.js tells the packet thread, and asks of it; lines for the router arrive at the callback given to `start`.
// Each command is checked here and then posted, so that only the thread touches its tables.
#include "addon_values.h"
#include "sandbox.h"

namespace weave {
namespace {

Datapath *datapath = nullptr;
napi_threadsafe_function lines = nullptr;

// Lines that wait for JavaScript; more are lost and counted.
constexpr size_t linesMax = 8192;

void passLine(napi_env env, napi_value callback, void *, void *line) {
  std::unique_ptr<std::string> text(static_cast<std::string *>(line));
  if (env == nullptr) return;
  napi_value undefined, argument = toText(env, *text);
  napi_get_undefined(env, &undefined);
  napi_call_function(env, undefined, callback, 1, &argument, nullptr);
}

bool emitLine(std::string text) {
  auto line = std::make_unique<std::string>(std::move(text));
  if (napi_call_threadsafe_function(lines, line.get(), napi_tsfn_nonblocking) != napi_ok) return false;
  line.release();
  return true;
}

// start(tap, port, underlayMtu, allowUso, threads, fastPath, onLine): "" or what failed.
napi_value start(napi_env env, const Values &values) {
  DatapathOptions options;
  options.tap = textOf(env, values.at(0));
  options.port = static_cast<uint16_t>(numberOf(env, values.at(1)));
  options.underlayMtu = numberOf(env, values.at(2));
  options.allowUso = truthOf(env, values.at(3));
  options.threads = numberOf(env, values.at(4));
  options.fastPath = truthOf(env, values.at(5));
  if (options.underlayMtu < underlayMtuMin || options.underlayMtu > underlayMtuMax) throw WrongType{};
  if (sodium_init() < 0) return toText(env, "libsodium does not initialize");
  check(napi_create_threadsafe_function(env, values.at(6), nullptr, toText(env, "weave-lines"), linesMax, 1, nullptr,
                                        nullptr, nullptr, passLine, &lines));
  datapath = new Datapath(options, emitLine);
  return toText(env, datapath->start());
}

napi_value stop(napi_env, const Values &) {
  datapath->stop();
  return nullptr;
}

napi_value configure(napi_env env, const Values &values) {
  const uint32_t shortId = numberOf(env, values.at(0));
  const bool requireSealed = truthOf(env, values.at(1));
  datapath->post([=](Datapath &self) { self.configure(shortId, requireSealed); });
  return nullptr;
}

// setPeer(shortId, name, host or "", port, hops)
napi_value setPeer(napi_env env, const Values &values) {
  const uint32_t shortId = numberOf(env, values.at(0));
  const std::string name = textOf(env, values.at(1));
  const std::string host = textOf(env, values.at(2));
  const auto port = static_cast<uint16_t>(numberOf(env, values.at(3)));
  const Address endpoint = host.empty() ? Address{} : parseAddress(host, port);
  const std::vector<uint32_t> hops = numbersOf(env, values.at(4));
  datapath->post([=](Datapath &self) { self.setPeer(shortId, name, endpoint, hops); });
  return nullptr;
}

napi_value removePeer(napi_env env, const Values &values) {
  const uint32_t shortId = numberOf(env, values.at(0));
  datapath->post([=](Datapath &self) { self.removePeer(shortId); });
  return nullptr;
}

// setSession(localIndex, remoteIndex, peer, suite, sendKey, receiveKey, sending, lifetimeMs, peerMtu or 0)
napi_value setSession(napi_env env, const Values &values) {
  // Shared, because a posted command must be copyable.
  auto session = std::make_shared<std::unique_ptr<Session>>(new Session);
  (*session)->localIndex = numberOf(env, values.at(0));
  (*session)->remoteIndex = numberOf(env, values.at(1));
  (*session)->peer = numberOf(env, values.at(2));
  const Suite suite = suiteOf(env, values.at(3));
  (*session)->suite = suite;
  setKey(env, values.at(4), suite, Direction::sealing, &(*session)->sendKey);
  setKey(env, values.at(5), suite, Direction::opening, &(*session)->receiveKey);
  (*session)->sending = truthOf(env, values.at(6));
  (*session)->peerMtu = numberOf(env, values.at(8));
  const Micros lifetime = static_cast<Micros>(numberOf(env, values.at(7))) * 1000;
  datapath->post([=](Datapath &self) { self.setSession(std::move(*session), lifetime); });
  return nullptr;
}

napi_value removeSession(napi_env env, const Values &values) {
  const uint32_t localIndex = numberOf(env, values.at(0));
  datapath->post([=](Datapath &self) { self.removeSession(localIndex); });
  return nullptr;
}

napi_value setFlood(napi_env env, const Values &values) {
  const uint32_t source = numberOf(env, values.at(0));
  const std::vector<uint32_t> hops = numbersOf(env, values.at(1));
  datapath->post([=](Datapath &self) { self.setFlood(source, hops); });
  return nullptr;
}

napi_value removeFlood(napi_env env, const Values &values) {
  const uint32_t source = numberOf(env, values.at(0));
  datapath->post([=](Datapath &self) { self.removeFlood(source); });
  return nullptr;
}

napi_value setUnderlayMtu(napi_env env, const Values &values) {
  const size_t mtu = numberOf(env, values.at(0));
  if (mtu < underlayMtuMin || mtu > underlayMtuMax) throw WrongType{};
  datapath->post([=](Datapath &self) { self.setUnderlayMtu(mtu); });
  return nullptr;
}

// setFastDevices(indexes of the VXLAN devices for IPv4 and IPv6 or 0, the TAP's, containers' MTU, our bridge's MAC)
napi_value setFastDevices(napi_env env, const Values &values) {
  FastDevices devices;
  devices.vxlan = numberOf(env, values.at(0));
  devices.vxlan6 = numberOf(env, values.at(1));
  devices.tap = numberOf(env, values.at(2));
  devices.mtu = numberOf(env, values.at(3));
  devices.mac = macOf(env, values.at(4));
  datapath->post([=](Datapath &self) { self.setFastDevices(devices); });
  return nullptr;
}

// setFastPath(shortId, the peer's bridge's MAC, whether there is traffic, whether over IPv6)
napi_value setFastPath(napi_env env, const Values &values) {
  const uint32_t shortId = numberOf(env, values.at(0));
  const uint64_t mac = macOf(env, values.at(1));
  const bool busy = truthOf(env, values.at(2));
  const bool ipv6 = truthOf(env, values.at(3));
  datapath->post([=](Datapath &self) { self.setFastPath(shortId, mac, busy, ipv6); });
  return nullptr;
}

napi_value removeFastPath(napi_env env, const Values &values) {
  const uint32_t shortId = numberOf(env, values.at(0));
  datapath->post([=](Datapath &self) { self.removeFastPath(shortId); });
  return nullptr;
}

// Asks for lines of kind `state`, `counters` and `macs`.
napi_value query(napi_env, const Values &) {
  datapath->post([](Datapath &self) {
    self.emitState();
    self.emitCounters();
    self.emitMacs();
  });
  return nullptr;
}

napi_value prepare(napi_env env, const Values &) {
  // What OpenSSL loads for a cipher's first use, it loads before the sandbox closes.
  const uint8_t zeros[keyBytes] = {};
  for (Suite suite : {Suite::aes256Gcm, Suite::chacha20Poly1305}) {
    uint8_t record[headerBytes + tagBytes] = {};
    RecordKey sealing, opening;
    if (!sealing.set(suite, Direction::sealing, zeros) || !opening.set(suite, Direction::opening, zeros)) {
      return toText(env, "OpenSSL lacks a cipher");
    }
    sealing.seal(record, 0);
    if (!opening.open(record, 0)) return toText(env, "OpenSSL does not open what it sealed");
  }
  return toText(env, prepareSandbox());
}

napi_value sandbox(napi_env env, const Values &) { return toText(env, enterSandbox()); }

napi_value probe(napi_env env, const Values &) { return toText(env, probeSandbox()); }

}  // namespace

void defineCommands(napi_env env, napi_value exports) {
  define<start, 7>(env, exports, "start");
  define<stop, 0>(env, exports, "stop");
  define<configure, 2>(env, exports, "configure");
  define<setPeer, 5>(env, exports, "setPeer");
  define<removePeer, 1>(env, exports, "removePeer");
  define<setSession, 9>(env, exports, "setSession");
  define<removeSession, 1>(env, exports, "removeSession");
  define<setFlood, 2>(env, exports, "setFlood");
  define<removeFlood, 1>(env, exports, "removeFlood");
  define<setUnderlayMtu, 1>(env, exports, "setUnderlayMtu");
  define<setFastDevices, 5>(env, exports, "setFastDevices");
  define<setFastPath, 4>(env, exports, "setFastPath");
  define<removeFastPath, 1>(env, exports, "removeFastPath");
  define<query, 0>(env, exports, "query");
  define<prepare, 0>(env, exports, "prepare");
  define<sandbox, 0>(env, exports, "sandbox");
  define<probe, 0>(env, exports, "probe");
}

}  // namespace weave
