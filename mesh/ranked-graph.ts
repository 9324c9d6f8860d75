/**
 * The link graph in numbers, for the searches that are made for every peer after a change: a peer is its rank in the
 * graph's order, its neighbours a sorted array of ranks. Ranks stay while nobody comes or goes, and so do the arrays of
 * peers whose links stay. A search marks what it saw with a stamp of its own, so that nothing is cleared between two.
 *
 * Cost: O(links) to make, O(links of the peers that changed) to follow a change, a few ns a link in a search.
 */
import type { PeerKey } from "../base/peer-name.ts";

export type Rank = number;

const none = new Int32Array(0);

interface Row {
  readonly list: readonly PeerKey[];
  readonly ranks: Int32Array;
}

export class RankedGraph {
  readonly #peers: readonly PeerKey[];
  readonly #ranks = new Map<PeerKey, Rank>();
  readonly #rows: (Row | undefined)[] = [];
  readonly #neighboursOf: (peer: PeerKey) => readonly PeerKey[];
  readonly #stamps: Uint32Array;
  #stamp = 0;

  /** `peers` in order; `neighboursOf` gives the same array while it would say the same. */
  constructor(peers: readonly PeerKey[], neighboursOf: (peer: PeerKey) => readonly PeerKey[]) {
    this.#peers = peers;
    this.#neighboursOf = neighboursOf;
    this.#stamps = new Uint32Array(peers.length);
    for (const [rank, peer] of peers.entries()) this.#ranks.set(peer, rank);
  }

  rankOf(peer: PeerKey): Rank | undefined {
    return this.#ranks.get(peer);
  }

  peerAt(rank: Rank): PeerKey {
    return this.#peers[rank] as PeerKey;
  }

  neighbours(rank: Rank): Int32Array {
    const list = this.#neighboursOf(this.peerAt(rank));
    const known = this.#rows[rank];
    if (known?.list === list) return known.ranks;
    const ranks = list.length === 0 ? none : Int32Array.from(list, (peer) => this.#ranks.get(peer) as Rank);
    this.#rows[rank] = { list, ranks };
    return ranks;
  }

  /** Nothing has been seen. One search at a time. */
  newSearch(): void {
    this.#stamp++;
  }

  /** True the first time in a search. */
  see(rank: Rank): boolean {
    if (this.#stamps[rank] === this.#stamp) return false;
    this.#stamps[rank] = this.#stamp;
    return true;
  }

  saw(rank: Rank): boolean {
    return this.#stamps[rank] === this.#stamp;
  }
}
