// JavaScript's values as the thread's, and back: numbers, strings, and keys in hex. What has a wrong type throws
// WrongType, which `call` turns into a TypeError.
#pragma once
#include <node_api.h>

#include <vector>

#include "datapath.h"

namespace weave {

using Values = std::vector<napi_value>;

struct WrongType {};

void check(napi_status status);
std::string textOf(napi_env env, napi_value value);
uint32_t numberOf(napi_env env, napi_value value);
bool truthOf(napi_env env, napi_value value);
std::vector<uint32_t> numbersOf(napi_env env, napi_value value);
Suite suiteOf(napi_env env, napi_value value);
uint64_t macOf(napi_env env, napi_value value);
// Of 32 bytes in hex; none of it stays behind.
void setKey(napi_env env, napi_value value, Suite suite, Direction direction, RecordKey *key);
std::vector<uint8_t> recordOf(napi_env env, napi_value value, size_t bytesMin);

napi_value toText(napi_env env, const std::string &text);
napi_value toHex(napi_env env, const std::vector<uint8_t> &bytes);
napi_value toNumbers(napi_env env, const std::vector<size_t> &numbers);

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

// `function` under `name` in what the addon exports; it takes at least so many arguments.
template <napi_value (*function)(napi_env, const Values &), size_t arguments>
void define(napi_env env, napi_value exports, const char *name) {
  napi_value value;
  napi_create_function(env, name, NAPI_AUTO_LENGTH, call<function, arguments>, nullptr, &value);
  napi_set_named_property(env, exports, name, value);
}

void defineCommands(napi_env env, napi_value exports);  // addon_commands.cc
void defineChecks(napi_env env, napi_value exports);    // addon_checks.cc

}  // namespace weave
