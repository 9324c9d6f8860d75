// Sealing of records, in place. On the wire the tag stands behind the content, for every suite.
//
//   nacl                XSalsa20-Poly1305 (NaCl's secretbox); the nonce is the record's header followed by zeros, so
//                       header and content are bound together although secretbox has no associated data
//   aes-256-gcm         SP 800-38D; the header is the associated data, the nonce four zeros and then the counter
//   chacha20-poly1305   RFC 8439; likewise
//
// The counter in the header never repeats under a key, so neither does a nonce. A session of suite `none` seals its
// heartbeats as `nacl` does. The AEADs are those of the OpenSSL inside Node, which exports them to modules: their contexts
// are made once a session and direction, and a record costs no allocation.
#pragma once
#include <openssl/evp.h>
#include <sodium.h>

#include <cstring>
#include <string>

#include "wire.h"

namespace weave {

constexpr size_t keyBytes = crypto_secretbox_KEYBYTES;
static_assert(crypto_secretbox_MACBYTES == tagBytes, "the tag's size is part of the wire format");
constexpr size_t aeadNonceBytes = 12;

enum class Suite : uint8_t { none, nacl, aes256Gcm, chacha20Poly1305 };

// False when there is no suite of that name.
inline bool suiteNamed(const std::string &name, Suite *suite) {
  if (name == "none") return *suite = Suite::none, true;
  if (name == "nacl") return *suite = Suite::nacl, true;
  if (name == "aes-256-gcm") return *suite = Suite::aes256Gcm, true;
  if (name == "chacha20-poly1305") return *suite = Suite::chacha20Poly1305, true;
  return false;
}

enum class Direction { sealing, opening };

// One key of one direction. Without `set`, and when OpenSSL fails, nothing is sealed and nothing opens.
class RecordKey {
 public:
  RecordKey() = default;
  RecordKey(const RecordKey &) = delete;
  RecordKey &operator=(const RecordKey &) = delete;
  ~RecordKey() {
    EVP_CIPHER_CTX_free(context_);
    sodium_memzero(key_, sizeof key_);
  }

  // Once for an object; false when OpenSSL has no such cipher.
  bool set(Suite suite, Direction direction, const uint8_t *key) {
    memcpy(key_, key, keyBytes);
    isAead_ = suite == Suite::aes256Gcm || suite == Suite::chacha20Poly1305;
    if (!isAead_) return ready_ = true;
    const EVP_CIPHER *cipher = suite == Suite::aes256Gcm ? EVP_aes_256_gcm() : EVP_chacha20_poly1305();
    context_ = EVP_CIPHER_CTX_new();
    const int encrypts = direction == Direction::sealing ? 1 : 0;
    return ready_ = context_ != nullptr && EVP_CipherInit_ex(context_, cipher, nullptr, key, nullptr, encrypts) == 1;
  }

  const uint8_t *bytes() const { return key_; }

  // `record`: a complete header, `length` bytes of content, and room for the tag. What could not be sealed is wiped, so
  // that the receiver drops it and no content leaves.
  void seal(uint8_t *record, size_t length) {
    uint8_t *content = record + headerBytes;
    if (ready_ && !isAead_) {
      uint8_t nonce[crypto_secretbox_NONCEBYTES] = {};
      memcpy(nonce, record, headerBytes);
      crypto_secretbox_detached(content, content + length, content, length, nonce, key_);
    } else if (!ready_ || !crypt(record, length) ||
               EVP_CIPHER_CTX_ctrl(context_, EVP_CTRL_AEAD_GET_TAG, tagBytes, content + length) != 1) {
      memset(content, 0, length + tagBytes);
    }
  }

  // `record`: header, `length` bytes of sealed content, tag. False when it was not sealed under this key; the content is
  // then undefined.
  bool open(uint8_t *record, size_t length) {
    uint8_t *content = record + headerBytes;
    if (!ready_) return false;
    if (isAead_) return crypt(record, length, content + length);
    uint8_t nonce[crypto_secretbox_NONCEBYTES] = {};
    memcpy(nonce, record, headerBytes);
    return crypto_secretbox_open_detached(content, content, content + length, length, nonce, key_) == 0;
  }

 private:
  // With `tag` opens. Only the nonce is new, so that the key's schedule stays.
  bool crypt(uint8_t *record, size_t length, uint8_t *tag = nullptr) {
    uint8_t nonce[aeadNonceBytes] = {};
    memcpy(nonce + 4, record + 8, 8);
    uint8_t *content = record + headerBytes;
    int written = 0;
    if (EVP_CipherInit_ex(context_, nullptr, nullptr, nullptr, nonce, -1) != 1) return false;
    if (tag != nullptr && EVP_CIPHER_CTX_ctrl(context_, EVP_CTRL_AEAD_SET_TAG, tagBytes, tag) != 1) return false;
    if (EVP_CipherUpdate(context_, nullptr, &written, record, headerBytes) != 1) return false;
    if (length > 0 && EVP_CipherUpdate(context_, content, &written, content, static_cast<int>(length)) != 1) return false;
    return EVP_CipherFinal_ex(context_, content + length, &written) == 1;
  }

  EVP_CIPHER_CTX *context_ = nullptr;
  bool isAead_ = false;
  bool ready_ = false;
  uint8_t key_[keyBytes] = {};
};

}  // namespace weave
