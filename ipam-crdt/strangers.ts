/**
 * Peers of another mesh with whom connections stand. Two meshes that were founded apart refuse each other at the handshake;
 * but a router without a ring may be connected to both when it adopts one of them. Nothing of the other's ring comes in,
 * nothing is asked of its peers, nobody is cut off, and status says who they are, so that a person can decide.
 * Display, and whom space is not handed to. A peer that goes, or sends our ring, is forgotten. At most `strangersMax`.
 */
import type { PeerKey } from "../base/peer-name.ts";
import type { Genesis } from "./genesis.ts";
import type { Stranger } from "./ipam-types.ts";

const strangersMax = 256;

export class Strangers {
  readonly #met = new Map<PeerKey, Genesis>();

  /** True when that is news. */
  meet(key: PeerKey, genesis: Genesis): boolean {
    const isKnown = this.#met.has(key);
    if (!isKnown && this.#met.size >= strangersMax) return false;
    this.#met.set(key, genesis);
    return !isKnown;
  }

  forget(key: PeerKey): void {
    this.#met.delete(key);
  }

  /** Who is gone may come back as one of ours. */
  keepPresent(present: ReadonlySet<PeerKey>): void {
    for (const key of this.#met.keys()) if (!present.has(key)) this.#met.delete(key);
  }

  seen(): readonly Stranger[] {
    return [...this.#met].map(([key, { meshId, cidr, members }]) => ({ key, meshId, range: cidr, members }));
  }

  /** The others. */
  without(present: ReadonlySet<PeerKey>): ReadonlySet<PeerKey> {
    if (this.#met.size === 0) return present;
    return new Set([...present].filter((key) => !this.#met.has(key)));
  }
}
