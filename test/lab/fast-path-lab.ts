/** What the fast path's lab tests look at and do in hosts' namespaces, without the cost of a command of ours. */
import { setTimeout as sleep } from "node:timers/promises";
import { netnsOfName } from "../../host/netns.ts";
import { run } from "../../host/run.ts";
import { type MeshLab, until } from "./mesh-lab.ts";

export const vxlanPort = 6784;
export const sleevePort = 6783;

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
): Promise<number> {
  const began = performance.now();
  let before = await sentTo(lab, from, addressOf(lab, to));
  let agreeing = 0;
  await until(
    async () => {
      await sleep(everyMs);
      const now = await sentTo(lab, from, addressOf(lab, to));
      agreeing = now - before >= manyMin === carried ? agreeing + 1 : 0;
      before = now;
      // The sender may have slept for once.
      return agreeing >= (carried ? 1 : 2);
    },
    { what: `VXLAN ${carried ? "" : "not "}to carry from ${from} to ${to}`, everyMs: 0 },
  );
  return performance.now() - began;
}

/** Drops at a host what comes from, or goes to, another one by a UDP port. Returns what heals it. */
export async function cut(
  lab: MeshLab,
  [host, other]: readonly [string, string],
  port: number,
  directions: readonly ("from" | "to")[],
): Promise<() => Promise<void>> {
  const netns = netnsOf(lab, host);
  const table = `cut${++cutsMade}`;
  const address = addressOf(lab, other);
  const rules = directions.map((direction) => {
    const [hook, field] = direction === "from" ? ["input", "saddr"] : ["output", "daddr"];
    return `
add chain inet ${table} ${hook} { type filter hook ${hook} priority -400; }
add rule inet ${table} ${hook} ip ${field} ${address} udp dport ${port} drop`;
  });
  await run("nft", ["-f", "-"], { netns, input: `add table inet ${table}\n${rules.join("\n")}\n` });
  return async () => {
    await run("nft", ["delete", "table", "inet", table], { netns });
  };
}
let cutsMade = 0;
