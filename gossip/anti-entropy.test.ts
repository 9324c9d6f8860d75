/** Anti-entropy and slow neighbours, on toy networks under virtual time; sizes are counted in bytes that were sent. */
import { describe, expect, it } from "vitest";
import { seededRandom } from "../base/random.ts";
import { fanOut } from "./anti-entropy.ts";
import { asksMax } from "./channel.ts";
import { Gossip } from "./gossip.ts";
import { type GossipOutput, gossipDefaults } from "./gossip-types.ts";
import { questionBurst } from "./sender.ts";
import { keyOfIndex, ToyNetwork } from "./testing/toy-network.ts";
import { ToySet } from "./testing/toy-set.ts";
import { ToyTable } from "./testing/toy-table.ts";
import { encodeExchange } from "./wire.ts";

function fullMesh(network: ToyNetwork, from: number, to: number): void {
  network.frozenRoutes = true;
  for (let a = from; a < to; a++) for (let b = from; b < a; b++) network.link(a, b);
  network.frozenRoutes = false;
  network.refreshRoutes();
}

describe("anti-entropy", () => {
  it("gives a new neighbour the state at once, in both directions", () => {
    const network = new ToyNetwork({ seed: 1, peers: 2 });
    for (let i = 0; i < 250; i++) network.peer(i % 2).set.add(`member-${i}`);
    network.link(0, 1);
    expect(network.convergesWithin(200)).toBeDefined();
    expect(network.peer(0).set.members.size).toBe(250);
  });

  it("begins from the other end when the first word is lost", () => {
    const network = new ToyNetwork({ seed: 1, peers: 2, loss: 1 });
    network.peer(0).set.add("a");
    network.link(0, 1);
    network.loss = 0;
    expect(network.convergesWithin(1_500)).toBeDefined();
  });

  it("repairs broadcasts that were lost", () => {
    const network = new ToyNetwork({ seed: 2, peers: 6 });
    fullMesh(network, 0, 6);
    network.runUntil(2_000);
    network.loss = 1;
    network.publish(0, "lost");
    network.runUntil(2_100);
    network.loss = 0;
    expect(network.convergesWithin(15_000)).toBeDefined();
  });

  it("does not send a newcomer with many neighbours the state many times", () => {
    const network = new ToyNetwork({ seed: 3, peers: 31 });
    fullMesh(network, 0, 30);
    const stateBytes = fill(network, 30, 400);
    network.runUntil(10_000);
    const before = network.bytesSent(30);
    network.frozenRoutes = true;
    for (let index = 0; index < 30; index++) network.link(30, index);
    expect(network.convergesWithin(2_000)).toBeDefined();
    network.runUntil(network.now + 3_000);
    const received = network.bytesSent(30) - before;
    // Each of those asked sends the members and, to ask back, its digest.
    expect(received).toBeLessThan((asksMax + 30) * 1.3 * stateBytes);
    const delivered = network.peer(30).delivered.filter(({ mode }) => mode === "exchange").length;
    expect(delivered).toBeLessThanOrEqual(asksMax * 4 + 4);
  });

  it("spreads what met at one healed link through both sides within two seconds", () => {
    const network = new ToyNetwork({ seed: 4, peers: 32 });
    fullMesh(network, 0, 16);
    fullMesh(network, 16, 32);
    for (let index = 0; index < 32; index++) network.peer(index).set.add(`of-${index}`);
    expect(network.convergesWithin(100)).toBeUndefined();
    network.runUntil(20_000);
    network.link(3, 20);
    expect(network.convergesWithin(2_000)).toBeDefined();
  });

  it("costs a new digest only where a state changed, however many neighbours it has", () => {
    expect([0, 1, 2, 3, 7, 8, 100, 1_000].map(fanOut)).toEqual([0, 1, 2, 2, 3, 4, 7, 10]);
  });

  it("costs idle neighbours the same bytes whatever the state's size", () => {
    const idleBytes = (members: number) => {
      const network = new ToyNetwork({ seed: 5, peers: 8 });
      fullMesh(network, 0, 8);
      fill(network, 8, members);
      network.runUntil(20_000);
      const before = network.bytesSent();
      network.runUntil(120_000);
      return network.bytesSent() - before;
    };
    const [small, large] = [idleBytes(1), idleBytes(5_000)];
    expect(large / small).toBeGreaterThan(0.9);
    expect(large / small).toBeLessThan(1.1);
    // 8 peers, 20 intervals, 3 of 7 neighbours each, two summaries of about 20 bytes each.
    expect(large / (8 * 20 * 3 * 2)).toBeLessThan(24);
  });

  it("costs one changed record among a thousand less than 4 KB where the owner refines", () => {
    const [a, b] = [new ToyTable(300), new ToyTable(300)];
    for (let i = 0; i < 1_000; i++) for (const table of [a, b]) table.set(`peer-${i}`, 1);
    const pair = new ExchangingPair(a, b);
    a.set("peer-500", 2);
    b.set("peer-7", 2);
    const bytes = pair.exchange();
    expect(a.digest()).toEqual(b.digest());
    expect(bytes).toBeLessThan(4_096);
  });

  it("cuts a large difference into exchanges and finishes it", () => {
    const network = new ToyNetwork({ seed: 6, peers: 2, limits: { exchangeBytesMax: 2_000 }, membersPerPayload: 10 });
    for (let i = 0; i < 1_000; i++) network.peer(0).set.add(`member-${i}`);
    network.link(0, 1);
    expect(network.convergesWithin(100)).toBeUndefined();
    expect(network.convergesWithin(15_000)).toBeDefined();
  });

  it("answers a neighbour's questions at a bounded rate and tells when it does not", () => {
    const set = new ToySet();
    set.add("a");
    const gossip = aloneWith(set);
    const digest = encodeExchange({ kind: "digest", channel: "set", digest: new Uint8Array(0), round: 1 });
    let answers = 0;
    const told: GossipOutput[] = [];
    for (let i = 0; i < 200; i++) {
      const outputs = gossip.step(1, { kind: "received", from: keyOfIndex(1), bytes: digest });
      if (outputs.some(({ kind }) => kind === "send")) answers++;
      told.push(...outputs.filter(({ kind }) => kind === "event"));
    }
    expect(answers).toBe(questionBurst);
    expect(told).toMatchObject([{ name: "gossip-throttled" }]);
    expect(gossip.status().counters.throttled).toBe(200 - questionBurst);
  });

  it("is one summary and its answer where states agree", () => {
    const network = new ToyNetwork({ seed: 8, peers: 2 });
    fill(network, 2, 3);
    network.link(0, 1);
    network.runUntil(3_000);
    expect(network.sentFrames).toBe(2);
  });

  it("is a summary, its answer, two digests and their differences where both lack something", () => {
    const network = new ToyNetwork({ seed: 8, peers: 2 });
    network.peer(0).set.add("a");
    network.peer(1).set.add("b");
    network.link(0, 1);
    network.runUntil(120);
    expect(network.converged()).toBe(true);
    expect(network.sentFrames).toBe(6);
  });

  it("ends at a digest that equals ours", () => {
    const set = new ToySet();
    set.add("a");
    const gossip = aloneWith(set);
    const digest = encodeExchange({ kind: "digest", channel: "set", digest: set.digest(), round: 1 });
    const outputs = gossip.step(5, { kind: "received", from: keyOfIndex(1), bytes: digest });
    const nothing = encodeExchange({ kind: "difference", channel: "set", payload: undefined, last: true });
    expect(outputs).toEqual([{ kind: "send", to: keyOfIndex(1), bytes: nothing }]);
    expect(gossip.status().pairs).toMatchObject([{ lagMs: 0, exchangedAgoMs: 0, mismatches: 0 }]);
  });
});

describe("a slow neighbour", () => {
  it("gets no deltas while slow, and one merged difference when it has drained", () => {
    const network = new ToyNetwork({ seed: 7, peers: 3 });
    network.link(0, 1);
    network.link(0, 2);
    network.runUntil(2_000);
    const slow = { kind: "backlog", peer: keyOfIndex(1) } as const;
    network.feed(0, { ...slow, bytes: gossipDefaults.backlogBytesMax + 1 });
    const before = network.bytesSent(1);
    for (let i = 0; i < 500; i++) network.publish(0, `m${i}`);
    network.runUntil(2_050);
    expect(network.bytesSent(1)).toBe(before);
    expect(network.broadcastsOf(2, "m499")).toBe(1);
    expect(network.peer(0).gossip.status().pairs[0]).toMatchObject({ peer: keyOfIndex(1), dirty: true });
    network.feed(0, { ...slow, bytes: 10 });
    expect(network.convergesWithin(200)).toBeDefined();
    expect(network.peer(1).delivered.filter(({ mode }) => mode === "exchange")).toHaveLength(5);
    expect(network.events.map(({ name }) => name)).toEqual(["gossip-neighbour-slow", "gossip-neighbour-drained"]);
    expect(network.peer(0).gossip.status().neighbours[0]).toMatchObject({ slow: false, heldBack: 500 });
  });

  it("gets unicasts until much more waits, then they are dropped and told", () => {
    const gossip = aloneWith(new ToySet());
    const peer = keyOfIndex(1);
    gossip.step(0, { kind: "routes", routes: { nextHop: () => peer, broadcastHops: () => [] } });
    const unicast = () => gossip.step(1, { kind: "unicast", channel: "talk", to: peer, payload: Uint8Array.of(1) });
    gossip.step(1, { kind: "backlog", peer, bytes: gossipDefaults.backlogUnicastBytesMax });
    expect(unicast()).toMatchObject([{ kind: "send" }]);
    gossip.step(1, { kind: "backlog", peer, bytes: gossipDefaults.backlogUnicastBytesMax + 1 });
    expect(unicast()).toMatchObject([{ kind: "event", name: "gossip-unicast-dropped" }]);
    expect(gossip.status().counters.unicastsDropped).toBe(1);
  });
});

function aloneWith(set: ToySet): Gossip {
  const gossip = new Gossip(
    { random: seededRandom(1), channels: new Map([["set", set]]) },
    { self: keyOfIndex(0), bootNonce: new Uint8Array(8), unicastChannels: ["talk"], limits: gossipDefaults },
  );
  gossip.step(0, { kind: "neighbour-up", peer: keyOfIndex(1) });
  return gossip;
}

/** The same members everywhere; returns the digest's bytes. */
function fill(network: ToyNetwork, peers: number, members: number): number {
  for (let index = 0; index < peers; index++)
    for (let i = 0; i < members; i++) network.peer(index).set.add(`member-${i}`);
  return network.peer(0).set.digest().length;
}

/** Two machines over tables, joined without delay. */
class ExchangingPair {
  readonly #tables: readonly [ToyTable, ToyTable];
  readonly #machines: readonly Gossip[];

  constructor(a: ToyTable, b: ToyTable) {
    this.#tables = [a, b];
    this.#machines = this.#tables.map(
      (table, index) =>
        new Gossip(
          { random: seededRandom(index), channels: new Map([["table", table]]) },
          { self: keyOfIndex(index), bootNonce: new Uint8Array(8), unicastChannels: [], limits: gossipDefaults },
        ),
    );
  }

  /** The bytes of the exchange that begins with the neighbours. */
  exchange(): number {
    let bytes = 0;
    const queue: { to: number; output: GossipOutput }[] = [];
    const take = (index: number, outputs: readonly GossipOutput[]) => {
      for (const output of outputs) {
        if (output.kind === "deliver") this.#tables[index]?.merge(output.payload);
        if (output.kind === "send") queue.push({ to: 1 - index, output });
      }
    };
    for (const index of [0, 1])
      take(index, this.#machines[index]?.step(0, { kind: "neighbour-up", peer: keyOfIndex(1 - index) }) ?? []);
    for (const { to, output } of queue) {
      if (output.kind !== "send") continue;
      bytes += output.bytes.length;
      const from = keyOfIndex(1 - to);
      take(to, this.#machines[to]?.step(0, { kind: "received", from, bytes: output.bytes }) ?? []);
    }
    return bytes;
  }
}
