/**
 * The product's `Crypto` (a shell file): Ed25519, X25519, HKDF, SHA and scrypt by node:crypto, secretbox by tweetnacl,
 * ristretto255 by @noble/curves. Key objects are built from DER once and kept, since building one costs as much as
 * using it. Costs on one core: signature 0.05 ms, verification 0.1 ms, X25519 0.1 ms, ristretto255 about 1 ms.
 */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  hkdfSync,
  type KeyObject,
  randomBytes,
  scryptSync,
  sign,
  verify,
} from "node:crypto";
import { ristretto255, ristretto255_hasher } from "@noble/curves/ed25519.js";
import nacl from "tweetnacl";
import { toHex } from "../base/bytes.ts";
import type { Random } from "../base/random.ts";
import type { Crypto } from "./crypto-port.ts";

/** The real thing. */
export const realCrypto: Crypto = {
  sha256: (...parts) => digest("sha256", parts),
  sha512: (...parts) => digest("sha512", parts),
  hkdf: (key, salt, info, length) => new Uint8Array(hkdfSync("sha512", key, salt, info, length)),

  signingPublicKey: (seed) => rawPublicKey(privateKey("ed25519", seed)),
  sign: (seed, message) => new Uint8Array(sign(null, message, privateKey("ed25519", seed))),
  verify(key, message, signature) {
    if (key.length !== 32 || signature.length !== 64) return false;
    const object = publicKey("ed25519", key);
    return object !== undefined && verify(null, message, object, signature);
  },

  x25519PublicKey: (secret) => rawPublicKey(freshPrivateKey("x25519", secret)),
  x25519(secret, key) {
    const object = key.length === 32 ? freshPublicKey("x25519", key) : undefined;
    if (object === undefined) return undefined;
    try {
      return new Uint8Array(diffieHellman({ privateKey: freshPrivateKey("x25519", secret), publicKey: object }));
    } catch {
      return undefined; // a low-order point: OpenSSL refuses the all-zero result
    }
  },

  ristrettoMultiplyMapped: (uniform, scalar) => mapToElement(uniform).multiply(reduceScalar(scalar)).toBytes(),
  ristrettoMultiply(element, scalar) {
    try {
      const product = ristretto255.Point.fromBytes(element).multiply(reduceScalar(scalar));
      return product.is0() ? undefined : product.toBytes();
    } catch {
      return undefined; // not a canonical encoding
    }
  },

  seal: (key, nonce, plaintext) => nacl.secretbox(plain(plaintext), plain(nonce), plain(key)),
  open(key, nonce, sealed) {
    return nacl.secretbox.open(plain(sealed), plain(nonce), plain(key)) ?? undefined;
  },
};

/** The kernel's generator. */
export const systemRandom: Random = {
  bytes: (length) => new Uint8Array(randomBytes(length)),
  uint32: () => randomBytes(4).readUInt32LE(0),
};

/**
 * Stretches a password to the 32 bytes that every handshake uses: scrypt (RFC 7914), N = 2^15, r = 8, p = 1, about
 * 80 ms and 32 MiB, once at launch. Text is normalized (NFKC), so that the same password typed on two systems agrees.
 */
export function stretchPassword(password: string): Uint8Array {
  return new Uint8Array(
    scryptSync(password.normalize("NFKC"), "weave mesh password, version 1", 32, {
      N: 2 ** 15,
      r: 8,
      p: 1,
      maxmem: 64 * 1024 * 1024,
    }),
  );
}

type Curve = "ed25519" | "x25519";

/** DER before the 32 raw bytes: PKCS #8 and SubjectPublicKeyInfo of RFC 8410. */
const derPrefix = {
  ed25519: { secret: "302e020100300506032b657004220420", public: "302a300506032b6570032100" },
  x25519: { secret: "302e020100300506032b656e04220420", public: "302a300506032b656e032100" },
} as const;

/** Identity keys seen lately; the oldest leaves when it is full, so strangers cannot grow it. */
const keyObjectsMax = 4096;
const keyObjects = new Map<string, KeyObject>();

function privateKey(curve: Curve, secret: Uint8Array): KeyObject {
  return kept(`secret ${curve} ${toHex(secret)}`, () => freshPrivateKey(curve, secret)) as KeyObject;
}

function publicKey(curve: Curve, key: Uint8Array): KeyObject | undefined {
  return kept(`public ${curve} ${toHex(key)}`, () => freshPublicKey(curve, key));
}

function kept(name: string, make: () => KeyObject | undefined): KeyObject | undefined {
  const found = keyObjects.get(name);
  if (found !== undefined) return found;
  const made = make();
  if (made === undefined) return undefined;
  if (keyObjects.size >= keyObjectsMax) keyObjects.delete(keyObjects.keys().next().value as string);
  keyObjects.set(name, made);
  return made;
}

function freshPrivateKey(curve: Curve, secret: Uint8Array): KeyObject {
  const der = Buffer.concat([Buffer.from(derPrefix[curve].secret, "hex"), secret]);
  return createPrivateKey({ key: der, format: "der", type: "pkcs8" });
}

function freshPublicKey(curve: Curve, key: Uint8Array): KeyObject | undefined {
  const der = Buffer.concat([Buffer.from(derPrefix[curve].public, "hex"), key]);
  try {
    return createPublicKey({ key: der, format: "der", type: "spki" });
  } catch {
    return undefined;
  }
}

function rawPublicKey(secret: KeyObject): Uint8Array {
  return new Uint8Array(createPublicKey(secret).export({ format: "der", type: "spki" }).subarray(-32));
}

function digest(algorithm: "sha256" | "sha512", parts: readonly Uint8Array[]): Uint8Array {
  const hash = createHash(algorithm);
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
}

/** The element derivation of RFC 9496, 4.3.4. */
function mapToElement(uniform: Uint8Array): InstanceType<typeof ristretto255.Point> {
  if (ristretto255_hasher.deriveToCurve === undefined)
    throw new Error("@noble/curves derives no ristretto255 elements");
  return ristretto255_hasher.deriveToCurve(uniform) as InstanceType<typeof ristretto255.Point>;
}

/** Little-endian, modulo the group's order; never 0, which no random draw meets and the library refuses. */
function reduceScalar(bytes: Uint8Array): bigint {
  const value = BigInt(`0x${toHex(bytes.toReversed()) || "0"}`) % ristretto255.Point.Fn.ORDER;
  return value === 0n ? 1n : value;
}

/** tweetnacl insists on plain `Uint8Array`s of its realm. */
function plain(bytes: Uint8Array): Uint8Array {
  return bytes.constructor === Uint8Array ? bytes : Uint8Array.from(bytes);
}
