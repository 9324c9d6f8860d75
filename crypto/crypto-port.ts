/**
 * Cryptography as a port, synchronous and deterministic given its random inputs: the product's is real
 * (`primitives.ts`), large simulations use a keyed-hash stand-in with the same lengths and the same failures.
 */

export interface Crypto {
  /** SHA-256 of the concatenation: 32 bytes. */
  sha256(...parts: readonly Uint8Array[]): Uint8Array;
  /** SHA-512 of the concatenation: 64 bytes. */
  sha512(...parts: readonly Uint8Array[]): Uint8Array;
  /** HKDF-SHA-512 (RFC 5869). */
  hkdf(key: Uint8Array, salt: Uint8Array, info: Uint8Array, length: number): Uint8Array;

  /** Ed25519 (RFC 8032) from a 32-byte seed. */
  signingPublicKey(seed: Uint8Array): Uint8Array;
  sign(seed: Uint8Array, message: Uint8Array): Uint8Array;
  verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean;

  /** X25519 (RFC 7748). `undefined` for a low-order point. */
  x25519PublicKey(secret: Uint8Array): Uint8Array;
  x25519(secret: Uint8Array, publicKey: Uint8Array): Uint8Array | undefined;

  /** ristretto255 (RFC 9496): `generator` is mapped from 64 uniform bytes, `scalar` reduced from 64 random bytes. */
  ristrettoMultiplyMapped(uniform: Uint8Array, scalar: Uint8Array): Uint8Array;
  /** `undefined` when `element` does not decode or the result is the identity. */
  ristrettoMultiply(element: Uint8Array, scalar: Uint8Array): Uint8Array | undefined;

  /** NaCl secretbox: 32-byte key, 24-byte nonce; 16 bytes longer than the plaintext. */
  seal(key: Uint8Array, nonce: Uint8Array, plaintext: Uint8Array): Uint8Array;
  open(key: Uint8Array, nonce: Uint8Array, sealed: Uint8Array): Uint8Array | undefined;
}

/** The keys that a finished handshake gives each side, by direction. 32 bytes each. */
export interface DirectionalKeys {
  readonly send: Uint8Array;
  readonly receive: Uint8Array;
}
