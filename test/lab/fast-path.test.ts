/**
 * The kernel's own path between hosts: used where nothing is encrypted, left and taken again when VXLAN, the sleeve or one
 * direction fails, also while a router is away, and closed to strangers and to encrypted meshes.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, test } from "vitest";
import type { DatapathView } from "../../api/types.ts";
import { type MeshLab, meshLab, until } from "./mesh-lab.ts";
import { longestGapMs, type PingStream, stopPings } from "./ping-stream.ts";

/** Three times what DESIGN promises for traffic to be back. */
const outageMsMax = 3 * 3_000;
const vxlanPort = 6784;
const sleevePort = 6783;

async function peerOf(lab: MeshLab, host: string, peer: string) {
  const { peers } = await lab.json<DatapathView>(host, "status", "datapath");
  return peers.find(({ nickname }) => nickname === peer);
}

function pathBecomes(lab: MeshLab, path: string, ...pairs: readonly (readonly [string, string])[]) {
  return until(
    async () => (await Promise.all(pairs.map(([a, b]) => peerOf(lab, a, b)))).every((peer) => peer?.path === path),
    { what: `${pairs.join(" and ")} to have the path ${path}`, everyMs: 300 },
  );
}

async function sentByVxlan(lab: MeshLab, host: string): Promise<number> {
  const shown = JSON.parse(await lab.ok(host, "ip", "-j", "-s", "link", "show", "dev", "weave-vxlan")) as {
    stats64: { tx: { packets: number } };
  }[];
  return shown[0]?.stats64.tx.packets ?? 0;
}

async function counter(lab: MeshLab, host: string, name: string): Promise<number> {
  const shown = await lab.ok(host, "nft", "-j", "list", "counter", "inet", "weave_fast_path", name);
  const { nftables } = JSON.parse(shown) as { nftables: { counter?: { packets: number } }[] };
  return nftables.find((entry) => entry.counter)?.counter?.packets ?? 0;
}

/** Drops datagrams to a port at a host until `heal`. */
async function cut(lab: MeshLab, host: string, port: number, hooks: readonly ("input" | "output")[]): Promise<void> {
  await lab.ok(host, "nft", "add", "table", "inet", "cut");
  for (const hook of hooks) {
    const chain = `{ type filter hook ${hook} priority -400 ; }`;
    await lab.ok(host, "nft", "add", "chain", "inet", "cut", hook, chain);
    await lab.ok(host, "nft", "add", "rule", "inet", "cut", hook, "udp", "dport", String(port), "drop");
  }
}
const heal = (lab: MeshLab, host: string) => lab.ok(host, "nft", "delete", "table", "inet", "cut");

const program = (from: string, to: string, port: number) => `
import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("${from}", 0))
try:
    s.sendto(bytes.fromhex("0800000000001a7f00" + "00" * 60), ("${to}", ${port}))
except PermissionError:
    pass`;

async function pinging(lab: MeshLab, from: string, to: string): Promise<PingStream> {
  const stream = { pair: `${from} to ${to}`, program: lab.start(from, "ping", "-n", "-i", "0.01", lab.address(to)) };
  await stream.program.printed(/icmp_seq=\d+ /);
  return stream;
}

/** Ends the pings, none of which was answered twice. */
async function outcomeOf(stream: PingStream) {
  const [count] = await stopPings([stream]);
  expect(stream.program.stdout()).not.toContain("DUP!");
  return { count, gapMs: count ? longestGapMs(count) : Number.NaN };
}

describe("a mesh without encryption", () => {
  const lab = meshLab({ hosts: 3, words: ["--flag=--fast-path=auto"] });
  const both = [
    ["h1", "h2"],
    ["h2", "h1"],
  ] as const;
  beforeAll(() => pathBecomes(lab, "fast", ...both));

  test("has unicast carried by the kernel, and no longer by the sleeve", async () => {
    await lab.ok("h1c1", "ping", "-c1", "-W2", lab.address("h2c1"));
    const before = [await sentByVxlan(lab, "h1"), (await peerOf(lab, "h1", "h2"))?.framesOut] as const;
    await lab.ok("h1c1", "ping", "-q", "-c200", "-i0.002", "-s1300", lab.address("h2c1"));
    const after = [await sentByVxlan(lab, "h1"), (await peerOf(lab, "h1", "h2"))?.framesOut] as const;
    expect(after[0] - before[0]).toBeGreaterThanOrEqual(200);
    expect((after[1] ?? 0) - (before[1] ?? 0)).toBeLessThan(10);
  });

  test.each([
    { what: "VXLAN", port: vxlanPort, hooks: ["input", "output"] as const, path: "sleeve" },
    { what: "VXLAN in one direction", port: vxlanPort, hooks: ["output"] as const, path: "sleeve" },
    { what: "the sleeve", port: sleevePort, hooks: ["input", "output"] as const, path: "fast" },
  ])("goes on when $what is cut, and back when it heals", async ({ port, hooks, path }) => {
    const stream = await pinging(lab, "h1c1", "h2c1");
    await cut(lab, "h2", port, hooks);
    await sleep(3_000);
    await pathBecomes(lab, path, ...both);
    await heal(lab, "h2");
    await pathBecomes(lab, "fast", ...both);
    const { count, gapMs } = await outcomeOf(stream);
    expect(gapMs).toBeLessThan(outageMsMax);
    // What the kernel carries does not depend on the sleeve.
    if (path === "fast") expect(count?.lost).toEqual([]);
  });

  test("loses nothing when a router dies, and leaves a dead path without it", async () => {
    const quiet = await pinging(lab, "h1c1", "h2c1");
    await lab.lab("kill", "h1");
    const sent = await sentByVxlan(lab, "h1");
    await sleep(2_000);
    expect(await sentByVxlan(lab, "h1")).toBeGreaterThan(sent + 50);
    expect((await outcomeOf(quiet)).count?.lost).toEqual([]);

    const stream = await pinging(lab, "h1c1", "h2c1");
    await cut(lab, "h2", vxlanPort, ["input", "output"]);
    await sleep(4_000);
    await lab.ok("h1c1", "ping", "-c3", "-i0.2", "-W1", lab.address("h2c1"));
    await heal(lab, "h2");
    await lab.lab("start", "h1");
    await pathBecomes(lab, "fast", ...both);
    expect((await outcomeOf(stream)).gapMs).toBeLessThan(outageMsMax);
  });

  test("takes no VXLAN from strangers", async () => {
    await lab.ok("h3", "ip", "addr", "add", "10.99.0.77/24", "dev", underlayOf(await lab.ok("h3", "ip", "-o", "addr")));
    const before = await counter(lab, "h1", "strangers");
    await lab.ok("h3", "python3", "-c", program("10.99.0.77", "10.99.0.1", vxlanPort));
    expect(await counter(lab, "h1", "strangers")).toBe(before + 1);
  });

  test("stops with the router, and goes with a reset", async () => {
    await lab.ok("h3", "weave", "stop");
    const peers = await lab.ok("h3", "nft", "list", "set", "inet", "weave_fast_path", "peers");
    expect(peers).not.toContain("elements");
    await lab.ok("h3", "weave", "reset", "--force");
    expect((await lab.exec("h3", "ip", "link", "show", "weave-vxlan")).status).not.toBe(0);
    expect(await lab.ok("h3", "nft", "list", "tables")).not.toContain("weave_fast_path");
  });
});

describe("an encrypted mesh whose hosts trust no underlay", () => {
  const lab = meshLab({ hosts: 2, encrypt: true, words: ["--flag=--fast-path=auto"] });

  test("has no VXLAN, and a rule that lets none out", async () => {
    await until(async () => (await lab.exec("h1c1", "ping", "-c1", "-W1", lab.address("h2c1"))).status === 0, {
      what: "h2c1 to answer",
    });
    expect((await lab.exec("h1", "ip", "link", "show", "weave-vxlan")).status).not.toBe(0);
    const peer = await peerOf(lab, "h1", "h2");
    expect(peer?.path).toBe("sleeve");
    expect(peer?.candidates[0]).toMatchObject({ path: "fast", state: "unavailable" });
    expect(peer?.candidates[0]?.why).toContain("encrypted");
    const before = await counter(lab, "h1", "unconsented");
    await lab.ok("h1", "python3", "-c", program("10.99.0.1", "10.99.0.2", vxlanPort));
    expect(await counter(lab, "h1", "unconsented")).toBe(before + 1);
  });
});

/** The interface of a host's underlay address. */
function underlayOf(addresses: string): string {
  return /^\d+: (\S+)\s+inet 10\.99\./m.exec(addresses)?.[1] ?? "";
}
