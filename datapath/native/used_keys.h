// Send keys that this process has had, by a keyed hash: a key that comes back, whatever a router does, would begin to count
// anew and so repeat nonces. The newest `usedKeysMax` are remembered, which is more than days of rekeying with a large mesh.
#pragma once
#include <sodium.h>

#include <cstdint>
#include <cstring>
#include <deque>
#include <unordered_set>

namespace weave {

constexpr size_t usedKeysMax = 65536;

class UsedKeys {
 public:
  UsedKeys() { crypto_shorthash_keygen(secret_); }

  // True when `key` is new; it is not from now on.
  bool take(const uint8_t *key, size_t length) {
    uint64_t hash;
    static_assert(sizeof hash == crypto_shorthash_BYTES, "the hash is a number");
    crypto_shorthash(reinterpret_cast<unsigned char *>(&hash), key, length, secret_);
    if (!known_.insert(hash).second) return false;
    order_.push_back(hash);
    if (order_.size() > usedKeysMax) {
      known_.erase(order_.front());
      order_.pop_front();
    }
    return true;
  }

 private:
  unsigned char secret_[crypto_shorthash_KEYBYTES];
  std::unordered_set<uint64_t> known_;
  std::deque<uint64_t> order_;  // Oldest first.
};

}  // namespace weave
