/** The graph of needed connections: connected, of bounded degree, the same from both ends, and little changed by churn. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toHex } from "../base/bytes.ts";
import type { PeerKey } from "../base/peer-name.ts";
import { seededRandom } from "../base/random.ts";
import { cyclesFor, LinkChoice } from "./link-choice.ts";

function keysOf(seed: number, count: number): readonly PeerKey[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => toHex(random.bytes(32)) as PeerKey);
}

type Graph = ReadonlyMap<PeerKey, ReadonlySet<PeerKey>>;

const nobody = () => false;

/** Whom everybody needs, when everybody knows everybody. */
function graphOf(
  peers: readonly PeerKey[],
  limit: number,
  isTroubled: (a: PeerKey, b: PeerKey) => boolean = nobody,
): Graph {
  return new Map(
    peers.map((self) => {
      const choice = new LinkChoice(self, limit);
      choice.see(new Set(peers.filter((peer) => peer !== self)), () => true);
      return [self, choice.choose((peer) => isTroubled(self, peer)).needed];
    }),
  );
}

/** Over edges that either end needs, among `peers`. */
function componentOf(graph: Graph, peers: ReadonlySet<PeerKey>): ReadonlySet<PeerKey> {
  const edges = new Map<PeerKey, PeerKey[]>();
  for (const [from, needed] of graph)
    for (const to of needed) {
      edges.set(from, [...(edges.get(from) ?? []), to]);
      edges.set(to, [...(edges.get(to) ?? []), from]);
    }
  const [start] = peers;
  const seen = new Set<PeerKey>(start === undefined ? [] : [start]);
  for (const peer of seen) for (const next of edges.get(peer) ?? []) if (peers.has(next)) seen.add(next);
  return seen;
}

const worlds = fc.record({
  seed: fc.integer({ min: 1, max: 1e6 }),
  size: fc.integer({ min: 14, max: 60 }),
  limit: fc.integer({ min: 2, max: 11 }),
});

describe("whom a host needs beyond its limit", () => {
  it("is all whom it knows up to the limit, and all again a tenth below it", () => {
    const [self, ...others] = keysOf(1, 31) as [PeerKey, ...PeerKey[]];
    const choice = new LinkChoice(self, 20);
    const see = (count: number) => choice.see(new Set(others.slice(0, count)), () => true);
    see(20);
    expect([choice.isSparse, choice.choose(nobody).needed.size]).toEqual([false, 20]);
    see(21);
    expect(choice.isSparse).toBe(true);
    expect(choice.choose(nobody).needed.size).toBeLessThanOrEqual(2 * cyclesFor(20));
    see(19);
    expect(choice.isSparse).toBe(true);
    see(18);
    expect([choice.isSparse, choice.choose(nobody).needed.size]).toEqual([false, 18]);
  });

  it("is connected, within the limit, and the same from both ends", () => {
    fc.assert(
      fc.property(worlds, ({ seed, size, limit }) => {
        const peers = keysOf(seed, size);
        const graph = graphOf(peers, limit);
        expect(componentOf(graph, new Set(peers)).size).toBe(size);
        for (const [self, needed] of graph) {
          expect(needed.size).toBeLessThanOrEqual(limit);
          for (const peer of needed) expect(graph.get(peer)?.has(self)).toBe(true);
        }
      }),
    );
  });

  it("changes two neighbours a cycle when one host comes or goes", () => {
    fc.assert(
      fc.property(worlds, ({ seed, size, limit }) => {
        const peers = keysOf(seed, size + 1);
        const [before, after] = [graphOf(peers.slice(0, -1), limit), graphOf(peers, limit)];
        const newcomer = peers.at(-1) as PeerKey;
        let changes = 0;
        for (const [self, needed] of before)
          changes += [...(after.get(self) ?? [])].filter((peer) => peer !== newcomer && !needed.has(peer)).length;
        for (const [self, needed] of before)
          changes += [...needed].filter((peer) => !after.get(self)?.has(peer)).length;
        // Two ends for each edge; an edge may stand in two cycles and outlive one of them.
        expect(changes).toBeLessThanOrEqual(4 * cyclesFor(limit));
      }),
    );
  });

  it("chooses the same whatever the order in which peers came and went", () => {
    fc.assert(
      fc.property(worlds, fc.array(fc.nat(), { maxLength: 60 }), ({ seed, size, limit }, steps) => {
        const [self, ...others] = keysOf(seed, size) as [PeerKey, ...PeerKey[]];
        const walked = new LinkChoice(self, limit);
        const present = new Set(others);
        walked.see(present, () => true);
        for (const step of steps) {
          const peer = others[step % others.length] as PeerKey;
          if (!present.delete(peer)) present.add(peer);
          walked.see(present, () => true);
        }
        const fresh = new LinkChoice(self, limit);
        fresh.see(present, () => true);
        if (walked.isSparse === fresh.isSparse) expect(walked.choose(nobody)).toEqual(fresh.choose(nobody));
      }),
    );
  });

  it("leaves the rest connected when three in ten leave at once", () => {
    for (const limit of [10, 16, 30]) {
      const peers = keysOf(limit, 200);
      const graph = graphOf(peers, limit);
      for (let leaving = 0; leaving < 5; leaving++) {
        const random = seededRandom(leaving);
        const left = new Set(peers.filter(() => random.uint32() % 10 >= 3));
        expect(componentOf(graph, left).size).toBe(left.size);
      }
    }
  });

  it("needs the next one in place of one that cannot be connected to, and goes on trying it", () => {
    const peers = keysOf(7, 50);
    const unreachable = new Set(peers.slice(0, 10));
    const cannot = (a: PeerKey, b: PeerKey) => unreachable.has(a) && unreachable.has(b);
    const graph = graphOf(peers, 8, cannot);
    expect(componentOf(graph, new Set(peers)).size).toBe(50);
    for (const [self, needed] of graph) for (const peer of needed) expect(cannot(self, peer)).toBe(false);
    const [self, other] = peers as [PeerKey, PeerKey];
    const choice = new LinkChoice(self, 4);
    choice.see(new Set(peers.slice(1)), () => true);
    const [dead] = choice.choose(nobody).needed as unknown as Iterable<PeerKey>;
    const { needed, tried } = choice.choose((peer) => peer === dead);
    expect([needed.has(dead as PeerKey), tried.has(dead as PeerKey), other !== dead]).toContain(true);
    expect(tried.size).toBeGreaterThan(needed.size);
  });

  it("tries its neighbours among those that were lost, so that halves of a mesh find each other", () => {
    const peers = keysOf(9, 80);
    const half = new Set(peers.slice(0, 40));
    let across = 0;
    for (const self of half) {
      const choice = new LinkChoice(self, 6);
      choice.see(new Set(peers.filter((peer) => peer !== self)), (peer) => half.has(peer));
      const { needed, tried } = choice.choose(nobody);
      for (const peer of needed) expect(half.has(peer)).toBe(true);
      across += [...tried].filter((peer) => !half.has(peer)).length;
    }
    expect(across).toBeGreaterThan(40);
  });
});
