/**
 * A lab of 2 hosts whose routers are killed at random moments while both give out addresses as fast as they can. What was
 * answered is durable: it is there after the restart, and nobody else ever gets it. 15 kills, 200 in the full run.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, expect, test } from "vitest";
import type { WeaveClient } from "../../api/client.ts";
import { isInstalled } from "../../host/run.ts";
import { clientOf, processesOf } from "../../lab/host-process.ts";
import { labKill, labStart } from "../../lab/power.ts";
import { commandLineOf } from "../../lab/process.ts";
import { hostNamed, type Lab, readLab } from "../../lab/state.ts";
import { AllocationLoad, interfaceName } from "./allocation-load.ts";
import { meshLab, until } from "./mesh-lab.ts";

const isFull = process.env["WEAVE_TEST_FULL"] === "1";
const kills = isFull ? 200 : 15;
const hosts = ["h1", "h2"] as const;
const mesh = meshLab({ hosts: 2, containers: 0, words: ["--flag=--ipalloc-range=10.64.0.0/16"] });
let lab: Lab;

beforeAll(async () => {
  lab = await readLab(mesh.name);
});

const clients = () => new Map(hosts.map((name) => [name, clientOf(hostNamed(lab, name), 20_000)]));

test(
  `${kills} routers killed under load: every address answered is kept, none is given twice`,
  async () => {
    const load = new AllocationLoad({ clients: clients(), workers: 3, releaseEvery: 3, pauseMs: 4 });
    for (let kill = 1; kill <= kills; kill++) {
      const victims = kill % 6 === 0 ? hosts : [hosts[Math.floor(Math.random() * 2)] as (typeof hosts)[number]];
      // While they give addresses; now and then while they start.
      if (kill % 4 !== 0) await giving(load, victims);
      await sleep(Math.random() * 300);
      await Promise.all(victims.map((victim) => labKill(mesh.name, victim, "router")));
      await Promise.all(victims.map((victim) => labStart(mesh.name, victim)));
      for (const victim of victims) await load.check(victim);
      if (load.violations.length > 0) break;
    }
    for (const host of hosts) await load.repeat(host, 10);
    await load.end();
    for (const host of hosts) await load.check(host);
    expect(load.violations.slice(0, 10)).toEqual([]);
    for (const host of hosts) expect(load.answers.get(host)).toBeGreaterThan(kills);
  },
  60_000 + kills * 10_000,
);

test.skipIf(!(await isInstalled("strace", ["-V"])))("an allocation is synced before it is answered", async () => {
  const client = clients().get("h1") as WeaveClient;
  await client.allocate("before-the-trace", interfaceName, {});
  const calls = "trace=write,writev,pwrite64,sendto,sendmsg,fsync,fdatasync";
  const trace = mesh.start("h1", "strace", "-f", "-y", "-s", "4096", "-e", calls, "-p", String(await routerPid()));
  await until(async () => /attached/.test(trace.stderr()), { what: "strace to attach" });
  const { addresses } = await client.allocate("under-the-trace", interfaceName, {});
  await until(async () => trace.stderr().includes("under-the-trace"), { what: "the answer in the trace" });
  await trace.stop("SIGINT");

  const lines = trace.stderr().split("\n");
  const answer = lines.findIndex((line) => line.includes("HTTP/1.1 200") && line.includes("under-the-trace"));
  expect(lines[answer]).toContain(addresses[0]);
  const before = lines.slice(0, answer);
  const written = before.findLastIndex((line) => /pwrite64\(\d+<\/var\/lib\/weave\/[^>]+>/.test(line));
  const synced = before.findLastIndex((line) => /f(data)?sync\(\d+<\/var\/lib\/weave\/[^>]+>\) += 0/.test(line));
  expect(written, lines.join("\n")).toBeGreaterThan(-1);
  expect(synced, lines.join("\n")).toBeGreaterThan(written);
  // And neighbours hear of it after that only: nothing leaves between the two.
  const overtaking = before.slice(written, synced).filter((line) => line.includes("<socket:"));
  expect(overtaking).toEqual([]);
});

/** Waits until each of these hosts has given an address from now on. */
async function giving(load: AllocationLoad, those: readonly string[]): Promise<void> {
  const before = new Map(load.answers);
  const isGiving = (host: string) => (load.answers.get(host) ?? 0) > (before.get(host) ?? 0);
  await until(async () => load.violations.length > 0 || those.every(isGiving), {
    what: `${those.join(" and ")} to give addresses`,
    timeoutMs: 60_000,
    everyMs: 5,
  });
}

async function routerPid(): Promise<number> {
  for (const { pid } of await processesOf(hostNamed(lab, "h1"), "router")) {
    if ((await commandLineOf(pid)).some((word) => word.endsWith("/router/main.ts"))) return pid;
  }
  throw new Error("no router on h1");
}
