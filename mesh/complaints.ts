/**
 * Who sent records of the topology that were refused, and why. They changed nothing and cost nobody a connection, so without
 * this nobody would learn that a host sends nonsense. One row for each sender and reason; at most `rowsMax`, the longest
 * silent makes room.
 */
import type { PeerKey } from "../base/peer-name.ts";

const rowsMax = 64;

export interface Complaint {
  /** Who sent it, as gossip says; who wrote it is proved by nothing. */
  readonly peer: PeerKey;
  readonly reason: string;
  readonly count: number;
}

export class Complaints {
  /** By sender and reason, the latest last. */
  readonly #rows = new Map<string, Complaint>();

  note(peer: PeerKey, reason: string): void {
    const name = `${peer} ${reason}`;
    const count = (this.#rows.get(name)?.count ?? 0) + 1;
    this.#rows.delete(name);
    this.#rows.set(name, { peer, reason, count });
    if (this.#rows.size > rowsMax) this.#rows.delete(this.#rows.keys().next().value as string);
  }

  all(): readonly Complaint[] {
    return [...this.#rows.values()];
  }
}
