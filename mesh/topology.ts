/**
 * The topology: the newest signed record of each peer, a state-based CRDT. The join keeps, per peer, the record that
 * is greatest in a total order (peer-record.ts), hence it is commutative, associative and idempotent; a record is
 * verified before it is kept, and only when it is newer, so that repeats cost a comparison. A patch (record-patch.ts) is
 * a shorter way to say a record.
 *
 * Digest and differences cover the records of reachable peers, ours, and withdrawn ones: peers that reach each other
 * and have the same records reach the same peers, so their digests are equal, and the record of a peer that is gone
 * spreads no further. It is collected after it was unreachable for `collectAfterMs`.
 */
import { bytesEqual } from "../base/bytes.ts";
import type { PeerKey } from "../base/peer-name.ts";
import { type Millis, never } from "../base/time.ts";
import type { Crypto } from "../crypto/crypto-port.ts";
import type { ChannelState } from "../gossip/gossip-types.ts";
import { KeyIndex } from "./key-index.ts";
import { type LinkId, linkIdOf } from "./packed-links.ts";
import { compareRecords, decodeRecord, keyInFront, type PeerRecord, verifyRecord } from "./peer-record.ts";
import { decodePatch, goesOnto, patched, type RecordPatch } from "./record-patch.ts";
import {
  bucketOf,
  type DigestEntry,
  decodeTopologyDigest,
  detailDigest,
  differingBuckets,
  flatDigest,
  isLackedBy,
  isNewcomer,
  isNewsTo,
  sumsDigest,
} from "./topology-digest.ts";
import { encodeTopologyDelta, patchesPerDeltaMax, recordsPerDeltaMax } from "./wire.ts";

/**
 * With records of `recordBytesMax` that is 512 MiB, the most that one member could make everybody keep. In memory it is
 * little more: a record of 1,024 links to peers that nobody knows has 15 kB and takes 18 kB, one of 100 known ones 2 and
 * 10. Digests and the datapath's tables have room for three times as many peers.
 */
export const peersMax = 4_096;
/** A delta is closed when it has this many bytes; one more record may follow. */
const deltaBytesSoftMax = 32_768;

export interface News {
  readonly kind: "news";
  readonly record: PeerRecord;
  /** Peers whose links to this one, unknown until now, count from now on. */
  readonly completed: readonly PeerKey[];
  /** Who made room for it. */
  readonly evicted: PeerKey | undefined;
}

export type MergeOutcome =
  | News
  /** Our own record, signed by our key, that differs from what we published: a twin, or our past. */
  | { readonly kind: "own"; readonly record: PeerRecord }
  | { readonly kind: "known" }
  /** A patch of a version that we lack, or one (`unverified`) that does not make what its owner signed. */
  | { readonly kind: "gap"; readonly unverified: boolean }
  | { readonly kind: "refused"; readonly reason: string };

export interface TopologyOptions {
  readonly self: PeerKey;
  readonly collectAfterMs: number;
}

export class Topology implements ChannelState {
  readonly #crypto: Crypto;
  readonly #options: TopologyOptions;
  readonly #index: KeyIndex;
  /** The last patch of each record that came by one: what a neighbour lacks may be no more than that. */
  readonly #patches = new Map<PeerKey, RecordPatch>();
  readonly #unreachableSince = new Map<PeerKey, Millis>();
  /** Who was reachable once: only for those is there more than somebody's word. */
  readonly #proven = new Set<PeerKey>();
  /** Whose patches make of what we have something else than was signed (a twin's record, fields of a newer release). */
  readonly #notPatchable = new Set<PeerKey>();
  #reachable: ReadonlySet<PeerKey> = new Set();
  #digest: Uint8Array = flatDigest([]);
  #question: Uint8Array | undefined;
  #digestIsCurrent = false;

  constructor(crypto: Crypto, options: TopologyOptions) {
    this.#crypto = crypto;
    this.#options = options;
    this.#index = new KeyIndex(options.self);
  }

  get records(): ReadonlyMap<PeerKey, PeerRecord> {
    return this.#index.records;
  }

  /** Reachable now, or before and not collected since. */
  get proven(): ReadonlySet<PeerKey> {
    return this.#proven;
  }

  /** It was reachable when it was last remembered. */
  prove(peer: PeerKey): void {
    this.#proven.add(peer);
  }

  /** Our own new record, and the patch that makes it of earlier ones; they are ours, so nothing is checked. */
  setOwn(record: PeerRecord, patch: RecordPatch | undefined): void {
    this.#keep(record, patch);
  }

  merge(bytes: Uint8Array): MergeOutcome {
    const claimed = keyInFront(bytes);
    const same = claimed && this.records.get(claimed);
    if (same && bytesEqual(same.bytes, bytes)) return { kind: "known" };
    const decoded = decodeRecord(this.#crypto, bytes, same, this.#index.keyOfId);
    if (!decoded.ok) return { kind: "refused", reason: decoded.error };
    const record = decoded.value;
    const known = this.records.get(record.key);
    if (known && compareRecords(record, known) <= 0) return { kind: "known" };
    if (!verifyRecord(this.#crypto, record)) return { kind: "refused", reason: "record-signature" };
    if (record.key === this.#options.self) return { kind: "own", record };
    const evicted = !known && this.records.size >= peersMax ? this.#evict() : undefined;
    if (!known && this.records.size >= peersMax) return { kind: "refused", reason: "peers-limit" };
    return { kind: "news", record, completed: this.#keep(record, undefined), evicted };
  }

  mergePatch(bytes: Uint8Array): MergeOutcome {
    const decoded = decodePatch(bytes);
    if (!decoded.ok) return { kind: "refused", reason: decoded.error };
    const patch = decoded.value;
    const key = this.#index.keyOfId(patch.peer);
    const known = key === undefined ? undefined : this.records.get(key);
    if (!known) return { kind: "gap", unverified: false };
    const order = known.incarnation - patch.incarnation || known.version - patch.version;
    if (order >= 0) return { kind: "known" };
    const record = patched(this.#crypto, known, patch, this.#index.keyOfId);
    if (record === "gap" || record === "unverified") {
      if (goesOnto(patch, known)) this.#notPatchable.add(known.key);
      return { kind: "gap", unverified: record === "unverified" };
    }
    if (record.key === this.#options.self) return { kind: "own", record };
    return { kind: "news", record, completed: this.#keep(record, patch), evicted: undefined };
  }

  digest(): Uint8Array {
    if (this.#digestIsCurrent) return this.#digest;
    const digest = flatDigest(this.#spreading());
    if (!bytesEqual(digest, this.#digest)) {
      this.#digest = digest;
      this.#question = undefined;
    }
    this.#digestIsCurrent = true;
    return this.#digest;
  }

  question(): Uint8Array {
    this.digest();
    this.#question ??= sumsDigest(this.#spreading());
    return this.#question;
  }

  diff(remoteDigest: Uint8Array): readonly Uint8Array[] {
    const remote = decodeTopologyDigest(remoteDigest, peersMax);
    if (!remote) return [];
    const spreading = this.#spreading();
    switch (remote.kind) {
      case "sums":
        return isNewcomer(remote, spreading.length) ? deltasOf(spreading.map(({ bytes }) => bytes)) : [];
      case "flat": {
        const lacking = spreading.filter((record) => isNewsTo(record, remote.entries.get(linkIdOf(record.key))));
        return deltasOf(lacking.map(({ bytes }) => bytes));
      }
      case "detail":
        return this.#differenceOf(
          spreading.filter((record) => remote.buckets.has(bucketOf(record, remote.log2))),
          remote.entries,
        );
    }
  }

  refine(remoteDigest: Uint8Array): Uint8Array | undefined {
    const remote = decodeTopologyDigest(remoteDigest, peersMax);
    if (!remote) return undefined;
    if (remote.kind !== "sums") {
      if (![...remote.entries].some(([id, entry]) => this.#lacks(id, entry))) return undefined;
      if (remote.kind === "flat") return this.digest();
      return this.#detail(this.#spreading(), remote.log2, remote.buckets);
    }
    const spreading = this.#spreading();
    if (isNewcomer(remote, spreading.length)) return this.question();
    const buckets = differingBuckets(spreading, remote);
    return buckets.size > 0 ? this.#detail(spreading, remote.log2, buckets) : undefined;
  }

  /** Takes note of who is reachable now, and returns the peers whose records were collected. */
  settle(now: Millis, reachable: ReadonlySet<PeerKey>): readonly PeerKey[] {
    this.#reachable = reachable;
    this.#digestIsCurrent = false;
    const collected: PeerKey[] = [];
    for (const { key } of this.records.values()) {
      if (this.#isReachable(key)) {
        this.#proven.add(key);
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

  /** Without those that no patch can make newer: whoever does not find them there sends the whole record. */
  #detail(records: readonly PeerRecord[], log2: number, buckets: ReadonlySet<number>): Uint8Array {
    const patchable = this.#notPatchable.size > 0 ? records.filter(({ key }) => !this.#notPatchable.has(key)) : records;
    return detailDigest(patchable, log2, buckets);
  }

  #isReachable(key: PeerKey): boolean {
    return key === this.#options.self || this.#reachable.has(key);
  }

  /** In the order of their keys. */
  #spreading(): readonly PeerRecord[] {
    return this.#index.inOrder().filter((record) => record.withdrawn || this.#isReachable(record.key));
  }

  /** What the owner of `entries` lacks of `records`: where a patch is enough, that. */
  #differenceOf(records: readonly PeerRecord[], entries: ReadonlyMap<LinkId, DigestEntry>): readonly Uint8Array[] {
    const whole: Uint8Array[] = [];
    const patches: Uint8Array[] = [];
    for (const record of records) {
      const remote = entries.get(linkIdOf(record.key));
      if (!isNewsTo(record, remote)) continue;
      const patch = this.#patches.get(record.key);
      if (patch && remote && goesOnto(patch, remote)) patches.push(patch.bytes);
      else whole.push(record.bytes);
    }
    return deltasOf(whole, patches);
  }

  #lacks(id: LinkId, entry: DigestEntry): boolean {
    const key = this.#index.keyOfId(id);
    return isLackedBy(entry, key === undefined ? undefined : this.records.get(key));
  }

  #keep(record: PeerRecord, patch: RecordPatch | undefined): readonly PeerKey[] {
    if (patch) this.#patches.set(record.key, patch);
    else this.#patches.delete(record.key);
    this.#notPatchable.delete(record.key);
    this.#digestIsCurrent = false;
    return this.#index.set(record);
  }

  /** Whoever was never reachable makes room, else who has not been for longest. */
  #evict(): PeerKey | undefined {
    let [oldest] = this.#unreachableSince.keys();
    for (const key of this.#unreachableSince.keys())
      if (!this.#proven.has(key)) {
        oldest = key;
        break;
      }
    if (oldest !== undefined) this.#drop(oldest);
    return oldest;
  }

  #drop(key: PeerKey): void {
    this.#index.delete(key);
    this.#patches.delete(key);
    this.#unreachableSince.delete(key);
    this.#proven.delete(key);
    this.#notPatchable.delete(key);
    this.#digestIsCurrent = false;
  }
}

/** Signed records, and patches, in as few payloads as their limits allow. */
export function deltasOf(records: readonly Uint8Array[], patches: readonly Uint8Array[] = []): readonly Uint8Array[] {
  const of = (chunk: readonly Uint8Array[]) => encodeTopologyDelta({ records: chunk, patches: [] });
  const ofPatches = (chunk: readonly Uint8Array[]) => encodeTopologyDelta({ records: [], patches: chunk });
  return [...chunked(records, recordsPerDeltaMax).map(of), ...chunked(patches, patchesPerDeltaMax).map(ofPatches)];
}

function chunked(items: readonly Uint8Array[], countMax: number): Uint8Array[][] {
  const chunks: Uint8Array[][] = [];
  let open: Uint8Array[] = [];
  let openBytes = 0;
  for (const item of items) {
    if (open.length > 0 && (open.length >= countMax || openBytes + item.length > deltaBytesSoftMax)) {
      chunks.push(open);
      open = [];
      openBytes = 0;
    }
    open.push(item);
    openBytes += item.length;
  }
  if (open.length > 0) chunks.push(open);
  return chunks;
}
