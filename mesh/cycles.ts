/**
 * Random cycles through all peers, as one peer sees them. In cycle i a peer stands at the place that a hash of its key
 * and i gives, and its neighbours are who stand before and behind it. The union of a few such cycles is a random regular
 * graph, an expander with high probability (Law and Siu, "Distributed construction of random expander networks", 2003):
 * connected by construction, of low diameter, and hard to cut by losing many peers at once.
 *
 * Everybody who knows the same peers sees the same cycles, so "we are neighbours" is symmetric; who comes or goes changes
 * two places of each cycle. Kept incrementally: of each direction the `windowMax` nearest. Cost: O(cycles) for a peer
 * that comes or goes; a pass over all peers for a direction whose window ran dry.
 */
import type { PeerKey } from "../base/peer-name.ts";

/** How many of the nearest are known in each direction: that many may be unreachable before a pass is due. */
export const windowMax = 12;
const windowMin = 4;

interface Entry {
  readonly peer: PeerKey;
  readonly distance: number;
}

interface Window {
  entries: Entry[];
  /** Lacks nobody. */
  isComplete: boolean;
}

export class Cycles {
  readonly #self: PeerKey;
  readonly #ownPlaces: readonly number[];
  readonly #members = new Set<PeerKey>();
  /** Of cycle i: at 2i those behind us, at 2i + 1 those before us, nearest first. */
  readonly #windows: readonly Window[];

  constructor(self: PeerKey, count: number) {
    this.#self = self;
    this.#ownPlaces = Array.from({ length: count }, (_, cycle) => placeOf(self, cycle));
    this.#windows = Array.from({ length: 2 * count }, () => ({ entries: [], isComplete: true }));
  }

  get size(): number {
    return this.#members.size;
  }

  get members(): ReadonlySet<PeerKey> {
    return this.#members;
  }

  add(peer: PeerKey): void {
    if (peer === this.#self || this.#members.has(peer)) return;
    this.#members.add(peer);
    for (const [slot, window] of this.#windows.entries()) this.#insert(window, this.#entryOf(peer, slot));
  }

  delete(peer: PeerKey): void {
    if (!this.#members.delete(peer)) return;
    for (const [slot, window] of this.#windows.entries()) {
      const at = window.entries.findIndex((entry) => entry.peer === peer);
      if (at < 0) continue;
      window.entries.splice(at, 1);
      if (!window.isComplete && window.entries.length < windowMin) this.#refill(window, slot);
    }
  }

  /** The nearest peers of each cycle in each direction, nearest first. */
  *windows(): Generator<readonly PeerKey[]> {
    for (const { entries } of this.#windows) yield entries.map(({ peer }) => peer);
  }

  #refill(window: Window, slot: number): void {
    window.entries = [];
    window.isComplete = true;
    for (const peer of this.#members) this.#insert(window, this.#entryOf(peer, slot));
  }

  #entryOf(peer: PeerKey, slot: number): Entry {
    const cycle = slot >>> 1;
    const ahead = placeOf(peer, cycle) - (this.#ownPlaces[cycle] as number);
    return { peer, distance: (slot % 2 === 0 ? ahead : -ahead) >>> 0 };
  }

  #insert(window: Window, entry: Entry): void {
    const { entries } = window;
    let at = entries.length;
    while (at > 0 && isNearer(entry, entries[at - 1] as Entry)) at--;
    if (at >= windowMax || (at === entries.length && !window.isComplete)) {
      window.isComplete = false;
      return;
    }
    entries.splice(at, 0, entry);
    if (entries.length <= windowMax) return;
    entries.pop();
    window.isComplete = false;
  }
}

function isNearer(a: Entry, b: Entry): boolean {
  return a.distance < b.distance || (a.distance === b.distance && a.peer < b.peer);
}

const affinityCycle = 0xffff;

/** How much two peers are worth to each other when neither needs the other: a hash of both, the same at both ends. */
export function affinity(a: PeerKey, b: PeerKey): number {
  return mixed(placeOf(a, affinityCycle) ^ placeOf(b, affinityCycle));
}

/** 32 bits: a key is a hash already, in effect; who grinds keys to stand somewhere stands at random elsewhere. */
function placeOf(peer: PeerKey, cycle: number): number {
  const [first, second] = [Number.parseInt(peer.slice(0, 8), 16), Number.parseInt(peer.slice(8, 16), 16)];
  return mixed(first ^ mixed(second + Math.imul(cycle, 0x9e37_79b9)));
}

/** The finalizer of MurmurHash3: every bit of the input changes half of the output's. */
function mixed(value: number): number {
  let word = value | 0;
  word = Math.imul(word ^ (word >>> 16), 0x85eb_ca6b);
  word = Math.imul(word ^ (word >>> 13), 0xc2b2_ae35);
  return (word ^ (word >>> 16)) >>> 0;
}
