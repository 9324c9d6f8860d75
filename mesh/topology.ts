/**
 * The topology: the newest signed record of each peer, a state-based CRDT. The join keeps, per peer, the record that
 * is greatest in a total order (peer-record.ts), hence it is commutative, associative and idempotent; a record is
 * verified before it is kept, and only when it is newer, so that repeats cost a comparison.
 *
 * Digest and differences cover the records of reachable peers, ours, and withdrawn ones: peers that reach each other
 * and have the same records reach the same peers, so their digests are equal, and the record of a peer that is gone
 * spreads no further. It is collected after it was unreachable for `collectAfterMs`.
 *
 *   digest   1 byte format, then per peer, ordered by key: 8 bytes key prefix, 4 incarnation, 4 version, 4 tag
 */
import { bytesEqual } from "../base/bytes.ts";
import type { PeerKey } from "../base/peer-name.ts";
import { type Millis, never } from "../base/time.ts";
import type { Crypto } from "../crypto/crypto-port.ts";
import type { ChannelState } from "../gossip/gossip-types.ts";
import { compareRecords, decodeRecord, keyInFront, type PeerRecord, verifyRecord } from "./peer-record.ts";
import { encodeTopologyDelta, recordsPerDeltaMax } from "./wire.ts";

export const peersMax = 4_096;
/** A delta is closed when it has this many bytes; one more record may follow. */
const deltaBytesSoftMax = 32_768;
const digestFormat = 1;
const digestEntryLength = 20;

export type MergeOutcome =
  | { readonly kind: "news"; readonly record: PeerRecord }
  /** Our own record, signed by our key, that differs from what we published: a twin, or our past. */
  | { readonly kind: "own"; readonly record: PeerRecord }
  | { readonly kind: "known" }
  | { readonly kind: "refused"; readonly reason: string };

export interface TopologyOptions {
  readonly self: PeerKey;
  readonly collectAfterMs: number;
}

export class Topology implements ChannelState {
  readonly #crypto: Crypto;
  readonly #options: TopologyOptions;
  readonly #records = new Map<PeerKey, PeerRecord>();
  readonly #unreachableSince = new Map<PeerKey, Millis>();
  #reachable: ReadonlySet<PeerKey> = new Set();
  #digest: Uint8Array = encodeDigest([]);
  #digestIsCurrent = false;

  constructor(crypto: Crypto, options: TopologyOptions) {
    this.#crypto = crypto;
    this.#options = options;
  }

  get records(): ReadonlyMap<PeerKey, PeerRecord> {
    return this.#records;
  }

  /** Our own new record; it is ours, so nothing is checked. */
  setOwn(record: PeerRecord): void {
    this.#keep(record);
  }

  merge(bytes: Uint8Array): MergeOutcome {
    const claimed = keyInFront(bytes);
    const same = claimed && this.#records.get(claimed);
    if (same && bytesEqual(same.bytes, bytes)) return { kind: "known" };
    const decoded = decodeRecord(this.#crypto, bytes, same);
    if (!decoded.ok) return { kind: "refused", reason: decoded.error };
    const record = decoded.value;
    const known = this.#records.get(record.key);
    if (known && compareRecords(record, known) <= 0) return { kind: "known" };
    if (!verifyRecord(this.#crypto, record)) return { kind: "refused", reason: "record-signature" };
    if (record.key === this.#options.self) return { kind: "own", record };
    if (!known && !this.#makeRoom()) return { kind: "refused", reason: "peers-limit" };
    this.#keep(record);
    return { kind: "news", record };
  }

  digest(): Uint8Array {
    if (this.#digestIsCurrent) return this.#digest;
    const digest = encodeDigest(this.#spreading());
    if (!bytesEqual(digest, this.#digest)) this.#digest = digest;
    this.#digestIsCurrent = true;
    return this.#digest;
  }

  diff(remoteDigest: Uint8Array): readonly Uint8Array[] {
    const remote = decodeDigest(remoteDigest);
    if (!remote) return [];
    const lacking = this.#spreading().filter((record) => {
      const entry = remote.get(record.key.slice(0, 16));
      return !entry || isNews(record, entry);
    });
    return deltasOf(lacking.map(({ bytes }) => bytes));
  }

  /** Takes note of who is reachable now, and returns the peers whose records were collected. */
  settle(now: Millis, reachable: ReadonlySet<PeerKey>): readonly PeerKey[] {
    this.#reachable = reachable;
    this.#digestIsCurrent = false;
    const collected: PeerKey[] = [];
    for (const { key } of this.#records.values()) {
      if (this.#isReachable(key)) {
        this.#unreachableSince.delete(key);
        continue;
      }
      const since = this.#unreachableSince.get(key) ?? now;
      this.#unreachableSince.set(key, since);
      if (now >= since + this.#options.collectAfterMs) collected.push(key); // as in collectAt: rounding counts
    }
    for (const key of collected) this.#drop(key);
    return collected;
  }

  /** When `settle` has something to do by time alone. */
  collectAt(): Millis {
    let earliest = never;
    for (const since of this.#unreachableSince.values())
      earliest = Math.min(earliest, since + this.#options.collectAfterMs);
    return earliest;
  }

  #isReachable(key: PeerKey): boolean {
    return key === this.#options.self || this.#reachable.has(key);
  }

  #spreading(): PeerRecord[] {
    return [...this.#records.values()].filter((record) => record.withdrawn || this.#isReachable(record.key));
  }

  #keep(record: PeerRecord): void {
    this.#records.set(record.key, record);
    this.#digestIsCurrent = false;
  }

  /** At the limit, whoever has been unreachable for longest makes room. */
  #makeRoom(): boolean {
    if (this.#records.size < peersMax) return true;
    const [oldest] = this.#unreachableSince.keys();
    if (oldest === undefined) return false;
    this.#drop(oldest);
    return true;
  }

  #drop(key: PeerKey): void {
    this.#records.delete(key);
    this.#unreachableSince.delete(key);
    this.#digestIsCurrent = false;
  }
}

interface DigestEntry {
  readonly incarnation: number;
  readonly version: number;
  readonly tag: number;
}

/** The first bytes of the signature: tells apart two records that a twin gave equal numbers. */
function tagOf(record: PeerRecord): number {
  return new DataView(record.bytes.buffer, record.bytes.byteOffset).getUint32(0);
}

function isNews(record: PeerRecord, remote: DigestEntry): boolean {
  const order = record.incarnation - remote.incarnation || record.version - remote.version;
  return order > 0 || (order === 0 && tagOf(record) !== remote.tag);
}

function encodeDigest(records: PeerRecord[]): Uint8Array {
  records.sort((a, b) => (a.key < b.key ? -1 : 1));
  const bytes = new Uint8Array(1 + records.length * digestEntryLength);
  const view = new DataView(bytes.buffer);
  bytes[0] = digestFormat;
  let offset = 1;
  for (const record of records) {
    bytes.set(record.publicKey.subarray(0, 8), offset);
    view.setUint32(offset + 8, record.incarnation);
    view.setUint32(offset + 12, record.version);
    view.setUint32(offset + 16, tagOf(record));
    offset += digestEntryLength;
  }
  return bytes;
}

/** By key prefix in hex; undefined when malformed or of a format that we do not know. */
function decodeDigest(bytes: Uint8Array): ReadonlyMap<string, DigestEntry> | undefined {
  if (bytes[0] !== digestFormat || (bytes.length - 1) % digestEntryLength !== 0) return undefined;
  if (bytes.length > 1 + peersMax * digestEntryLength) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const entries = new Map<string, DigestEntry>();
  for (let offset = 1; offset < bytes.length; offset += digestEntryLength) {
    const prefix = hex32(view.getUint32(offset)) + hex32(view.getUint32(offset + 4));
    entries.set(prefix, {
      incarnation: view.getUint32(offset + 8),
      version: view.getUint32(offset + 12),
      tag: view.getUint32(offset + 16),
    });
  }
  return entries;
}

function hex32(word: number): string {
  return word.toString(16).padStart(8, "0");
}

/** Signed records in as few payloads as their limits allow. */
export function deltasOf(records: readonly Uint8Array[]): readonly Uint8Array[] {
  const deltas: Uint8Array[] = [];
  let open: Uint8Array[] = [];
  let openBytes = 0;
  for (const record of records) {
    if (open.length > 0 && (open.length >= recordsPerDeltaMax || openBytes + record.length > deltaBytesSoftMax)) {
      deltas.push(encodeTopologyDelta(open));
      open = [];
      openBytes = 0;
    }
    open.push(record);
    openBytes += record.length;
  }
  if (open.length > 0) deltas.push(encodeTopologyDelta(open));
  return deltas;
}
