/**
 * The kernel's own way to other hosts: the VXLAN device `weave-vxlan` (RFC 7348), and the two nftables tables around it.
 *
 * - The *guard* (`inet weave_fast_path`): VXLAN datagrams leave to, and are taken from, the addresses in the set `peers`
 *   only; all others are dropped and counted. It stands before anything could send.
 * - The *steering* (`netdev weave_fast_path`, on the way out of the TAP device): the bridge sends everything for remote
 *   containers to the TAP; a frame whose destination is in the map `macs`, and whose peer's mark is in the set `live`,
 *   goes to the VXLAN device instead. `macs` is the router's. `live` is changed by frames that the datapath process sends
 *   into the TAP: it has no right to change rules, and needs none. An element that is not renewed ends after a minute.
 *
 * So the bridge knows one way out, nothing is ever flooded into VXLAN, and what no rule claims takes the sleeve. The VXLAN
 * device is a port of the bridge for what arrives: isolated, without learning, and flooded with nothing.
 */
import { overlayBridge, withoutLinkLocal } from "./bridge.ts";
import { hostError } from "./error.ts";
import { deleteLink, ipBatch, type LinkRecord, showLink } from "./link.ts";
import { run } from "./run.ts";
import { carriesIpv6, writeSysctls } from "./sysctl.ts";
import { overlayTap } from "./tap.ts";

export const overlayVxlan = "weave-vxlan";
/** The VXLAN network identifier of all meshes; hosts of different meshes are kept apart by the guard. */
export const overlayVni = 6783;
/** Both tables' name. */
export const fastPathTable = "weave_fast_path";

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
  readonly tap: number;
}

/** Frames by which the datapath process changes `live`. */
const flipEtherType = 0x88b6;
/**
 * Before anything else at a launch: the guard stands, and what another mode or port let pass passes no more. Traffic of a
 * launch in the same mode goes on.
 */
export async function guardFastPath({ mode, port }: FastPathSettings, netns?: string): Promise<void> {
  if (mode === "off") return removeFastPath(netns);
  const found = await showLink(overlayVxlan, netns);
  const isAsBefore = found?.ifalias === aliasOf(mode) && found.linkinfo?.info_data?.["port"] === port;
  await run("nft", ["-f", "-"], { netns, input: guardRules(port, !isAsBefore) });
  if (mode === "guarded" || !isAsBefore) await removeDevice(found, netns);
}

/**
 * Then, when bridge and TAP device are there, the device and its steering; also puts right what is there. Undefined where
 * the mode has none. `unusable` says what the kernel lacks: VXLAN, or nftables on the way out (before Linux 5.16).
 */
export async function ensureFastPath(
  settings: FastPathSettings,
  netns?: string,
): Promise<FastPathDevices | { readonly unusable: string } | undefined> {
  await guardFastPath(settings, netns);
  if (settings.mode === "off" || settings.mode === "guarded") return undefined;
  try {
    return await ensureDevice(settings, netns);
  } catch (error) {
    await removeDevice(await showLink(overlayVxlan, netns), netns);
    return { unusable: (error as Error).message.split("\n")[0] as string };
  }
}

/** Device and rules are gone afterwards. */
export async function removeFastPath(netns?: string): Promise<void> {
  await removeDevice(await showLink(overlayVxlan, netns), netns);
  await deleteTable("inet", netns);
}

/** Whether both tables and the device stand; other programs flush a host's rules. One listing. */
export async function fastPathHolds(mode: FastPathMode, netns?: string): Promise<boolean> {
  if (mode === "off") return true;
  const { stdout } = await run("nft", ["-j", "list", "chains"], { netns });
  const { nftables } = JSON.parse(stdout) as { nftables: { chain?: { family: string; table: string } }[] };
  const holds = (family: string) =>
    nftables.some(({ chain }) => chain?.table === fastPathTable && chain.family === family);
  if (!holds("inet")) return false;
  return mode === "guarded" || (holds("netdev") && (await showLink(overlayVxlan, netns)) !== undefined);
}

async function ensureDevice({ mode, port, mtu }: FastPathSettings, netns?: string): Promise<FastPathDevices> {
  const made = (await showLink(overlayVxlan, netns)) === undefined;
  await ipBatch(
    [
      // `df set`: what does not fit the underlay is lost, so that a full-size probe tells; not cut into fragments.
      ...(made
        ? [`link add name ${overlayVxlan} type vxlan id ${overlayVni} dstport ${port} nolearning df set ttl 64 udpcsum`]
        : []),
      `link set dev ${overlayVxlan} mtu ${mtu} alias ${aliasOf(mode)}`,
      ...withoutLinkLocal(overlayVxlan, mtu),
    ],
    netns,
  );
  if (carriesIpv6(mtu)) await writeSysctls({ [`net/ipv6/conf/${overlayVxlan}/accept_ra`]: "0" }, netns);
  const port0 = "isolated on learning off flood off mcast_flood off bcast_flood off";
  await ipBatch(
    [
      `link set dev ${overlayVxlan} master ${overlayBridge}`,
      `link set dev ${overlayVxlan} type bridge_slave ${port0}`,
      `link set dev ${overlayVxlan} up`,
    ],
    netns,
  );
  await run("nft", ["-f", "-"], { netns, input: steeringRules });
  const [vxlan, tap] = [await showLink(overlayVxlan, netns), await showLink(overlayTap, netns)];
  return { vxlan: (vxlan as LinkRecord).ifindex, tap: (tap as LinkRecord).ifindex };
}

/** The steering goes first: then nothing leads to the device any more. @throws HOST_INTERFACE_TAKEN */
async function removeDevice(found: LinkRecord | undefined, netns?: string): Promise<void> {
  if (found !== undefined && found.linkinfo?.info_kind !== "vxlan") {
    throw hostError(
      "HOST_INTERFACE_TAKEN",
      `interface ${overlayVxlan} exists and is no VXLAN device; rename or remove it`,
      { interface: overlayVxlan },
    );
  }
  await deleteTable("netdev", netns);
  if (found !== undefined) await deleteLink(overlayVxlan, netns);
}

async function deleteTable(family: string, netns?: string): Promise<void> {
  const input = `add table ${family} ${fastPathTable}\ndelete table ${family} ${fastPathTable}\n`;
  await run("nft", ["-f", "-"], { netns, input });
}

function aliasOf(mode: FastPathMode): string {
  return `weave-fast-path-${mode}`;
}

/** IPv6 underlays have no fast path, so all VXLAN over IPv6 is dropped. */
function guardRules(port: number, forgetPeers: boolean): string {
  const table = `inet ${fastPathTable}`;
  const chain = (name: string, hook: string, address: string, counter: string) => `
add chain ${table} ${name} { type filter hook ${hook} priority -300; policy accept; }
flush chain ${table} ${name}
add rule ${table} ${name} udp dport ${port} ip ${address} @peers accept
add rule ${table} ${name} udp dport ${port} counter name ${counter} drop`;
  return `
add table ${table}
add set ${table} peers { type ipv4_addr; size 16384; }
${forgetPeers ? `flush set ${table} peers` : ""}
add counter ${table} strangers
add counter ${table} unconsented
${chain("arriving", "input", "saddr", "strangers")}
${chain("leaving", "output", "daddr", "unconsented")}
`;
}

/**
 * A flip: destination ignored, source 02:…:01 renews and 02:…:02 ends, then the mark as the kernel's own number. Only a
 * socket that root opened on this host sends one (`skuid`): frames from containers have no socket here. The frame itself
 * goes no further, which its sender sees as ENOBUFS and takes as proof that the rules stand.
 */
const steeringRules = `
add table netdev ${fastPathTable}
add map netdev ${fastPathTable} macs { type ether_addr : mark; size 65536; }
add set netdev ${fastPathTable} live { type mark; size 16384; flags dynamic,timeout; timeout 60s; }
add chain netdev ${fastPathTable} leaving { type filter hook egress device "${overlayTap}" priority 0; policy accept; }
flush chain netdev ${fastPathTable} leaving
add rule netdev ${fastPathTable} leaving ether type ${flipEtherType} ether saddr 02:00:00:00:00:01 meta skuid 0 meta mark set @ll,112,32 update @live { meta mark counter } drop
add rule netdev ${fastPathTable} leaving ether type ${flipEtherType} ether saddr 02:00:00:00:00:02 meta skuid 0 meta mark set @ll,112,32 delete @live { meta mark } drop
add rule netdev ${fastPathTable} leaving ether type ${flipEtherType} drop
add rule netdev ${fastPathTable} leaving meta mark set ether daddr map @macs meta mark @live meta mark set 0 fwd to "${overlayVxlan}"
`;
