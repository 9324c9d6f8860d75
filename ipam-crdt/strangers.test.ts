/** Two meshes founded apart whose hosts are connected all the same: told, kept apart, and both at work. */
import { describe, expect, it } from "vitest";
import { type Cidr, formatCidr, parseCidr } from "../base/address.ts";
import { standInCrypto } from "../crypto/stand-in.ts";
import type { IpamReply } from "./ipam-types.ts";
import { World } from "./testing/world.ts";

const ranges = ["10.8.0.0/24", "10.9.0.0/24"].map((text) => parseCidr(text) as Cidr);

/** h1 and h2 are one mesh, h3 and h4 the other; then everybody reaches everybody. */
function joinedMeshes(): World {
  const world = new World(11, standInCrypto, 4, (i) => ({
    init: { kind: "consensus", peers: 2 },
    initialPeerCount: 2,
    range: ranges[i >> 1] as Cidr,
  }));
  world.partition([0, 0, 1, 1]);
  for (const node of world.nodes) world.start(node);
  world.runFor(8_000);
  world.partition([0, 0, 0, 0]);
  world.runFor(5_000);
  return world;
}

function allocate(world: World, node: number, container: string): IpamReply | undefined {
  let answer: IpamReply | undefined;
  world.allocate(world.node(node), container, undefined, (reply) => {
    answer = reply;
  });
  world.runFor(2_000);
  return answer;
}

describe("two meshes that were joined", () => {
  it("are told at both ends, by mesh id, range and members", () => {
    const world = joinedMeshes();
    for (const [node, others] of [
      [0, [2, 3]],
      [3, [0, 1]],
    ] as const) {
      const { strangers, meshId } = world.node(node).ipam?.status() ?? {};
      const seen = strangers?.toSorted((a, b) => (a.key < b.key ? -1 : 1)) ?? [];
      expect(seen.map(({ key }) => key)).toEqual(others.map((other) => world.keyOf(other)).toSorted());
      for (const stranger of seen) {
        expect(formatCidr(stranger.range)).toBe(formatCidr(ranges[others[0] >> 1] as Cidr));
        expect(stranger.meshId).not.toEqual(meshId);
        expect(stranger.members.length).toBe(2);
      }
    }
    expect(world.events.filter((text) => text.includes("other-mesh")).length).toBe(8);
  });

  it("go on giving out addresses, hand space to their own only, and take nothing of the other", () => {
    const world = joinedMeshes();
    for (let i = 0; i < 40; i++) expect(allocate(world, i % 4, `c${i}`)).toMatchObject({ ok: true });
    expect(world.violations).toEqual([]);
    const owners = (node: number) =>
      world
        .node(node)
        .ipam?.status()
        .owners.map(({ nickname }) => nickname)
        .toSorted();
    expect([owners(0), owners(3)]).toEqual([
      ["h1", "h2"],
      ["h3", "h4"],
    ]);
    // The last of a mesh that leaves hands over to nobody.
    world.crash(world.node(1));
    world.runFor(1_000);
    world.request(world.node(0), { kind: "leave" });
    world.runFor(6_000);
    expect(world.events.filter((text) => text.includes("space-handed-over"))).toEqual([]);
    expect(world.node(2).ipam?.status().disputed).toEqual([]);
  });

  it("are one again when a host of one begins anew", () => {
    const world = joinedMeshes();
    for (const index of [2, 3]) {
      const node = world.node(index);
      world.crash(node);
      world.forgetHoldings(node);
      world.runFor(500);
      node.disk.values.clear();
      node.options = { ...node.options, range: ranges[0] as Cidr };
      world.start(node);
    }
    world.runFor(20_000);
    expect(world.node(0).ipam?.status().strangers).toEqual([]);
    expect(world.agrees()).toBe(true);
    expect(allocate(world, 3, "new")).toMatchObject({ ok: true });
  });
});
