/**
 * Whole machines under everything that goes wrong: crashes at every persist boundary, before and after it is durable;
 * partitions, loss, duplication, reordering; old copies of a store. Checked from outside: no address is held twice, and
 * once the world is whole again all rings are equal, nothing is disputed and no address of the range is lost.
 * `FAULT_SEED=n` runs one seed of the random world alone.
 */
import { describe, expect, it } from "vitest";
import { type Cidr, cidrSize, type Ipv4, parseCidr } from "../base/address.ts";
import { randomBelow } from "../base/random.ts";
import { standInCrypto } from "../crypto/stand-in.ts";
import type { IpamReply } from "./ipam-types.ts";
import { World, type WorldNode } from "./testing/world.ts";

const range = parseCidr("10.9.0.0/26") as Cidr;

function worldOf(seed: number, count: number): World {
  return new World(seed, standInCrypto, count, () => ({
    init: { kind: "consensus", peers: undefined },
    initialPeerCount: count,
    range,
  }));
}

/** What must hold of a world that has been whole and quiet for a while. */
function complaints(world: World): string[] {
  const found = [...world.violations];
  if (!world.agrees()) found.push("rings differ");
  for (const node of world.nodes) {
    if (!node.ipam) continue;
    const { disputed, owners, state } = node.ipam.status();
    if (state !== "ready") found.push(`${node.nickname} is ${state}`);
    if (disputed.length > 0) found.push(`${node.nickname} sees disputes`);
    const owned = owners.reduce((sum, { addresses }) => sum + addresses, 0);
    if (owned !== cidrSize(range.prefixLength)) found.push(`${node.nickname} sees ${owned} owned addresses`);
  }
  return found;
}

describe("a crash at a persist boundary", { timeout: 120_000 }, () => {
  /** First boot, allocations, donations, releases, a claim and a restart: everything that persists. */
  function story(world: World): void {
    world.onFailure = (node) => world.at(1_000, () => world.start(node));
    for (const node of world.nodes) world.start(node);
    world.runFor(8_000);
    for (let i = 0; i < 30; i++) {
      world.allocate(world.node(0), `a${i}`);
      if (i % 10 === 0) world.allocate(world.node(1), `b${i}`);
      if (i % 10 === 9) world.release(world.node(0), `a${i - 2}`);
      if (i >= 16) world.runFor(150);
    }
    const owner = { container: "x", interface: "eth0" };
    const address = { address: range.address + 60, prefixLength: 26 };
    world.request(world.node(1), { kind: "claim", owner, address });
    world.runFor(8_000);
    for (let i = 0; i < 30; i++) world.allocate(world.node(0), `a${i}`);
    world.runFor(15_000);
  }

  it("gives nothing twice and loses nothing, whichever it is", () => {
    const whole = worldOf(11, 3);
    story(whole);
    expect(complaints(whole)).toEqual([]);
    expect(whole.persists).toBeGreaterThan(60);
    for (let persist = 0; persist < whole.persists; persist++) {
      for (const durable of [false, true]) {
        const world = worldOf(11, 3);
        world.crashAt = { persist, durable };
        story(world);
        expect(world.events.filter((line) => line.includes("own-token-overwritten"))).toEqual([]);
        expect(complaints(world), `persist ${persist}, ${durable ? "durable" : "lost"}`).toEqual([]);
      }
    }
  });
});

describe("a crash while space is donated", { timeout: 120_000 }, () => {
  /** Right after the crash both sides are cut off, so that nobody can tell the crashed one what it forgot. */
  function story(world: World): void {
    world.onFailure = (node) => {
      world.at(100, () => world.partition([0, 1]));
      world.at(1_000, () => world.start(node));
    };
    for (let i = 0; i < 54; i++) {
      if (i >= 31) world.runFor(100);
      world.allocate(world.node(0), `a${i}`);
    }
    world.runFor(15_000);
    for (let i = 0; i < 62; i++) for (const node of world.nodes) world.allocate(node, `last${i}`);
    world.runFor(20_000);
  }

  function booted(): World {
    const world = worldOf(5, 2);
    for (const node of world.nodes) world.start(node);
    world.runFor(8_000);
    return world;
  }

  it("gives nothing twice, even when nobody can tell what was forgotten", () => {
    const whole = booted();
    const first = whole.persists;
    story(whole);
    expect(whole.violations).toEqual([]);
    expect(whole.events.filter((line) => line.includes("space-donated")).length).toBeGreaterThan(1);
    for (let persist = first; persist < whole.persists; persist++) {
      for (const durable of [false, true]) {
        const world = booted();
        world.crashAt = { persist, durable };
        story(world);
        expect(world.violations, `persist ${persist}, ${durable ? "durable" : "lost"}`).toEqual([]);
      }
    }
  });
});

/** One random life of a mesh. */
class Life {
  readonly world: World;
  readonly #containers = 12;

  constructor(seed: number) {
    this.world = worldOf(seed, 3 + (seed % 3));
    this.world.loss = [0, 0.1, 0.3][seed % 3] as number;
    this.world.duplication = 0.2;
    this.world.delayMax = [20, 400, 1_000][(seed >> 2) % 3] as number;
  }

  run(): string[] {
    const { world } = this;
    for (const node of world.nodes) world.start(node);
    for (let i = 0; i < 120; i++) {
      this.#act();
      world.runFor(randomBelow(world.random, 1_500));
    }
    this.#heal();
    return complaints(world);
  }

  #act(): void {
    const { world } = this;
    const node = this.#anyone();
    const container = `c${randomBelow(world.random, this.#containers)}`;
    const what = randomBelow(world.random, 100);
    if (what < 45) world.allocate(node, container);
    else if (what < 60) world.release(node, container);
    else if (what < 64) this.#claim(node, container);
    else if (what < 74) this.#failSoon(node);
    else if (what < 76) world.crash(node);
    else if (what < 88) this.#startOne();
    else if (what < 93) world.partition(world.nodes.map(() => randomBelow(world.random, 2)));
    else if (what < 98) world.partition(world.nodes.map(() => 0));
    else this.#restoreOldCopy(node);
  }

  #claim(node: WorldNode, container: string): void {
    const { random } = this.world;
    this.#claimFor(node, container, range.address + randomBelow(random, cidrSize(range.prefixLength)));
  }

  #claimFor(node: WorldNode, container: string, address: Ipv4): void {
    const { world } = this;
    const owner = { container, interface: "eth0" };
    const body = { kind: "claim", owner, address: { address, prefixLength: range.prefixLength } } as const;
    world.request(node, body, (reply: IpamReply) => world.note(node, container, reply));
  }

  #failSoon(node: WorldNode): void {
    const { random } = this.world;
    if (node.ipam) node.failAfter = { persists: randomBelow(random, 4), durable: randomBelow(random, 2) === 0 };
  }

  #startOne(): void {
    const { world } = this;
    const node = world.nodes.filter(({ ipam }) => !ipam)[0];
    if (node) this.#start(node);
  }

  /** As a router does: what is found on its containers' interfaces is claimed first. */
  #start(node: WorldNode): void {
    const { world } = this;
    world.start(node);
    for (const [address, holder] of world.held) {
      const [host, container] = holder.split("/");
      if (host === node.nickname && container !== undefined) this.#claimFor(node, container, address);
    }
  }

  /** What the guarantee asks for: the others saw the newer records and one of them answers. */
  #restoreOldCopy(node: WorldNode): void {
    const { world } = this;
    const copy = new Map(node.disk.values);
    for (let i = 0; i < 6; i++) {
      world.allocate(node, `c${i}`);
      world.runFor(200);
    }
    this.#heal();
    world.crash(node);
    node.disk.values = copy;
    this.#start(node);
    for (let i = 0; i < 6; i++) world.allocate(node, `c${i}`);
    world.runFor(15_000);
  }

  /** Everybody up and connected, nothing lost, long enough to settle. */
  #heal(): void {
    const { world } = this;
    const { loss } = world;
    world.loss = 0;
    world.partition(world.nodes.map(() => 0));
    for (const node of world.nodes) {
      node.failAfter = undefined;
      if (!node.ipam) this.#start(node);
    }
    world.runFor(60_000);
    world.loss = loss;
  }

  #anyone(): WorldNode {
    return this.world.node(randomBelow(this.world.random, this.world.nodes.length));
  }
}

describe("a random world", { timeout: 120_000 }, () => {
  const only = process.env["FAULT_SEED"];
  const seeds = only === undefined ? Array.from({ length: 40 }, (_, i) => i + 1) : [Number(only)];
  it("gives nothing twice, and agrees once it is whole", () => {
    for (const seed of seeds) expect(new Life(seed).run(), `FAULT_SEED=${seed}`).toEqual([]);
  });
});
