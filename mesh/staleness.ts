/**
 * Whether a neighbour whose connection ended is stale or gone. Lost in silence while its datapath answers: stale, so that
 * frames keep their paths while its router restarts. Anything said aloud, or a silent datapath: gone. So soon after the
 * connection came up our datapath may not have told of the peer's yet: then the link waits for its word.
 */
import type { PeerKey } from "../base/peer-name.ts";
import type { Millis } from "../base/time.ts";
import type { ConnectionEnd } from "./connection.ts";

/** The datapath tells of a new neighbour's within this: it counts every second, and a session takes a moment. */
const toldWithinMs = 5_000;

export class Staleness {
  readonly #alive = new Set<PeerKey>();
  readonly #upSince = new Map<PeerKey, Millis>();

  /** Our datapath tells whether the peer's answers. */
  datapath(peer: PeerKey, alive: boolean): void {
    if (alive) this.#alive.add(peer);
    else this.#alive.delete(peer);
  }

  connected(now: Millis, peer: PeerKey): void {
    this.#upSince.set(peer, now);
  }

  /** `untold`: it is stale only until the datapath is heard, or a while passed. */
  ended(now: Millis, peer: PeerKey, end: ConnectionEnd): { readonly stale: boolean; readonly untold: boolean } {
    const silent = end.code === "lost" || end.code === "timeout" || end.code === "slow";
    const upForMs = now - (this.#upSince.get(peer) ?? Number.NEGATIVE_INFINITY);
    this.#upSince.delete(peer);
    const untold = !this.#alive.has(peer) && upForMs < toldWithinMs;
    return { stale: silent && !end.byRemote && (untold || this.#alive.has(peer)), untold };
  }
}
