/**
 * What the host's own interfaces tell about attachments. The alias of a container's host-side veth holds a record (who
 * is attached, with which MAC and addresses) that is written last, so a veth of ours without one is half-made: the
 * router or the machine ended in between. A restarted router claims what it finds here; nothing else is remembered.
 *
 * Names of host-side veths: `vethwepl` and 7 characters of a hash of (container, interface): stable, 15 characters.
 */
import { createHash } from "node:crypto";
import { type Cidr, formatCidr, parseAddressWithPrefix } from "../base/address.ts";
import { formatIpv6Groups, ipv6Groups } from "../base/ipv6.ts";
import { hostError } from "./error.ts";
import { type LinkRecord, showLinks } from "./link.ts";

export interface Attachment {
  readonly containerId: string;
  /** The interface's name inside the container. */
  readonly interface: string;
  readonly hostInterface: string;
  readonly mac: string;
  readonly addresses: readonly Cidr[];
  /** `fd00::a20:1/96`. */
  readonly ipv6: readonly string[];
}

export interface AttachmentsFound {
  readonly complete: readonly Attachment[];
  /** Names of host-side veths that an interrupted attach left behind. */
  readonly halfMade: readonly string[];
}

const namePrefix = "vethwepl";
/** IFALIASZ less the closing zero. */
const aliasBytesMax = 255;
const containerIdPattern = /^[A-Za-z0-9_.:@/+-]{1,128}$/;

/** The host-side veth's name for a container's interface. */
export function hostInterfaceName(containerId: string, containerInterface: string): string {
  const hash = createHash("sha256").update(`${containerId}\0${containerInterface}`).digest();
  const digits = hash.readBigUInt64BE(0).toString(36).padStart(7, "0");
  return namePrefix + digits.slice(-7);
}

/**
 * The record as it stands in the alias.
 * @throws HOST_INVALID_ARGUMENT, HOST_TOO_MANY_ADDRESSES
 */
export function encodeAlias(attachment: Omit<Attachment, "hostInterface">): string {
  if (!containerIdPattern.test(attachment.containerId)) {
    throw hostError("HOST_INVALID_ARGUMENT", `${JSON.stringify(attachment.containerId)} cannot be a container's id`, {
      text: attachment.containerId,
    });
  }
  const prefix = commonPrefix(attachment);
  const texts = attachment.addresses.map(formatCidr);
  const shown = prefix === undefined ? [...texts, ...attachment.ipv6] : texts;
  const alias = recordText({ ...attachment, addresses: shown, prefix });
  if (alias.length <= aliasBytesMax) return alias;
  throw tooManyAddresses(attachment.containerId, attachment.interface, alias.length);
}

/**
 * Before addresses are asked for: whether a record can hold all of these, as long as they may turn out. With an id of 64
 * characters five to seven fit, with a short name about ten.
 * @throws HOST_TOO_MANY_ADDRESSES
 */
export function assertRoomForAddresses(
  containerId: string,
  containerInterface: string,
  addresses: readonly string[],
): void {
  const mac = "00:00:00:00:00:00";
  const prefix = "0".repeat(24);
  const bytes = recordText({ containerId, interface: containerInterface, mac, addresses, prefix }).length;
  if (bytes > aliasBytesMax) throw tooManyAddresses(containerId, containerInterface, bytes);
}

function recordText(record: {
  readonly containerId: string;
  readonly interface: string;
  readonly mac: string;
  readonly addresses: readonly string[];
  /** 12 bytes in hex: the IPv6 addresses are these and the IPv4 addresses. */
  readonly prefix: string | undefined;
}): string {
  const { containerId, interface: containerInterface, mac, addresses, prefix } = record;
  return JSON.stringify({ c: containerId, i: containerInterface, m: mac, a: addresses, p: prefix });
}

/** The 12 bytes that all IPv6 addresses begin with, when the IPv4 addresses tell the rest: one record holds more so. */
function commonPrefix({ addresses, ipv6 }: Pick<Attachment, "addresses" | "ipv6">): string | undefined {
  const groups = ipv6Groups(ipv6[0]?.split("/")[0] ?? "")?.slice(0, 6);
  if (groups === undefined) return undefined;
  const prefix = groups.map((group) => group.toString(16).padStart(4, "0")).join("");
  const derived = derivedIpv6(prefix, addresses);
  return derived.length === ipv6.length && derived.every((text, at) => text === ipv6[at]) ? prefix : undefined;
}

function derivedIpv6(prefix: string, addresses: readonly Cidr[]): readonly string[] {
  const groups = (prefix.match(/.{4}/g) ?? []).map((digits) => Number.parseInt(digits, 16));
  return addresses.map(
    ({ address, prefixLength }) =>
      `${formatIpv6Groups([...groups, address >>> 16, address & 0xffff])}/${96 + prefixLength}`,
  );
}

function tooManyAddresses(containerId: string, interfaceName: string, bytes: number): Error {
  return hostError(
    "HOST_TOO_MANY_ADDRESSES",
    `${containerId} would have more addresses on ${interfaceName} than one interface can record; attach it a second time with --interface NAME`,
    { container: containerId, interface: interfaceName, bytes, bytesMax: aliasBytesMax },
  );
}

/** Undefined when the text is no record of ours. */
export function decodeAlias(alias: string | undefined): Omit<Attachment, "hostInterface"> | undefined {
  if (alias === undefined || !alias.startsWith("{")) return undefined;
  try {
    const record = JSON.parse(alias) as { c?: unknown; i?: unknown; m?: unknown; a?: unknown; p?: unknown };
    if (typeof record.c !== "string" || typeof record.i !== "string" || typeof record.m !== "string") return undefined;
    if (!Array.isArray(record.a)) return undefined;
    const texts = record.a.filter((text): text is string => typeof text === "string");
    const addresses = texts.map(parseAddressWithPrefix).filter((cidr) => cidr !== undefined);
    const hasPrefix = typeof record.p === "string" && /^[0-9a-f]{24}$/.test(record.p);
    return {
      containerId: record.c,
      interface: record.i,
      mac: record.m,
      addresses,
      ipv6: hasPrefix ? derivedIpv6(record.p as string, addresses) : texts.filter((text) => text.includes(":")),
    };
  } catch {
    return undefined;
  }
}

/** All attachments to a bridge, and what is left of interrupted ones. Reads the kernel's list once: O(veths). */
export async function findAttachments(bridge: string, netns?: string): Promise<AttachmentsFound> {
  const complete: Attachment[] = [];
  const halfMade: string[] = [];
  for (const link of await showLinks(["type", "veth"], netns)) {
    if (!isOurs(link, bridge)) continue;
    const record = decodeAlias(link.ifalias);
    if (record === undefined || link.master === undefined) halfMade.push(link.ifname);
    else complete.push({ ...record, hostInterface: link.ifname });
  }
  return { complete, halfMade };
}

/** The complete attachments to a bridge, in the kernel's order. */
export async function listAttached(bridge: string, netns?: string): Promise<readonly Attachment[]> {
  return (await findAttachments(bridge, netns)).complete;
}

function isOurs(link: LinkRecord, bridge: string): boolean {
  return link.ifname.startsWith(namePrefix) && (link.master === undefined || link.master === bridge);
}
