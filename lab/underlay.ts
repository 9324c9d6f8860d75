/**
 * The underlay of a lab: a switch that is a namespace of its own, with one port for each host. A host's cable is a veth
 * pair, `eth0` inside the host and a port called like the host in the switch. Which pairs reach each other stands in two
 * sets of the switch's nftables rules, keyed by (port in, port out): `apart` (the topology has no link) and `cut`
 * (somebody cut it). Dropping in the switch leaves the hosts without a hint, as a broken path in the middle does.
 * Broadcasts are dropped per port as well, so a cut is complete.
 */
import { deleteLink, ipBatch } from "../host/link.ts";
import { netnsOfName } from "../host/netns.ts";
import { run } from "../host/run.ts";
import { hasIpv6, readSysctl, writeSysctls } from "../host/sysctl.ts";
import { hostsOf, type Lab, type LabHost, switchNetns } from "./state.ts";

/** Ports by which a host's frames may come in: its cable, or the far end of a line put into it. */
export function portsOf(host: string): readonly string[] {
  return [host, farPort(host)];
}

/** The end of the line's own cable that is in the bridge, while the host has a line. */
export function farPort(host: string): string {
  return `${host}-sw`;
}

export type PairSet = "apart" | "cut";

export const switchBridge = "sw";
/** Name of a host's interface on the underlay. */
export const underlayInterface = "eth0";
export const underlayMtu = 1500;

const rules = `
add table bridge lab
add set bridge lab apart { type ifname . ifname; }
add set bridge lab cut { type ifname . ifname; }
add chain bridge lab passing { type filter hook forward priority 0; policy accept; }
add rule bridge lab passing iifname . oifname @apart counter drop
add rule bridge lab passing iifname . oifname @cut counter drop
`;

/** Makes the switch, with no host in it, and the topology's missing links. */
export async function makeSwitch(lab: Lab): Promise<void> {
  const name = switchNetns(lab);
  const netns = netnsOfName(name);
  await run("ip", ["netns", "add", name]);
  await ipBatch(
    [
      "link set dev lo up",
      `link add name ${switchBridge} type bridge stp_state 0 forward_delay 0 mcast_snooping 0`,
      `link set dev ${switchBridge} addrgenmode none`,
      `link set dev ${switchBridge} up`,
    ],
    netns,
  );
  await run("nft", ["-f", "-"], { netns, input: rules });
  // A switch does not look into packets, whatever the machine's rules say.
  const filters = ["net/bridge/bridge-nf-call-iptables", "net/bridge/bridge-nf-call-ip6tables"];
  if ((await readSysctl(filters[0] as string)) !== undefined) {
    await writeSysctls(Object.fromEntries(filters.map((filter) => [filter, "0"])), netns);
  }
  await changePairs(lab, "apart", "add", absentPairs(lab));
}

/** Lays the cable between a host's namespace and the switch, and gives the host its addresses. */
export async function plugIn(lab: Lab, host: LabHost): Promise<void> {
  const inSwitch = netnsOfName(switchNetns(lab));
  const inHost = netnsOfName(host.netns);
  await deleteLink(host.name, inSwitch);
  await ipBatch(
    [
      `link add name ${host.name} mtu ${underlayMtu} type veth peer name ${underlayInterface} address ${host.mac} mtu ${underlayMtu} netns ${inHost}`,
      `link set dev ${host.name} master ${switchBridge} addrgenmode none`,
      `link set dev ${host.name} up`,
    ],
    inSwitch,
  );
  await ipBatch(
    [
      "link set dev lo up",
      ...(host.address4 === undefined ? [] : [`address add ${host.address4}/24 dev ${underlayInterface}`]),
      ...(hasIpv6() ? [`address add ${host.address6}/64 dev ${underlayInterface} nodad`] : []),
      `link set dev ${underlayInterface} up`,
    ],
    inHost,
  );
}

/** Pulls a host's cable out. */
export async function unplug(lab: Lab, host: LabHost): Promise<void> {
  await deleteLink(host.name, netnsOfName(switchNetns(lab)));
}

/** Whether the topology has a link between two hosts, by number from 1. */
export function isLinked(lab: Pick<Lab, "hosts" | "topology">, a: number, b: number): boolean {
  const distance = Math.abs(a - b);
  switch (lab.topology) {
    case "full":
      return true;
    case "line":
      return distance === 1;
    case "ring":
      return distance === 1 || distance === lab.hosts - 1;
    case "star":
      return a === 1 || b === 1;
  }
}

/** Adds (from, to) pairs of host names to a set, or deletes them; what is already so is left. */
export async function changePairs(
  lab: Lab,
  set: PairSet,
  change: "add" | "delete",
  pairs: readonly (readonly [string, string])[],
): Promise<void> {
  if (pairs.length === 0) return;
  const elements = pairs.flatMap(([from, to]) =>
    portsOf(from).flatMap((enters) => portsOf(to).map((leaves) => `"${enters}" . "${leaves}"`)),
  );
  const list = elements.join(", ");
  // Deleting what is not there fails, so it is added before, in the same transaction.
  const lines = [`add element bridge lab ${set} { ${list} }`];
  if (change === "delete") lines.push(`delete element bridge lab ${set} { ${list} }`);
  await run("nft", ["-f", "-"], { netns: netnsOfName(switchNetns(lab)), input: `${lines.join("\n")}\n` });
}

/** The (from, to) pairs of host names in a set. */
export async function readPairs(lab: Lab, set: PairSet): Promise<readonly (readonly [string, string])[]> {
  const args = ["-j", "list", "set", "bridge", "lab", set];
  const { stdout } = await run("nft", args, { netns: netnsOfName(switchNetns(lab)) });
  const listing = JSON.parse(stdout) as { nftables: { set?: { elem?: { concat: [string, string] }[] } }[] };
  const pairs = listing.nftables.flatMap((entry) => entry.set?.elem ?? []).map((elem) => elem.concat);
  return pairs.filter(([from, to]) => !from.endsWith("-sw") && !to.endsWith("-sw"));
}

function absentPairs(lab: Lab): readonly (readonly [string, string])[] {
  const hosts = hostsOf(lab);
  return hosts.flatMap((from) =>
    hosts
      .filter((to) => to.number !== from.number && !isLinked(lab, from.number, to.number))
      .map((to) => [from.name, to.name] as const),
  );
}
