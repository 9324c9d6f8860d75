import { describe, expect, it } from "vitest";
import { realCrypto } from "../crypto/primitives.ts";
import { type ToyHost, ToyWorld } from "./toy-world.ts";

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
