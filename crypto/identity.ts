/**
 * A host's identity: an Ed25519 key made at first launch. The peer's name derives from the public key's SHA-256 (six
 * bytes that people read); whatever matters is keyed by the whole key.
 */
import { type PeerKey, type PeerName, peerKeyOf, peerNameOfKeyHash } from "../base/peer-name.ts";
import type { Crypto } from "./crypto-port.ts";

export interface Identity {
  /** 32 secret bytes. */
  readonly seed: Uint8Array;
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
  readonly key: PeerKey;
  readonly name: PeerName;
}

/** The identity that `seed` (32 bytes) gives. */
export function identityOf(crypto: Crypto, seed: Uint8Array): Identity {
  const publicKey = crypto.signingPublicKey(seed);
  return { seed, publicKey, key: peerKeyOf(publicKey), name: peerNameOf(crypto, publicKey) };
}

/** The name of the peer with this public key. */
export function peerNameOf(crypto: Crypto, publicKey: Uint8Array): PeerName {
  return peerNameOfKeyHash(crypto.sha256(publicKey));
}
