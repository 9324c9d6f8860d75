/**
 * The links of the mesh: an edge stands between two peers when both of their records list it as established. Kept
 * incrementally: a new record costs its own links and, for each edge that comes or goes, one pass over two lists; the
 * sorted neighbours of a peer are derived when first asked for.
 *
 * Order: peers are compared by name, then by key, so that everybody who has the same records walks them alike.
 */
import type { PeerKey } from "../base/peer-name.ts";
import type { PeerRecord } from "./peer-record.ts";
import { type Rank, RankedGraph } from "./ranked-graph.ts";

const none: readonly PeerKey[] = [];

export class LinkGraph {
  readonly #claims = new Map<PeerKey, Set<PeerKey>>();
  readonly #order = new Map<PeerKey, string>();
  readonly #neighbours = new Map<PeerKey, readonly PeerKey[]>();
  #ranked: RankedGraph | undefined;

  /** How many peers have a record. */
  get size(): number {
    return this.#claims.size;
  }

  set(record: PeerRecord): void {
    const claims = new Set<PeerKey>();
    if (!record.withdrawn)
      for (const { peer, established } of record.links) if (established && peer !== record.key) claims.add(peer);
    const before = this.#claims.get(record.key);
    if (!before) {
      this.#order.set(record.key, `${record.name} ${record.key}`);
      this.#ranked = undefined;
    }
    this.#claims.set(record.key, claims);
    this.#mendNeighbours(record.key, before, claims);
  }

  /** A link of a record that was set, to a peer that is known only now. */
  addClaim(from: PeerKey, to: PeerKey): void {
    const claims = this.#claims.get(from);
    if (!claims || claims.has(to)) return;
    claims.add(to);
    this.#edgeChanged(from, to, true);
  }

  remove(key: PeerKey): void {
    const before = this.#claims.get(key);
    this.#mendNeighbours(key, before, undefined);
    this.#claims.delete(key);
    this.#order.delete(key);
    this.#neighbours.delete(key);
    this.#ranked = undefined;
  }

  /** The graph of this moment in numbers; to be asked for anew after a change. */
  ranked(): RankedGraph {
    this.#ranked ??= new RankedGraph(
      [...this.#claims.keys()].sort((a, b) => this.compare(a, b)),
      (peer) => this.neighbours(peer),
    );
    return this.#ranked;
  }

  /** Does `from` list an established link to `to`, whether or not `to` agrees? */
  claims(from: PeerKey, to: PeerKey): boolean {
    return this.#claims.get(from)?.has(to) ?? false;
  }

  /** Peers with which `key` agrees on an established link, in order. */
  neighbours(key: PeerKey): readonly PeerKey[] {
    const cached = this.#neighbours.get(key);
    if (cached) return cached;
    const claims = this.#claims.get(key);
    if (!claims) return none;
    const agreed = [...claims].filter((peer) => this.claims(peer, key)).sort((a, b) => this.compare(a, b));
    this.#neighbours.set(key, agreed);
    return agreed;
  }

  /** Whether a way leads from `a` to `b` that is not the edge between them. From `b` outwards; O(links) at worst. */
  hasDetour(a: PeerKey, b: PeerKey): boolean {
    const ranked = this.ranked();
    const [from, own] = [ranked.rankOf(b), ranked.rankOf(a)];
    if (from === undefined || own === undefined) return false;
    const goal = new Set(ranked.neighbours(own));
    goal.delete(from);
    ranked.newSearch();
    ranked.see(own);
    ranked.see(from);
    const queue: Rank[] = [from];
    for (const rank of queue)
      for (const neighbour of ranked.neighbours(rank)) {
        if (goal.has(neighbour)) return true;
        if (ranked.see(neighbour)) queue.push(neighbour);
      }
    return false;
  }

  compare(a: PeerKey, b: PeerKey): number {
    const orderA = this.#order.get(a) ?? a;
    const orderB = this.#order.get(b) ?? b;
    return orderA < orderB ? -1 : orderA > orderB ? 1 : 0;
  }

  /** After the claims of `key` went from `before` to `after`: the lists of those with whom an edge came or went. */
  #mendNeighbours(key: PeerKey, before: ReadonlySet<PeerKey> | undefined, after: ReadonlySet<PeerKey> | undefined) {
    for (const peer of before ?? none) if (!after?.has(peer)) this.#edgeChanged(key, peer, false);
    for (const peer of after ?? none) if (!before?.has(peer)) this.#edgeChanged(key, peer, true);
  }

  /** A claim without its counterpart is no edge, so most lists stay as they are. */
  #edgeChanged(key: PeerKey, peer: PeerKey, claimed: boolean): void {
    if (!this.claims(peer, key)) return;
    this.#mendList(key, peer, claimed);
    this.#mendList(peer, key, claimed);
  }

  /** Lists are never altered in place: routes hold them. */
  #mendList(of: PeerKey, peer: PeerKey, added: boolean): void {
    const list = this.#neighbours.get(of);
    if (!list) return;
    const kept = list.filter((other) => other !== peer);
    if (added) {
      const at = kept.findIndex((other) => this.compare(other, peer) > 0);
      kept.splice(at < 0 ? kept.length : at, 0, peer);
    }
    this.#neighbours.set(of, kept);
  }
}
