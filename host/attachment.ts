/**
 * What the host's own interfaces tell about attachments. The alias of a container's host-side veth holds a record (who
 * is attached, with which MAC and addresses) that is written last, so a veth of ours without one is half-made: the
 * router or the machine ended in between. A restarted router claims what it finds here; nothing else is remembered.
 *
 * Names of host-side veths: `vethwepl` and 7 characters of a hash of (container, interface): stable, 15 characters.
 */
import { createHash } from "node:crypto";
import { type Cidr, formatCidr, parseAddressWithPrefix } from "../base/address.ts";
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
  const alias = JSON.stringify({
    c: attachment.containerId,
    i: attachment.interface,
    m: attachment.mac,
    a: [...attachment.addresses.map(formatCidr), ...attachment.ipv6],
  });
  if (alias.length <= aliasBytesMax) return alias;
  throw hostError(
    "HOST_TOO_MANY_ADDRESSES",
    `${attachment.containerId} has more addresses on ${attachment.interface} than one interface can record; attach another interface`,
    { container: attachment.containerId, bytes: alias.length },
  );
}

/** Undefined when the text is no record of ours. */
export function decodeAlias(alias: string | undefined): Omit<Attachment, "hostInterface"> | undefined {
  if (alias === undefined || !alias.startsWith("{")) return undefined;
  try {
    const record = JSON.parse(alias) as { c?: unknown; i?: unknown; m?: unknown; a?: unknown };
    if (typeof record.c !== "string" || typeof record.i !== "string" || typeof record.m !== "string") return undefined;
    if (!Array.isArray(record.a)) return undefined;
    const texts = record.a.filter((text): text is string => typeof text === "string");
    return {
      containerId: record.c,
      interface: record.i,
      mac: record.m,
      addresses: texts.map(parseAddressWithPrefix).filter((cidr) => cidr !== undefined),
      ipv6: texts.filter((text) => text.includes(":")),
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
