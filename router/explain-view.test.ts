/** `weave ipam explain`: what is said of addresses and peers of real rings, by case. */
import { describe, expect, test } from "vitest";
import { type Cidr, formatIpv4, parseCidr } from "../base/address.ts";
import { standInCrypto } from "../crypto/stand-in.ts";
import { World } from "../ipam-crdt/testing/world.ts";
import { encodeTalk } from "../ipam-crdt/wire.ts";
import type { MeshStatus } from "../mesh/mesh-types.ts";
import type { RouterStatus } from "./core-status.ts";
import { explainView } from "./explain-view.ts";

const range = parseCidr("10.9.0.0/24") as Cidr;
const owner = (container: string) => ({ container, interface: "ethwe" });

function meshOf(count: number): World {
  const options = { init: { kind: "consensus", peers: undefined }, initialPeerCount: count, range } as const;
  const world = new World(1, standInCrypto, count, () => options);
  for (const node of world.nodes) world.start(node);
  world.runFor(6_000);
  return world;
}

/** What `node` answers, as its API would. */
function explain(world: World, node: number, about: string, refusedRecords: MeshStatus["refusedRecords"] = []) {
  const { ipam, identity } = world.node(node);
  const mesh = { key: identity.key, peers: new Map(), refusedRecords };
  return explainView({ ipam: ipam?.status(), mesh, gossip: { neighbours: [] } } as unknown as RouterStatus, about);
}

function allocated(world: World, node: number, container: string): string {
  let address = "";
  const body = { kind: "allocate", owner: owner(container), subnet: undefined } as const;
  world.request(world.node(node), body, (reply) => {
    if (reply.ok && "addresses" in reply) address = formatIpv4(reply.addresses[0]?.address ?? 0);
  });
  world.runFor(3_000);
  return address;
}

describe("an address", () => {
  test("held, free, resting, elsewhere, outside and of the range's end", () => {
    const world = meshOf(2);
    const held = allocated(world, 0, "web");
    expect(explain(world, 0, `${held}/24`)).toMatchObject({
      sentence: `${held} is held by container web (ethwe) of this host`,
      attention: false,
      address: { holding: "here", container: { id: "web", interface: "ethwe" }, disputed: false },
    });
    const seen = explain(world, 1, held);
    expect(seen.sentence).toMatch(new RegExp(`^${held} was given to a container by \\S+\\(h1\\)$`));
    expect(seen.address).toMatchObject({ holding: "elsewhere", saidUsedBy: [{ nickname: "h1" }] });
    expect(seen.address?.claims).toMatchObject([
      { nickname: "h1", self: false, range: expect.stringMatching(/^10\./) },
    ]);
    expect(seen.address?.claims[0]?.way.map(({ kind }) => kind)).toEqual(["first-boot"]);
    world.request(world.node(0), { kind: "release", owner: owner("web"), address: undefined });
    world.runFor(1_000);
    expect(explain(world, 0, held).sentence).toMatch(/was released; this host gives it out again in (59|60) s/);
    expect(explain(world, 1, held).sentence).toMatch(/is free; \S+\(h1\) may give it out/);
    expect(explain(world, 0, "10.9.0.255").sentence).toContain("first or last address of the range");
    expect(explain(world, 0, "192.168.1.1").sentence).toContain("outside the mesh's range 10.9.0.0/24");
  });

  test("that was donated, and then taken by a decree, tells its way", () => {
    const world = meshOf(3);
    const given = world.node(2).ipam?.status().owned[0];
    const wanted = (given?.start ?? 0) + 5;
    const claim = { kind: "claim", owner: owner("web"), address: { address: wanted, prefixLength: 24 } } as const;
    world.request(world.node(1), claim);
    world.runFor(2_000);
    const text = formatIpv4(wanted);
    expect(explain(world, 0, text).address?.claims[0]?.way.map(({ text: step }) => step)).toEqual([
      expect.stringMatching(/^first boot gave it to \S+\(h3\)$/),
      expect.stringMatching(/^\S+\(h3\) gave it to \S+\(h2\)$/),
    ]);
    world.crash(world.node(1));
    world.runFor(500);
    world.request(world.node(0), { kind: "remove-peer", peer: world.keyOf(1), force: false });
    world.runFor(5_000);
    const way = explain(world, 2, text).address?.claims[0]?.way ?? [];
    expect(way.at(-1)?.text).toMatch(/^decree \d+ took it from \S+\(h2\), who was removed, for \S+\(h1\)$/);
    const removed = explain(world, 0, "h2");
    expect(removed.sentence).toMatch(/\(h2\) owns no addresses, and is not reachable$/);
    expect(removed.peer?.decrees.at(-1)?.text).toMatch(/^removed it; its addresses went to \S+\(h1\)$/);
    expect(explain(world, 0, "h1").peer?.decrees.at(-1)?.text).toMatch(/^removed \S+\(h2\), whose addresses it got$/);
  });

  test("two owners claim: both with their ways, and what to do", () => {
    const world = meshOf(3);
    // Two voters remove the same host by force, each for himself, and neither knows of the other.
    const text = formatIpv4((world.node(2).ipam?.status().owned[0]?.start ?? 0) + 3);
    world.crash(world.node(2));
    world.partition([0, 1, 2]);
    world.runFor(500);
    for (const node of [0, 1]) {
      world.request(world.node(node), { kind: "remove-peer", peer: world.keyOf(2), force: true });
      world.runFor(500);
      const body = { kind: "claim", owner: owner(`c${node}`) } as const;
      const address = (parseCidr(`${text}/32`)?.address ?? 0) as number;
      world.request(world.node(node), { ...body, address: { address, prefixLength: 24 } });
      world.runFor(500);
    }
    world.partition([0, 0, 2]);
    world.runFor(10_000);
    const answer = explain(world, 0, text);
    expect(answer.sentence).toMatch(
      /is claimed by \S+\(h\d\) and \S+\(h\d\): nobody gives it out; container c0 \(ethwe\)/,
    );
    expect(answer).toMatchObject({ attention: true, address: { disputed: true, holding: "here" } });
    expect(answer.address?.claims.length).toBe(2);
    expect(answer.todo.join("\n")).toMatch(/weave detach/);
    expect(explain(world, 0, "h2")).toMatchObject({ attention: true, peer: { disputed: [{ claims: [{}, {}] }] } });
  });

  test("without a ring", () => {
    const options = { init: { kind: "observer" }, initialPeerCount: 2, range } as const;
    const world = new World(1, standInCrypto, 1, () => options);
    world.start(world.node(0));
    world.runFor(100);
    expect(explain(world, 0, "10.9.0.1").sentence).toBe("there is no ring yet, so nobody owns 10.9.0.1");
  });
});

test("with leases, whether a free address is in a hot block", () => {
  const world = meshOf(2);
  const { identity, ipam } = world.node(0);
  const start = ipam?.status().owned[0]?.start ?? 0;
  const lease = { hot: [{ start, end: start + 16 }] };
  const mesh = { key: identity.key, peers: new Map(), refusedRecords: [] };
  const status = { ipam: { ...ipam?.status(), lease }, mesh, gossip: { neighbours: [] } } as unknown as RouterStatus;
  const [hot, cold] = [start + 5, start + 20].map((address) => explainView(status, formatIpv4(address)));
  expect([hot?.address?.block, cold?.address?.block]).toEqual(["hot", "cold"]);
  expect(cold?.sentence).toMatch(/cold blocks go to others/);
  expect(explain(world, 0, formatIpv4(start + 5)).address?.block).toBeNull();
});

describe("a peer", () => {
  test("its ranges, its vote, and what it sent that is kept apart", () => {
    const world = meshOf(2);
    allocated(world, 1, "web");
    const { meshId } = world.node(0).ipam?.status() ?? {};
    const records = [Uint8Array.of(1, 2, 3), Uint8Array.of(4)];
    const payload = encodeTalk(meshId, { kind: "hand-over", number: 1, records });
    world.step(world.node(0), { kind: "unicast", source: world.keyOf(1), payload });
    const answer = explain(world, 0, "h2");
    expect(answer.sentence).toMatch(/\(h2\) owns 128 addresses in 1 range \(50\.0% of the range, 1 in use\)/);
    expect(answer.peer).toMatchObject({ votes: true, self: false, addresses: 128, used: 1, otherMeshId: null });
    expect(answer.peer?.quarantined).toEqual([{ reason: expect.any(String), count: 2, meaning: "it is malformed" }]);
    expect(answer.attention).toBe(true);
    const refused = [{ peer: world.keyOf(0), reason: "record-signature", count: 3 }];
    const topology = explain(world, 0, "h1", refused);
    expect(topology).toMatchObject({
      attention: true,
      peer: { quarantined: [{ reason: "record-signature", count: 3 }] },
    });
    expect(explain(world, 0, "h1")).toMatchObject({ attention: false, peer: { self: true, quarantined: [] } });
  });

  test("that nobody knows is an error", () => {
    expect(() => explain(meshOf(2), 0, "h9")).toThrow(expect.objectContaining({ code: "PEER_UNKNOWN" }));
  });
});
