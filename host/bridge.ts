/**
 * The bridge `weave`: one layer-2 network of the host's containers and of the ports that lead to other hosts. Its MAC
 * is fixed by the router, so that it does not change as ports come and go; no spanning tree, no forward delay, no
 * multicast snooping (multicast is flooded, as the overlay promises), and no IPv6 address of its own, so that no
 * container reaches the host through it unasked. All functions may be repeated; what is right is left alone.
 */
import { hostError } from "./error.ts";
import { deleteLink, ipBatch, type LinkRecord, showLink } from "./link.ts";
import { run } from "./run.ts";
import { carriesIpv6, writeSysctls } from "./sysctl.ts";

export const overlayBridge = "weave";

/**
 * The largest super-frame that a container may hand to the overlay, in bytes. For the sleeve: it leaves, with tunnel
 * headers and seals, in one segmented send of at most 65,507 bytes. For the kernel's own path: as everywhere; the kernel
 * works by the frame, so that these 5 % are as many of throughput.
 */
export const gsoMaxSizes = { sleeve: 62_400, kernel: 65_536 } as const;

export interface BridgeOptions {
  readonly name: string;
  /** `aa:bb:cc:dd:ee:ff`, unicast. */
  readonly mac: string;
  readonly mtu: number;
  /** Of the bridge, and of what is attached to it later. */
  readonly gsoMaxSize: number;
}

/**
 * Makes the bridge, or makes an existing one right.
 * @throws HOST_INTERFACE_TAKEN when an interface of the name is no bridge
 */
export async function ensureBridge(options: BridgeOptions, netns?: string): Promise<LinkRecord> {
  const { name, mac, mtu, gsoMaxSize } = options;
  const found = await showLink(name, netns);
  if (found !== undefined && found.linkinfo?.info_kind !== "bridge") {
    throw hostError("HOST_INTERFACE_TAKEN", `interface ${name} exists and is not a bridge; rename or remove it`, {
      interface: name,
    });
  }
  const settings = "stp_state 0 forward_delay 0 mcast_snooping 0";
  await ipBatch(
    [
      ...(found === undefined ? [`link add name ${name} address ${mac} mtu ${mtu} type bridge ${settings}`] : []),
      ...(found === undefined ? [] : [`link set dev ${name} type bridge ${settings}`]),
      // The MTU set by hand stays; one that was not would follow the smallest port's.
      `link set dev ${name} address ${mac} mtu ${mtu} gso_max_size ${gsoMaxSize}`,
      ...withoutLinkLocal(name, mtu),
    ],
    netns,
  );
  // Before it comes up: no router advertisement is believed that a container sends.
  if (carriesIpv6(mtu)) await writeSysctls({ [`net/ipv6/conf/${name}/accept_ra`]: "0" }, netns);
  await ipBatch([`link set dev ${name} up`], netns);
  return (await showLink(name, netns)) as LinkRecord;
}

export interface BridgePortOptions {
  /** Frames do not pass between two isolated ports. */
  readonly isolated: boolean;
  /** The bridge learns MACs from the port's frames. */
  readonly learning: boolean;
}

/** The batch line that keeps an interface from having an IPv6 address of its own; after its MTU is set. */
export function withoutLinkLocal(name: string, mtu: number): readonly string[] {
  return carriesIpv6(mtu) ? [`link set dev ${name} addrgenmode none`] : [];
}

/** Puts an interface into the bridge and brings it up. */
export async function addBridgePort(
  bridge: string,
  port: string,
  options: BridgePortOptions,
  netns?: string,
): Promise<void> {
  await ipBatch(
    [
      `link set dev ${port} master ${bridge}`,
      `link set dev ${port} type bridge_slave isolated ${onOff(options.isolated)} learning ${onOff(options.learning)}`,
      `link set dev ${port} up`,
    ],
    netns,
  );
}

/** Removes the bridge; its ports stay, outside any bridge. */
export async function removeBridge(name: string, netns?: string): Promise<void> {
  await deleteLink(name, netns);
}

export interface ForwardingEntry {
  readonly mac: string;
  readonly port: string;
}

/**
 * Binds MACs to ports such that no frame from another port moves them (`sticky`): a remote host cannot draw a local
 * container's traffic to itself by sending from its MAC.
 */
export async function pinForwardingEntries(entries: readonly ForwardingEntry[], netns?: string): Promise<void> {
  const lines = entries.map(({ mac, port }) => `fdb replace ${mac} dev ${port} master static sticky`);
  if (lines.length > 0) await run("bridge", ["-batch", "-"], { netns, input: `${lines.join("\n")}\n` });
}

/** Writes entries for MACs behind a port that does not learn, e.g. of remote hosts behind the TAP device. */
export async function writeForwardingEntries(entries: readonly ForwardingEntry[], netns?: string): Promise<void> {
  const lines = entries.map(({ mac, port }) => `fdb replace ${mac} dev ${port} master extern_learn`);
  if (lines.length > 0) await run("bridge", ["-batch", "-"], { netns, input: `${lines.join("\n")}\n` });
}

function onOff(value: boolean): string {
  return value ? "on" : "off";
}
