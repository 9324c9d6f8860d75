/** Many meshes with fewer connections than there are hosts: one mesh for its users, whoever leaves or is cut off. */
import { describe, expect, it } from "vitest";
import type { PeerKey } from "../base/peer-name.ts";
import { seededRandom } from "../base/random.ts";
import { headroomFor } from "./link-choice.ts";
import { type HostOptions, type ToyHost, ToyWorld } from "./testing/toy-world.ts";

/** Much is simulated, and the machine may be busy. */
const patienceMs = 120_000;
const isFull = process.env["WEAVE_TEST_FULL"] !== undefined;
const addressOf = (i: number) => `10.0.${i >> 8}.${i & 255}`;

interface Sparse {
  readonly world: ToyWorld;
  readonly hosts: readonly ToyHost[];
}

/** Hosts that were all told the first one, launched within two seconds. */
function launch(seed: number, count: number, connectionLimit: number, change: Partial<HostOptions> = {}): Sparse {
  const world = new ToyWorld(seed);
  const hosts = Array.from({ length: count }, (_, i) => {
    const targets = i === 0 ? [] : [addressOf(1)];
    world.run(2_000 / count);
    return world.launch({ host: addressOf(i + 1), identitySeed: i + 1, connectionLimit, targets, ...change });
  });
  return { world, hosts };
}

function reachedBy(host: ToyHost): ReadonlySet<PeerKey> {
  return new Set([...host.mesh.view.peers.values()].filter(({ reachable }) => reachable).map(({ key }) => key));
}

/** Everybody reaches everybody who lives. */
function expectWhole(hosts: readonly ToyHost[]): void {
  const living = hosts.filter(({ alive }) => alive);
  const keys = new Set(living.map(({ key }) => key));
  for (const host of living) expect(reachedBy(host)).toEqual(keys);
}

function degrees(hosts: readonly ToyHost[]): readonly number[] {
  return hosts.filter(({ alive }) => alive).map((host) => host.connected.size);
}

function linksOf(hosts: readonly ToyHost[]): ReadonlySet<string> {
  return new Set(hosts.flatMap((host) => [...host.connected].map((peer) => `${host.key} ${peer}`)));
}

const publications = (hosts: readonly ToyHost[]) => hosts.map((host) => host.published);

describe("a mesh beyond its limit of connections", () => {
  it(
    "holds together within the limit although everybody was told one host, is quiet, and changes little as hosts come and go",
    () => {
      const { world, hosts } = isFull ? launch(1, 120, 10) : launch(1, 40, 6);
      const limit = isFull ? 10 : 6;
      world.run(30_000);
      expectWhole(hosts);
      expect(Math.max(...degrees(hosts))).toBeLessThanOrEqual(limit);
      expect(Math.min(...degrees(hosts))).toBeGreaterThanOrEqual(3);
      for (const host of hosts) expect(host.mesh.status().sparse).toBe(true);

      const rows = hosts.flatMap((host) => host.mesh.status().connections.filter(({ target }) => target !== undefined));
      expect(rows.filter(({ state }) => state === "not-needed").length).toBeGreaterThan(hosts.length / 2);
      expect(rows.filter(({ state }) => state === "retrying" || state === "failed")).toEqual([]);

      const [settled, published] = [linksOf(hosts), publications(hosts)];
      const told = hosts[0] as ToyHost;
      const accepted = told.nextAccept;
      world.run(60_000);
      expect(linksOf(hosts)).toEqual(settled);
      expect(publications(hosts)).toEqual(published);
      // The back-off of all who were told a host that has no room: a few attempts of each, ever more seldom.
      expect((told.nextAccept - accepted) / 2).toBeLessThan(4 * hosts.length);

      const late = world.launch({
        host: addressOf(999),
        identitySeed: 999,
        connectionLimit: limit,
        targets: [addressOf(7)],
      });
      world.run(30_000);
      const all = [...hosts, late];
      expectWhole(all);
      const joined = linksOf(all);
      expect([...settled].filter((link) => !joined.has(link)).length).toBeLessThanOrEqual(4 * limit);
      world.kill(hosts[20] as ToyHost);
      world.run(30_000);
      expectWhole(all);
      expect([...linksOf(all)].filter((link) => !joined.has(link)).length).toBeLessThanOrEqual(4 * limit);
    },
    patienceMs,
  );

  it(
    "stays whole when three in ten leave at once, and becomes one again after a cut, whichever half the target is in",
    () => {
      const { world, hosts } = isFull ? launch(5, 200, 8) : launch(5, 40, 8);
      world.run(20_000);
      const random = seededRandom(5);
      for (const host of hosts) if (random.uint32() % 10 < 3) world.powerOff(host);
      world.run(40_000);
      expectWhole(hosts);
      const living = hosts.filter(({ alive }) => alive);
      const [left, right] = [0, 1].map((which) => living.filter((_, i) => i % 2 === which)) as [ToyHost[], ToyHost[]];
      for (const a of left) for (const b of right) world.cut(a, b);
      world.run(40_000);
      expectWhole(left);
      expectWhole(right);
      for (const a of left) for (const b of right) world.heal(a, b);
      world.run(40_000);
      expectWhole(living);
    },
    patienceMs,
  );

  it(
    "keeps what the user named above the limit, as far as there is room at the other end",
    () => {
      const { world, hosts } = launch(7, 24, 4);
      world.run(20_000);
      const host = hosts[11] as ToyHost;
      const roomy = [1, 2, 3, 4, 5, 6].map((i) =>
        world.launch({ host: addressOf(100 + i), identitySeed: 100 + i, connectionLimit: 20, targets: [addressOf(2)] }),
      );
      world.run(20_000);
      host.step({ kind: "connect", targets: roomy.map((one) => one.host), replace: false });
      world.run(30_000);
      for (const one of roomy) expect(host.connected.has(one.key)).toBe(true);
      expect(host.connected.size).toBeGreaterThan(4);
      expectWhole([...hosts, ...roomy]);
    },
    patienceMs,
  );

  it(
    "takes others in place of hosts that cannot be dialled",
    () => {
      const { world, hosts } = launch(8, 30, 6);
      // A third is behind walls of its own: those do not reach each other.
      const walled = hosts.filter((_, i) => i % 3 === 1);
      for (const a of walled) for (const b of walled) if (a !== b) world.cut(a, b);
      world.run(60_000);
      expectWhole(hosts);
      for (const host of hosts) expect(host.connected.size).toBeLessThanOrEqual(6 + headroomFor(6));
    },
    patienceMs,
  );

  it(
    "grows from a full mesh by one connection a host at a time, and back",
    () => {
      const { world, hosts } = launch(9, 11, 10);
      world.run(20_000);
      expect(new Set(degrees(hosts))).toEqual(new Set([10]));
      const more = [1, 2, 3].map((i) =>
        world.launch({ host: addressOf(200 + i), identitySeed: 200 + i, connectionLimit: 10, targets: [addressOf(1)] }),
      );
      world.run(30_000);
      expectWhole([...hosts, ...more]);
      expect(Math.max(...degrees([...hosts, ...more]))).toBeLessThanOrEqual(10);
      for (const host of hosts) expect(host.mesh.status().sparse).toBe(true);
      for (const host of [...more, ...hosts.slice(0, 3)]) world.kill(host);
      // Until the records of those that left are collected.
      world.run(300_000);
      const rest = hosts.slice(3);
      expectWhole(rest);
      expect(new Set(degrees(rest))).toEqual(new Set([7]));
      for (const host of rest) expect(host.mesh.status().sparse).toBe(false);
    },
    patienceMs,
  );
});
