/**
 * The ring: a map from a record's place to every maximal record there. A conflict-free replicated data type in the
 * sense of Shapiro et al. (2011), a map of multi-value registers.
 *
 * Merge is total: it refuses nothing that is well formed and signed. Convergence: what is kept at a place is a function
 * of the set of records ever merged there, namely those of the highest (epoch, version), of them the first `rivalsMax`
 * by content; taking the maximum, the union, and the first k of a total order are each commutative, associative and
 * idempotent, and nothing kept depends on a record that was dropped. Of tokens, those are kept that no newer one of
 * their signer covers (statements.ts), which is the join of a partial order; rivals cover the same and are covered
 * alike. A place names its signer, so what a peer signs displaces nobody else's. What the records mean is a view
 * (ring-view.ts); whose records come in at all is admission's (admission.ts).
 * Cost: O(1) a record, O(tokens of the signer) a token; summaries for the digest are kept up to date on the way.
 */
import type { PeerKey } from "../base/peer-name.ts";
import type { Genesis } from "./genesis.ts";
import type { Range } from "./range.ts";
import { RangeIndex } from "./range-index.ts";
import { rangeOfToken, Statements } from "./statements.ts";
import { compareAge, compareRivals, isReminder, isToken, type RingRecord, type TokenRecord } from "./token.ts";

/** Equally new records of one place that are kept. */
export const rivalsMax = 8;
/** Records of a ring; beyond it new places are refused and counted, known places go on. */
const recordsMax = 262_144;
/** Of all records together; beyond it likewise. */
const bytesMax = 268_435_456;
/** Of one signer's records; beyond it new places of his are refused and counted, and nobody else's. */
const bytesOfSignerMax = 16_777_216;
/** Places of one signer's tokens in one epoch; beyond it likewise. An honest owner declines to give before. */
export const tokensOfSignerMax = 4_096;
/** Buckets of the finest digest. */
export const bucketsMax = 1_024;
/** Reminders of one giver's words; beyond it new places are refused and counted, and only his addresses suffer. */
export const remindersMax = 1_024;

export class Ring {
  readonly genesis: Genesis;
  readonly #places = new Map<string, readonly RingRecord[]>();
  /** Of the records that it holds. */
  readonly #hashes = new Set<string>();
  /** Two 32-bit sums a bucket. */
  readonly #sums = new Uint32Array(2 * bucketsMax);
  readonly #bytesOf = new Map<PeerKey, number>();
  /** By epoch and signer. */
  readonly #statements = new Map<number, Map<PeerKey, Statements>>();
  readonly #decrees = new Map<number, Set<string>>();
  readonly #reminded = new Map<PeerKey, RangeIndex<TokenRecord>>();
  /** By giver: places of reminders of his words. */
  readonly #reminders = new Map<PeerKey, Set<string>>();
  /** Who may write: members and those whom somebody who may write introduced. Only grows. */
  readonly #seats = new Set<PeerKey>();
  #touched = new Set<string>();
  #records = 0;
  #bytes = 0;
  /** Changes whenever anything does. */
  changes = 0;
  /** Changes whenever tokens, seed claims or decrees do: what views depend on. */
  revision = 0;
  /** Changes whenever seed claims or decrees do. */
  decreeRevision = 0;
  refusedFull = 0;

  constructor(genesis: Genesis) {
    this.genesis = genesis;
    for (const member of genesis.members) if (member.kind === "key") this.#seats.add(member.key);
  }

  get size(): number {
    return this.#records;
  }

  /** Whether it holds the record of this hash, so that nobody need look into it. */
  has(hash: string): boolean {
    return this.#hashes.has(hash);
  }

  at(ringKey: string): readonly RingRecord[] {
    return this.#places.get(ringKey) ?? [];
  }

  places(): IterableIterator<readonly RingRecord[]> {
    return this.#places.values();
  }

  /** What `signer` said of addresses in `epoch`. */
  statements(signer: PeerKey, epoch: number): Statements | undefined {
    return this.#statements.get(epoch)?.get(signer);
  }

  /** Everybody's records of the decree of this number. */
  decreesAt(number: number): readonly RingRecord[] {
    return [...(this.#decrees.get(number) ?? [])].flatMap((ringKey) => this.at(ringKey));
  }

  /**
   * Older words of `giver` on addresses of `range` that somebody reminds of, in an order that depends on nothing else.
   * Asked for each stretch that the giver ever held, so not all of them are looked at each time.
   */
  remindersOf(giver: PeerKey, range: Range): readonly TokenRecord[] {
    const places = this.#reminders.get(giver);
    return places === undefined ? [] : this.#indexOf(giver, places).overlapping(range);
  }

  #indexOf(giver: PeerKey, places: ReadonlySet<string>): RangeIndex<TokenRecord> {
    const known = this.#reminded.get(giver);
    if (known) return known;
    const reminders = [...places].flatMap((ringKey) => this.at(ringKey).filter(isReminder));
    const byHash = new Map(reminders.map(({ content }) => [content.token.hash, content.token]));
    const tokens = [...byHash.values()].toSorted((a, b) => (a.hash < b.hash ? -1 : 1));
    const index = new RangeIndex(tokens, rangeOfToken);
    this.#reminded.set(giver, index);
    return index;
  }

  get seats(): ReadonlySet<PeerKey> {
    return this.#seats;
  }

  /** The places that changed since the last call. */
  takeTouched(): ReadonlySet<string> {
    const touched = this.#touched;
    this.#touched = new Set();
    return touched;
  }

  /** Whether `record` would change anything: false for what is known or older, which need not be verified then. */
  wouldChange(record: RingRecord): boolean {
    const known = this.at(record.ringKey);
    const first = known[0];
    if (!first) return !(isToken(record) && this.statements(record.signer, record.epoch)?.beats(record));
    const age = compareAge(record, first);
    return age > 0 || (age === 0 && !known.some((other) => other.hash === record.hash));
  }

  /**
   * True when the ring changed. `record` is verified. For what we write ourselves there is room always (`isOwn`): what
   * left our hands and we do not know of would be given twice.
   */
  merge(record: RingRecord, isOwn = false): boolean {
    if (!this.wouldChange(record)) return false;
    const known = this.at(record.ringKey);
    if (known.length === 0 && !isOwn && this.#isFullFor(record)) {
      this.refusedFull++;
      return false;
    }
    const merged = joinRecords(known, [record]);
    if (sameRecords(known, merged)) return false;
    const beaten = isToken(record) ? (this.statements(record.signer, record.epoch)?.beatenBy(record) ?? []) : [];
    for (const ringKey of beaten) this.#replace(record, ringKey, []);
    this.#replace(record, record.ringKey, merged);
    this.changes++;
    const { kind } = record.content;
    if (kind !== "block" && kind !== "introduction") this.revision++;
    if (kind === "decree" || kind === "seed-claim") this.decreeRevision++;
    return true;
  }

  #isFullFor(record: RingRecord): boolean {
    if (this.#records >= recordsMax || this.#bytes >= bytesMax) return true;
    if ((this.#bytesOf.get(record.signer) ?? 0) >= bytesOfSignerMax) return true;
    const { content } = record;
    if (content.kind === "reminder") {
      return (this.#reminders.get(content.token.signer)?.size ?? 0) >= remindersMax;
    }
    return isToken(record) && (this.statements(record.signer, record.epoch)?.size ?? 0) >= tokensOfSignerMax;
  }

  /** Puts `records` at a place of the signer of `cause`, whose kind and epoch they have. */
  #replace(cause: RingRecord, ringKey: string, records: readonly RingRecord[]): void {
    const { signer, epoch, content } = cause;
    const known = this.at(ringKey);
    for (const old of known) {
      this.#toggle(old);
      this.#hashes.delete(old.hash);
    }
    for (const kept of records) {
      this.#toggle(kept);
      this.#hashes.add(kept.hash);
    }
    this.#records += records.length - known.length;
    const bytes = bytesIn(records) - bytesIn(known);
    this.#bytes += bytes;
    this.#bytesOf.set(signer, (this.#bytesOf.get(signer) ?? 0) + bytes);
    if (records.length > 0) this.#places.set(ringKey, records);
    else this.#places.delete(ringKey);
    this.#touched.add(ringKey);
    if (content.kind === "token") this.#statementsOf(signer, epoch).set(ringKey, records.filter(isToken));
    if (content.kind === "seed-claim") this.#seats.add(signer);
    if (content.kind === "introduction") this.#seats.add(content.peer);
    if (content.kind === "reminder") {
      const giver = content.token.signer;
      this.#reminded.delete(giver);
      this.#reminders.set(giver, (this.#reminders.get(giver) ?? new Set()).add(ringKey));
    }
    if (content.kind === "decree") {
      this.#decrees.set(content.number, (this.#decrees.get(content.number) ?? new Set()).add(ringKey));
    }
  }

  #statementsOf(signer: PeerKey, epoch: number): Statements {
    const ofEpoch = this.#statements.get(epoch) ?? new Map<PeerKey, Statements>();
    this.#statements.set(epoch, ofEpoch);
    const known = ofEpoch.get(signer) ?? new Statements();
    ofEpoch.set(signer, known);
    return known;
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

function bytesIn(records: readonly RingRecord[]): number {
  return records.reduce((sum, { bytes }) => sum + bytes.length, 0);
}

function sameRecords(a: readonly RingRecord[], b: readonly RingRecord[]): boolean {
  return a.length === b.length && a.every((record, i) => record.hash === b[i]?.hash);
}
