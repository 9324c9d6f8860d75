// The addon's surface, for process.js only, which has checked every value: numbers, strings, and keys in hex. A call
// with a wrong type throws a TypeError. Lines for the router arrive at the callback given to `start`.
#include <node_api.h>

#include "datapath.h"
#include "sandbox.h"

namespace {

using weave::Datapath;
using Values = std::vector<napi_value>;

weave::Datapath *datapath = nullptr;
napi_threadsafe_function lines = nullptr;

// Lines that wait for JavaScript; more are lost and counted.
constexpr size_t linesMax = 8192;

struct WrongType {};

void check(napi_status status) {
  if (status != napi_ok) throw WrongType{};
}

std::string textOf(napi_env env, napi_value value) {
  size_t length = 0;
  check(napi_get_value_string_utf8(env, value, nullptr, 0, &length));
  std::string text(length, '\0');
  check(napi_get_value_string_utf8(env, value, &text[0], length + 1, &length));
  return text;
}

uint32_t numberOf(napi_env env, napi_value value) {
  uint32_t number = 0;
  check(napi_get_value_uint32(env, value, &number));
  return number;
}

bool truthOf(napi_env env, napi_value value) {
  bool truth = false;
  check(napi_get_value_bool(env, value, &truth));
  return truth;
}

std::vector<uint32_t> numbersOf(napi_env env, napi_value value) {
  uint32_t length = 0;
  check(napi_get_array_length(env, value, &length));
  std::vector<uint32_t> numbers;
  for (uint32_t i = 0; i < length; i++) {
    napi_value item;
    check(napi_get_element(env, value, i, &item));
    numbers.push_back(numberOf(env, item));
  }
  return numbers;
}

weave::Suite suiteOf(napi_env env, napi_value value) {
  weave::Suite suite;
  if (!weave::suiteNamed(textOf(env, value), &suite)) throw WrongType{};
  return suite;
}

void setKey(napi_env env, napi_value value, weave::Suite suite, weave::Direction direction, weave::RecordKey *key) {
  const std::string hex = textOf(env, value);
  uint8_t bytes[weave::keyBytes];
  size_t length = 0;
  const bool isKey = sodium_hex2bin(bytes, sizeof bytes, hex.data(), hex.size(), nullptr, &length, nullptr) == 0 &&
                     length == sizeof bytes && key->set(suite, direction, bytes);
  sodium_memzero(bytes, sizeof bytes);
  if (!isKey) throw WrongType{};
}

napi_value toText(napi_env env, const std::string &text) {
  napi_value value = nullptr;
  napi_create_string_utf8(env, text.data(), text.size(), &value);
  return value;
}

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

// start(tap, port, underlayMtu, allowUso, onLine): "" or what failed.
napi_value start(napi_env env, const Values &values) {
  weave::DatapathOptions options;
  options.tap = textOf(env, values.at(0));
  options.port = static_cast<uint16_t>(numberOf(env, values.at(1)));
  options.underlayMtu = numberOf(env, values.at(2));
  options.allowUso = truthOf(env, values.at(3));
  if (options.underlayMtu < weave::underlayMtuMin || options.underlayMtu > weave::underlayMtuMax) throw WrongType{};
  if (sodium_init() < 0) return toText(env, "libsodium does not initialize");
  check(napi_create_threadsafe_function(env, values.at(4), nullptr, toText(env, "weave-lines"), linesMax, 1, nullptr,
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
  const weave::Address endpoint = host.empty() ? weave::Address{} : weave::parseAddress(host, port);
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
  auto session = std::make_shared<std::unique_ptr<weave::Session>>(new weave::Session);
  (*session)->localIndex = numberOf(env, values.at(0));
  (*session)->remoteIndex = numberOf(env, values.at(1));
  (*session)->peer = numberOf(env, values.at(2));
  const weave::Suite suite = suiteOf(env, values.at(3));
  (*session)->suite = suite;
  setKey(env, values.at(4), suite, weave::Direction::sealing, &(*session)->sendKey);
  setKey(env, values.at(5), suite, weave::Direction::opening, &(*session)->receiveKey);
  (*session)->sending = truthOf(env, values.at(6));
  (*session)->peerMtu = numberOf(env, values.at(8));
  const weave::Micros lifetime = static_cast<weave::Micros>(numberOf(env, values.at(7))) * 1000;
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
  if (mtu < weave::underlayMtuMin || mtu > weave::underlayMtuMax) throw WrongType{};
  datapath->post([=](Datapath &self) { self.setUnderlayMtu(mtu); });
  return nullptr;
}

uint64_t macOf(napi_env env, napi_value value) {
  const std::string hex = textOf(env, value);
  uint8_t bytes[6];
  size_t length = 0;
  const bool isMac = sodium_hex2bin(bytes, sizeof bytes, hex.data(), hex.size(), ":", &length, nullptr) == 0;
  if (!isMac || length != sizeof bytes) throw WrongType{};
  return weave::loadMac(bytes);
}

// setFastDevices(index of the VXLAN device or 0, the TAP's, containers' MTU, our bridge's MAC)
napi_value setFastDevices(napi_env env, const Values &values) {
  weave::FastDevices devices;
  devices.vxlan = numberOf(env, values.at(0));
  devices.tap = numberOf(env, values.at(1));
  devices.mtu = numberOf(env, values.at(2));
  devices.mac = macOf(env, values.at(3));
  datapath->post([=](Datapath &self) { self.setFastDevices(devices); });
  return nullptr;
}

// setFastPath(shortId, the peer's bridge's MAC, whether there is traffic)
napi_value setFastPath(napi_env env, const Values &values) {
  const uint32_t shortId = numberOf(env, values.at(0));
  const uint64_t mac = macOf(env, values.at(1));
  const bool busy = truthOf(env, values.at(2));
  datapath->post([=](Datapath &self) { self.setFastPath(shortId, mac, busy); });
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
  const uint8_t zeros[weave::keyBytes] = {};
  for (weave::Suite suite : {weave::Suite::aes256Gcm, weave::Suite::chacha20Poly1305}) {
    uint8_t record[weave::headerBytes + weave::tagBytes] = {};
    weave::RecordKey sealing, opening;
    if (!sealing.set(suite, weave::Direction::sealing, zeros) || !opening.set(suite, weave::Direction::opening, zeros)) {
      return toText(env, "OpenSSL lacks a cipher");
    }
    sealing.seal(record, 0);
    if (!opening.open(record, 0)) return toText(env, "OpenSSL does not open what it sealed");
  }
  return toText(env, weave::prepareSandbox());
}

napi_value sandbox(napi_env env, const Values &) { return toText(env, weave::enterSandbox()); }

napi_value probe(napi_env env, const Values &) { return toText(env, weave::probeSandbox()); }

// The others are for the tests of what only the thread uses.

// acceptAll(counters, isFlood): which of them a fresh window takes; for floods the high half is the epoch.
napi_value acceptAll(napi_env env, const Values &values) {
  uint32_t length = 0;
  check(napi_get_array_length(env, values.at(0), &length));
  const bool isFlood = truthOf(env, values.at(1));
  weave::Window window;
  weave::FloodWindow floods;
  napi_value results;
  check(napi_create_array_with_length(env, length, &results));
  for (uint32_t i = 0; i < length; i++) {
    napi_value item, result;
    uint64_t counter = 0;
    bool lossless = false;
    check(napi_get_element(env, values.at(0), i, &item));
    check(napi_get_value_bigint_uint64(env, item, &counter, &lossless));
    check(napi_get_boolean(env, isFlood ? floods.accept(counter) : window.accept(counter), &result));
    check(napi_set_element(env, results, i, result));
  }
  return results;
}

std::vector<uint8_t> recordOf(napi_env env, napi_value value, size_t bytesMin) {
  const std::string hex = textOf(env, value);
  std::vector<uint8_t> record(hex.size() / 2);
  size_t length = 0;
  sodium_hex2bin(record.data(), record.size(), hex.data(), hex.size(), nullptr, &length, nullptr);
  if (length < bytesMin || length * 2 != hex.size()) throw WrongType{};
  return record;
}

napi_value toHex(napi_env env, const std::vector<uint8_t> &bytes) {
  std::string text(bytes.size() * 2 + 1, '\0');
  sodium_bin2hex(&text[0], text.size(), bytes.data(), bytes.size());
  text.pop_back();
  return toText(env, text);
}

// sealRecord(header and content in hex, key, suite): the whole record in hex.
napi_value sealRecord(napi_env env, const Values &values) {
  std::vector<uint8_t> record = recordOf(env, values.at(0), weave::headerBytes);
  weave::RecordKey key;
  setKey(env, values.at(1), suiteOf(env, values.at(2)), weave::Direction::sealing, &key);
  const size_t content = record.size() - weave::headerBytes;
  record.resize(record.size() + weave::tagBytes);
  key.seal(record.data(), content);
  return toHex(env, record);
}

// openRecord(whole record in hex, key, suite): header and content in hex; nothing when it does not open.
napi_value openRecord(napi_env env, const Values &values) {
  std::vector<uint8_t> record = recordOf(env, values.at(0), weave::headerBytes + weave::tagBytes);
  weave::RecordKey key;
  setKey(env, values.at(1), suiteOf(env, values.at(2)), weave::Direction::opening, &key);
  const size_t content = record.size() - weave::headerBytes - weave::tagBytes;
  if (!key.open(record.data(), content)) return nullptr;
  record.resize(weave::headerBytes + content);
  return toHex(env, record);
}

// A search of its own, in the caller's time (milliseconds).
weave::PathMtu searched;

napi_value toNumbers(napi_env env, const std::vector<size_t> &numbers) {
  napi_value list;
  check(napi_create_array_with_length(env, numbers.size(), &list));
  for (size_t i = 0; i < numbers.size(); i++) {
    napi_value number;
    check(napi_create_uint32(env, static_cast<uint32_t>(numbers[i]), &number));
    check(napi_set_element(env, list, static_cast<uint32_t>(i), number));
  }
  return list;
}

// searchMtu(ceiling, isNew): begins a search, or changes the ceiling of the one under way.
napi_value searchMtu(napi_env env, const Values &values) {
  if (truthOf(env, values.at(1))) searched = weave::PathMtu();
  searched.setCeiling(numberOf(env, values.at(0)));
  return nullptr;
}

// mtuDue(now, busy, lastEcho): the sizes to probe.
napi_value mtuDue(napi_env env, const Values &values) {
  weave::PathSigns signs;
  signs.now = numberOf(env, values.at(0)) * 1000ULL;
  signs.busy = truthOf(env, values.at(1));
  signs.lastEcho = numberOf(env, values.at(2)) * 1000ULL;
  signs.roundTrip = 1000;
  return toNumbers(env, searched.due(signs));
}

napi_value mtuEchoed(napi_env env, const Values &values) {
  searched.echoed(numberOf(env, values.at(0)), numberOf(env, values.at(1)) * 1000ULL,
                  numberOf(env, values.at(2)) * 1000ULL);
  return nullptr;
}

napi_value mtuRefused(napi_env env, const Values &values) {
  searched.refused(numberOf(env, values.at(0)));
  return nullptr;
}

// [size in use, 1 when the search is complete, black holes]
napi_value mtuFound(napi_env env, const Values &) {
  const bool isComplete = searched.state() == weave::MtuState::complete;
  return toNumbers(env, {searched.size(), isComplete ? 1UL : 0UL, searched.blackHoles()});
}

template <napi_value (*function)(napi_env, const Values &), size_t arguments>
napi_value call(napi_env env, napi_callback_info info) {
  Values values(arguments);
  size_t count = arguments;
  napi_get_cb_info(env, info, &count, values.data(), nullptr, nullptr);
  try {
    if (count >= arguments) return function(env, values);
  } catch (const WrongType &) {
  }
  napi_throw_type_error(env, nullptr, "the addon was called with wrong arguments");
  return nullptr;
}

template <napi_value (*function)(napi_env, const Values &), size_t arguments>
void define(napi_env env, napi_value exports, const char *name) {
  napi_value value;
  napi_create_function(env, name, NAPI_AUTO_LENGTH, call<function, arguments>, nullptr, &value);
  napi_set_named_property(env, exports, name, value);
}

}  // namespace

NAPI_MODULE_INIT() {
  define<start, 5>(env, exports, "start");
  define<stop, 0>(env, exports, "stop");
  define<configure, 2>(env, exports, "configure");
  define<setPeer, 5>(env, exports, "setPeer");
  define<removePeer, 1>(env, exports, "removePeer");
  define<setSession, 9>(env, exports, "setSession");
  define<removeSession, 1>(env, exports, "removeSession");
  define<setFlood, 2>(env, exports, "setFlood");
  define<removeFlood, 1>(env, exports, "removeFlood");
  define<setUnderlayMtu, 1>(env, exports, "setUnderlayMtu");
  define<setFastDevices, 4>(env, exports, "setFastDevices");
  define<setFastPath, 3>(env, exports, "setFastPath");
  define<removeFastPath, 1>(env, exports, "removeFastPath");
  define<query, 0>(env, exports, "query");
  define<prepare, 0>(env, exports, "prepare");
  define<sandbox, 0>(env, exports, "sandbox");
  define<probe, 0>(env, exports, "probe");
  define<acceptAll, 2>(env, exports, "acceptAll");
  define<sealRecord, 3>(env, exports, "sealRecord");
  define<openRecord, 3>(env, exports, "openRecord");
  define<searchMtu, 2>(env, exports, "searchMtu");
  define<mtuDue, 3>(env, exports, "mtuDue");
  define<mtuEchoed, 3>(env, exports, "mtuEchoed");
  define<mtuRefused, 1>(env, exports, "mtuRefused");
  define<mtuFound, 0>(env, exports, "mtuFound");
  return exports;
}
