/**
 * The lab's own ground, without routers: hosts, links, lines, programs inside, power cuts, and that nothing is left
 * behind, on real namespaces. Lines are judged by counting single datagrams, never by speed.
 */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { readdir, readFile, rm, stat } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildLab, type LabRequest } from "../../lab/build.ts";
import { labDown } from "../../lab/down.ts";
import { labExec, labNetns, labRun } from "../../lab/exec.ts";
import { suspendLine } from "../../lab/line.ts";
import { labCut, labHeal, labHealAll, labLinks, labSetLine } from "../../lab/link.ts";
import { labKill } from "../../lab/power.ts";
import { isAlive, processesIn, recordOf } from "../../lab/process.ts";
import { hostNamed, type Lab, labFolder, readHolder } from "../../lab/state.ts";
import { powerOff, powerOn } from "../../lab/virtual-host.ts";

const name = `wt${process.pid}`;
const program = new URL("program.ts", import.meta.url).pathname;
let lab: Lab;

const request = (more: Partial<LabRequest> = {}): LabRequest => ({
  name,
  hosts: 3,
  containers: 1,
  topology: "full",
  encrypt: false,
  ...more,
});

beforeAll(async () => {
  lab = await buildLab(request());
});

afterAll(async () => {
  await labDown(name);
});

const inside = (member: string, command: string, ...args: string[]) => labRun({ lab: name, member, command, args });
const link = (from: string, to: string, oneWay = false) => ({ lab: name, from, to, oneWay });

async function reaches(from: string, to: number, ...more: string[]): Promise<boolean> {
  return (await inside(from, "ping", "-n", "-c1", "-W0.3", ...more, `10.99.0.${to}`)).status === 0;
}

/** Sends UDP datagrams from a host to another and returns the numbers of those that arrived, in order of arrival. */
async function arrivals(from: string, to: number, datagrams: number, bytes: number): Promise<readonly number[]> {
  const receiver = inside(`h${to}`, process.execPath, program, "receive", `10.99.0.${to}`, "9000", "400");
  await expect.poll(async () => (await inside(`h${to}`, "ss", "-Hlun")).stdout).toContain(":9000");
  await inside(from, process.execPath, program, "send", `10.99.0.${to}`, "9000", String(datagrams), String(bytes));
  return JSON.parse((await receiver).stdout) as number[];
}

async function countOf(from: string, to: string): Promise<Readonly<Record<string, number>>> {
  const views = await labLinks(name);
  return { ...views.find((view) => view.from === from && view.to === to)?.count };
}

describe("a host", () => {
  test("has a name, a machine id and places of its own, and none of them shows outside", async () => {
    expect((await inside("h1", "hostname")).stdout).toBe("h1\n");
    const ids = await Promise.all(
      ["h1", "h2"].map(async (host) => (await inside(host, "cat", "/etc/machine-id")).stdout),
    );
    expect(ids[0]).not.toBe(ids[1]);
    await inside("h1", "touch", "/run/weave/mark", "/var/lib/weave/mark", "/etc/weave/mark");
    expect((await inside("h1", "ls", "/run/weave")).stdout).toBe("mark\n");
    expect((await inside("h2", "ls", "/run/weave")).stdout).toBe("");
    for (const place of ["/run/weave", "/var/lib/weave", "/etc/weave"]) expect(existsSync(`${place}/mark`)).toBe(false);
    expect((await readFile("/proc/self/mountinfo", "utf8")).includes(labFolder(name))).toBe(false);
  });

  test("sees namespaces that are made outside of it, and the other way round", async () => {
    expect((await inside("h1", "ip", "netns", "add", `wt-lab-${process.pid}`)).status).toBe(0);
    try {
      expect((await inside("h2", "ip", "netns", "exec", `wt-lab-${process.pid}`, "true")).status).toBe(0);
    } finally {
      expect((await inside("h3", "ip", "netns", "del", `wt-lab-${process.pid}`)).status).toBe(0);
    }
    expect(existsSync(`/run/netns/wt-lab-${process.pid}`)).toBe(false);
  });
});

describe("exec", () => {
  test("passes exit status, input and output, and a missing program, through", async () => {
    expect(await labExec({ lab: name, member: "h1", command: "sh", args: ["-c", "exit 7"] })).toBe(7);
    expect(await labExec({ lab: name, member: "h1c1", command: "sh", args: ["-c", "kill -TERM $$"] })).toBe(143);
    expect((await inside("h1", "wt-no-such-program")).status).toBe(127);
    const echoed = await labRun({ lab: name, member: "h2c1", command: "cat", args: [] }, { input: "a\0b" });
    expect(echoed.stdout).toBe("a\0b");
    expect((await inside("h2c1", "ip", "-br", "link")).stdout).not.toContain("eth0");
    await expect(inside("h9", "true")).rejects.toMatchObject({ code: "LAB_MEMBER_UNKNOWN" });
    await expect(inside("h1c9", "true")).rejects.toMatchObject({ code: "LAB_MEMBER_UNKNOWN" });
  });

  test("passes a signal to the program, and the working directory", async () => {
    const caller = spawn(
      process.execPath,
      [program, "exec", name, "h1", "sh", "-c", "trap 'exit 9' TERM; pwd; while :; do sleep 0.05; done"],
      {
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    const ended = new Promise((resolve) => caller.once("exit", resolve));
    const printed = await new Promise<string>((resolve) =>
      caller.stdout.once("data", (data: Buffer) => resolve(String(data))),
    );
    expect(printed).toBe(`${process.cwd()}\n`);
    caller.kill("SIGTERM");
    expect(await ended).toBe(9);
  });
});

describe("cut and heal", () => {
  test("drop and restore everything between two hosts, and nothing else", async () => {
    await labCut(link("h1", "h2"));
    expect(await reaches("h1", 2)).toBe(false);
    expect(await reaches("h1", 3)).toBe(true);
    expect(await reaches("h3", 2)).toBe(true);
    await inside("h1", "ip", "neigh", "flush", "all");
    await inside("h1", "ping", "-c1", "-W0.2", "10.99.0.2");
    // Not even the question for the address arrives.
    expect((await inside("h1", "ip", "neigh", "show", "10.99.0.2")).stdout).not.toContain("lladdr");
    await labHeal(link("h2", "h1"));
    // h1 asks for the address again once a second.
    await expect.poll(() => reaches("h1", 2), { timeout: 5_000 }).toBe(true);
    await labHeal(link("h2", "h1"));
  });

  test("work one way", async () => {
    // Both know each other's MAC, which the cut direction could not tell.
    expect(await reaches("h2", 1)).toBe(true);
    await labCut(link("h1", "h2", true));
    expect((await labLinks(name)).map(({ from, to, cut }) => ({ from, to, cut }))).toEqual([
      { from: "h1", to: "h2", cut: true },
    ]);
    expect(await reaches("h2", 1)).toBe(false);
    expect(await arrivals("h2", 1, 5, 100)).toEqual([0, 1, 2, 3, 4]);
    await labHealAll(name);
    expect(await labLinks(name)).toEqual([]);
  });
});

describe("a line", () => {
  test("delays one pair by the given time and leaves the others alone", async () => {
    await labSetLine(link("h1", "h2"), { delayUs: 60_000 });
    const delayed = /time=([\d.]+)/.exec((await inside("h1", "ping", "-c1", "10.99.0.2")).stdout)?.[1];
    expect(Number(delayed)).toBeGreaterThan(119);
    const other = /time=([\d.]+)/.exec((await inside("h1", "ping", "-c1", "10.99.0.3")).stdout)?.[1];
    expect(Number(other)).toBeLessThan(60);
    await labSetLine(link("h1", "h2"), { delayUs: 0 });
  });

  test("loses, duplicates and reorders single datagrams, in the direction that was asked for", async () => {
    await labSetLine(link("h1", "h2", true), { lossPpm: 300_000 });
    const some = await arrivals("h1", 2, 1000, 100);
    expect(some.length).toBeGreaterThan(600);
    expect(some.length).toBeLessThan(800);
    const count = await countOf("h1", "h2");
    expect(count["lost"]).toBe(1000 - some.length);
    expect((await arrivals("h2", 1, 200, 100)).length).toBe(200);
    await labSetLine(link("h1", "h2", true), { lossPpm: 0, duplicatePpm: 1_000_000 });
    expect((await arrivals("h1", 2, 50, 100)).length).toBe(100);
    await labSetLine(link("h1", "h2", true), { duplicatePpm: 0, reorderPpm: 200_000 });
    const mixed = await arrivals("h1", 2, 300, 100);
    expect(mixed.length).toBe(300);
    expect(mixed).not.toEqual(mixed.toSorted((a, b) => a - b));
    await labSetLine(link("h1", "h2", true), { reorderPpm: 0 });
    expect(await arrivals("h1", 2, 50, 100)).toEqual(Array.from({ length: 50 }, (_, i) => i));
  });

  test("drops what exceeds its MTU, also when the sender hands over segments to be cut later", async () => {
    await labSetLine(link("h1", "h2"), { mtu: 1300 });
    expect(await reaches("h1", 2, "-s1272")).toBe(true);
    expect(await reaches("h1", 2, "-s1273")).toBe(false);
    await labSetLine(link("h1", "h2"), { mtu: 1500 });
    const before = { there: await countOf("h1", "h2"), back: await countOf("h2", "h1") };
    // Kernels join a TCP stream into segments of 64 KB; were one to arrive in a piece, it would count as too long.
    for (const [from, to] of [
      ["h1", "h2"],
      ["h2", "h1"],
    ] as const) {
      const receiver = inside(to, process.execPath, program, "stream-receive", `10.99.0.${to.slice(1)}`, "9001");
      await expect.poll(async () => (await inside(to, "ss", "-Hltn")).stdout).toContain(":9001");
      await inside(from, process.execPath, program, "stream-send", `10.99.0.${to.slice(1)}`, "9001", "4000000");
      expect((await receiver).stdout).toBe("4000000\n");
    }
    const after = { there: await countOf("h1", "h2"), back: await countOf("h2", "h1") };
    expect(after.there["mtu"]).toBe(before.there["mtu"]);
    expect(after.back["mtu"]).toBe(before.back["mtu"]);
    expect(Number(after.there["frames"]) - Number(before.there["frames"])).toBeGreaterThan(2700);
    await labSetLine(link("h1", "h2"), { mtu: 0 });
  });

  test("holds a rate: what exceeds its queue is dropped and counted", async () => {
    // 1 Mbit/s queues 200 ms, 25 KB: of 100 KB at once three quarters do not fit.
    await labSetLine(link("h1", "h2", true), { rateBps: 1_000_000 });
    const arrived = await arrivals("h1", 2, 100, 1000);
    expect(arrived.length).toBeGreaterThan(15);
    expect(arrived.length).toBeLessThan(60);
    expect((await countOf("h1", "h2"))["queue"]).toBe(100 - arrived.length);
    await labSetLine(link("h1", "h2", true), { rateBps: 0 });
  });
});

describe("power", () => {
  test("a cut ends every process of the host and takes its interfaces; powered on, it is empty and keeps its state", async () => {
    const host = hostNamed(lab, "h3");
    const running = inside("h3", "sleep", "60").catch((error: Error) => error.message);
    await inside("h3", "ip", "link", "add", "weave", "type", "bridge");
    await inside("h3", "touch", "/var/lib/weave/kept", "/run/weave/gone");
    await labKill(name, "h3", "host");
    expect(
      await running.then(
        () => "ended",
        () => "ended",
      ),
    ).toBe("ended");
    expect(await readHolder(host)).toBeUndefined();
    expect(existsSync(`/run/netns/${host.netns}`)).toBe(false);
    await expect(inside("h3", "true")).rejects.toMatchObject({ code: "LAB_HOST_DOWN" });
    expect(await reaches("h1", 3)).toBe(false);
    await powerOn(lab, host);
    expect((await inside("h3", "ls", "/var/lib/weave", "/run/weave")).stdout).toBe(
      "/run/weave:\n\n/var/lib/weave:\nkept\n",
    );
    expect((await inside("h3", "ip", "-br", "link")).stdout).not.toContain("weave");
    expect(await reaches("h1", 3)).toBe(true);
  });

  test("a host with a line comes back with it", async () => {
    const host = hostNamed(lab, "h1");
    await labSetLine(link("h1", "h2"), { lossPpm: 1_000_000 });
    await suspendLine(lab, host);
    await powerOff(lab, host);
    await powerOn(lab, host);
    expect(await reaches("h1", 2)).toBe(true);
    await labSetLine(link("h1", "h2"), {});
    expect(await reaches("h1", 2)).toBe(false);
    expect(await reaches("h1", 3)).toBe(true);
    await labHealAll(name);
    expect(await reaches("h1", 2)).toBe(true);
  });
});

describe("what is left behind", () => {
  const other = `${name}b`;

  async function traces(): Promise<readonly string[]> {
    const namespaces = (await readdir("/run/netns")).filter((netns) => netns.startsWith(`wl-${other}-`));
    return [...namespaces, ...(existsSync(labFolder(other)) ? [labFolder(other)] : [])];
  }

  test("is nothing after down, and a second down says that there was nothing", async () => {
    const built = await buildLab(request({ name: other, hosts: 2, topology: "line" }));
    const holder = await readHolder(hostNamed(built, "h1"));
    await labSetLine({ lab: other, from: "h1", to: "h2", oneWay: false }, { delayUs: 1 });
    await expect(buildLab(request({ name: other }))).rejects.toMatchObject({ code: "LAB_EXISTS" });
    expect(await labDown(other)).toBe(true);
    expect(await traces()).toEqual([]);
    expect(await isAlive(holder!)).toBe(false);
    expect(await labDown(other)).toBe(false);
    // And the other lab is as it was.
    expect(await reaches("h1", 2)).toBe(true);
  });

  test("is nothing after down when files, holders and lines were lost before", async () => {
    const built = await buildLab(request({ name: other, hosts: 2 }));
    await labSetLine({ lab: other, from: "h1", to: "h2", oneWay: false }, { delayUs: 1 });
    const holder = await readHolder(hostNamed(built, "h1"));
    process.kill(holder!.pid, "SIGKILL");
    await rm(`${labFolder(other)}/lab.json`);
    await rm(`${labFolder(other)}/h2/holder.json`);
    const inode = (await stat(await labNetns(name, "h1"))).ino;
    expect((await processesIn(new Set([inode]), [])).length).toBeGreaterThan(0);
    expect(await labDown(other)).toBe(true);
    expect(await traces()).toEqual([]);
    const lineOf = await Promise.all(
      (await readdir("/proc"))
        .filter((pid) => /^\d+$/.test(pid))
        .map(async (pid) => readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")),
    );
    expect(lineOf.filter((line) => line.includes(`${labFolder(other)}/`))).toEqual([]);
  });

  test("is cleared when a lab is made whose namespaces are still there", async () => {
    await buildLab(request({ name: other, hosts: 1 }));
    await rm(labFolder(other), { recursive: true });
    await buildLab(request({ name: other, hosts: 1 }));
    expect(await labDown(other)).toBe(true);
    expect(await traces()).toEqual([]);
  });

  test("a topology's missing links are missing, and cannot be cut", async () => {
    await buildLab(request({ name: other, hosts: 4, containers: 0, topology: "line" }));
    try {
      const from = async (host: string, to: number) =>
        (await labRun({ lab: other, member: host, command: "ping", args: ["-c1", "-W0.2", `10.99.0.${to}`] }))
          .status === 0;
      expect(await Promise.all([from("h1", 2), from("h2", 3), from("h3", 4)])).toEqual([true, true, true]);
      expect(await Promise.all([from("h1", 3), from("h1", 4), from("h4", 2)])).toEqual([false, false, false]);
      await expect(labCut({ lab: other, from: "h1", to: "h3", oneWay: false })).rejects.toMatchObject({
        code: "LAB_LINK_ABSENT",
      });
    } finally {
      await labDown(other);
    }
  });

  test("a process that has taken a dead one's number is not mistaken for it", async () => {
    const own = await recordOf(process.pid);
    expect(await isAlive(own!)).toBe(true);
    expect(await isAlive({ pid: process.pid, startTime: own!.startTime - 1 })).toBe(false);
  });
});
