// The head that programs on random seeds have in common: `[SECONDS] [SEED]`, a seed after the other until the time is up, or
// the one that was named, each printed before it is played so that a fault can be repeated.
#pragma once
#include <cstdio>
#include <cstdlib>
#include <random>

#include "../datapath.h"

namespace weave {

// Calls `play(seed, isLast)`, the latter a function that tells whether another seed follows; 1 when libsodium does not
// initialize.
template <typename Play>
int playSeeds(int count, char **words, Play play) {
  const Micros seconds = count > 1 ? strtoull(words[1], nullptr, 10) : 5;
  const bool isNamed = count > 2;
  uint64_t seed = isNamed ? strtoull(words[2], nullptr, 10) : std::random_device{}();
  if (sodium_init() < 0) return 1;
  setvbuf(stdout, nullptr, _IOLBF, 0);
  const Micros until = monotonicMicros() + seconds * 1000000;
  const auto isLast = [&] { return isNamed || monotonicMicros() >= until; };
  do {
    printf("seed %llu\n", static_cast<unsigned long long>(seed));
    play(seed++, isLast);
  } while (!isLast());
  return 0;
}

}  // namespace weave
