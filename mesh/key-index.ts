/**
 * The records that are kept: by key, in the order of their keys, and by the ids that packed links name peers with. A
 * link to a peer that nobody told us of yet counts once that peer's record comes and lists its owner, too, as no link is
 * used before: so nothing waits here for peers that may not exist. O(log peers) a record; while any link is unresolved a
 * look at each of its links, and O(links) for one that it completes.
 */
import type { PeerKey } from "../base/peer-name.ts";
import { type LinkId, linkIdOf } from "./packed-links.ts";
import { type PeerRecord, resolveLink } from "./peer-record.ts";

export class KeyIndex {
  readonly #records = new Map<PeerKey, PeerRecord>();
  readonly #keys = new Map<LinkId, PeerKey>();
  /** Links to unknown peers, of all records. */
  #unresolved = 0;
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

  /** Returns the peers whose links to this one, unknown until now, count from now on. */
  set(record: PeerRecord): readonly PeerKey[] {
    const { key } = record;
    const before = this.#records.get(key);
    if (!before) {
      this.#order.splice(this.#placeOf(key), 0, key);
      if (!this.#keys.has(linkIdOf(key))) this.#keys.set(linkIdOf(key), key);
    }
    this.#unresolved += record.unresolved - (before?.unresolved ?? 0);
    this.#records.set(key, record);
    return this.#unresolved > 0 ? this.#complete(record) : [];
  }

  delete(key: PeerKey): void {
    const record = this.#records.get(key);
    if (!record) return;
    this.#unresolved -= record.unresolved;
    this.#records.delete(key);
    this.#order.splice(this.#placeOf(key), 1);
    if (this.#keys.get(linkIdOf(key)) === key) this.#keys.delete(linkIdOf(key));
  }

  #complete(record: PeerRecord): readonly PeerKey[] {
    const completed: PeerKey[] = [];
    for (const { peer } of record.links) {
      const other = this.#records.get(peer);
      if (!other || other.unresolved === 0) continue;
      const whole = resolveLink(other, record);
      if (whole === other) continue;
      this.#unresolved--;
      this.#records.set(peer, whole);
      completed.push(peer);
    }
    return completed;
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
