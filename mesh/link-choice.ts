/**
 * Which control connections a host needs, by whom it knows and by its limit; a pure choice (docs/decisions/0010). While
 * those that it knows are no more than the limit: all of them. Beyond it, its neighbours in a few random cycles through
 * all peers that it reaches (cycles.ts), so that everybody who has the same view agrees who needs whom.
 *
 * Who cannot be connected to is passed over: the next in the same direction is needed in its place, and the one passed
 * over is tried on. So are the neighbours in the cycles through all that are known, reached or not: by them the parts of
 * a mesh that was cut find each other again. Nothing here depends on what a peer says of its links but whether it is
 * reached. Cost: O(peers) a change of who is known, O(cycles) a choice.
 */
import type { PeerKey } from "../base/peer-name.ts";
import { Cycles } from "./cycles.ts";

/** More cycles make no better graph. */
const cyclesMax = 64;

/**
 * How many cycles a limit allows: two connections each, and an eighth of the limit is kept for what is not by our choice:
 * peers that need us in another one's place, newcomers.
 */
export function cyclesFor(limit: number): number {
  const spare = limit <= 4 ? 0 : Math.ceil(limit / 8);
  return Math.max(1, Math.min(cyclesMax, Math.floor((limit - spare) / 2)));
}

/** Connections beyond the limit, for a while, to newcomers that reach nobody else. */
export function headroomFor(limit: number): number {
  return Math.max(2, Math.ceil(limit / 4));
}

export interface Choice {
  /** Whom we shall be connected to. */
  readonly needed: ReadonlySet<PeerKey>;
  /** Whom to dial: those needed, those passed over, those that were lost. */
  readonly tried: ReadonlySet<PeerKey>;
}

export class LinkChoice {
  readonly #limit: number;
  readonly #reached: Cycles;
  readonly #known: Cycles;
  #isSparse = false;

  /** `limit`: connections at most, 2 or more. */
  constructor(self: PeerKey, limit: number) {
    this.#limit = limit;
    this.#reached = new Cycles(self, cyclesFor(limit));
    this.#known = new Cycles(self, cyclesFor(limit));
  }

  /** More are known than the limit lets be connected. Ends a tenth below it, so that a host that comes and goes changes nothing. */
  get isSparse(): boolean {
    return this.#isSparse;
  }

  /** All that have a record, without ourselves, and whom of them we reach. */
  see(known: ReadonlySet<PeerKey>, isReached: (peer: PeerKey) => boolean): void {
    for (const peer of this.#known.members) if (!known.has(peer)) this.#known.delete(peer);
    for (const peer of this.#reached.members) if (!known.has(peer) || !isReached(peer)) this.#reached.delete(peer);
    for (const peer of known) {
      this.#known.add(peer);
      if (isReached(peer)) this.#reached.add(peer);
    }
    this.#isSparse = this.#known.size > (this.#isSparse ? Math.floor(0.9 * this.#limit) : this.#limit);
  }

  /** `isTroubled`: it cannot be connected to just now. */
  choose(isTroubled: (peer: PeerKey) => boolean): Choice {
    if (!this.#isSparse) return { needed: this.#known.members, tried: this.#known.members };
    const needed = new Set<PeerKey>();
    const tried = new Set<PeerKey>();
    for (const window of this.#reached.windows())
      for (const peer of window) {
        tried.add(peer);
        if (isTroubled(peer)) continue;
        needed.add(peer);
        break;
      }
    for (const window of this.#known.windows())
      for (const peer of window) {
        if (this.#reached.members.has(peer)) break;
        tried.add(peer);
        if (!isTroubled(peer)) break;
      }
    return { needed, tried };
  }
}
