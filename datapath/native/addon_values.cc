// How each value is read, and what makes it wrong.
#include "addon_values.h"

namespace weave {

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

Suite suiteOf(napi_env env, napi_value value) {
  Suite suite;
  if (!suiteNamed(textOf(env, value), &suite)) throw WrongType{};
  return suite;
}

void setKey(napi_env env, napi_value value, Suite suite, Direction direction, RecordKey *key) {
  const std::string hex = textOf(env, value);
  uint8_t bytes[keyBytes];
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

uint64_t macOf(napi_env env, napi_value value) {
  const std::string hex = textOf(env, value);
  uint8_t bytes[6];
  size_t length = 0;
  const bool isMac = sodium_hex2bin(bytes, sizeof bytes, hex.data(), hex.size(), ":", &length, nullptr) == 0;
  if (!isMac || length != sizeof bytes) throw WrongType{};
  return loadMac(bytes);
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

}  // namespace weave
