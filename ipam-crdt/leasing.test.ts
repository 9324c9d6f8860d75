/** Leases in the toy world: hot blocks, renewal, what a partition leaves, takeover and return. */
import { describe, expect, it } from "vitest";
import { type Cidr, parseCidr } from "../base/address.ts";
import { standInCrypto } from "../crypto/stand-in.ts";
import type { IpamReply, IpamStatus } from "./ipam-types.ts";
import { contains, sizeOf } from "./range.ts";
import { World, type WorldNode } from "./testing/world.ts";

const range = parseCidr("10.32.0.0/16") as Cidr;
const leaseMs = 60_000;

/** A mesh whose first host was launched with leases; they are in force, and everybody's is fresh. */
function leased(count: number, seed = 1): World {
  const world = new World(seed, standInCrypto, count, (index) => ({
    init: { kind: "consensus", peers: undefined },
    initialPeerCount: count,
    range,
    leaseMs: index === 0 ? leaseMs : undefined,
  }));
  for (const node of world.nodes) world.start(node);
  world.runFor(30_000);
  return world;
}

function statusOf(node: WorldNode): IpamStatus {
  return node.ipam?.status() as IpamStatus;
}

function attach(world: World, index: number, container: string, within = 12_000): IpamReply {
  let answer: IpamReply = { ok: false, code: "NONE", message: "no answer" };
  world.allocate(world.node(index), container, undefined, (reply) => {
    answer = reply;
  });
  world.runFor(within);
  return answer;
}

/** Fills what is hot of a host that is cut off; gives how many addresses it could give. */
function fill(world: World, index: number): number {
  for (let given = 0; given < 1_000; given++) if (!attach(world, index, `fill ${given}`, 500).ok) return given;
  return 1_000;
}

function owned(world: World, by: number, of: number): number {
  return statusOf(world.node(by)).owners.find(({ key }) => key === world.keyOf(of))?.addresses ?? 0;
}

describe("a mesh with leases", () => {
  it("has them in force everywhere by one decree, and gives addresses from hot blocks at once", () => {
    const world = leased(3);
    for (const node of world.nodes) {
      const { lease } = statusOf(node);
      expect(lease).toMatchObject({ leaseMs, valid: true, unsettled: false, ready: true });
      expect(lease?.hotFree).toBeGreaterThanOrEqual(16);
      expect(sizeOf(lease?.hot ?? [])).toBeLessThanOrEqual(64);
      expect(lease?.known).toHaveLength(3);
    }
    for (let i = 0; i < 10; i++) expect(attach(world, 1, `c${i}`, 0).ok).toBe(true);
    const { lease } = statusOf(world.node(1));
    for (const address of world.held.keys()) expect(lease?.hot.some((hot) => contains(hot, address))).toBe(true);
  });

  it("keeps the length that it has, and says so to who asks for another", () => {
    const world = new World(1, standInCrypto, 3, (index) => ({
      init: { kind: "consensus", peers: undefined },
      initialPeerCount: 3,
      range,
      leaseMs: [leaseMs, undefined, 2 * leaseMs][index],
    }));
    for (const node of world.nodes.slice(0, 2)) world.start(node);
    world.runFor(15_000);
    world.start(world.node(2));
    world.runFor(15_000);
    expect(statusOf(world.node(2)).lease).toMatchObject({ leaseMs, valid: true });
    expect(world.events.filter((event) => event.includes("h3 lease-option-ignored"))).toHaveLength(1);
  });

  it("renews for ever, and nothing is taken over while everybody lives", () => {
    const world = leased(3);
    const { epoch } = statusOf(world.node(0));
    world.runFor(10 * leaseMs);
    for (const node of world.nodes) expect(statusOf(node)).toMatchObject({ epoch, lease: { valid: true } });
  });

  it("heats more blocks when many are wanted", () => {
    const world = leased(3);
    let given = 0;
    for (let i = 0; i < 200; i++) world.allocate(world.node(2), `c${i}`, undefined, ({ ok }) => (given += Number(ok)));
    world.runFor(5_000);
    expect(given).toBe(200);
    expect(world.violations).toEqual([]);
  });

  it("lets a host that is cut off give from its hot blocks only, and says so when they are used up", () => {
    const world = leased(3);
    world.partition([0, 0, 1]);
    world.runFor(0.8 * leaseMs + 1_000);
    expect(statusOf(world.node(2)).lease?.valid).toBe(false);
    const given = fill(world, 2);
    expect(given).toBeGreaterThanOrEqual(16);
    expect(given).toBeLessThanOrEqual(64);
    expect(attach(world, 2, "more")).toMatchObject({ ok: false, code: "IPAM_NO_MAJORITY" });
  });

  it("takes the cold space of a host that is gone, after a lease and a quarter and not before", () => {
    const world = leased(3);
    const before = owned(world, 0, 2);
    const { hot } = statusOf(world.node(2)).lease ?? { hot: [] };
    world.crash(world.node(2));
    world.runFor(leaseMs);
    expect(owned(world, 0, 2)).toBe(before);
    world.runFor(leaseMs / 2 + 15_000);
    expect(owned(world, 0, 2)).toBe(sizeOf(hot));
    expect(world.agrees()).toBe(true);
    expect(statusOf(world.node(0)).voters).not.toContain(world.keyOf(2));
    world.start(world.node(2));
    world.runFor(30_000);
    expect(statusOf(world.node(2))).toMatchObject({ state: "ready", lease: { valid: true } });
    expect(fill(world, 2)).toBeGreaterThan(100);
    expect(world.violations).toEqual([]);
  });

  it("lets a host that was cut off and taken over keep its hot blocks, and its containers", () => {
    const world = leased(5);
    const first = attach(world, 4, "before");
    world.partition([0, 0, 0, 0, 1]);
    world.runFor(2 * leaseMs);
    expect(owned(world, 0, 4)).toBeLessThan(100);
    const given = fill(world, 4);
    expect(given).toBeGreaterThan(10);
    for (let index = 0; index < 4; index++) for (let i = 0; i < 40; i++) attach(world, index, `c${i}`, 50);
    world.partition([0, 0, 0, 0, 0]);
    world.runFor(30_000);
    expect(attach(world, 4, "before", 0)).toEqual(first);
    expect(attach(world, 4, "after").ok).toBe(true);
    for (const node of world.nodes) expect(statusOf(node)).toMatchObject({ disputed: [], lease: { valid: true } });
    expect(world.agrees()).toBe(true);
    expect(world.violations).toEqual([]);
  });

  it("takes over one after another when several are gone, as long as a majority is left", () => {
    const world = leased(5);
    world.crash(world.node(3));
    world.crash(world.node(4));
    world.runFor(3 * leaseMs);
    expect(owned(world, 0, 3)).toBeLessThan(100);
    expect(owned(world, 0, 4)).toBeLessThan(100);
    expect(attach(world, 0, "c").ok).toBe(true);
  });

  it("takes nothing over where no majority is left", () => {
    const world = leased(3);
    const before = owned(world, 0, 2);
    world.crash(world.node(1));
    world.crash(world.node(2));
    world.runFor(5 * leaseMs);
    expect(owned(world, 0, 2)).toBe(before);
    expect(statusOf(world.node(0)).lease?.valid).toBe(false);
    expect(fill(world, 0)).toBeGreaterThan(10);
  });

  it("gives the space of a host that left to one that stays, hot blocks too", () => {
    const world = leased(4);
    attach(world, 3, "c");
    world.release(world.node(3), "c");
    world.request(world.node(3), { kind: "leave" });
    world.runFor(10_000);
    expect(owned(world, 0, 3)).toBe(0);
    expect(statusOf(world.node(0)).lease?.known.find(({ key }) => key === world.keyOf(3))?.hot).toBe(0);
  });

  it("goes on after rmpeer took everything of a host, what was hot too", () => {
    const world = leased(4);
    attach(world, 3, "c");
    world.crash(world.node(3));
    world.forgetHoldings(world.node(3));
    world.runFor(1_000);
    world.request(world.node(0), { kind: "remove-peer", peer: world.keyOf(3), force: false });
    world.runFor(10_000);
    expect(owned(world, 0, 3)).toBe(0);
    expect(fill(world, 1)).toBe(1_000);
    expect(world.violations).toEqual([]);
  });

  it("keeps a voter's grants over its restart", () => {
    const world = leased(3);
    const { hot } = statusOf(world.node(2)).lease ?? { hot: [] };
    world.crash(world.node(2));
    for (const index of [0, 1]) {
      world.crash(world.node(index));
      world.start(world.node(index));
    }
    world.runFor(3 * leaseMs);
    expect(owned(world, 0, 2)).toBe(sizeOf(hot));
  });
});
