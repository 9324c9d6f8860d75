/**
 * A voter's memory of leases: which ranges of each peer it granted as hot, and when it last did.
 *
 *   - A range is hot for one peer at a time. An owner gives addresses only from ranges that a majority granted it, and
 *     majorities meet, so no two owners ever give from one range, whatever they believe to own.
 *   - What was granted is durable before the answer leaves, but for the moment: after a launch, and after a gap in its
 *     clock, a voter takes everybody's lease for renewed just now.
 *   - Who promised to vote for a takeover of a peer is *bound*: it grants that peer nothing until the decree is decided.
 *     So what it adds to its promise is the last word, and the takeover's value cannot miss what comes later.
 *
 * Entries are as many as peers that ever asked, at most `grantsMax`. Cost: O(entries) a change, O(ranges) a renewal.
 */
import type { DurableState } from "../base/machine.ts";
import type { PeerKey } from "../base/peer-name.ts";
import type { Millis } from "../base/time.ts";
import { common, minus, sameRanges } from "./hot-ranges.ts";
import { decodeEntry, encodeEntry, type Grant, type LeaseEntry, type LeaseRefusal } from "./lease-wire.ts";
import type { Outbox } from "./outbox.ts";
import { joined, type Range } from "./range.ts";

/** Peers with a lease; more are refused. */
const grantsMax = 16_384;

const grantPrefix = "ipam/lease/grant/";
const boundPrefix = "ipam/lease/bound/";
const countKey = "ipam/lease/count";

export interface Asked {
  readonly config: number;
  readonly version: number;
  readonly hot: readonly Range[];
}

export interface Answer {
  readonly refused: LeaseRefusal | undefined;
  readonly version: number;
  readonly held: readonly Range[];
}

const granted: Answer = { refused: undefined, version: 0, held: [] };

export class Grants {
  readonly #outbox: Outbox;
  readonly #grants = new Map<PeerKey, Grant>();
  readonly #grantedAt = new Map<PeerKey, Millis>();
  /** By peer: the decree whose takeover of it we promised. */
  readonly #bound = new Map<PeerKey, number>();
  /** Durable changes of what is granted. */
  count = 0;

  constructor(outbox: Outbox) {
    this.#outbox = outbox;
  }

  /** What was granted before this launch counts as granted now: how long ago it was, nobody knows. */
  open(durable: DurableState, now: Millis): void {
    this.count = numberIn(durable.get(countKey));
    for (const key of durable.keys(grantPrefix)) {
      const entry = decodeEntry(durable.get(key) ?? new Uint8Array(0));
      if (entry.ok) this.#grants.set(entry.value.peer, entry.value);
    }
    for (const key of durable.keys(boundPrefix)) {
      this.#bound.set(key.slice(boundPrefix.length) as PeerKey, numberIn(durable.get(key)));
    }
    this.beginAnew(now);
  }

  /** Everybody's lease counts as renewed. */
  beginAnew(now: Millis): void {
    for (const peer of this.#grants.keys()) this.#grantedAt.set(peer, now);
  }

  get peers(): Iterable<PeerKey> {
    return this.#grants.keys();
  }

  of(peer: PeerKey): Grant | undefined {
    return this.#grants.get(peer);
  }

  /** How long ago we granted a peer's lease last. */
  ageOf(now: Millis, peer: PeerKey): Millis {
    return Math.max(0, now - (this.#grantedAt.get(peer) ?? now));
  }

  /** As a voter that may grant. */
  ask(now: Millis, peer: PeerKey, asked: Asked): Answer {
    if (this.#bound.has(peer)) return { ...granted, refused: "bound" };
    const known = this.#grants.get(peer);
    const isKnown = known?.version === asked.version;
    if (known && (known.version > asked.version || (isKnown && !sameRanges(known.hot, asked.hot)))) {
      return { ...granted, refused: "stale", version: known.version };
    }
    // What another voter told us it granted may have had no majority: by our own hand it passes our own check.
    const held = this.#heldByOthers(peer, minus(asked.hot, known?.own ? known.hot : []));
    if (held.length > 0) return { ...granted, refused: "held", held };
    if (!known && this.#grants.size >= grantsMax) return { ...granted, refused: "not-ready" };
    if (!isKnown || !known.own)
      this.#store({ peer, config: asked.config, version: asked.version, hot: asked.hot, own: true });
    this.#grantedAt.set(peer, now);
    return granted;
  }

  /** What another voter granted; the newer of its word and ours. */
  merge(now: Millis, entry: LeaseEntry): void {
    const known = this.#grants.get(entry.peer);
    if (!known && this.#grants.size >= grantsMax) return;
    if (!known || entry.version > known.version) this.#store({ ...entry, own: false });
    const at = now - entry.ageMs;
    this.#grantedAt.set(entry.peer, Math.max(at, this.#grantedAt.get(entry.peer) ?? at));
  }

  entry(now: Millis, grant: Grant): LeaseEntry {
    return { ...grant, ageMs: this.ageOf(now, grant.peer) };
  }

  entries(now: Millis): readonly LeaseEntry[] {
    return [...this.#grants.values()].map((grant) => this.entry(now, grant));
  }

  /** A decree gave all of a peer's space to its heir, what was hot too: nothing that was granted before is in force. */
  forget(peer: PeerKey, decree: number): void {
    const grant = this.#grants.get(peer);
    if (!grant || grant.config >= decree) return;
    this.#grants.delete(peer);
    this.#grantedAt.delete(peer);
    this.#outbox.persist(grantPrefix + peer, undefined);
    this.#changed();
  }

  /** A takeover by lease left `kept` to a peer: nothing else that was granted before is in force. */
  cut(peer: PeerKey, decree: number, kept: readonly Range[]): void {
    const grant = this.#grants.get(peer);
    if (!grant || grant.config >= decree) return;
    const hot = common(grant.hot, kept);
    if (!sameRanges(hot, grant.hot)) this.#store({ ...grant, hot });
  }

  bind(peer: PeerKey, instance: number): void {
    this.#bound.set(peer, instance);
    this.#outbox.persist(boundPrefix + peer, bytesOf(instance));
  }

  get isBound(): boolean {
    return this.#bound.size > 0;
  }

  /** Decree `decided` is known. */
  release(decided: number): void {
    for (const [peer, instance] of this.#bound) {
      if (instance > decided) continue;
      this.#bound.delete(peer);
      this.#outbox.persist(boundPrefix + peer, undefined);
    }
  }

  /** Somebody saw a later count of ours than our store has. */
  raiseCount(seen: number): void {
    this.count = seen;
    this.#outbox.persist(countKey, bytesOf(this.count));
  }

  #heldByOthers(peer: PeerKey, added: readonly Range[]): Range[] {
    const held: Range[] = [];
    for (const other of added.length > 0 ? this.#grants.values() : []) {
      if (other.peer !== peer) held.push(...common(added, other.hot));
    }
    return joined(held);
  }

  #store(grant: Grant): void {
    const { peer, version, config, hot, own } = grant;
    this.#grants.set(peer, { peer, version, config, hot, own });
    this.#outbox.persist(grantPrefix + peer, encodeEntry({ ...grant, ageMs: 0 }));
    this.#changed();
  }

  #changed(): void {
    this.count++;
    this.#outbox.persist(countKey, bytesOf(this.count));
  }
}

export function numberIn(bytes: Uint8Array | undefined): number {
  return bytes?.length === 4 ? new DataView(bytes.slice().buffer).getUint32(0) : 0;
}

export function bytesOf(number: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, number);
  return bytes;
}
