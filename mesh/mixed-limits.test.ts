/**
 * Hosts with different limits of connections want different ones: one needs whom the other does not. They come to rest all
 * the same, also after some restarted: the one that has no room refuses, and is passed over.
 */
import { describe, expect, it } from "vitest";
import { type ToyHost, ToyWorld } from "./testing/toy-world.ts";

const isFull = process.env["WEAVE_TEST_FULL"] !== undefined;
const minutes = isFull ? 60 : 4;
const mixesMax = isFull ? 4 : 2;
const hostsCount = 24;
const patienceMs = 120_000;

function launch(seed: number, limits: readonly number[]): { readonly world: ToyWorld; readonly hosts: ToyHost[] } {
  const world = new ToyWorld(seed);
  const hosts = Array.from({ length: hostsCount }, (_, i) => {
    world.run(100);
    const connectionLimit = limits[i % limits.length] as number;
    const targets = i === 0 ? [] : ["10.0.0.1"];
    return world.launch({ host: `10.0.0.${i + 1}`, identitySeed: 30 * (seed % 8) + i + 1, connectionLimit, targets });
  });
  return { world, hosts };
}

const publications = (hosts: readonly ToyHost[]) => hosts.map((host) => host.published);

describe("hosts with different limits of connections", () => {
  const mixes: readonly [number, readonly number[]][] = [
    [1, [4, 8, 16]],
    [3, [0, 6]],
    [2, [6, 12]],
    [4, [2, 5, 30]],
  ];

  it.each(mixes.slice(0, mixesMax))(
    "come to rest within a minute and stay there (seed %i, limits %j)",
    (seed, limits) => {
      const { world, hosts } = launch(seed, limits);
      world.run(60_000);
      for (const at of [3, 10]) {
        const settled = publications(hosts);
        world.run(minutes * 30_000);
        expect(publications(hosts)).toEqual(settled);
        const old = hosts[at] as ToyHost;
        world.kill(old);
        world.run(1_000);
        hosts[at] = world.launch({ ...old.options, durable: old.durable });
        world.run(60_000);
      }
      for (const host of hosts) {
        const reached = [...host.mesh.view.peers.values()].filter(({ reachable }) => reachable);
        expect(reached.length).toBe(hostsCount);
      }
    },
    patienceMs,
  );
});
