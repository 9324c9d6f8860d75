// Sealing of records, in place. Suite `nacl` is XSalsa20-Poly1305 (NaCl's secretbox); its nonce is the record's header
// followed by zeros, so header and content are bound together although secretbox has no associated data. The counter in
// the header never repeats under a key, so neither does the nonce. On the wire the tag stands behind the content, for
// every suite. Heartbeats are sealed in every suite.
#pragma once
#include <sodium.h>

#include "wire.h"

namespace weave {

constexpr size_t keyBytes = crypto_secretbox_KEYBYTES;
static_assert(crypto_secretbox_MACBYTES == tagBytes, "the tag's size is part of the wire format");

// `record`: a complete header, `length` bytes of content, and room for the tag.
inline void seal(uint8_t *record, size_t length, const uint8_t *key) {
  uint8_t nonce[crypto_secretbox_NONCEBYTES] = {};
  memcpy(nonce, record, headerBytes);
  uint8_t *content = record + headerBytes;
  crypto_secretbox_detached(content, content + length, content, length, nonce, key);
}

// `record`: header, `length` bytes of sealed content, tag. False when it was not sealed under this key.
inline bool open(uint8_t *record, size_t length, const uint8_t *key) {
  uint8_t nonce[crypto_secretbox_NONCEBYTES] = {};
  memcpy(nonce, record, headerBytes);
  uint8_t *content = record + headerBytes;
  return crypto_secretbox_open_detached(content, content, content + length, length, nonce, key) == 0;
}

}  // namespace weave
