/**
 * The topology: the newest signed record of each peer, a state-based CRDT. The join keeps, per peer, the record that
 * is greatest in a total order (peer-record.ts), hence it is commutative, associative and idempotent; a record is
 * verified before it is kept, and only when it is newer, so that repeats cost a comparison.
 *
 * The record of a peer that nobody reaches is collected after `collectAfterMs`. A floor remembers its numbers for
 * `floorMs`, so that a neighbour that still has it does not bring it back; the floor goes when a reachable peer lists
 * the collected one as a link, for then it is back. Floors stand in the digest like records.
 *
 *   digest   1 byte format, then per peer, ordered by key: 8 bytes key prefix, 4 incarnation, 4 version, 4 tag
 */

import type { PeerKey } from "../base/peer-name.ts";
import type { Millis } from "../base/time.ts";
import type { Crypto } from "../crypto/crypto-port.ts";
import type { ChannelState } from "../gossip/gossip-types.ts";
import { compareRecords, decodeRecord, type PeerRecord, verifyRecord } from "./peer-record.ts";
import { encodeTopologyDelta, recordsPerDeltaMax } from "./wire.ts";

export const peersMax = 4_096;
export const floorsMax = 4_096;
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

interface Floor {
  readonly incarnation: number;
  readonly version: number;
  readonly tag: number;
  readonly until: Millis;
}

export interface TopologyOptions {
  readonly self: PeerKey;
  readonly collectAfterMs: number;
  readonly floorMs: number;
}

export class Topology implements ChannelState {
  readonly #crypto: Crypto;
  readonly #options: TopologyOptions;
  readonly #records = new Map<PeerKey, PeerRecord>();
  readonly #floors = new Map<PeerKey, Floor>();
  readonly #unreachableSince = new Map<PeerKey, Millis>();
  #digest: Uint8Array | undefined;

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
    const decoded = decodeRecord(this.#crypto, bytes);
    if (!decoded.ok) return { kind: "refused", reason: decoded.error };
    const record = decoded.value;
    const known = this.#records.get(record.key);
    if (known && compareRecords(record, known) <= 0) return { kind: "known" };
    const floor = this.#floors.get(record.key);
    if (floor && compareWithFloor(record, floor) <= 0) return { kind: "known" };
    if (!verifyRecord(this.#crypto, record)) return { kind: "refused", reason: "record-signature" };
    if (record.key === this.#options.self) return { kind: "own", record };
    if (!known && !this.#makeRoom()) return { kind: "refused", reason: "peers-limit" };
    this.#keep(record);
    return { kind: "news", record };
  }

  digest(): Uint8Array {
    this.#digest ??= encodeDigest([...this.#digestEntries()]);
    return this.#digest;
  }

  diff(remoteDigest: Uint8Array): readonly Uint8Array[] {
    const remote = decodeDigest(remoteDigest);
    if (!remote) return [];
    const lacking: Uint8Array[] = [];
    for (const record of this.#records.values()) {
      const entry = remote.get(record.key.slice(0, 16));
      if (!entry || isNews(record, entry)) lacking.push(record.bytes);
    }
    return deltasOf(lacking);
  }

  /** Notes who is reachable now, and returns the peers whose records were collected. */
  collect(now: Millis, isReachable: (peer: PeerKey) => boolean): readonly PeerKey[] {
    const collected: PeerKey[] = [];
    for (const record of this.#records.values()) {
      if (record.key === this.#options.self) continue;
      if (isReachable(record.key)) {
        this.#unreachableSince.delete(record.key);
        this.#liftFloors(record);
        continue;
      }
      const since = this.#unreachableSince.get(record.key) ?? now;
      this.#unreachableSince.set(record.key, since);
      if (now - since >= this.#options.collectAfterMs) collected.push(record.key);
    }
    for (const key of collected) this.#drop(now, key);
    for (const [key, floor] of this.#floors) if (floor.until <= now) this.#removeFloor(key);
    return collected;
  }

  /** When `collect` has something to do by time alone. */
  collectAt(): Millis {
    let earliest = Number.POSITIVE_INFINITY;
    for (const since of this.#unreachableSince.values())
      earliest = Math.min(earliest, since + this.#options.collectAfterMs);
    for (const floor of this.#floors.values()) earliest = Math.min(earliest, floor.until);
    return earliest;
  }

  #keep(record: PeerRecord): void {
    this.#records.set(record.key, record);
    this.#floors.delete(record.key);
    this.#digest = undefined;
  }

  /** At the limit, whoever has been unreachable for longest makes room. */
  #makeRoom(): boolean {
    if (this.#records.size < peersMax) return true;
    const [oldest] = this.#unreachableSince.keys();
    if (oldest === undefined) return false;
    this.#records.delete(oldest);
    this.#unreachableSince.delete(oldest);
    return true;
  }

  #drop(now: Millis, key: PeerKey): void {
    const record = this.#records.get(key);
    if (!record) return;
    this.#records.delete(key);
    this.#unreachableSince.delete(key);
    if (this.#floors.size >= floorsMax) this.#removeFloor(this.#floors.keys().next().value as PeerKey);
    const { incarnation, version } = record;
    this.#floors.set(key, { incarnation, version, tag: tagOf(record), until: now + this.#options.floorMs });
    this.#digest = undefined;
  }

  #liftFloors(record: PeerRecord): void {
    if (this.#floors.size === 0) return;
    for (const link of record.links) if (link.established) this.#removeFloor(link.peer);
  }

  #removeFloor(key: PeerKey): void {
    if (this.#floors.delete(key)) this.#digest = undefined;
  }

  *#digestEntries(): Iterable<DigestEntry> {
    for (const record of this.#records.values())
      yield { key: record.key, incarnation: record.incarnation, version: record.version, tag: tagOf(record) };
    for (const [key, floor] of this.#floors) yield { key, ...floor };
  }
}

interface DigestEntry {
  readonly key: PeerKey;
  readonly incarnation: number;
  readonly version: number;
  readonly tag: number;
}

/** The first bytes of the signature: tells apart two records that a twin gave equal numbers. */
function tagOf(record: PeerRecord): number {
  return new DataView(record.bytes.buffer, record.bytes.byteOffset).getUint32(0);
}

function compareWithFloor(record: PeerRecord, floor: Floor): number {
  return record.incarnation - floor.incarnation || record.version - floor.version;
}

function isNews(record: PeerRecord, remote: Omit<DigestEntry, "key">): boolean {
  const order = record.incarnation - remote.incarnation || record.version - remote.version;
  return order > 0 || (order === 0 && tagOf(record) !== remote.tag);
}

function encodeDigest(entries: DigestEntry[]): Uint8Array {
  entries.sort((a, b) => (a.key < b.key ? -1 : 1));
  const bytes = new Uint8Array(1 + entries.length * digestEntryLength);
  const view = new DataView(bytes.buffer);
  bytes[0] = digestFormat;
  let offset = 1;
  for (const entry of entries) {
    view.setUint32(offset, Number.parseInt(entry.key.slice(0, 8), 16));
    view.setUint32(offset + 4, Number.parseInt(entry.key.slice(8, 16), 16));
    view.setUint32(offset + 8, entry.incarnation);
    view.setUint32(offset + 12, entry.version);
    view.setUint32(offset + 16, entry.tag);
    offset += digestEntryLength;
  }
  return bytes;
}

/** By key prefix in hex; undefined when malformed or of a format that we do not know. */
function decodeDigest(bytes: Uint8Array): ReadonlyMap<string, Omit<DigestEntry, "key">> | undefined {
  if (bytes[0] !== digestFormat || (bytes.length - 1) % digestEntryLength !== 0) return undefined;
  if (bytes.length > 1 + (peersMax + floorsMax) * digestEntryLength) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const entries = new Map<string, Omit<DigestEntry, "key">>();
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
