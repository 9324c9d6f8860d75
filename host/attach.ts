/**
 * Attaching a container: a veth pair from the bridge into its network namespace, with the addresses that address
 * management gave. Idempotent: repeating it with the same arguments changes nothing, with more addresses adds them, with
 * fewer removes them. Crash-safe: the host end's record (`attachment.ts`) is written last, and a pair without one is
 * removed before it is made again. A pair vanishes with the container's namespace.
 *
 * The anti-spoofing rules stand before the interface exists, and the multicast route comes last: whoever waits for it
 * finds everything else in place. Cost: about 25 ms (docs/decisions/0001).
 */
import { randomBytes } from "node:crypto";
import { type Cidr, formatCidr } from "../base/address.ts";
import { ipv6Groups } from "../base/ipv6.ts";
import { type Attachment, decodeAlias, encodeAlias, findAttachments, hostInterfaceName } from "./attachment.ts";
import { gsoMaxSizes, pinForwardingEntries, withoutLinkLocal } from "./bridge.ts";
import { hostError } from "./error.ts";
import { deleteLink, interfaceNamePattern, ipBatch, type LinkRecord, showLink } from "./link.ts";
import { run } from "./run.ts";
import { allowPort, forgetPorts, mendSpoofTable, type PortIdentity, restorePorts, spoofTableHolds } from "./spoof.ts";
import { carriesIpv6, writeSysctls } from "./sysctl.ts";

export interface AttachRequest {
  /** Path of the container's network namespace. */
  readonly netns: string;
  /** Who is attached, as the runtime names it: at most 128 letters, digits and `_.:@/+-`. */
  readonly containerId: string;
  /** Name inside the container; `ethwe` unless somebody asks otherwise. */
  readonly interface: string;
  readonly addresses: readonly Cidr[];
  /** With prefix length: `fd00::a20:1/96`. */
  readonly ipv6: readonly string[];
  /** Random and locally administered when absent; an existing interface keeps its own. */
  readonly mac?: string | undefined;
  readonly mtu: number;
  readonly bridge: string;
}

/** The interface's name in containers. */
export const containerInterface = "ethwe";

/**
 * Attaches, or makes an attachment right. The bridge and the anti-spoofing table exist already.
 * @throws HOST_BRIDGE_MISSING, HOST_INTERFACE_TAKEN, HOST_INVALID_ARGUMENT, HOST_TOO_MANY_ADDRESSES, HOST_COMMAND_FAILED
 */
export async function attachContainer(request: AttachRequest, hostNetns?: string): Promise<Attachment> {
  check(request);
  const hostInterface = hostInterfaceName(request.containerId, request.interface);
  const [bridge, outside, inside] = await Promise.all([
    showLink(request.bridge, hostNetns),
    showLink(hostInterface, hostNetns),
    showLink(request.interface, request.netns),
  ]);
  if (bridge === undefined) {
    throw hostError(
      "HOST_BRIDGE_MISSING",
      `there is no bridge ${request.bridge} on this host; run weave launch first`,
      {
        bridge: request.bridge,
      },
    );
  }
  const existing = existingPair(outside, inside, request);
  const mac = existing?.inside.address ?? request.mac ?? randomMac();
  const attachment: Attachment = { ...recordOf(request, mac), hostInterface };
  const gsoMaxSize = bridge.gso_max_size ?? gsoMaxSizes.sleeve;
  encodeAlias(attachment);
  // The other end may be gone, half-made or in a namespace that the id meant before.
  if (outside !== undefined && existing === undefined) await deleteLink(hostInterface, hostNetns);
  await allowPort(hostInterface, portIdentityOf(attachment), hostNetns);
  try {
    if (existing === undefined) await makePair(request, attachment, gsoMaxSize, hostNetns);
    else if (existing.inside.mtu !== request.mtu) await changeMtu(request, attachment, hostNetns);
    await Promise.all([
      pinForwardingEntries([{ mac, port: hostInterface }], hostNetns),
      configureInside(request, attachment, gsoMaxSize, existing === undefined ? [] : await addressesOf(request)),
    ]);
    const record = `alias '${encodeAlias(attachment)}'`;
    await ipBatch([`link set dev ${hostInterface} ${record}`], hostNetns);
    await announce(request, attachment, hostNetns);
  } catch (error) {
    if (existing === undefined) await removePair(hostInterface, hostNetns);
    else await allowAsRecorded(outside, hostNetns);
    throw error;
  }
  return attachment;
}

/**
 * Takes a container off the bridge; false when it was not on it. The container may be gone already.
 * @throws HOST_COMMAND_FAILED
 */
export async function detachContainer(
  container: { readonly containerId: string; readonly interface: string },
  hostNetns?: string,
): Promise<boolean> {
  const hostInterface = hostInterfaceName(container.containerId, container.interface);
  const found = await showLink(hostInterface, hostNetns);
  await removePair(hostInterface, hostNetns);
  return found !== undefined;
}

/**
 * For a router that starts, and when somebody flushed the host's rules: removes what interrupted attaches left, makes
 * the anti-spoofing rules those of the attachments that are there, and returns these, to be claimed.
 */
export async function reconcileAttachments(bridge: string, hostNetns?: string): Promise<readonly Attachment[]> {
  const { complete, halfMade } = await findAttachments(bridge, hostNetns);
  for (const name of halfMade) await deleteLink(name, hostNetns);
  const ports = complete.map((attachment) => [attachment.hostInterface, portIdentityOf(attachment)] as const);
  await restorePorts(new Map(ports), hostNetns);
  await pinForwardingEntries(
    complete.map(({ mac, hostInterface }) => ({ mac, port: hostInterface })),
    hostNetns,
  );
  return complete;
}

/**
 * Looks whether the anti-spoofing rules of these attachments still stand, and puts them back when somebody flushed them;
 * false when they had to be put back. Cheap when all is well: one listing.
 */
export async function assureAntiSpoofing(attached: readonly Attachment[], hostNetns?: string): Promise<boolean> {
  const ports = new Map(attached.map((attachment) => [attachment.hostInterface, portIdentityOf(attachment)] as const));
  if (await spoofTableHolds(ports, hostNetns)) return true;
  await mendSpoofTable(ports, hostNetns);
  return false;
}

/** Removes every attachment to the bridge: `weave reset`. */
export async function removeAttachments(bridge: string, hostNetns?: string): Promise<void> {
  const { complete, halfMade } = await findAttachments(bridge, hostNetns);
  const names = [...complete.map((attachment) => attachment.hostInterface), ...halfMade];
  for (const name of names) await deleteLink(name, hostNetns);
}

async function makePair(
  request: AttachRequest,
  attachment: Attachment,
  gsoMaxSize: number,
  hostNetns: string | undefined,
): Promise<void> {
  const { bridge, mtu, netns } = request;
  const { hostInterface, mac } = attachment;
  await ipBatch(
    [
      `link add name ${hostInterface} mtu ${mtu} type veth peer name ${request.interface} address ${mac} mtu ${mtu} netns ${netns}`,
      `link set dev ${hostInterface} gso_max_size ${gsoMaxSize}`,
      ...withoutLinkLocal(hostInterface, mtu),
      `link set dev ${hostInterface} master ${bridge}`,
      // Hairpin: a container reaches itself through an address that something on the host maps to it.
      `link set dev ${hostInterface} type bridge_slave learning off hairpin on`,
      `link set dev ${hostInterface} up`,
    ],
    hostNetns,
  );
}

/** Tells the neighbours whose addresses these are now, once the bridge lets it through, and opens the way to multicast. */
async function announce(request: AttachRequest, attachment: Attachment, hostNetns: string | undefined): Promise<void> {
  const deadline = performance.now() + forwardingMsMax;
  while ((await portState(attachment.hostInterface, hostNetns)) !== "forwarding" && performance.now() < deadline);
  await ipBatch(
    [
      // A change of the MAC, also to the same, makes the kernel announce all addresses of an interface that is up.
      `link set dev ${request.interface} address ${attachment.mac}`,
      `route replace 224.0.0.0/4 dev ${request.interface} scope link`,
    ],
    request.netns,
  );
}

/** A port follows its carrier a moment after both ends are up; the announcement is worth no longer wait. */
const forwardingMsMax = 500;

async function portState(hostInterface: string, hostNetns: string | undefined): Promise<unknown> {
  return (await showLink(hostInterface, hostNetns))?.linkinfo?.info_slave_data?.["state"];
}

/** Before anything else is set: an interface that had no IPv6 for its small MTU gets it by this. */
async function changeMtu(request: AttachRequest, attachment: Attachment, hostNetns: string | undefined): Promise<void> {
  const { hostInterface } = attachment;
  const outside = [`link set dev ${hostInterface} mtu ${request.mtu}`, ...withoutLinkLocal(hostInterface, request.mtu)];
  await ipBatch(outside, hostNetns);
  await ipBatch([`link set dev ${request.interface} mtu ${request.mtu}`], request.netns);
}

/** `present` are the addresses that the interface has already. */
async function configureInside(
  request: AttachRequest,
  attachment: Attachment,
  gsoMaxSize: number,
  present: readonly string[],
): Promise<void> {
  const { netns } = request;
  const name = request.interface;
  await writeSysctls(insideSettings(name, request.mtu), netns);
  const wanted = [...attachment.addresses.map(formatCidr), ...attachment.ipv6];
  const stale = present.filter((address) => !wanted.some((text) => sameAddress(text, address)));
  await ipBatch(
    [
      `link set dev ${name} gso_max_size ${gsoMaxSize}`,
      ...stale.map((address) => `address del ${address} dev ${name}`),
      ...attachment.addresses.map((cidr) => `address replace ${formatCidr(cidr)} brd + dev ${name}`),
      ...attachment.ipv6.map((address) => `address replace ${address} dev ${name} nodad`),
      `link set dev ${name} up`,
    ],
    netns,
  );
}

function insideSettings(name: string, mtu: number): Readonly<Record<string, string>> {
  const ipv4 = { [`net/ipv4/conf/${name}/arp_notify`]: "1" };
  if (!carriesIpv6(mtu)) return ipv4;
  return {
    ...ipv4,
    [`net/ipv6/conf/${name}/ndisc_notify`]: "1",
    // Docker switches IPv6 off in its containers; this is our interface, not its.
    [`net/ipv6/conf/${name}/disable_ipv6`]: "0",
    [`net/ipv6/conf/${name}/accept_ra`]: "0",
    [`net/ipv6/conf/${name}/accept_dad`]: "0",
  };
}

/** Global addresses on the container's interface, with prefix length. */
async function addressesOf(request: AttachRequest): Promise<readonly string[]> {
  const args = ["-j", "address", "show", "dev", request.interface, "scope", "global"];
  const { stdout } = await run("ip", args, { netns: request.netns });
  const links = JSON.parse(stdout.trim() || "[]") as { addr_info?: { local?: string; prefixlen: number }[] }[];
  return links.flatMap((link) =>
    (link.addr_info ?? []).flatMap(({ local, prefixlen }) => (local === undefined ? [] : [`${local}/${prefixlen}`])),
  );
}

function sameAddress(a: string, b: string): boolean {
  const canonical = (text: string) => {
    const [address = "", length] = text.split("/");
    return `${ipv6Groups(address)?.join(":") ?? address}/${length}`;
  };
  return canonical(a) === canonical(b);
}

/** The pair that an earlier attach made, if both ends are there and belong together. */
function existingPair(
  outside: LinkRecord | undefined,
  inside: LinkRecord | undefined,
  request: AttachRequest,
): { readonly inside: LinkRecord } | undefined {
  if (inside === undefined) return undefined;
  const paired =
    outside !== undefined && outside.link_index === inside.ifindex && inside.link_index === outside.ifindex;
  if (!paired) {
    throw hostError(
      "HOST_INTERFACE_TAKEN",
      `${request.containerId} has an interface ${request.interface} that weave did not make; remove it, or ask for another name`,
      { interface: request.interface, container: request.containerId },
    );
  }
  return outside.ifalias !== undefined && outside.master === request.bridge ? { inside } : undefined;
}

async function removePair(hostInterface: string, hostNetns: string | undefined): Promise<void> {
  await deleteLink(hostInterface, hostNetns);
  await forgetPorts([hostInterface], hostNetns);
}

/** After an attach that failed half-way: what its record does not name may be somebody else's soon. */
async function allowAsRecorded(outside: LinkRecord | undefined, hostNetns: string | undefined): Promise<void> {
  const record = decodeAlias(outside?.ifalias);
  if (outside === undefined || record === undefined) return;
  await allowPort(outside.ifname, portIdentityOf({ ...record, hostInterface: outside.ifname }), hostNetns);
}

function portIdentityOf(attachment: Attachment): PortIdentity {
  return {
    mac: attachment.mac,
    addresses: attachment.addresses.map((cidr) => cidr.address),
    ipv6: attachment.ipv6.map((text) => text.split("/")[0] as string),
  };
}

function recordOf(request: AttachRequest, mac: string): Omit<Attachment, "hostInterface"> {
  const { containerId, addresses, ipv6 } = request;
  return { containerId, interface: request.interface, mac, addresses, ipv6: carriesIpv6(request.mtu) ? ipv6 : [] };
}

function randomMac(): string {
  const bytes = randomBytes(6);
  bytes[0] = ((bytes[0] as number) | 0x02) & 0xfe;
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join(":");
}

/** What goes into a batch is checked, since its lines are split at blanks and end at `#`. */
function check(request: AttachRequest): void {
  const invalid = (text: string) =>
    hostError("HOST_INVALID_ARGUMENT", `${JSON.stringify(text)} is not valid here`, { text });
  for (const name of [request.interface, request.bridge]) if (!interfaceNamePattern.test(name)) throw invalid(name);
  if (!/^\/[^\s'"\\#]+$/.test(request.netns)) throw invalid(request.netns);
  if (request.mac !== undefined && !/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/.test(request.mac)) throw invalid(request.mac);
  for (const text of request.ipv6) {
    const [address = "", length = ""] = text.split("/");
    if (ipv6Groups(address) === undefined || !/^\d{1,3}$/.test(length)) throw invalid(text);
  }
}
