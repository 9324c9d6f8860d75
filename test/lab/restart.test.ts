/**
 * A router's death is not its host's: 3 hosts, encrypted, 100 packets a second of ping between all pairs of containers
 * while each router in turn is killed and started again 10 s later; none is lost on any side. The datapath process's
 * death is one: its router mends it, with a loss that is bounded and printed.
 */
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { run } from "../../host/run.ts";
import { labDown } from "../../lab/down.ts";
import { clientOf } from "../../lab/host-process.ts";
import type { LabView } from "../../lab/list.ts";
import { hostNamed, type Lab, readLab } from "../../lab/state.ts";
import { longestGapMs, pingAllPairs, stopAll } from "./ping-stream.ts";

const name = `wt${process.pid}`;
const hosts = ["h1", "h2", "h3"];
const downMs = 10_000;
let lab: LabView;
let known: Lab;

beforeAll(async () => {
  lab = JSON.parse(await weave("lab", "up", "--name", name, "--hosts", "3", "--encrypt", "--json"));
  known = await readLab(name);
});

afterAll(async () => {
  await labDown(name);
});

async function weave(...words: string[]): Promise<string> {
  const { stdout } = await run(join(import.meta.dirname, "../../weave"), words, { timeoutMs: 90_000 });
  return stdout;
}

const clientOfHost = (host: string) => clientOf(hostNamed(known, host));

async function established(host: string): Promise<number> {
  const connections = await clientOfHost(host).statusPart("connections");
  return connections.filter(({ state }) => state === "established").length;
}

async function everybodyConnected(): Promise<void> {
  const all = () => Promise.all(hosts.map((host) => established(host).catch(() => 0)));
  await expect.poll(all, { timeout: 30_000 }).toEqual([2, 2, 2]);
}

test("no ping is lost while each of 3 routers is killed and started again 10 s later", async () => {
  const pings = pingAllPairs(lab);
  const downFor: number[] = [];
  for (const host of hosts) {
    const others = hosts.filter((other) => other !== host);
    await weave("lab", "kill", "--name", name, host);
    const killedAt = performance.now();
    // Its peers keep it as stale, and nobody takes it for dead.
    const seen = await clientOfHost(others[0] as string).statusPart("peers");
    expect(seen.find(({ nickname }) => nickname === host)).toMatchObject({ stale: true });
    await sleep(downMs - (performance.now() - killedAt));
    downFor.push(performance.now() - killedAt);
    await weave("lab", "start", "--name", name, host);
    await everybodyConnected();
  }
  const counts = await stopAll(pings);
  expect(Math.min(...downFor)).toBeGreaterThanOrEqual(downMs - 1);
  // Enough to have run all the time, also where the machine is shared.
  expect(Math.min(...counts.map(({ sent }) => sent))).toBeGreaterThan(2_000);
  expect(counts.filter(({ lost }) => lost.length > 0)).toEqual([]);
}, 180_000);

test("a killed datapath process is mended by its router, after a loss that is bounded", async () => {
  const before = await clientOfHost("h2").statusPart("datapath");
  const pings = pingAllPairs(lab);
  await sleep(500);
  await weave("lab", "kill", "--name", name, "h2", "--datapath");
  await expect
    .poll(async () => (await clientOfHost("h2").statusPart("datapath")).starts, { timeout: 15_000 })
    .toBe(before.starts + 1);
  await sleep(3_000);
  const counts = await stopAll(pings);
  for (const count of counts) {
    const gapMs = longestGapMs(count);
    console.info(`${count.pair}: ${count.lost.length} of ${count.sent} lost, the longest gap ${gapMs} ms`);
    // Traffic that does not touch h2 is not touched.
    if (!count.pair.includes("h2")) expect(count.lost).toEqual([]);
    else expect(gapMs).toBeLessThan(3 * 3_000);
  }
  const after = await clientOfHost("h2").statusPart("datapath");
  expect(after.pid).not.toBe(before.pid);
  await everybodyConnected();
}, 60_000);
