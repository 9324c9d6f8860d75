/** Whole machines in the toy world: first boot, allocation, donation, restart, removal, leaving. */
import { describe, expect, it } from "vitest";
import { type Cidr, formatIpv4, parseCidr } from "../base/address.ts";
import type { PeerKey } from "../base/peer-name.ts";
import { standInCrypto } from "../crypto/stand-in.ts";
import type { IpamReply } from "./ipam-types.ts";
import { type NodeOptions, World } from "./testing/world.ts";

const range = parseCidr("10.32.0.0/12") as Cidr;
const small = parseCidr("10.9.0.0/24") as Cidr;

function consensus(initialPeerCount: number, of: Cidr = range): () => NodeOptions {
  return () => ({ init: { kind: "consensus", peers: undefined }, initialPeerCount, range: of });
}

/** A world in which all nodes have been started. */
function started(count: number, options: (index: number) => NodeOptions, seed = 1): World {
  const world = new World(seed, standInCrypto, count, options);
  for (const node of world.nodes) world.start(node);
  return world;
}

function allocated(world: World, node: number, container: string, subnet?: Cidr, within = 12_000): IpamReply {
  let answer: IpamReply = { ok: false, code: "NONE", message: "no answer" };
  world.allocate(world.node(node), container, subnet, (reply) => {
    answer = reply;
  });
  world.runFor(within);
  return answer;
}

function addressIn(reply: IpamReply): string {
  if (!reply.ok || !("addresses" in reply)) throw new Error(JSON.stringify(reply));
  return reply.addresses.map(({ address, prefixLength }) => `${formatIpv4(address)}/${prefixLength}`).join();
}

describe("first boot", () => {
  it("a router launched alone decides at its first request and gives the first address", () => {
    const world = started(1, consensus(1));
    world.runFor(1_000);
    expect(world.node(0).ipam?.status().state).toBe("idle");
    expect(addressIn(allocated(world, 0, "c1", undefined, 10))).toBe("10.32.0.1/12");
    expect(world.node(0).ipam?.status().state).toBe("ready");
    expect(world.node(0).meshOutputs).toBe(1);
  });

  it("launch on h1, then launch h1 on h2, needs nothing else", () => {
    const world = new World(3, standInCrypto, 2, (index) => consensus(index + 1)());
    world.start(world.node(0));
    addressIn(allocated(world, 0, "c1"));
    world.start(world.node(1));
    const second = addressIn(allocated(world, 1, "c2", undefined, 5_000));
    expect(second).toMatch(/^10\.\d+\.\d+\.\d+\/12$/);
    expect(world.agrees()).toBe(true);
    expect(world.node(1).meshOutputs).toBe(1);
  });

  it("three that know of each other share the range", () => {
    const world = started(3, consensus(3));
    world.runFor(5_000);
    for (const node of world.nodes) expect(node.ipam?.status().owners.length).toBe(3);
    expect(new Set(world.nodes.map((node) => node.ipam?.status().meshId?.join())).size).toBe(1);
    expect(addressIn(allocated(world, 2, "c", undefined, 100))).toMatch(/\/12$/);
  });

  it("waits for a quorum, and says so", () => {
    const world = started(2, consensus(4));
    expect(allocated(world, 0, "c1")).toMatchObject({ code: "NONE" });
    expect(world.node(0).ipam?.status()).toMatchObject({
      state: "awaiting-consensus",
      consensus: { quorum: 3, known: 2 },
    });
  });

  it("observers wait and count for nothing", () => {
    const world = new World(5, standInCrypto, 4, (index) =>
      index < 2 ? consensus(2)() : { init: { kind: "observer" }, initialPeerCount: 2, range },
    );
    for (const node of world.nodes) world.start(node);
    world.runFor(20_000);
    expect(world.node(0).ipam?.status().state).toBe("ready");
    expect(addressIn(allocated(world, 3, "c"))).toMatch(/\/12$/);
  });

  it("a seed list gives every member the same ring without a word", () => {
    const world = new World(7, standInCrypto, 3, () => ({
      init: { kind: "seed", peers: ["h1", "h2"] },
      initialPeerCount: 1,
      range,
    }));
    world.partition([0, 1, 2]);
    for (const node of world.nodes) world.start(node);
    expect(addressIn(allocated(world, 0, "a"))).toBe("10.32.0.1/12");
    expect(addressIn(allocated(world, 1, "b"))).toBe("10.40.0.0/12");
    world.partition([0, 0, 0]);
    world.runFor(5_000);
    expect(world.agrees()).toBe(true);
    expect(addressIn(allocated(world, 2, "c"))).toMatch(/\/12$/);
    expect(world.node(2).ipam?.status().disputed).toEqual([]);
  });

  it("a seed's new machine learns first what was given under its name, and takes nothing of it", () => {
    const init = { kind: "seed", peers: ["h1", "h2"] } as const;
    const names = ["h1", "h2", "h3", "h2"];
    const world = new World(8, standInCrypto, 4, (i) => ({ init, initialPeerCount: 2, range, nickname: names[i] }));
    for (const node of world.nodes.slice(0, 3)) world.start(node);
    for (const node of [0, 1, 2]) expect(addressIn(allocated(world, node, "c"))).toMatch(/\/12$/);
    world.crash(world.node(1));
    world.forgetHoldings(world.node(1));
    world.start(world.node(3));
    for (const node of [3, 2, 0]) expect(addressIn(allocated(world, node, "d"))).toMatch(/\/12$/);
    for (const node of [0, 2, 3]) expect(world.node(node).ipam?.status().disputed).toEqual([]);
    expect(world.node(3).ipam?.status().owned).not.toEqual([]);
  });
});

describe("allocation", () => {
  it("is idempotent by container and interface, also across a restart", () => {
    const world = started(1, consensus(1));
    const first = addressIn(allocated(world, 0, "c1"));
    expect(addressIn(allocated(world, 0, "c1"))).toBe(first);
    world.crash(world.node(0));
    world.start(world.node(0));
    expect(addressIn(allocated(world, 0, "c1"))).toBe(first);
    expect(addressIn(allocated(world, 0, "c2"))).not.toBe(first);
  });

  it("gives an address of each subnet asked for, also when one lies inside another", () => {
    const world = started(1, consensus(1));
    const inner = addressIn(allocated(world, 0, "c1", parseCidr("10.33.1.0/24")));
    const outer = addressIn(allocated(world, 0, "c1"));
    expect([inner, outer]).toEqual([expect.stringMatching(/^10\.33\.1\.\d+\/24$/), expect.stringMatching(/\/12$/)]);
    expect(addressIn(allocated(world, 0, "c1", parseCidr("10.33.1.0/24")))).toBe(inner);
    expect(addressIn(allocated(world, 0, "c1"))).toBe(outer);
  });

  it("gives from the subnet asked for, never its first or last address", () => {
    const world = started(1, consensus(1));
    const subnet = parseCidr("10.33.1.0/30") as Cidr;
    expect(addressIn(allocated(world, 0, "c1", subnet))).toBe("10.33.1.1/30");
    expect(addressIn(allocated(world, 0, "c2", subnet))).toBe("10.33.1.2/30");
    expect(allocated(world, 0, "c3", subnet)).toMatchObject({ ok: false, code: "IPAM_NO_SPACE" });
    expect(allocated(world, 0, "c4", parseCidr("10.99.0.0/24"))).toMatchObject({ code: "IPAM_OUT_OF_RANGE" });
  });

  it("a freed address rests 60 s, then the least recently freed goes first", () => {
    const world = started(1, consensus(1, parseCidr("10.9.0.0/29")));
    const given = ["a", "b", "c", "d", "e", "f"].map((name) => addressIn(allocated(world, 0, name, undefined, 10)));
    world.release(world.node(0), "c");
    world.runFor(1_000);
    world.release(world.node(0), "a");
    world.runFor(1_000);
    expect(allocated(world, 0, "g", undefined, 10)).toMatchObject({ code: "IPAM_NO_SPACE" });
    world.runFor(60_000);
    expect(addressIn(allocated(world, 0, "g", undefined, 10))).toBe(given[2]);
    expect(addressIn(allocated(world, 0, "h", undefined, 10))).toBe(given[0]);
  });

  it("fills a small range from every side, to the last address and none twice", () => {
    const world = started(4, consensus(4, small));
    world.runFor(5_000);
    let refused = 0;
    for (let i = 0; i < 260; i++) {
      world.allocate(world.node(i % 4), `c${i}`, undefined, (reply) => {
        if (!reply.ok) refused++;
      });
      world.runFor(200);
    }
    world.runFor(30_000);
    expect(world.violations).toEqual([]);
    expect(world.held.size).toBe(254);
    expect(refused).toBe(6);
    expect(world.agrees()).toBe(true);
  });
});

describe("claims", () => {
  it("take an address of another owner, unless it is in use", () => {
    const world = started(2, consensus(2));
    world.runFor(5_000);
    const owner = { container: "x", interface: "eth0" };
    const replies: IpamReply[] = [];
    const claim = (node: number, text: string) => {
      const address = { address: (parseCidr(`${text}/32`) as Cidr).address, prefixLength: 12 };
      world.request(world.node(node), { kind: "claim", owner, address }, (reply) => replies.push(reply));
      world.runFor(3_000);
    };
    claim(0, "10.47.1.2");
    claim(1, "10.47.1.2");
    claim(0, "192.168.1.1");
    claim(0, "10.32.0.0");
    expect(replies.map((reply) => (reply.ok ? "ok" : reply.code))).toEqual([
      "ok",
      "IPAM_ADDRESS_IN_USE",
      "ok",
      "IPAM_ADDRESS_RESERVED",
    ]);
  });
});

describe("removal and leaving", () => {
  it("rmpeer by majority moves a dead peer's space, once", () => {
    const world = started(3, consensus(3, small));
    world.runFor(20_000);
    expect(world.node(0).ipam?.status().voters.length).toBe(3);
    world.crash(world.node(2));
    world.runFor(1_000);
    const replies: IpamReply[] = [];
    for (const index of [0, 1]) {
      world.request(world.node(index), { kind: "remove-peer", peer: world.keyOf(2), force: false }, (reply) => {
        replies.push(reply);
      });
    }
    world.runFor(20_000);
    expect(replies.map((reply) => reply.ok)).toEqual([true, true]);
    expect(world.agrees()).toBe(true);
    const status = world.node(0).ipam?.status();
    expect(status?.owners.map(({ key }) => key).toSorted()).toEqual([world.keyOf(0), world.keyOf(1)].toSorted());
    expect(status?.owners.reduce((sum, { addresses }) => sum + addresses, 0)).toBe(256);
    expect(status?.disputed).toEqual([]);
    expect(status?.voters.length).toBe(2);
  });

  it("rmpeer is refused while the peer is seen, and without a majority unless forced", () => {
    const world = started(3, consensus(3, small));
    world.runFor(20_000);
    const replies: IpamReply[] = [];
    const remove = (force: boolean) => {
      const body = { kind: "remove-peer", peer: world.keyOf(2), force } as const;
      world.request(world.node(0), body, (reply) => replies.push(reply));
      world.runFor(20_000);
    };
    remove(false);
    world.crash(world.node(1));
    world.crash(world.node(2));
    world.runFor(1_000);
    remove(false);
    remove(true);
    expect(replies[0]).toMatchObject({ code: "IPAM_PEER_SEEN" });
    expect(replies[1]).toMatchObject({ code: "IPAM_NO_MAJORITY" });
    expect(replies[2]).toMatchObject({ ok: true });
  });

  it("rmpeer on a host without a vote is refused at once, and one without anything to take needs none", () => {
    const world = started(4, (index) => ({
      ...consensus(3, small)(),
      ...(index === 3 ? { init: { kind: "observer" } } : {}),
    }));
    world.runFor(20_000);
    world.crash(world.node(2));
    world.runFor(1_000);
    const replies: IpamReply[] = [];
    for (const peer of [world.keyOf(2), "nobody" as PeerKey]) {
      world.request(world.node(3), { kind: "remove-peer", peer, force: false }, (reply) => replies.push(reply));
    }
    world.runFor(100);
    expect(replies[0]).toMatchObject({ code: "IPAM_NO_VOTER" });
    expect(replies[1]).toEqual({ ok: true, takenOver: 0 });
    expect(world.node(3).ipam?.status().pending).toEqual([]);
  });

  it("a removed peer that returns keeps nothing of its own and gets its containers' addresses back", () => {
    const world = started(3, consensus(3, small));
    world.runFor(20_000);
    const address = addressIn(allocated(world, 2, "c"));
    world.crash(world.node(2));
    world.runFor(1_000);
    world.request(world.node(0), { kind: "remove-peer", peer: world.keyOf(2), force: false });
    world.runFor(20_000);
    world.start(world.node(2));
    world.runFor(30_000);
    expect(addressIn(allocated(world, 2, "c"))).toBe(address);
    const owner = world
      .node(0)
      .ipam?.status()
      .owners.find(({ key }) => key === world.keyOf(2));
    expect(owner?.addresses).toBe(1);
    for (let i = 0; i < 300; i++) world.allocate(world.node(i % 3), `n${i}`);
    world.runFor(60_000);
    expect(world.violations).toEqual([]);
  });

  it("leaving hands everything over", () => {
    const world = started(3, consensus(3, small));
    world.runFor(20_000);
    let left: IpamReply | undefined;
    world.request(world.node(1), { kind: "leave" }, (reply) => {
      left = reply;
    });
    world.runFor(1_000);
    expect(left).toEqual({ ok: true, done: true });
    world.crash(world.node(1));
    world.runFor(30_000);
    const status = world.node(0).ipam?.status();
    expect(status?.owners.reduce((sum, { addresses }) => sum + addresses, 0)).toBe(256);
    expect(status?.voters.length).toBe(2);
  });
});

describe("an old copy of the store", () => {
  it("gives nothing twice while one neighbour lives", () => {
    const world = started(2, consensus(2, small));
    world.runFor(20_000);
    for (let i = 0; i < 5; i++) world.allocate(world.node(0), `old${i}`);
    world.runFor(5_000);
    const copy = new Map(world.node(0).disk.values);
    for (let i = 0; i < 20; i++) world.allocate(world.node(0), `new${i}`);
    world.runFor(5_000);
    world.crash(world.node(0));
    world.node(0).disk.values = copy;
    world.start(world.node(0));
    for (let i = 0; i < 40; i++) world.allocate(world.node(0), `again${i}`);
    world.runFor(20_000);
    expect(world.held.size).toBe(65);
    expect(world.violations).toEqual([]);
    expect(world.events.some((line) => line.includes("store-outdated"))).toBe(true);
    expect(world.node(0).ipam?.status()).toMatchObject({ state: "ready" });
    expect(world.node(0).ipam?.status().withheld.length).toBe(25);
  });

  it("lets an address rest that was freed in the forgotten time", () => {
    const world = started(2, consensus(2, small));
    world.runFor(20_000);
    addressIn(allocated(world, 0, "first"));
    const copy = new Map(world.node(0).disk.values);
    const forgotten = addressIn(allocated(world, 0, "forgotten"));
    world.release(world.node(0), "forgotten");
    world.runFor(5_000);
    world.crash(world.node(0));
    world.node(0).disk.values = copy;
    world.start(world.node(0));
    // The block that it lies in is left alone for a minute, as nobody can tell which of it was freed.
    expect(forgotten).toBe("10.9.0.2/24");
    expect(addressIn(allocated(world, 0, "soon"))).toBe("10.9.0.64/24");
    world.runFor(60_000);
    expect(addressIn(allocated(world, 0, "later", parseCidr("10.9.0.0/26")))).toBe("10.9.0.2/26");
    expect(world.violations).toEqual([]);
  });

  it("goes on unconfirmed after 10 s when nobody answers", () => {
    const world = started(2, consensus(2, small));
    world.runFor(20_000);
    world.crash(world.node(1));
    world.crash(world.node(0));
    world.start(world.node(0));
    expect(allocated(world, 0, "c", undefined, 9_000)).toMatchObject({ code: "NONE" });
    expect(addressIn(allocated(world, 0, "d", undefined, 2_000))).toMatch(/\/24$/);
    expect(world.node(0).ipam?.status().state).toBe("unconfirmed");
  });
});

describe("a fenced router", () => {
  it("gives nothing, donates nothing and lets nobody have its space", () => {
    for (const fenced of [false, true]) {
      const world = started(2, consensus(2, small));
      world.runFor(5_000);
      const first = addressIn(allocated(world, 0, "c1"));
      const half = parseCidr(
        Number(first.split(".")[3]?.split("/")[0]) < 128 ? "10.9.0.0/25" : "10.9.0.128/25",
      ) as Cidr;
      if (fenced) world.step(world.node(0), { kind: "fenced" });
      // The other needs a donation for that.
      const answer = allocated(world, 1, "c2", half);
      expect(answer.ok).toBe(!fenced);
      expect(allocated(world, 0, "c3").ok).toBe(!fenced);
      expect(world.violations).toEqual([]);
    }
  });
});
