/**
 * What peers that own space are called, also when they are gone and after a restart: people remove dead peers by
 * nickname. Display only; at most `nicknamesMax`, the first ones known are kept.
 */
import type { DurableState } from "../base/machine.ts";
import { keyBytes, type PeerKey, type PeerName, parsePeerKey, peerNameOfKeyHash } from "../base/peer-name.ts";
import type { Crypto } from "../crypto/crypto-port.ts";
import type { Outbox } from "./outbox.ts";
import { nameBytesMax } from "./wire.ts";

const nicknamesMax = 4_096;
const prefix = "ipam/nickname/";

export class Nicknames {
  readonly #outbox: Outbox;
  readonly #crypto: Crypto;
  readonly #names = new Map<PeerKey, string>();
  readonly #derived = new Map<PeerKey, PeerName>();

  constructor(crypto: Crypto, outbox: Outbox) {
    this.#crypto = crypto;
    this.#outbox = outbox;
  }

  open(durable: DurableState): void {
    for (const key of durable.keys(prefix)) {
      const peer = parsePeerKey(key.slice(prefix.length));
      const codes = durable.get(key);
      if (peer && codes) this.#names.set(peer, textOf(codes));
    }
  }

  of(peer: PeerKey): string {
    return this.#names.get(peer) ?? "";
  }

  /** The name that derives from its key, whether anybody describes it or not. */
  nameOf(peer: PeerKey): PeerName {
    const known = this.#derived.get(peer);
    if (known) return known;
    const name = peerNameOfKeyHash(this.#crypto.sha256(keyBytes(peer)));
    if (this.#derived.size >= nicknamesMax) this.#derived.clear();
    this.#derived.set(peer, name);
    return name;
  }

  remembered(): ReadonlyMap<PeerKey, { readonly name: PeerName; readonly nickname: string }> {
    return new Map([...this.#names].map(([key, nickname]) => [key, { name: this.nameOf(key), nickname }]));
  }

  /** As errors name it: by both names, since either does for `weave rmpeer`. */
  shown(peer: PeerKey): string {
    const name = this.nameOf(peer);
    const nickname = this.of(peer);
    return nickname === "" ? name : `${nickname} (${name})`;
  }

  learn(nicknames: ReadonlyMap<PeerKey, string>): void {
    for (const [peer, nickname] of nicknames) {
      const known = this.#names.get(peer);
      if (known === nickname || nickname === "" || nickname.length > nameBytesMax) continue;
      if (known === undefined && this.#names.size >= nicknamesMax) continue;
      this.#names.set(peer, nickname);
      this.#outbox.persist(prefix + peer, codesOf(nickname));
    }
  }
}

/** UTF-16, two bytes a unit: exact for any string, and private to our store. */
function codesOf(text: string): Uint8Array {
  const bytes = new Uint8Array(2 * text.length);
  for (let i = 0; i < text.length; i++) {
    bytes[2 * i] = text.charCodeAt(i) >>> 8;
    bytes[2 * i + 1] = text.charCodeAt(i) & 0xff;
  }
  return bytes;
}

function textOf(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i + 1 < bytes.length; i += 2) {
    text += String.fromCharCode(((bytes[i] as number) << 8) | (bytes[i + 1] as number));
  }
  return text;
}
