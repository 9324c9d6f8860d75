/** What gossip promises on any graph: at most once always, exactly once at rest, and convergence when links rest. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { randomBelow } from "../base/random.ts";
import { ToyNetwork } from "./testing/toy-network.ts";

const seeds = fc.integer({ min: 1, max: 2 ** 31 });
const sizes = fc.integer({ min: 2, max: 14 });

describe("gossip on random graphs", () => {
  it("delivers each broadcast exactly once at each other peer while the topology is stable", () => {
    fc.assert(
      fc.property(seeds, sizes, fc.integer({ min: 0, max: 20 }), (seed, peers, extra) => {
        const network = new ToyNetwork({ seed, peers });
        network.linkRandomly(extra);
        network.runUntil(3_000);
        const members = Array.from({ length: 10 }, (_, i) => `m${i}`);
        for (const [i, member] of members.entries()) network.publish(i % peers, member);
        network.runUntil(4_000);
        for (const [i, member] of members.entries())
          for (let index = 0; index < peers; index++)
            expect(network.broadcastsOf(index, member)).toBe(index === i % peers ? 0 : 1);
        for (const { gossip } of network.peers)
          for (const channel of gossip.status().channels) expect(channel.repeats).toBe(0);
      }),
      { numRuns: 30 },
    );
  });

  it("never delivers a broadcast twice and converges once links rest, through flaps, restarts, stale routes and loss", () => {
    fc.assert(
      fc.property(seeds, sizes, fc.double({ min: 0, max: 0.5, noNaN: true }), (seed, peers, loss) => {
        const network = new ToyNetwork({ seed, peers, loss });
        network.linkRandomly(peers);
        const published = disturb(network, 80);
        network.frozenRoutes = false;
        network.linkRandomly(2);
        network.refreshRoutes();
        expect(network.convergesWithin(120_000)).toBeDefined();
        for (const member of published)
          for (let index = 0; index < peers; index++)
            expect(network.broadcastsOf(index, member)).toBeLessThanOrEqual(1);
      }),
      { numRuns: 30 },
    );
  });

  it("does the same for the same seed", () => {
    const run = (seed: number) => {
      const network = new ToyNetwork({ seed, peers: 8, loss: 0.1 });
      network.linkRandomly(8);
      disturb(network, 40);
      network.runUntil(network.now + 20_000);
      return JSON.stringify([
        network.sentFrames,
        [...network.sentBytes],
        network.peers.map(({ delivered }) => delivered),
      ]);
    };
    expect(run(7)).toBe(run(7));
    expect(run(7)).not.toBe(run(8));
  });
});

/** Random publications among links that come and go, peers that restart without state, and routes that lag behind. */
function disturb(network: ToyNetwork, actions: number): string[] {
  const { random, peers } = network;
  const any = () => randomBelow(random, peers.length);
  const published: string[] = [];
  for (let i = 0; i < actions; i++) {
    network.runUntil(network.now + randomBelow(random, 60));
    const drawn = randomBelow(random, 10);
    if (drawn < 5) {
      published.push(`m${i}`);
      network.publish(any(), `m${i}`);
    } else if (drawn < 7) network.link(any(), any());
    else if (drawn < 8) network.unlink(any(), any());
    else if (drawn < 9) network.frozenRoutes = !network.frozenRoutes;
    else network.restart(any());
  }
  return published;
}
