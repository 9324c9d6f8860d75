// Big-endian fields and the monotonic clock: the two things that every file of the thread needs.
#pragma once
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <ctime>

namespace weave {

inline uint16_t load16(const uint8_t *p) { return static_cast<uint16_t>(p[0] << 8 | p[1]); }

inline uint32_t load32(const uint8_t *p) {
  uint32_t value;
  memcpy(&value, p, 4);
  return __builtin_bswap32(value);
}

inline uint64_t load64(const uint8_t *p) {
  uint64_t value;
  memcpy(&value, p, 8);
  return __builtin_bswap64(value);
}

inline void store16(uint8_t *p, uint16_t value) {
  p[0] = static_cast<uint8_t>(value >> 8);
  p[1] = static_cast<uint8_t>(value);
}

inline void store32(uint8_t *p, uint32_t value) {
  value = __builtin_bswap32(value);
  memcpy(p, &value, 4);
}

inline void store64(uint8_t *p, uint64_t value) {
  value = __builtin_bswap64(value);
  memcpy(p, &value, 8);
}

// Microseconds that never step back; every timer of the thread counts in them.
using Micros = uint64_t;

inline Micros monotonicMicros() {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<Micros>(now.tv_sec) * 1000000 + static_cast<Micros>(now.tv_nsec) / 1000;
}

constexpr Micros operator""_ms(unsigned long long value) { return value * 1000; }
constexpr Micros operator""_s(unsigned long long value) { return value * 1000000; }

}  // namespace weave
