/** Routes against a dumb twin (Floyd and Warshall), and the laws of the broadcast tree. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PeerKey } from "../base/peer-name.ts";
import { LinkGraph } from "./link-graph.ts";
import { nextHopsMax, Routes } from "./routes.ts";
import { keyOf, recordOf } from "./testing/records.ts";

const peers = 9;

/** `claims[i]` lists whom peer i says to be linked to; nobody else need agree. */
const someClaims = fc.array(fc.uniqueArray(fc.nat(peers - 1)), { minLength: peers, maxLength: peers });
/** Everybody agrees. */
const someLinks = fc.array(fc.tuple(fc.nat(peers - 1), fc.nat(peers - 1)), { maxLength: 20 }).map((pairs) => {
  const claims: number[][] = Array.from({ length: peers }, () => []);
  for (const [a, b] of pairs)
    if (a !== b) {
      claims[a]?.push(b);
      claims[b]?.push(a);
    }
  return claims.map((links) => [...new Set(links)]);
});

function graphOf(claims: readonly (readonly number[])[]): LinkGraph {
  const graph = new LinkGraph();
  setAll(graph, claims);
  return graph;
}

function setAll(graph: LinkGraph, claims: readonly (readonly number[])[]): void {
  for (const [peer, links] of claims.entries()) {
    graph.set(
      recordOf(
        peer,
        links.filter((to) => to !== peer),
      ),
    );
    graph.neighbours(keyOf((peer + 1) % peers));
  }
}

function routesOf(graph: LinkGraph, peer: number): Routes {
  return new Routes(graph, keyOf(peer), new Set(graph.neighbours(keyOf(peer))));
}

function agreed(claims: readonly (readonly number[])[], a: number, b: number): boolean {
  return a !== b && (claims[a]?.includes(b) ?? false) && (claims[b]?.includes(a) ?? false);
}

/** The dumb twin: Floyd and Warshall. */
function distancesOf(claims: readonly (readonly number[])[], without?: number): number[][] {
  const distance = Array.from({ length: peers }, (_, a) =>
    Array.from({ length: peers }, (_, b) =>
      a === b ? 0 : agreed(claims, a, b) && a !== without && b !== without ? 1 : Infinity,
    ),
  );
  for (let k = 0; k < peers; k++)
    for (let a = 0; a < peers; a++)
      for (let b = 0; b < peers; b++) {
        const detour = (distance[a]?.[k] as number) + (distance[k]?.[b] as number);
        if (detour < (distance[a]?.[b] as number)) (distance[a] as number[])[b] = detour;
      }
  return distance;
}

const number = new Map<PeerKey, number>(Array.from({ length: peers }, (_, i) => [keyOf(i), i]));

describe("routes", () => {
  it("take the shortest path over links that both ends list, as the dumb twin finds it", () => {
    fc.assert(
      fc.property(someClaims, (claims) => {
        const graph = graphOf(claims);
        const distance = distancesOf(claims);
        for (let self = 0; self < peers; self++) {
          const routes = routesOf(graph, self);
          for (let to = 0; to < peers; to++) {
            if (to === self) continue;
            const hop = routes.nextHop(keyOf(to));
            const far = distance[self]?.[to] as number;
            if (far === Infinity) {
              expect(hop).toBeUndefined();
              continue;
            }
            const via = number.get(hop as PeerKey) as number;
            expect(agreed(claims, self, via)).toBe(true);
            expect(distance[via]?.[to]).toBe(far - 1);
            const ties = graph
              .neighbours(keyOf(self))
              .filter((n) => distance[number.get(n) as number]?.[to] === far - 1);
            expect(hop).toBe(ties[0]);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it("name as alternatives the neighbours that lead there without us, nearest first", () => {
    fc.assert(
      fc.property(someLinks, (claims) => {
        const graph = graphOf(claims);
        for (let self = 0; self < peers; self++) {
          const without = distancesOf(claims, self);
          const routes = routesOf(graph, self);
          for (let to = 0; to < peers; to++) {
            if (to === self) continue;
            const expected = graph
              .neighbours(keyOf(self))
              .map((key) => ({ key, far: without[number.get(key) as number]?.[to] as number }))
              .filter(({ far }) => far < Infinity)
              .sort((a, b) => a.far - b.far || graph.compare(a.key, b.key))
              .slice(0, nextHopsMax)
              .map(({ key }) => key);
            expect(routes.nextHops(keyOf(to))).toEqual(expected);
            expect(routes.nextHops(keyOf(to))[0]).toBe(routes.nextHop(keyOf(to)));
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it("carry a broadcast once over each tree edge, and once to everybody in reach", () => {
    fc.assert(
      fc.property(someClaims, fc.nat(peers - 1), (claims, source) => {
        const graph = graphOf(claims);
        const reached: number[] = [source];
        for (const peer of reached)
          reached.push(
            ...routesOf(graph, peer)
              .broadcastHops(keyOf(source))
              .map((key) => number.get(key) as number),
          );
        const inReach = (distancesOf(claims)[source] as number[]).flatMap((far, peer) =>
          far < Infinity ? [peer] : [],
        );
        expect(reached.sort((a, b) => a - b)).toEqual(inReach);
      }),
      { numRuns: 200 },
    );
  });

  it("prefer a live neighbour to a stale one for gossip, and not for frames", () => {
    const graph = graphOf([
      [1, 2],
      [0, 3],
      [0, 3],
      [1, 2],
    ]);
    const [first, second] = graph.neighbours(keyOf(0)) as [PeerKey, PeerKey];
    const routes = new Routes(graph, keyOf(0), new Set([second]));
    expect(routes.nextHop(keyOf(3))).toBe(second);
    expect(routes.nextHops(keyOf(3))).toEqual([first, second]);
  });
});

describe("the link graph", () => {
  it("is the same whether built at once or changed record by record", () => {
    fc.assert(
      fc.property(fc.array(someClaims, { minLength: 1, maxLength: 4 }), (history) => {
        const grown = new LinkGraph();
        for (const claims of history) setAll(grown, claims);
        const built = graphOf(history.at(-1) as number[][]);
        for (let peer = 0; peer < peers; peer++)
          expect(grown.neighbours(keyOf(peer))).toEqual(built.neighbours(keyOf(peer)));
        grown.remove(keyOf(0));
        for (let peer = 0; peer < peers; peer++) expect(grown.neighbours(keyOf(peer))).not.toContain(keyOf(0));
      }),
      { numRuns: 50 },
    );
  });

  it("has no links of a peer that withdrew", () => {
    const graph = graphOf([[1], [0]]);
    graph.set(recordOf(0, [1], { version: 2, withdrawn: true }));
    expect(graph.neighbours(keyOf(1))).toEqual([]);
  });
});
