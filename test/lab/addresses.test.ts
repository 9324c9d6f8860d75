/**
 * Nobody is ever given an address that somebody has: not by two sides of a partition, not after an old copy of a state
 * directory came back, not when the addresses of dead hosts are taken over. A lab of 4 hosts with a small range, so that
 * hosts have to ask each other for space; and first boots of 2 hosts without any flag.
 */
import { cp, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type * as view from "../../api/types.ts";
import type { RunResult } from "../../host/run.ts";
import { buildLab } from "../../lab/build.ts";
import { labDown } from "../../lab/down.ts";
import { labRun } from "../../lab/exec.ts";
import { clientOf } from "../../lab/host-process.ts";
import { labCut, labHeal } from "../../lab/link.ts";
import { labKill, labStart } from "../../lab/power.ts";
import { hostNamed, type Lab, readLab } from "../../lab/state.ts";
import { AllocationLoad, answered, interfaceName, withoutPrefix } from "./allocation-load.ts";
import { meshLab, until } from "./mesh-lab.ts";

/** Slow machines reconnect late. */
const patienceMs = 60_000;

/** What a host's router says of the ring: whose is how much, and that nothing is in dispute. */
async function ringOf(lab: Lab, host: string): Promise<string> {
  const { owners, disputed, meshId } = await clientOf(hostNamed(lab, host)).statusPart("ipam");
  const shares = owners.map(({ name, addresses, share }) => `${name} ${addresses} ${share}`).toSorted();
  return JSON.stringify({ meshId, shares, disputed });
}

/** Waits until all say the same, and returns the shares' sum. */
async function agreement(lab: Lab, hosts: readonly string[]): Promise<void> {
  await until(
    async () => {
      const rings = await Promise.all(hosts.map((host) => ringOf(lab, host).catch(() => host)));
      return rings.every((ring) => ring === rings[0] && ring.includes('"disputed":[]'));
    },
    { what: `${hosts.join(", ")} to agree on the ring`, timeoutMs: patienceMs },
  );
  const { owners } = await clientOf(hostNamed(lab, hosts[0] as string)).statusPart("ipam");
  expect(owners.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
}

const mesh = meshLab({ hosts: 4, containers: 0, words: ["--flag=--ipalloc-range=10.77.0.0/20"] });
const hosts = ["h1", "h2", "h3", "h4"];
let lab: Lab;
/** Under way between two tests. */
let withoutMajority: Promise<RunResult> | undefined;

beforeAll(async () => {
  lab = await readLab(mesh.name);
});

const client = (host: string) => clientOf(hostNamed(lab, host), 20_000);
const weave = (host: string, ...args: string[]) =>
  labRun({ lab: mesh.name, member: host, command: "weave", args }, { timeoutMs: patienceMs });
const share = async (host: string, of: string) =>
  (await client(host).statusPart("ipam")).owners.find(({ nickname }) => nickname === of)?.addresses ?? 0;

describe("a mesh of 4 hosts and 4,096 addresses", () => {
  const allocated = async (host: string, container: string) => {
    const { addresses } = await answered(() => client(host).allocate(container, interfaceName, {}));
    return withoutPrefix(addresses[0] as string);
  };
  const sides = [
    ["h1", "h2"],
    ["h3", "h4"],
  ] as const;
  const between = sides[0].flatMap((from) => sides[1].map((to) => ({ lab: mesh.name, from, to, oneWay: false })));

  test("two sides of a partition allocate at the same time: no address twice, one ring afterwards", async () => {
    const load = new AllocationLoad({
      clients: new Map(hosts.map((host) => [host, client(host)])),
      workers: 2,
      pauseMs: 5,
    });
    const given = (host: string) => load.answers.get(host) ?? 0;
    const more = (count: number, what: string) => {
      const wanted = new Map(hosts.map((host) => [host, given(host) + count]));
      return until(async () => hosts.every((host) => given(host) >= (wanted.get(host) ?? 0)), {
        what,
        timeoutMs: patienceMs,
      });
    };
    await more(10, "allocations before the partition");
    for (const link of between) await labCut(link);
    await more(150, "allocations on both sides");
    for (const link of between) await labHeal(link);
    await until(
      async () => (await Promise.all(hosts.map((host) => established(client(host))))).every((count) => count >= 3),
      {
        what: "connections after the partition",
        timeoutMs: patienceMs,
      },
    );
    await more(10, "allocations after the partition");
    await load.end();
    expect(load.violations.slice(0, 10)).toEqual([]);
    await agreement(lab, hosts);
    for (const host of hosts) await load.check(host);
    expect(load.violations.slice(0, 10)).toEqual([]);
    expect(load.held().size).toBeGreaterThan(4 * 170);
  });

  test("an old copy of a state directory gives nothing twice while a neighbour lives", async () => {
    const state = join(hostNamed(lab, "h4").folder, "state");
    const copy = `${state}-copy`;
    const older = await series("old", 15);
    await labKill(mesh.name, "h4", "host");
    await cp(state, copy, { recursive: true });
    await labStart(mesh.name, "h4", { connected: true });
    const newer = await series("new", 30);
    await labKill(mesh.name, "h4", "host");
    await rm(state, { recursive: true });
    await cp(copy, state, { recursive: true });
    await labStart(mesh.name, "h4", { connected: true });

    const known = new Set([...older.values(), ...newer.values()]);
    expect(known.size).toBe(45);
    const afterwards = await series("after", 60);
    expect([...afterwards.values()].filter((address) => known.has(address))).toEqual([]);
    expect(new Set(afterwards.values()).size).toBe(60);
    // Whether they hold on to theirs the copy cannot know (only of what is attached); nobody else's it is at any rate.
    const others = new Set([...newer.values(), ...afterwards.values()]);
    for (const container of older.keys()) expect(others).not.toContain(await allocated("h4", container));
    expect((await client("h4").statusPart("ipam")).state).toBe("ready");
    await agreement(lab, hosts);

    async function series(name: string, count: number): Promise<ReadonlyMap<string, string>> {
      const addresses = new Map<string, string>();
      for (let i = 0; i < count; i++) addresses.set(`${name}-${i}`, await allocated("h4", `${name}-${i}`));
      return addresses;
    }
  });

  test("rmpeer is refused for a living host, and takes over from a dead one", async () => {
    expect(await weave("h1", "rmpeer", "h4")).toMatchObject({
      status: 5,
      stderr: expect.stringMatching(/IPAM_PEER_SEEN/),
    });
    expect(await weave("h1", "rmpeer", "h1")).toMatchObject({
      status: 5,
      stderr: expect.stringMatching(/weave reset/),
    });
    expect(await weave("h1", "rmpeer", "nobody")).toMatchObject({
      status: 4,
      stderr: expect.stringMatching(/PEER_UNKNOWN/),
    });

    const before = await share("h1", "h4");
    expect(before).toBeGreaterThan(0);
    await labKill(mesh.name, "h4", "host");
    const removed = await until(
      async () => {
        const { status, stdout } = await weave("h1", "rmpeer", "h4", "--json");
        return status === 0 && (JSON.parse(stdout) as { peer: string; takenOver: number }[]);
      },
      { what: "the others to miss h4", timeoutMs: patienceMs, everyMs: 500 },
    );
    expect(removed).toEqual([{ peer: "h4", takenOver: before }]);
    await agreement(lab, ["h1", "h2", "h3"]);
    expect(await share("h2", "h4")).toBe(0);

    // Alone of three that were: no majority can confirm it, which shows after 15 s, so the next tests come first.
    await Promise.all(["h2", "h3"].map((host) => weave(host, "stop")));
    withoutMajority = until(
      async () => {
        const refused = await weave("h1", "rmpeer", "h3");
        return !refused.stderr.includes("IPAM_PEER_SEEN") && refused;
      },
      { what: "h1 to miss h3", timeoutMs: patienceMs, everyMs: 500 },
    );
  });
});

async function established(client: ReturnType<typeof clientOf>): Promise<number> {
  const connections = await client.statusPart("connections").catch(() => []);
  return connections.filter(({ state }) => state === "established").length;
}

describe("first boot without flags", () => {
  const name = `t${process.pid}-boot`;
  const inside = (host: string, ...args: string[]) =>
    labRun({ lab: name, member: host, command: "weave", args }, { timeoutMs: patienceMs });
  const attached = async (host: string) => {
    const { status, stdout, stderr } = await inside(host, "attach", `wl-${name}-${host}c1`, "--json");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    return (JSON.parse(stdout) as view.ContainerView).addresses[0] as string;
  };
  let lab: Lab;

  beforeAll(async () => {
    lab = await buildLab({ name, hosts: 2, containers: 1, topology: "full", encrypt: false });
  }, patienceMs);
  afterAll(() => labDown(name).then(() => {}), patienceMs);

  const cases = [
    ["one after the other, h1 alone with a container first", true],
    ["both at once, both asked for an address at once", false],
  ] as const;
  test.for(cases)("weave launch on h1, weave launch h1 on h2: %s", async ([, isInTurn]) => {
    const launched = [inside("h1", "launch")];
    if (isInTurn) await launched[0];
    const addresses = isInTurn ? [await attached("h1")] : [];
    launched.push(inside("h2", "launch", "h1"));
    for (const { status, stderr } of await Promise.all(launched))
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    addresses.push(...(await Promise.all((isInTurn ? ["h2"] : ["h1", "h2"]).map(attached))));
    expect(new Set(addresses).size).toBe(2);
    for (const address of addresses) expect(address).toMatch(/^10\.(3[2-9]|4[0-7])\.\d+\.\d+\/12$/);
    await agreement(lab, ["h1", "h2"]);
    expect((await inside("h2", "status")).stdout).toContain("Status: ready");
    const ping = await labRun({
      lab: name,
      member: "h1c1",
      command: "ping",
      args: ["-c", "1", "-w", "20", withoutPrefix(addresses[1] as string)],
    });
    expect(ping).toMatchObject({ status: 0 });
    for (const host of ["h2", "h1"]) expect(await inside(host, "reset", "--force")).toMatchObject({ status: 0 });
  });
});

test("rmpeer without a majority is refused, and done by force with a warning", async () => {
  const refused = await withoutMajority;
  expect(refused).toMatchObject({ status: 5, stderr: expect.stringMatching(/IPAM_NO_MAJORITY/) });
  const forced = await weave("h1", "rmpeer", "--force", "h3");
  expect(forced).toMatchObject({ status: 0, stdout: expect.stringMatching(/^\d+ addresses taken over from h3/) });
  expect(forced.stderr).toMatch(/h3 is alive, any of its \d+ addresses may be given twice/);
  expect(await share("h1", "h3")).toBe(0);
});
