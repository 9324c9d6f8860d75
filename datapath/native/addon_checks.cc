// For the tests of what only the packet thread uses: windows, sealed records, the search for the path's MTU, the
// table of MACs, storm protection and the queues of waiting frames, each apart from a running thread. The product calls
// none of them.
#include <map>
#include <memory>

#include "addon_values.h"

namespace weave {
namespace {

// acceptAll(counters, isFlood): which of them a fresh window takes; for floods the high half is the epoch.
napi_value acceptAll(napi_env env, const Values &values) {
  uint32_t length = 0;
  check(napi_get_array_length(env, values.at(0), &length));
  const bool isFlood = truthOf(env, values.at(1));
  Window window;
  FloodWindow floods;
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

// sealRecord(header and content in hex, key, suite): the whole record in hex.
napi_value sealRecord(napi_env env, const Values &values) {
  std::vector<uint8_t> record = recordOf(env, values.at(0), headerBytes);
  RecordKey key;
  setKey(env, values.at(1), suiteOf(env, values.at(2)), Direction::sealing, &key);
  const size_t content = record.size() - headerBytes;
  record.resize(record.size() + tagBytes);
  key.seal(record.data(), content);
  return toHex(env, record);
}

// openRecord(whole record in hex, key, suite): header and content in hex; nothing when it does not open.
napi_value openRecord(napi_env env, const Values &values) {
  std::vector<uint8_t> record = recordOf(env, values.at(0), headerBytes + tagBytes);
  RecordKey key;
  setKey(env, values.at(1), suiteOf(env, values.at(2)), Direction::opening, &key);
  const size_t content = record.size() - headerBytes - tagBytes;
  if (!key.open(record.data(), content)) return nullptr;
  record.resize(headerBytes + content);
  return toHex(env, record);
}

// A search of its own, in the caller's time (milliseconds).
PathMtu searched;

// searchMtu(ceiling, isNew): begins a search, or changes the ceiling of the one under way.
napi_value searchMtu(napi_env env, const Values &values) {
  if (truthOf(env, values.at(1))) searched = PathMtu();
  searched.setCeiling(numberOf(env, values.at(0)));
  return nullptr;
}

// mtuDue(now, busy, lastEcho, round trip in microseconds): the sizes to probe.
napi_value mtuDue(napi_env env, const Values &values) {
  PathSigns signs;
  signs.now = numberOf(env, values.at(0)) * 1000ULL;
  signs.busy = truthOf(env, values.at(1));
  signs.lastEcho = numberOf(env, values.at(2)) * 1000ULL;
  signs.roundTrip = numberOf(env, values.at(3));
  return toNumbers(env, searched.due(signs));
}

napi_value mtuEchoed(napi_env env, const Values &values) {
  searched.echoed(numberOf(env, values.at(0)), numberOf(env, values.at(1)) * 1000ULL,
                  numberOf(env, values.at(2)) * 1000ULL);
  return nullptr;
}

// Another address, or a path that was dead.
napi_value mtuRestart(napi_env, const Values &) {
  searched.restart();
  return nullptr;
}

napi_value mtuRefused(napi_env env, const Values &values) {
  searched.refused(numberOf(env, values.at(0)));
  return nullptr;
}

// [size in use, 1 when the search is complete, black holes]
napi_value mtuFound(napi_env env, const Values &) {
  const bool isComplete = searched.state() == MtuState::complete;
  return toNumbers(env, {searched.size(), isComplete ? 1UL : 0UL, searched.blackHoles()});
}

// learnMacs([mac, owner, milliseconds] ...): of a fresh table, what came of each (as in `Learned`), and 10 more where the
// MAC began to flap.
napi_value learnMacs(napi_env env, const Values &values) {
  const std::vector<uint32_t> numbers = numbersOf(env, values.at(0));
  MacTable table;
  std::vector<size_t> results;
  for (size_t at = 0; at + 2 < numbers.size(); at += 3) {
    const Lesson lesson = table.learn(numbers[at], numbers[at + 1], numbers[at + 2] * 1000ULL);
    results.push_back(static_cast<size_t>(lesson.what) + (lesson.flaps ? 10 : 0));
  }
  return toNumbers(env, results);
}

// admitFloods(mac, bytes, copies, from, until (milliseconds), count, isNew): how many of `count` floods, evenly spread, are
// admitted.
napi_value admitFloods(napi_env env, const Values &values) {
  static std::unique_ptr<FloodLimit> limit;
  if (truthOf(env, values.at(6))) limit.reset(new FloodLimit(ownFloodRates, 12345));
  const Micros from = numberOf(env, values.at(3)) * 1000ULL;
  const Micros until = numberOf(env, values.at(4)) * 1000ULL;
  const uint32_t count = numberOf(env, values.at(5));
  uint32_t admitted = 0;
  for (uint32_t i = 0; i < count; i++) {
    const Micros now = from + (until - from) * i / count;
    admitted += limit->admits(numberOf(env, values.at(0)), numberOf(env, values.at(1)), numberOf(env, values.at(2)), true, now);
  }
  napi_value number;
  check(napi_create_uint32(env, admitted, &number));
  return number;
}

// waitFrames([peer, bytes] ...): of each step, whether the frame was taken; then for each peer how many bytes of its wait.
napi_value waitFrames(napi_env env, const Values &values) {
  const std::vector<uint32_t> numbers = numbersOf(env, values.at(0));
  WaitingTotal total;
  std::map<uint32_t, WaitingFrames> peers;
  std::vector<size_t> results;
  for (size_t at = 0; at + 1 < numbers.size(); at += 2) {
    WaitingFrame frame;
    frame.bytes.resize(numbers[at + 1]);
    results.push_back(peers.try_emplace(numbers[at], total).first->second.add(std::move(frame)));
  }
  for (const auto &entry : peers) results.push_back(entry.second.bytes());
  return toNumbers(env, results);
}

}  // namespace

void defineChecks(napi_env env, napi_value exports) {
  define<acceptAll, 2>(env, exports, "acceptAll");
  define<sealRecord, 3>(env, exports, "sealRecord");
  define<openRecord, 3>(env, exports, "openRecord");
  define<searchMtu, 2>(env, exports, "searchMtu");
  define<mtuDue, 4>(env, exports, "mtuDue");
  define<mtuEchoed, 3>(env, exports, "mtuEchoed");
  define<mtuRestart, 0>(env, exports, "mtuRestart");
  define<mtuRefused, 1>(env, exports, "mtuRefused");
  define<mtuFound, 0>(env, exports, "mtuFound");
  define<learnMacs, 1>(env, exports, "learnMacs");
  define<waitFrames, 1>(env, exports, "waitFrames");
  define<admitFloods, 7>(env, exports, "admitFloods");
}

}  // namespace weave
