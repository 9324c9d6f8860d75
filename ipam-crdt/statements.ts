/**
 * What one peer has said in one epoch about whose addresses are: its token records, and what they add up to, which is
 * for each address the newest of them that covers it.
 *
 * A record that a newer one covers is beaten and dropped: of the same signer and epoch, with a lower version, and its
 * range inside. That is a partial order, and what is kept are the maximal records of a set: a join that is commutative,
 * associative and idempotent. Two records of one version that overlap and name different owners are an equivocation,
 * which only the signer can make. Cost: O(records of this signer and epoch) a change; the sum is made when asked for.
 */
import { covers, type Range } from "./range.ts";
import type { TokenRecord } from "./token.ts";

/** Owners of an equivocation that are told apart. */
const ownersMax = 8;

/** A stretch of addresses and the newest word about it. */
export interface Statement extends Range {
  readonly version: number;
  /** One for each owner that is named, by owner. More than one: its author contradicts itself. */
  readonly records: readonly TokenRecord[];
}

export class Statements {
  readonly #places = new Map<string, readonly TokenRecord[]>();
  #newest: readonly Statement[] | undefined;

  get size(): number {
    return this.#places.size;
  }

  /** The records at a place, which all have one range and version. */
  set(ringKey: string, records: readonly TokenRecord[]): void {
    if (records.length > 0) this.#places.set(ringKey, records);
    else this.#places.delete(ringKey);
    this.#newest = undefined;
  }

  /** Whether a newer record covers this one. */
  beats(record: TokenRecord): boolean {
    for (const [known] of this.#places.values()) if (known && isBeaten(record, known)) return true;
    return false;
  }

  /** The places whose records `record` beats, its own left out. */
  beatenBy(record: TokenRecord): readonly string[] {
    const beaten: string[] = [];
    for (const [ringKey, [known]] of this.#places) {
      if (known && ringKey !== record.ringKey && isBeaten(known, record)) beaten.push(ringKey);
    }
    return beaten;
  }

  /** Sorted and apart. */
  newest(): readonly Statement[] {
    this.#newest ??= summedUp([...this.#places.values()].flat());
    return this.#newest;
  }

  /** The parts of the newest statements that lie in `window`. O(log n) and the parts. */
  within(window: Range): Statement[] {
    const all = this.newest();
    const parts: Statement[] = [];
    for (let i = firstEndingAfter(all, window.start); i < all.length; i++) {
      const statement = all[i] as Statement;
      if (statement.start >= window.end) break;
      parts.push(part(statement, Math.max(statement.start, window.start), Math.min(statement.end, window.end)));
    }
    return parts;
  }
}

export function rangeOfToken({ content }: TokenRecord): Range {
  return { start: content.start, end: content.start + content.size };
}

function isBeaten(record: TokenRecord, by: TokenRecord): boolean {
  return record.version < by.version && covers(rangeOfToken(by), rangeOfToken(record));
}

/** Lays the records over one another, older ones first. */
function summedUp(records: readonly TokenRecord[]): readonly Statement[] {
  const layers = records.toSorted((a, b) => a.version - b.version || (a.hash < b.hash ? -1 : 1));
  const sum: Statement[] = [];
  for (const record of layers) {
    const range = rangeOfToken(record);
    const from = firstEndingAfter(sum, range.start);
    let to = from;
    while (to < sum.length && (sum[to] as Statement).start < range.end) to++;
    sum.splice(from, to - from, ...laidOver(sum.slice(from, to), record, range));
  }
  return sum;
}

/** `below` overlaps `range`; what sticks out of it stays, and equally new words are both heard. */
function laidOver(below: readonly Statement[], record: TokenRecord, range: Range): Statement[] {
  const { version } = record;
  const records = [record];
  const result: Statement[] = [];
  let start: number = range.start;
  for (const old of below) {
    if (old.start < range.start) result.push(part(old, old.start, range.start));
    const inside = { start: Math.max(old.start, range.start), end: Math.min(old.end, range.end) };
    if (old.version === version) {
      if (start < inside.start) result.push({ start, end: inside.start, version, records });
      result.push({ ...old, ...inside, records: withRecord(old.records, record) });
      start = inside.end;
    }
    if (old.end > range.end) {
      if (start < range.end) result.push({ start, end: range.end, version, records });
      result.push(part(old, range.end, old.end));
      return result;
    }
  }
  if (start < range.end) result.push({ start, end: range.end, version, records });
  return result;
}

/** Whoever loses by a third word shows the one that names him, so each owner's is kept: the first of it. */
function withRecord(records: readonly TokenRecord[], record: TokenRecord): readonly TokenRecord[] {
  if (records.some(({ content }) => content.owner === record.content.owner)) return records;
  return [...records, record].toSorted((a, b) => (a.content.owner < b.content.owner ? -1 : 1)).slice(0, ownersMax);
}

function part(statement: Statement, start: number, end: number): Statement {
  return start === statement.start && end === statement.end ? statement : { ...statement, start, end };
}

/** The first of the sorted statements that ends after `address`. */
function firstEndingAfter(sorted: readonly Statement[], address: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as Statement).end > address) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The version above which the author of `statements` writes about `window`. */
export function newestVersionIn(statements: Statements | undefined, window: Range): number {
  return Math.max(0, ...(statements?.within(window) ?? []).map(({ version }) => version));
}
