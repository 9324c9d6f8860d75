import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ToyNetwork } from "./testing/toy-network.ts";

const seeds = fc.integer({ min: 1, max: 2 ** 31 });

describe("gossip on random graphs", () => {
  it("delivers each broadcast exactly once at each other peer while the topology is stable", () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 2, max: 16 }), fc.integer({ min: 0, max: 20 }), (seed, peers, extra) => {
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
});
