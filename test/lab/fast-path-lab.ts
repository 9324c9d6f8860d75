/** What the fast path's lab tests look at and do in hosts' namespaces, without the cost of a command of ours. */
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import type { DatapathView } from "../../api/types.ts";
import { netnsOfName } from "../../host/netns.ts";
import { run } from "../../host/run.ts";
import { type MeshLab, until } from "./mesh-lab.ts";
import type { Outcome } from "./numbered-datagrams.ts";

export const vxlanPort = 6784;
export const sleevePort = 6783;

/** Three times what DESIGN promises for traffic to be back, and for a path that healed to be used again. */
export const backMsMax = 3 * 3_000;

export function netnsOf(lab: MeshLab, host: string): string {
  const found = lab.view().hosts.find(({ name }) => name === host);
  if (found === undefined) throw new Error(`no host ${host}`);
  return netnsOfName(found.netns);
}

export function addressOf(lab: MeshLab, host: string): string {
  return lab.view().hosts.find(({ name }) => name === host)?.address ?? "";
}

/** VXLAN datagrams that a host sent to an underlay address, since it is agreed with it. */
export async function sentTo(lab: MeshLab, host: string, address: string): Promise<number> {
  const set = address.includes(":") ? "receivers6" : "receivers";
  const words = ["-j", "list", "set", "inet", "weave_fast_path", set];
  const { stdout, status } = await run("nft", words, { netns: netnsOf(lab, host), acceptStatus: [0, 1] });
  if (status !== 0) return 0;
  const { nftables } = JSON.parse(stdout) as {
    nftables: { set?: { elem?: { elem?: { val: string; counter: { packets: number } } }[] } }[];
  };
  const elements = nftables.flatMap(({ set }) => set?.elem ?? []);
  return elements.find(({ elem }) => elem?.val === address)?.elem?.counter.packets ?? 0;
}

const everyMs = 250;
/** Of a hundred datagrams a second, so many pass in that time even on a slow machine; of probes never. */
const manyMin = 8;

/**
 * Waits until the kernel carries, or no longer carries, a stream of a hundred datagrams a second from one host to another.
 * Returns how long that took.
 */
export async function awaitCarried(
  lab: MeshLab,
  [from, to]: readonly [string, string],
  carried: boolean,
  address = addressOf(lab, to),
): Promise<number> {
  const began = performance.now();
  let before = await sentTo(lab, from, address);
  let agreeing = 0;
  await until(
    async () => {
      await sleep(everyMs);
      const now = await sentTo(lab, from, address);
      agreeing = now - before >= manyMin === carried ? agreeing + 1 : 0;
      before = now;
      // The sender may have slept for once.
      return agreeing >= (carried ? 1 : 2);
    },
    { what: `VXLAN ${carried ? "" : "not "}to carry from ${from} to ${to}`, everyMs: 0 },
  );
  return performance.now() - began;
}

/** Drops at a host what comes from, or goes to, another one's address by a UDP port. Returns what heals it. */
export async function cut(
  lab: MeshLab,
  [host, other]: readonly [string, string],
  port: number,
  directions: readonly ("from" | "to")[],
  address = addressOf(lab, other),
): Promise<() => Promise<void>> {
  const netns = netnsOf(lab, host);
  const table = `cut${++cutsMade}`;
  const family = address.includes(":") ? "ip6" : "ip";
  const rules = directions.map((direction) => {
    const [hook, field] = direction === "from" ? ["input", "saddr"] : ["output", "daddr"];
    return `
add chain inet ${table} ${hook} { type filter hook ${hook} priority -400; }
add rule inet ${table} ${hook} ${family} ${field} ${address} udp dport ${port} drop`;
  });
  await run("nft", ["-f", "-"], { netns, input: `add table inet ${table}\n${rules.join("\n")}\n` });
  return async () => {
    await run("nft", ["delete", "table", "inet", table], { netns });
  };
}
let cutsMade = 0;

export async function peerOf(lab: MeshLab, host: string, peer: string) {
  const { peers } = await lab.json<DatapathView>(host, "status", "datapath");
  return peers.find(({ nickname }) => nickname === peer);
}

export function pathBecomes(lab: MeshLab, path: string, ...pairs: readonly (readonly [string, string])[]) {
  return until(
    async () => (await Promise.all(pairs.map(([a, b]) => peerOf(lab, a, b)))).every((peer) => peer?.path === path),
    { what: `${pairs.join(" and ")} to have the path ${path}`, everyMs: 300 },
  );
}

export async function counter(lab: MeshLab, host: string, name: string): Promise<number> {
  const words = ["-j", "list", "counter", "inet", "weave_fast_path", name];
  const { nftables } = JSON.parse((await run("nft", words, { netns: netnsOf(lab, host) })).stdout) as {
    nftables: { counter?: { packets: number } }[];
  };
  return nftables.find((entry) => entry.counter)?.counter?.packets ?? 0;
}

export function expectClean({ sent, repeated, broughtBack }: Outcome): void {
  expect(sent).toBeGreaterThan(100);
  expect(repeated).toEqual([]);
  expect(broughtBack).toBe(0);
}

/** Sends what looks like a VXLAN datagram; a rule may refuse it. */
export const vxlanSender = (from: string, to: string, port: number) => `
import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("${from}", 0))
try:
    s.sendto(bytes.fromhex("0800000000001a7f00" + "00" * 60), ("${to}", ${port}))
except PermissionError:
    pass`;
