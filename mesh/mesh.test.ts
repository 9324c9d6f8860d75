/** Many meshes in a toy world: joining, discovery, targets, routes, collection, cost, deadlines. */
import { describe, expect, it } from "vitest";
import { realCrypto } from "../crypto/primitives.ts";
import { decodeRecord } from "./peer-record.ts";
import { type ToyHost, ToyWorld } from "./testing/toy-world.ts";
import { decodeTopologyDelta } from "./wire.ts";

function fullyConnected(hosts: readonly ToyHost[]): boolean {
  return hosts.every((host) => host.connected.size === hosts.length - 1);
}

function line(world: ToyWorld, count: number): ToyHost[] {
  return Array.from({ length: count }, (_, i) =>
    world.launch({ host: `10.0.0.${i + 1}`, targets: i === 0 ? [] : [`10.0.0.${i}`] }),
  );
}

describe("joining", () => {
  it("connects two hosts with the real cryptography and lets each know the other", () => {
    const world = new ToyWorld(1, realCrypto);
    const [a, b] = line(world, 2) as [ToyHost, ToyHost];
    world.run(1_000);
    expect(fullyConnected([a, b])).toBe(true);
    for (const host of [a, b]) {
      expect(host.mesh.view.peers.size).toBe(2);
      for (const peer of host.mesh.view.peers.values()) expect(peer.reachable).toBe(true);
    }
    expect(a.mesh.view.peers.get(b.key)?.underlay).toEqual({ host: "10.0.0.2", port: 6783 });
    expect(a.mesh.view.routes.nextHop(b.key)).toBe(b.key);
    expect(a.mesh.view.routes.broadcastHops(a.key)).toEqual([b.key]);
    expect(b.mesh.status().connections.map(({ state }) => state)).toEqual(["established"]);
  });

  it("discovers the full mesh from a line of targets, and all agree", () => {
    const world = new ToyWorld(2);
    const hosts = line(world, 8);
    world.run(20_000);
    expect(hosts.map((host) => host.connected.size)).toEqual(hosts.map(() => 7));
    expect(new Set(hosts.map((host) => world.summaryOf(host))).size).toBe(1);
    const shortIds = [...(hosts[0] as ToyHost).mesh.view.peers.values()].map(({ shortId }) => shortId);
    expect(new Set(shortIds).size).toBe(8);
  });
});

describe("targets", () => {
  it("resolves a name at each attempt, and connects once it has an address", () => {
    const world = new ToyWorld(3);
    const a = world.launch({ host: "10.0.0.1" });
    const b = world.launch({ host: "10.0.0.2", targets: ["alpha"] });
    world.run(5_000);
    expect(b.mesh.status().connections).toMatchObject([
      { target: "alpha", state: "retrying", reason: { code: "unreachable" } },
    ]);
    world.names.set("alpha", "10.0.0.1");
    world.run(4_000);
    expect(fullyConnected([a, b])).toBe(true);
    expect(b.mesh.status().connections).toMatchObject([{ target: "alpha", state: "established", peer: a.key }]);
  });

  it("remembers what it was told to connect to, and forgets it when told so", () => {
    const world = new ToyWorld(4);
    const a = world.launch({ host: "10.0.0.1" });
    const b = world.launch({ host: "10.0.0.2" });
    b.step({ kind: "connect", targets: ["10.0.0.1"], replace: false });
    world.run(1_000);
    expect(fullyConnected([a, b])).toBe(true);
    world.kill(b);
    world.run(100);
    const again = world.launch({ ...b.options, durable: b.durable });
    world.run(1_000);
    expect(fullyConnected([a, again])).toBe(true);
    expect(again.mesh.status().targets).toEqual(["10.0.0.1"]);
    again.step({ kind: "forget", targets: ["10.0.0.1"] });
    world.run(1_000);
    expect(again.mesh.status().targets).toEqual([]);
    expect(fullyConnected([a, again])).toBe(true);
  });

  it("notices within five seconds that a long cut is healed", () => {
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      const world = new ToyWorld(seed);
      const [a, b] = line(world, 2) as [ToyHost, ToyHost];
      world.run(20_000);
      world.cut(a, b);
      world.run(60_000 + seed * 777);
      expect(a.connected.size).toBe(0);
      expect(a.mesh.view.peers.get(b.key)?.reachable).toBe(false);
      world.heal(a, b);
      world.run(5_000);
      expect(a.connected.size, `seed ${seed}`).toBe(1);
      expect(a.mesh.view.peers.get(b.key)?.reachable).toBe(true);
    }
  });

  it("opens no more connections than the limit and two for whom nobody else reaches, and says so at both ends", () => {
    const world = new ToyWorld(5);
    const a = world.launch({ host: "10.0.0.1", connectionLimit: 2 });
    const others = [2, 3, 4, 5, 6].map((i) =>
      world.launch({ host: `10.0.0.${i}`, targets: ["10.0.0.1"], discovery: false }),
    );
    world.run(20_000);
    expect(a.connected.size).toBe(4);
    const refused = others.find((host) => host.connected.size === 0);
    expect(refused?.mesh.status().connections).toMatchObject([
      { reason: { code: "connection-limit", byRemote: true } },
    ]);
    expect(a.mesh.status().counters["ended connection-limit"]).toBeGreaterThan(0);
  });
});

describe("routes", () => {
  it("leads through the middle of a line, and mends when the link returns", () => {
    const world = new ToyWorld(6);
    const options = { discovery: false };
    const a = world.launch({ host: "10.0.0.1", ...options });
    const b = world.launch({ host: "10.0.0.2", targets: ["10.0.0.1"], ...options });
    const c = world.launch({ host: "10.0.0.3", targets: ["10.0.0.2"], ...options });
    world.run(10_000);
    expect(a.mesh.view.routes.nextHops(c.key)).toEqual([b.key]);
    expect(c.mesh.view.routes.nextHop(a.key)).toBe(b.key);
    expect(b.mesh.view.routes.broadcastHops(a.key)).toEqual([c.key]);
    expect(a.mesh.view.peers.get(c.key)?.underlay).toEqual({ host: "10.0.0.3", port: 6783 });
    world.cut(b, c);
    world.run(30_000);
    expect(a.mesh.view.peers.get(c.key)?.reachable).toBe(false);
    expect(a.mesh.view.routes.nextHops(c.key)).toEqual([]);
    world.heal(b, c);
    world.run(5_000);
    expect(a.mesh.view.routes.nextHops(c.key)).toEqual([b.key]);
  });

  it("collects a peer that is gone for good, everywhere", () => {
    const world = new ToyWorld(7);
    const hosts = line(world, 4);
    world.run(20_000);
    const [gone] = hosts.splice(1, 1) as [ToyHost];
    world.powerOff(gone);
    world.run(30_000);
    for (const host of hosts) expect(host.mesh.view.peers.get(gone.key)?.reachable).toBe(false);
    world.run(300_000);
    for (const host of hosts) expect(host.mesh.view.peers.has(gone.key)).toBe(false);
  });

  it("drops a peer that leaves for good at once", () => {
    const world = new ToyWorld(8);
    const [a, b, c] = line(world, 3) as [ToyHost, ToyHost, ToyHost];
    world.run(20_000);
    b.step({ kind: "stop", leave: true });
    world.run(100);
    for (const host of [a, c]) {
      expect(host.mesh.view.peers.has(b.key)).toBe(false);
      expect([...host.connected]).not.toContain(b.key);
    }
  });
});

describe("cost", () => {
  it("publishes nothing while nothing changes, and coalesces what does", () => {
    const world = new ToyWorld(9);
    const hosts = line(world, 6);
    world.run(20_000);
    for (const host of hosts)
      host.publishedAt.forEach((at, i) => {
        const before = host.publishedAt[i - 1];
        if (before !== undefined && before !== at) expect(at - before).toBeGreaterThanOrEqual(50);
      });
    const before = hosts.map((host) => host.publishedAt.length);
    world.run(60_000);
    expect(hosts.map((host) => host.publishedAt.length)).toEqual(before);
  });
});

describe("heartbeats", () => {
  it("keep an idle connection, measure both ends' round trips, and are fewer than one an end a beat", () => {
    const world = new ToyWorld(12);
    const hosts = line(world, 2);
    const seen = () => hosts.map((host) => host.mesh.status().connections[0]);
    world.run(15_000);
    const before = seen();
    world.run(60_000);
    seen().forEach((connection, i) => {
      expect(connection?.rttMs).toBeGreaterThan(0);
      const sent = (connection?.bytesOut ?? 0) - (before[i]?.bytesOut ?? 0);
      expect(sent).toBeLessThan(2_600); // with gossip's summaries; a ping at each beat makes it 3,072
    });
    for (const host of hosts) expect(host.events.filter(({ name }) => name === "connection-down")).toEqual([]);
  });
});

describe("deadlines", () => {
  it("are not held against a neighbour when we ourselves got no processor, as when a machine is suspended", () => {
    for (const frozenMs of [8_000, 11_000, 60_000, 3_600_000]) {
      const world = new ToyWorld(10);
      const hosts = line(world, 2);
      world.run(15_000);
      for (const host of hosts) host.frozenUntil = world.now + frozenMs;
      world.run(frozenMs + 20_000);
      for (const host of hosts) expect(host.events.filter(({ name }) => name === "connection-down")).toEqual([]);
    }
  });

  it("end a connection after ten seconds of silence", () => {
    const world = new ToyWorld(11);
    const [a, b] = line(world, 2) as [ToyHost, ToyHost];
    world.run(15_000);
    world.powerOff(b);
    world.run(7_000);
    expect(a.connected.size).toBe(1);
    world.run(3_100);
    expect(a.connected.size).toBe(0);
    expect(a.events.at(-1)?.facts).toMatchObject({ code: "timeout" });
  });

  it("end a connection whose peer does not take what we send", () => {
    const world = new ToyWorld(12);
    const [a] = line(world, 2) as [ToyHost];
    world.run(5_000);
    const { connection } = a.mesh.status().connections[0] as { connection: number };
    a.step({ kind: "backlog", connection, bytes: 1_000_000 });
    world.run(25_000);
    expect(a.connected.size).toBe(1);
    a.step({ kind: "backlog", connection, bytes: 0 });
    world.run(25_000);
    expect(a.connected.size).toBe(1);
    a.step({ kind: "backlog", connection, bytes: 1_000_000 });
    world.run(34_000);
    expect(a.events.map(({ facts }) => facts["code"])).toContain("slow");
  });
});

describe("a newcomer", () => {
  it("is introduced by the neighbour that it met, together with that neighbour's own record", () => {
    const world = new ToyWorld(13);
    const [a, b] = line(world, 2) as [ToyHost, ToyHost];
    world.run(10_000);
    a.payloads.length = 0;
    const c = world.launch({ host: "10.0.0.3", targets: ["10.0.0.1"], discovery: false });
    world.run(500);
    const introduced = a.payloads.some((payload) => {
      const records = decodeTopologyDelta(payload);
      const keys = records.ok ? records.value.records.map((bytes) => decodeRecord(world.crypto, bytes)) : [];
      const named = keys.flatMap((record) => (record.ok ? [record.value.key] : []));
      return named.includes(a.key) && named.includes(c.key);
    });
    expect(introduced).toBe(true);
    expect(b.mesh.view.peers.get(c.key)?.reachable).toBe(true);
  });

  it("with a short id that is taken gets another, if its key is the larger; else the other does", () => {
    for (const seed of [14, 15, 16, 17]) {
      const world = new ToyWorld(seed);
      const a = world.launch({ host: "10.0.0.1", identitySeed: seed });
      world.run(1_000);
      const shortId = a.mesh.status().shortId;
      const b = world.launch({ host: "10.0.0.2", identitySeed: seed + 100, targets: ["10.0.0.1"], shortId });
      expect(b.mesh.status().shortId).toBe(shortId);
      world.run(10_000);
      const [low, high] = a.key < b.key ? [a, b] : [b, a];
      expect(low.mesh.status().shortId).toBe(shortId);
      expect(high.mesh.status().shortId).not.toBe(shortId);
      expect(low.mesh.view.peers.get(high.key)?.shortId).toBe(high.mesh.status().shortId);
    }
  });
});
