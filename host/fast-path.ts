/**
 * The kernel's own way to other hosts: a VXLAN device (RFC 7348) for each family of the underlay, `weave-vxlan` and
 * `weave-vxlan6`, and the two nftables tables around them (fast-path-rules.ts).
 *
 * - The *guard* (`inet weave_fast_path`): VXLAN datagrams leave to, and are taken from, hosts with which it was agreed; all
 *   others are dropped and counted. It stands before anything could send.
 * - The *steering* (`netdev weave_fast_path`, on the way out of the TAP device): the bridge sends everything for remote
 *   containers to the TAP; a frame whose destination is in a map `macs`, and whose peer's mark is in the set `live`,
 *   goes to a VXLAN device instead. The maps are the router's. `live` is changed by frames that the datapath process sends
 *   into the TAP: it has no right to change rules, and needs none. An element that is not renewed ends after a minute.
 *
 * So the bridge knows one way out, nothing is ever flooded into VXLAN, and what no rule claims takes the sleeve. A VXLAN
 * device is a port of the bridge for what arrives: isolated, without learning, and flooded with nothing.
 */
import { overlayBridge, withoutLinkLocal } from "./bridge.ts";
import { hostError } from "./error.ts";
import { fastPathTable, guardRules, steeringRules, type UnderlayFamily, vxlanDevices } from "./fast-path-rules.ts";
import { deleteLink, ipBatch, type LinkRecord, showLink } from "./link.ts";
import { run } from "./run.ts";
import { carriesIpv6, hasIpv6, writeSysctls } from "./sysctl.ts";
import { overlayTap } from "./tap.ts";

/** The VXLAN network identifier of all meshes; hosts of different meshes are kept apart by the guard. */
export const overlayVni = 6783;

/**
 * `off`: nothing of it is there. `guarded`: the guard alone, which then drops all VXLAN. `plain`: in a mesh without
 * encryption. `trusted`: in an encrypted mesh, with peers on underlays that both ends trust.
 */
export type FastPathMode = "off" | "guarded" | "plain" | "trusted";

export interface FastPathSettings {
  readonly mode: FastPathMode;
  /** UDP. */
  readonly port: number;
  /** Of containers' interfaces. */
  readonly mtu: number;
}

/** Interface indexes, for the datapath process. */
export interface FastPathDevices {
  readonly vxlan: number;
  /** 0: there is none, since the host has no IPv6. */
  readonly vxlan6: number;
  readonly tap: number;
}

const families = Object.keys(vxlanDevices) as readonly UnderlayFamily[];
/** RFC 6666: a device is of the family of an address that it was made with. Its entry for the address is deleted. */
const discard = "100::";

/** Why this host has no fast path: VXLAN or nftables on the way out (before Linux 5.16) is missing, or the port is taken. */
export interface FastPathUnusable {
  readonly unusable: string;
}

/**
 * Before anything else at a launch: the guard stands, and what another mode or port let pass passes no more. Traffic of a
 * launch in the same mode goes on. Where no guard can stand no device does, and the answer says why.
 */
export function guardFastPath(settings: FastPathSettings, netns?: string): Promise<FastPathUnusable | undefined> {
  return usable(() => guard(settings, netns), netns);
}

/**
 * Then, when bridge and TAP device are there, the devices and their steering. Undefined where the mode has none; `unusable`:
 * then there is no device.
 */
export function ensureFastPathDevices(
  settings: FastPathSettings,
  netns?: string,
): Promise<FastPathDevices | FastPathUnusable | undefined> {
  if (settings.mode === "off" || settings.mode === "guarded") return Promise.resolve(undefined);
  return usable(() => ensureDevices(settings, netns), netns);
}

/** Both, also to put right what is there. */
export async function ensureFastPath(
  settings: FastPathSettings,
  netns?: string,
): Promise<FastPathDevices | FastPathUnusable | undefined> {
  return (await guardFastPath(settings, netns)) ?? (await ensureFastPathDevices(settings, netns));
}

async function usable<T>(work: () => Promise<T>, netns: string | undefined): Promise<T | FastPathUnusable> {
  try {
    return await work();
  } catch (error) {
    await removeDevices(netns);
    return { unusable: (error as Error).message.split("\n")[0] as string };
  }
}

async function guard({ mode, port }: FastPathSettings, netns: string | undefined): Promise<undefined> {
  if (mode === "off") {
    await removeFastPath(netns);
    return;
  }
  const found = await showLink(vxlanDevices.ipv4, netns);
  const isAsBefore = found?.ifalias === aliasOf(mode) && found.linkinfo?.info_data?.["port"] === port;
  if (mode === "guarded" || !isAsBefore) await removeDevices(netns);
  if (!isAsBefore && (await isUdpPortTaken(port, netns))) {
    // Whoever has it would lose its datagrams by the guard.
    await deleteTable("inet", netns);
    throw hostError("HOST_PORT_TAKEN", `another program of this host uses UDP port ${port}`, { port });
  }
  await run("nft", ["-f", "-"], { netns, input: guardRules(port, !isAsBefore) });
}

/** Device and rules are gone afterwards. */
export async function removeFastPath(netns?: string): Promise<void> {
  await removeDevices(netns);
  await deleteTable("inet", netns);
}

/** Whether the guard stands, and the steering with these devices; other programs flush a host's rules. */
export async function fastPathHolds(devices: FastPathDevices | undefined, netns?: string): Promise<boolean> {
  const { stdout } = await run("nft", ["-j", "list", "chains"], { netns });
  const { nftables } = JSON.parse(stdout) as {
    nftables: { chain?: { family: string; table: string; name: string } }[];
  };
  const holds = (family: string) =>
    nftables.some(({ chain }) => chain?.table === fastPathTable && chain.family === family && chain.name === "leaving");
  if (!holds("inet")) return false;
  if (devices === undefined) return true;
  // A device that was made anew is another one for the rules.
  const wanted = [
    [vxlanDevices.ipv4, devices.vxlan],
    [vxlanDevices.ipv6, devices.vxlan6],
  ] as const;
  const found = await Promise.all(wanted.map(async ([name]) => (await showLink(name, netns))?.ifindex ?? 0));
  return holds("netdev") && wanted.every(([, index], at) => index === 0 || found[at] === index);
}

async function ensureDevices(settings: FastPathSettings, netns?: string): Promise<FastPathDevices> {
  await ensureDevice("ipv4", settings, netns);
  const second = await ensureIpv6Device(settings, netns);
  const present = families.filter((family) => family === "ipv4" || second);
  await run("nft", ["-f", "-"], { netns, input: steeringRules(present) });
  const index = async (name: string) => ((await showLink(name, netns)) as LinkRecord).ifindex;
  const names = [vxlanDevices.ipv4, overlayTap, ...(second ? [vxlanDevices.ipv6] : [])];
  const [vxlan = 0, tap = 0, vxlan6 = 0] = await Promise.all(names.map(index));
  return { vxlan, vxlan6, tap };
}

/** False where the host has no IPv6; over IPv4 the path is there all the same. */
async function ensureIpv6Device(settings: FastPathSettings, netns?: string): Promise<boolean> {
  if (!hasIpv6()) return false;
  try {
    await ensureDevice("ipv6", settings, netns);
    return true;
  } catch {
    await removeDevice(vxlanDevices.ipv6, netns);
    return false;
  }
}

async function ensureDevice(family: UnderlayFamily, settings: FastPathSettings, netns?: string): Promise<void> {
  const { mode, port, mtu } = settings;
  const name = vxlanDevices[family];
  const found = await showLink(name, netns);
  if (found !== undefined && found.linkinfo?.info_kind !== "vxlan") {
    throw hostError("HOST_INTERFACE_TAKEN", `interface ${name} exists and is no VXLAN device; rename or remove it`, {
      interface: name,
    });
  }
  const isMade = found === undefined;
  // `df set`: what does not fit the underlay is lost, so that a full-size probe tells; not cut into fragments.
  const remote = family === "ipv6" ? `remote ${discard} ` : "";
  const kind = `vxlan id ${overlayVni} ${remote}dstport ${port} nolearning df set ttl 64 udpcsum`;
  await ipBatch(
    [
      ...(isMade ? [`link add name ${name} type ${kind}`] : []),
      `link set dev ${name} mtu ${mtu} alias ${aliasOf(mode)}`,
      ...withoutLinkLocal(name, mtu),
    ],
    netns,
  );
  if (isMade && family === "ipv6") {
    await run("bridge", ["fdb", "del", "00:00:00:00:00:00", "dev", name, "dst", discard, "self"], { netns });
  }
  if (carriesIpv6(mtu)) await writeSysctls({ [`net/ipv6/conf/${name}/accept_ra`]: "0" }, netns);
  const port0 = "isolated on learning off flood off mcast_flood off bcast_flood off";
  await ipBatch(
    [
      `link set dev ${name} master ${overlayBridge}`,
      `link set dev ${name} type bridge_slave ${port0}`,
      `link set dev ${name} up`,
    ],
    netns,
  );
}

/** The steering goes first: then nothing leads to a device any more. */
async function removeDevices(netns?: string): Promise<void> {
  await deleteTable("netdev", netns);
  for (const family of families) await removeDevice(vxlanDevices[family], netns);
}

async function removeDevice(name: string, netns?: string): Promise<void> {
  const found = await showLink(name, netns);
  if (found?.linkinfo?.info_kind === "vxlan") await deleteLink(name, netns);
}

async function isUdpPortTaken(port: number, netns?: string): Promise<boolean> {
  const tables = ["/proc/self/net/udp", "/proc/self/net/udp6"];
  const { stdout } = await run("cat", tables, { netns, acceptStatus: [0, 1] });
  return new RegExp(`^ *\\d+: [0-9A-F]+:${port.toString(16).toUpperCase().padStart(4, "0")} `, "m").test(stdout);
}

async function deleteTable(family: string, netns?: string): Promise<void> {
  const input = `add table ${family} ${fastPathTable}\ndelete table ${family} ${fastPathTable}\n`;
  const { status } = await run("nft", ["-f", "-"], { netns, input, acceptStatus: [0, 1] });
  if (status === 0) return;
  // A kernel without the family has no such table either.
  const listed = await run("nft", ["list", "table", family, fastPathTable], { netns, acceptStatus: [0, 1] });
  if (listed.status === 0) await run("nft", ["delete", "table", family, fastPathTable], { netns });
}

function aliasOf(mode: FastPathMode): string {
  return `weave-fast-path-${mode}`;
}
