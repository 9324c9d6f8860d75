/**
 * A `Crypto` for simulations of many routers: a fast keyed hash stands in for every primitive, with the same lengths and
 * the same failures (a wrong key, an altered byte or another generator fail), so that protocols take the same turns at a
 * thousandth of the cost. IT PROTECTS NOTHING: public keys reveal secrets, seals do not hide, anybody can sign. Only tests
 * and the simulator import it. Deterministic on every platform: 32-bit integer arithmetic only.
 */
import { bytesEqual, compareBytes } from "../base/bytes.ts";
import type { Crypto } from "./crypto-port.ts";

export const standInCrypto: Crypto = {
  sha256: (...parts) => squeeze(absorb(1, parts), 32),
  sha512: (...parts) => squeeze(absorb(2, parts), 64),
  hkdf: (key, salt, info, length) => squeeze(absorb(3, [key, salt, info]), length),

  signingPublicKey: (seed) => squeeze(absorb(4, [seed]), 32),
  sign: (seed, message) => signatureOf(squeeze(absorb(4, [seed]), 32), message),
  verify: (publicKey, message, signature) => bytesEqual(signature, signatureOf(publicKey, message)),

  x25519PublicKey: (secret) => masked(secret, x25519Mask),
  x25519(secret, publicKey) {
    if (publicKey.length !== 32 || publicKey.every((byte) => byte === 0)) return undefined;
    const other = masked(publicKey, x25519Mask);
    const inOrder = compareBytes(secret, other) < 0 ? [secret, other] : [other, secret];
    return squeeze(absorb(6, inOrder), 32);
  },

  ristrettoMultiplyMapped: (uniform, scalar) =>
    masked(squeeze(absorb(7, [uniform]), 32), squeeze(absorb(8, [scalar]), 32)),
  ristrettoMultiply(element, scalar) {
    if (element.length !== 32 || element.every((byte) => byte === 0)) return undefined;
    return masked(element, squeeze(absorb(8, [scalar]), 32));
  },

  seal(key, nonce, plaintext) {
    const sealed = new Uint8Array(plaintext.length + 16);
    sealed.set(squeeze(absorb(9, [key, nonce, plaintext]), 16));
    sealed.set(plaintext, 16);
    return sealed;
  },
  open(key, nonce, sealed) {
    if (sealed.length < 16) return undefined;
    const plaintext = sealed.slice(16);
    const tag = squeeze(absorb(9, [key, nonce, plaintext]), 16);
    for (let i = 0; i < 16; i++) if (tag[i] !== sealed[i]) return undefined;
    return plaintext;
  },
};

type Lanes = readonly [number, number, number, number];

function signatureOf(publicKey: Uint8Array, message: Uint8Array): Uint8Array {
  return squeeze(absorb(5, [publicKey, message]), 64);
}

/** Exclusive or, so that multiplying by two scalars gives the same in either order. */
function masked(bytes: Uint8Array, mask: Uint8Array): Uint8Array {
  return bytes.map((byte, i) => byte ^ (mask[i] as number));
}

/** Four lanes of multiply-and-rotate over the parts, each with its length. Every frame of every host passes here. */
function absorb(domain: number, parts: readonly Uint8Array[]): Lanes {
  let a = Math.imul(domain, 0x9e3779b1);
  let b = 0x85ebca77;
  let c = 0xc2b2ae3d;
  let d = 0x27d4eb2f;
  for (const part of parts) {
    const whole = part.length & ~7;
    for (let i = 0; i < whole; i += 8) {
      const low =
        (part[i] as number) |
        ((part[i + 1] as number) << 8) |
        ((part[i + 2] as number) << 16) |
        ((part[i + 3] as number) << 24);
      const high =
        (part[i + 4] as number) |
        ((part[i + 5] as number) << 8) |
        ((part[i + 6] as number) << 16) |
        ((part[i + 7] as number) << 24);
      a = Math.imul(rotate(a ^ low, 13) + d, 0x9e3779b1);
      b = Math.imul(rotate(b ^ high, 17) + a, 0x85ebca77);
      c = (rotate(c, 11) + b) ^ low;
      d = (rotate(d, 7) + c) | 0;
    }
    for (let i = whole; i < part.length; i++) {
      a = Math.imul(rotate(a ^ (part[i] as number), 13) + d, 0x9e3779b1);
      d = (rotate(d, 7) + a) | 0;
    }
    b = Math.imul(rotate(b ^ part.length ^ 0x5bd1e995, 17) + a, 0x85ebca77);
    c = rotate(c, 11) ^ b;
    d = (rotate(d, 7) + c) | 0;
  }
  for (let round = 0; round < 4; round++) {
    a = Math.imul(rotate(a ^ d, 13) + round, 0x9e3779b1);
    b = Math.imul(rotate(b ^ a, 17), 0x85ebca77);
    c = (rotate(c ^ b, 11) + a) | 0;
    d = (rotate(d, 7) + c) ^ b;
  }
  return [a, b, c, d];
}

function squeeze(lanes: Lanes, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let state = 0;
  for (let i = 0; i < length; i += 4) {
    const lane = (i >> 2) & 3;
    if (lane === 0) state = (state + 0x9e3779b9) | 0;
    let word = (lanes[lane] as number) ^ Math.imul(state + (lanes[(lane + 1) & 3] as number), 0x85ebca6b);
    word = Math.imul(word ^ (word >>> 16), 0x21f0aaad);
    word = Math.imul(word ^ (word >>> 15), 0x735a2d97);
    word ^= word >>> 15;
    for (let k = 0; k < 4 && i + k < length; k++) bytes[i + k] = word >>> (8 * k);
  }
  return bytes;
}

function rotate(x: number, by: number): number {
  return (x << by) | (x >>> (32 - by));
}

const x25519Mask = squeeze(absorb(10, []), 32);
