/** A router that restarts while its datapath answers, and what is no restart. */
import { describe, expect, it } from "vitest";
import { ownRecordKey } from "./own-record.ts";
import { decodeRecord } from "./peer-record.ts";
import { type ToyHost, ToyWorld } from "./testing/toy-world.ts";

function threeHosts(world: ToyWorld): [ToyHost, ToyHost, ToyHost] {
  const hosts = [1, 2, 3].map((i) => world.launch({ host: `10.0.0.${i}`, targets: i === 1 ? [] : ["10.0.0.1"] }));
  world.run(20_000);
  for (const host of hosts)
    for (const peer of hosts) if (peer !== host) host.step({ kind: "datapath", peer: peer.key, alive: true });
  return hosts as [ToyHost, ToyHost, ToyHost];
}

describe("restart", () => {
  it("is invisible within the restart window while the datapath answers", () => {
    const world = new ToyWorld(1);
    const [a, b, c] = threeHosts(world);
    const published = [a, c].map((host) => host.publishedAt.length);
    const shortId = b.mesh.status().shortId;
    world.kill(b);
    for (let second = 0; second < 10; second++) {
      world.run(1_000);
      for (const host of [a, c]) {
        expect(host.mesh.view.routes.nextHops(b.key)[0]).toBe(b.key);
        expect(host.mesh.view.peers.get(b.key)).toMatchObject({ stale: true, reachable: true });
      }
    }
    expect([a, c].map((host) => host.publishedAt.length)).toEqual(published);
    expect(a.mesh.status().connections.map(({ state }) => state)).toContain("stale");

    const again = world.launch({ ...b.options, durable: b.durable });
    for (let tick = 0; tick < 200; tick++) {
      world.run(20);
      for (const host of [a, c]) expect(host.mesh.view.routes.nextHops(b.key)[0]).toBe(b.key);
    }
    expect(again.connected.size).toBe(2);
    expect(again.mesh.status().shortId).toBe(shortId);
    expect(a.mesh.view.peers.get(b.key)?.stale).toBe(false);
  });

  it("is announced once the restart window is over", () => {
    const world = new ToyWorld(2);
    const [a, b, c] = threeHosts(world);
    world.kill(b);
    world.run(119_000);
    expect(a.mesh.view.peers.get(b.key)?.reachable).toBe(true);
    world.run(3_000);
    for (const host of [a, c]) expect(host.mesh.view.peers.get(b.key)?.reachable).toBe(false);
  });

  it("is no restart when the datapath is silent, too: the link goes at once", () => {
    const world = new ToyWorld(3);
    const [a, b] = threeHosts(world);
    a.step({ kind: "datapath", peer: b.key, alive: false });
    world.kill(b);
    world.run(200);
    expect(a.mesh.view.routes.nextHops(b.key)).not.toContain(b.key);
  });

  it.each([true, false])(
    "so soon after another that no datapath was told of yet waits for its word: alive %s",
    (alive) => {
      const world = new ToyWorld(9);
      const a = world.launch({ host: "10.0.0.1", targets: [] });
      const b = world.launch({ host: "10.0.0.2", targets: ["10.0.0.1"] });
      world.run(1_000);
      expect(a.mesh.view.peers.get(b.key)).toMatchObject({ reachable: true, stale: false });
      world.kill(b);
      world.run(1_000);
      expect(a.mesh.view.peers.get(b.key)).toMatchObject({ reachable: true, stale: true });
      if (alive) a.step({ kind: "datapath", peer: b.key, alive: true });
      world.run(6_000);
      expect(a.mesh.view.peers.get(b.key)?.reachable ?? false).toBe(alive);
    },
  );

  it("is no restart when the peer says goodbye", () => {
    const world = new ToyWorld(4);
    const [a, b, c] = threeHosts(world);
    b.step({ kind: "stop", leave: false });
    world.run(200);
    for (const host of [a, c])
      expect(host.mesh.view.peers.get(b.key)).toMatchObject({ reachable: false, stale: false });
  });

  it("supersedes the record of the launch before, even with the state lost", () => {
    const world = new ToyWorld(5);
    const [a, b] = threeHosts(world);
    world.kill(b);
    world.run(1_000);
    const again = world.launch({ ...b.options, durable: new Map() });
    world.run(20_000);
    expect(a.mesh.view.peers.get(b.key)?.shortId).toBe(again.mesh.status().shortId);
    expect(a.mesh.view.peers.get(b.key)?.reachable).toBe(true);
    expect(again.mesh.status().fenced).toBeUndefined();
  });

  it("persists an incarnation before it is published", () => {
    const world = new ToyWorld(6);
    const host = world.launch({ host: "10.0.0.1" });
    const fresh = new ToyWorld(6).launch({ host: "10.0.0.2", durable: host.durable });
    const outputs = fresh.mesh.step(2_000, { kind: "mesh-id", meshId: new Uint8Array(16) });
    expect(outputs.every(({ kind }) => kind !== "publish")).toBe(true);
    expect(host.durable.has("mesh/self")).toBe(true);
  });

  it("starts above the incarnation of the launch before, with the view that it had", () => {
    const world = new ToyWorld(7);
    const [a, b, c] = threeHosts(world);
    world.kill(b);
    const past = decodeRecord(world.crypto, b.durable.get(ownRecordKey) as Uint8Array);
    for (const host of [a, c]) world.cut(b, host);
    const again = world.launch({ ...b.options, durable: b.durable });
    const present = decodeRecord(world.crypto, b.durable.get(ownRecordKey) as Uint8Array);
    expect(past.ok && present.ok && present.value.incarnation - past.value.incarnation).toBe(1);
    expect([...again.mesh.view.peers.keys()].sort()).toEqual([a.key, b.key, c.key].sort());
    for (const host of [a, c]) {
      expect(again.mesh.view.peers.get(host.key)).toMatchObject({ reachable: true, stale: true });
      expect(again.mesh.view.peers.get(host.key)?.underlay?.host).toBe(host.host);
    }
    world.run(40_000);
    expect(again.mesh.view.peers.get(a.key)?.reachable).toBe(false);
  });
});
