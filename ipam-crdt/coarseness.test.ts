/** Ranges stay coarse and fair while hosts lend to each other, and adjacent ones of one owner are one again. */
import { expect, it } from "vitest";
import { type Cidr, parseCidr } from "../base/address.ts";
import { randomBelow, seededRandom } from "../base/random.ts";
import { standInCrypto } from "../crypto/stand-in.ts";
import { World } from "./testing/world.ts";

function meshOf(count: number, range: string): World {
  const options = { init: { kind: "consensus", peers: undefined }, initialPeerCount: count } as const;
  const world = new World(5, standInCrypto, count, () => ({ ...options, range: parseCidr(range) as Cidr }));
  for (const node of world.nodes) world.start(node);
  world.runFor(6_000);
  return world;
}

it("1,000 random allocations and releases of 5 hosts leave a few ranges, and nobody without", {
  timeout: 60_000,
}, () => {
  const world = meshOf(5, "10.9.0.0/22");
  const random = seededRandom(9);
  const running: (readonly [node: number, container: string])[] = [];
  let refused = 0;
  for (let i = 0; i < 1_000; i++) {
    // Two thirds of the work is on two hosts, so that these run dry and borrow.
    const node = randomBelow(random, 3) < 2 ? randomBelow(random, 2) : randomBelow(random, 5);
    const releases = running.length > 700 || randomBelow(random, 8) === 0;
    const [chosen] = releases ? running.splice(randomBelow(random, Math.max(1, running.length)), 1) : [];
    if (chosen) world.release(world.node(chosen[0]), chosen[1]);
    else {
      running.push([node, `c${i}`]);
      world.allocate(world.node(node), `c${i}`, undefined, (reply) => {
        if (!reply.ok) refused++;
      });
    }
    world.runFor(60);
  }
  world.runFor(10_000);
  expect(world.violations).toEqual([]);
  expect(refused).toBe(0);
  const status = world.node(0).ipam?.status();
  // First boot gave five; each donation adds one or two.
  expect(status?.tokens).toBeLessThanOrEqual(24);
  const ranges = world.nodes.map((node) => node.ipam?.status().owned.length ?? 0);
  expect(Math.max(...ranges)).toBeLessThanOrEqual(8);
  for (const owner of status?.owners ?? []) expect(owner.addresses).toBeGreaterThanOrEqual(32);
  expect(world.agrees()).toBe(true);
});

it("what comes back to its owner, piece by piece, is one range again", { timeout: 60_000 }, () => {
  const world = meshOf(2, "10.9.0.0/24");
  const whole = world.node(0).ipam?.status().owned;
  const held: string[] = [];
  for (let i = 0; i < 200; i++) {
    world.allocate(world.node(1), `c${i}`);
    held.push(`c${i}`);
    world.runFor(300);
  }
  expect(world.node(0).ipam?.status().owned.length).toBeGreaterThan(0);
  for (const container of held) world.release(world.node(1), container);
  world.runFor(1_000);
  world.request(world.node(1), { kind: "leave" });
  world.runFor(6_000);
  const { owned, tokens, disputed } = world.node(0).ipam?.status() ?? {};
  expect(whole?.length).toBe(1);
  expect(owned).toEqual([{ start: 0x0a09_0000, end: 0x0a09_0100 }]);
  expect(disputed).toEqual([]);
  expect(tokens).toBeLessThanOrEqual(12);
});
