/**
 * The records that are kept: by key, in the order of their keys, and by the ids that packed links name peers with. A
 * link to a peer that nobody told us of yet waits here, and counts once its record comes. O(log peers) a record, and
 * O(its links) for one whose peers are unknown.
 */
import type { PeerKey } from "../base/peer-name.ts";
import { type LinkId, linkIdOf } from "./packed-links.ts";
import { type PeerRecord, resolveLink } from "./peer-record.ts";

export class KeyIndex {
  readonly #records = new Map<PeerKey, PeerRecord>();
  readonly #keys = new Map<LinkId, PeerKey>();
  /** Whose records list an id that means nobody yet. */
  readonly #waiting = new Map<LinkId, Set<PeerKey>>();
  #order: PeerKey[] = [];

  constructor(self: PeerKey) {
    this.#keys.set(linkIdOf(self), self);
  }

  get records(): ReadonlyMap<PeerKey, PeerRecord> {
    return this.#records;
  }

  readonly keyOfId = (id: LinkId): PeerKey | undefined => this.#keys.get(id);

  inOrder(): readonly PeerRecord[] {
    return this.#order.map((key) => this.#records.get(key) as PeerRecord);
  }

  /** Returns the peers whose records listed this one before it was known. */
  set(record: PeerRecord): readonly PeerKey[] {
    const { key } = record;
    const before = this.#records.get(key);
    if (before) this.#stopWaiting(before);
    else this.#order.splice(this.#placeOf(key), 0, key);
    this.#records.set(key, record);
    for (const { id } of record.unresolved) {
      const waiting = this.#waiting.get(id);
      if (waiting) waiting.add(key);
      else this.#waiting.set(id, new Set([key]));
    }
    return before ? [] : this.#becomesKnown(key);
  }

  delete(key: PeerKey): void {
    const record = this.#records.get(key);
    if (!record) return;
    this.#stopWaiting(record);
    this.#records.delete(key);
    this.#order.splice(this.#placeOf(key), 1);
    if (this.#keys.get(linkIdOf(key)) === key) this.#keys.delete(linkIdOf(key));
  }

  #becomesKnown(key: PeerKey): readonly PeerKey[] {
    const id = linkIdOf(key);
    if (!this.#keys.has(id)) this.#keys.set(id, key);
    const waited = [...(this.#waiting.get(id) ?? [])];
    this.#waiting.delete(id);
    for (const waiting of waited) {
      const record = this.#records.get(waiting);
      if (record) this.#records.set(waiting, resolveLink(record, key));
    }
    return waited;
  }

  #stopWaiting(record: PeerRecord): void {
    for (const { id } of record.unresolved) {
      const waiting = this.#waiting.get(id);
      waiting?.delete(record.key);
      if (waiting?.size === 0) this.#waiting.delete(id);
    }
  }

  /** Where `key` stands in the order, or would. */
  #placeOf(key: PeerKey): number {
    let low = 0;
    let high = this.#order.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#order[middle] as PeerKey) < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
