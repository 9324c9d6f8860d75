/**
 * The ring: a map from a record's place to every maximal record there. A conflict-free replicated data type in the
 * sense of Shapiro et al. (2011), a map of multi-value registers.
 *
 * Merge is total: it refuses nothing that is well formed and signed. Convergence: what is kept at a place is a function
 * of the set of records ever merged there, namely those of the highest (epoch, version), of them the first `rivalsMax`
 * by content; taking the maximum, the union, and the first k of a total order are each commutative, associative and
 * idempotent, and nothing kept depends on a record that was dropped. What the records mean is a view (ring-view.ts).
 * Cost: O(1) a record; summaries for the digest are kept up to date on the way.
 */
import type { Genesis } from "./genesis.ts";
import { compareAge, compareRivals, type RingRecord } from "./token.ts";

/** Equally new records of one place that are kept. */
export const rivalsMax = 8;
/** Records of a ring; beyond it new places are refused and counted, known places go on. */
const recordsMax = 262_144;
/** Buckets of the finest digest. */
export const bucketsMax = 1_024;

export class Ring {
  readonly genesis: Genesis;
  readonly #places = new Map<string, readonly RingRecord[]>();
  /** Two 32-bit sums a bucket. */
  readonly #sums = new Uint32Array(2 * bucketsMax);
  #records = 0;
  /** Changes whenever anything does. */
  changes = 0;
  /** Changes whenever tokens, seed claims or decrees do: what views depend on. */
  revision = 0;
  /** Changes whenever seed claims or decrees do. */
  decreeRevision = 0;
  refusedFull = 0;

  constructor(genesis: Genesis) {
    this.genesis = genesis;
  }

  get size(): number {
    return this.#records;
  }

  at(ringKey: string): readonly RingRecord[] {
    return this.#places.get(ringKey) ?? [];
  }

  places(): IterableIterator<readonly RingRecord[]> {
    return this.#places.values();
  }

  /** Whether `record` would change anything: false for what is known or older, which need not be verified then. */
  wouldChange(record: RingRecord): boolean {
    const known = this.at(record.ringKey);
    const first = known[0];
    if (!first) return true;
    const age = compareAge(record, first);
    return age > 0 || (age === 0 && !known.some((other) => other.hash === record.hash));
  }

  /** True when the ring changed. `record` is verified. */
  merge(record: RingRecord): boolean {
    const known = this.at(record.ringKey);
    if (known.length === 0 && this.#records >= recordsMax) {
      this.refusedFull++;
      return false;
    }
    const merged = joinRecords(known, [record]);
    if (sameRecords(known, merged)) return false;
    for (const old of known) this.#toggle(old);
    for (const kept of merged) this.#toggle(kept);
    this.#records += merged.length - known.length;
    this.#places.set(record.ringKey, merged);
    this.changes++;
    if (record.content.kind !== "block") this.revision++;
    if (record.content.kind === "decree" || record.content.kind === "seed-claim") this.decreeRevision++;
    return true;
  }

  /** Sums of the records by bucket, folded to `count` buckets (a power of two). */
  sums(count: number): Uint32Array {
    const folded = new Uint32Array(2 * count);
    for (let i = 0; i < this.#sums.length; i++) {
      const at = i % folded.length;
      folded[at] = ((folded[at] as number) ^ (this.#sums[i] as number)) >>> 0;
    }
    return folded;
  }

  #toggle(record: RingRecord): void {
    const at = 2 * (bucketOf(record.ringKey) % bucketsMax);
    const low = Number.parseInt(record.hash.slice(0, 8), 16);
    const high = Number.parseInt(record.hash.slice(8, 16), 16);
    this.#sums[at] = (this.#sums[at] as number) ^ low;
    this.#sums[at + 1] = (this.#sums[at + 1] as number) ^ high;
  }
}

/** The join of two sets of records of one place: sorted, so that equal sets are equal lists. */
export function joinRecords(a: readonly RingRecord[], b: readonly RingRecord[]): readonly RingRecord[] {
  let newest: RingRecord | undefined;
  for (const record of [...a, ...b]) if (!newest || compareAge(record, newest) > 0) newest = record;
  if (!newest) return [];
  const top = newest;
  const byHash = new Map<string, RingRecord>();
  for (const record of [...a, ...b]) if (compareAge(record, top) === 0) byHash.set(record.hash, record);
  return [...byHash.values()].toSorted(compareRivals).slice(0, rivalsMax);
}

/** FNV-1a: which bucket of a digest a place falls into. */
export function bucketOf(ringKey: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < ringKey.length; i++) hash = Math.imul(hash ^ ringKey.charCodeAt(i), 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}

function sameRecords(a: readonly RingRecord[], b: readonly RingRecord[]): boolean {
  return a.length === b.length && a.every((record, i) => record.hash === b[i]?.hash);
}
