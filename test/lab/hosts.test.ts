/**
 * A lab of 3 hosts with routers: it comes up whole, parts of a host die and come back, and nothing is left after it. What
 * the mesh itself promises is tested elsewhere.
 */
import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ConnectionView } from "../../api/types.ts";
import { labDown } from "../../lab/down.ts";
import { labRun } from "../../lab/exec.ts";
import { clientOf, processesOf } from "../../lab/host-process.ts";
import { type LabView, labList, labShow } from "../../lab/list.ts";
import { pingMatrix } from "../../lab/ping-matrix.ts";
import { labKill, labStart } from "../../lab/power.ts";
import { isAlive, type ProcessRecord } from "../../lab/process.ts";
import { hostNamed, hostsOf, labFolder, readLab } from "../../lab/state.ts";
import { labUp } from "../../lab/up.ts";

const name = `wt${process.pid}`;
let view: LabView;

beforeAll(async () => {
  view = await labUp({ name, hosts: 3, containers: 1, topology: "full", encrypt: true });
});

afterAll(async () => {
  await labDown(name);
});

const inside = (member: string, command: string, ...args: string[]) => labRun({ lab: name, member, command, args });
const host = async (which: string) => hostNamed(await readLab(name), which);
const addressOf = (lab: LabView, container: string) =>
  lab.hosts.flatMap((one) => one.containers).find((one) => one.name === container)?.addresses[0];

test("every container has an address of its own and reaches every other", async () => {
  const addresses = view.hosts.flatMap((one) => one.containers.flatMap((container) => container.addresses));
  expect(new Set(addresses).size).toBe(3);
  expect(view.hosts.map((one) => one.state)).toEqual(["up", "up", "up"]);
  for (const ipv6 of [false, true]) {
    const results = await pingMatrix(view, { ipv6 });
    expect(results.length).toBe(6);
    expect(results.filter((result) => result.rttMs === undefined)).toEqual([]);
  }
  expect((await labList()).map((lab) => lab.name)).toContain(name);
});

test("inside a host, weave speaks to that host's router", async () => {
  const { stdout, stderr, status } = await inside("h2", "weave", "status", "connections", "--json");
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  const connections = JSON.parse(stdout) as ConnectionView[];
  expect(connections.map((connection) => connection.nickname ?? "").toSorted((a, b) => a.localeCompare(b))).toEqual([
    "h1",
    "h3",
  ]);
});

test("a killed router stays dead, its datapath and the containers' traffic do not notice", async () => {
  const [datapath] = await processesOf(await host("h2"), "datapath");
  expect(await labKill(name, "h2", "router")).toBeGreaterThan(0);
  expect((await labShow(name)).hosts.map((one) => one.state)).toEqual(["up", "router down", "up"]);
  expect(await processesOf(await host("h2"), "router")).toEqual([]);
  expect(await isAlive(datapath as ProcessRecord)).toBe(true);
  expect((await pingMatrix(view)).filter((result) => result.rttMs === undefined)).toEqual([]);
  await labStart(name, "h2", { connected: true });
  expect(await processesOf(await host("h2"), "datapath")).toEqual([datapath]);
  expect(addressOf(await labShow(name), "h2c1")).toBe(addressOf(view, "h2c1"));
});

test("a killed datapath process is up again, and traffic with it", async () => {
  const [datapath] = await processesOf(await host("h2"), "datapath");
  expect(await labKill(name, "h2", "datapath")).toBe(1);
  expect(await isAlive(datapath as ProcessRecord)).toBe(false);
  await expect
    .poll(async () => (await pingMatrix(view)).filter((result) => result.rttMs === undefined), { timeout: 15_000 })
    .toEqual([]);
});

test("a host whose power failed comes back with its containers and their addresses", async () => {
  await labKill(name, "h3", "host");
  const cold = await labShow(name);
  expect(cold.hosts.map((one) => one.state)).toEqual(["up", "up", "down"]);
  expect(cold.hosts[2]?.containers[0]?.addresses).toEqual([]);
  const lost = (await pingMatrix(view, { waitMs: 200 })).filter((result) => result.rttMs === undefined);
  expect(lost.length).toBe(4);
  expect(lost.every(({ from, to }) => from === "h3c1" || to === "h3c1")).toBe(true);
  await labStart(name, "h3", { connected: true });
  const warm = await labShow(name);
  expect(addressOf(warm, "h3c1")).toBe(addressOf(view, "h3c1"));
  await expect
    .poll(async () => (await pingMatrix(warm)).filter((result) => result.rttMs === undefined), { timeout: 15_000 })
    .toEqual([]);
});

test("after down no process, namespace or file of the lab is left", async () => {
  const lab = await readLab(name);
  const all = await Promise.all(
    hostsOf(lab).flatMap((one) => [processesOf(one, "router"), processesOf(one, "datapath")]),
  );
  expect(all.flat().length).toBeGreaterThan(5);
  expect(await labDown(name)).toBe(true);
  expect(await Promise.all(all.flat().map(isAlive))).toEqual(all.flat().map(() => false));
  expect((await readdir("/run/netns")).filter((netns) => netns.startsWith(`wl-${name}-`))).toEqual([]);
  expect(existsSync(labFolder(name))).toBe(false);
  await expect(clientOf(hostNamed(lab, "h1")).version()).rejects.toMatchObject({ code: "API_UNREACHABLE" });
});

test("a lab that is given up while it comes up leaves nothing", async () => {
  for (const afterMs of [50, 200, 500]) {
    const coming = labUp({
      name,
      hosts: 2,
      containers: 1,
      topology: "full",
      encrypt: false,
      signal: AbortSignal.timeout(afterMs),
    });
    await expect(coming).rejects.toMatchObject({ name: "TimeoutError" });
    expect((await readdir("/run/netns")).filter((netns) => netns.startsWith(`wl-${name}-`))).toEqual([]);
    expect(existsSync(labFolder(name))).toBe(false);
  }
});

test("a lab that does not come up says why, and is taken down again", async () => {
  const failing = labUp({ name, hosts: 1, containers: 0, topology: "full", encrypt: false, launchFlags: ["--mtu=1"] });
  await expect(failing).rejects.toMatchObject({ code: "LAB_NOT_READY", message: expect.stringContaining("mtu") });
  expect((await labList()).map((lab) => lab.name)).not.toContain(name);
});
