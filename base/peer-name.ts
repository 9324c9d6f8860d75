/**
 * A peer's name: six bytes derived from its public key, shown like a MAC address, and used as one (locally
 * administered, unicast). 48 bits can be ground, so whatever matters is keyed by the whole public key: `PeerKey`.
 */
import { fromHex, toHex } from "./bytes.ts";

/** `aa:bb:cc:dd:ee:ff`, lower case: what people read and type. */
export type PeerName = string & { readonly peerName: unique symbol };

/** The Ed25519 public key in 64 lower-case hex digits: what protocols key by. */
export type PeerKey = string & { readonly peerKey: unique symbol };

const keyPattern = /^[0-9a-f]{64}$/;

/** The name of the peer whose public key hashes (SHA-256) to `keyHash`. */
export function peerNameOfKeyHash(keyHash: Uint8Array): PeerName {
  const bytes = keyHash.slice(0, 6);
  bytes[0] = ((bytes[0] as number) | 0x02) & 0xfe;
  return toHex(bytes).replace(/..(?!$)/g, "$&:") as PeerName;
}

export function peerKeyOf(publicKey: Uint8Array): PeerKey {
  return toHex(publicKey) as PeerKey;
}

/** The 32 bytes of a key. */
export function keyBytes(key: PeerKey): Uint8Array {
  return fromHex(key) as Uint8Array;
}

export function parsePeerKey(text: string): PeerKey | undefined {
  return keyPattern.test(text) ? (text as PeerKey) : undefined;
}
