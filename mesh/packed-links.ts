/**
 * The links of a record, packed: about 13 bytes a link where plain fields take 57, so that a record of 100 links is a
 * little more than a kilobyte (docs/decisions/0009).
 *
 *   link      8 bytes id: the first of the peer's key; ids ascend, so there is one form of each set of links
 *             1 byte  bit 0: we dialled it; bits 1-2: 0 no address, 1 IPv4, 2 text; bit 3: a port follows
 *             address 4 bytes, or 1 byte length and so many of UTF-8 text
 *             port    2 bytes, big endian
 *
 * An id names a peer whose record is known; of two keys with one id (64 bits, which nobody meets by accident) the first
 * known is meant. Links are read where they lie: nothing is decoded until somebody asks.
 */
import { formatIpv4, parseIpv4 } from "../base/address.ts";
import { concatBytes, toHex, utf8Encode } from "../base/bytes.ts";
import { failed, ok, type Result } from "../base/error.ts";
import type { PeerKey } from "../base/peer-name.ts";
import { addressTextMax, isShownText, linksPerRecordMax } from "./wire.ts";

/** The first 16 hex digits of a peer's key. */
export type LinkId = string & { readonly linkId: unique symbol };

export interface Link {
  readonly peer: PeerKey;
  /** `host:port` where the peer was dialled; the host alone where it dialled us. */
  readonly remote: string;
  readonly outbound: boolean;
}

/** Where a packed link lies. */
export interface PackedLink {
  readonly id: LinkId;
  readonly bytes: Uint8Array;
}

const idLength = 8;
const headLength = idLength + 1;
const [noAddress, ipv4Address, textAddress] = [0, 1, 2];

export function linkIdOf(key: PeerKey): LinkId {
  return key.slice(0, 2 * idLength) as LinkId;
}

/** Of one link; `packLinks` joins them in the order of their peers. */
function packLink({ peer, remote, outbound }: Link): Uint8Array {
  const port = /:(\d{1,5})$/.exec(remote);
  const host = parseIpv4(port ? remote.slice(0, port.index) : remote);
  const head = new Uint8Array(headLength);
  for (let i = 0; i < idLength; i++) head[i] = Number.parseInt(peer.slice(2 * i, 2 * i + 2), 16);
  const dialled = outbound ? 1 : 0;
  if (remote === "") {
    head[idLength] = dialled | (noAddress << 1);
    return head;
  }
  if (host === undefined || remoteOf(host, port?.[1]) !== remote || Number(port?.[1] ?? 0) > 65_535) {
    const text = utf8Encode(remote);
    head[idLength] = dialled | (textAddress << 1);
    return concatBytes(head, Uint8Array.of(text.length), text);
  }
  head[idLength] = dialled | (ipv4Address << 1) | (port ? 8 : 0);
  const address = Uint8Array.of(host >>> 24, host >>> 16, host >>> 8, host);
  if (!port) return concatBytes(head, address);
  const number = Number(port[1]);
  return concatBytes(head, address, Uint8Array.of(number >>> 8, number));
}

function remoteOf(host: number, port: string | undefined): string {
  return port === undefined ? formatIpv4(host) : `${formatIpv4(host)}:${Number(port)}`;
}

export function packLinks(links: readonly Link[]): Uint8Array {
  return concatBytes(...links.toSorted((a, b) => (a.peer < b.peer ? -1 : 1)).map(packLink));
}

/** The links one by one; checked for form, order and number. */
export function unpackLinks(packed: Uint8Array): Result<readonly PackedLink[]> {
  const links: PackedLink[] = [];
  let previous = "";
  for (let at = 0; at < packed.length; ) {
    const length = linkLength(packed, at);
    if (length === undefined || at + length > packed.length) return failed("link-form");
    const id = toHex(packed.subarray(at, at + idLength)) as LinkId;
    if (id <= previous) return failed("link-order");
    if (links.length >= linksPerRecordMax) return failed("record-links");
    const link = { id, bytes: packed.subarray(at, at + length) };
    if (!isShownRemote(link.bytes)) return failed("link-remote");
    links.push(link);
    previous = id;
    at += length;
  }
  return ok(links);
}

/** Numbers are; text need not be. */
function isShownRemote(link: Uint8Array): boolean {
  const form = ((link[idLength] as number) >> 1) & 3;
  return form !== textAddress || isShownText(remoteIn(link), addressTextMax);
}

function linkLength(packed: Uint8Array, at: number): number | undefined {
  const head = packed[at + idLength];
  if (head === undefined || head > 15) return undefined;
  const form = (head >> 1) & 3;
  const port = head & 8 ? 2 : 0;
  if (form === ipv4Address) return headLength + 4 + port;
  if (port > 0) return undefined;
  if (form === noAddress) return headLength;
  const length = packed[at + headLength];
  return form === textAddress && length !== undefined ? headLength + 1 + length : undefined;
}

export function remoteIn(link: Uint8Array): string {
  const head = link[idLength] as number;
  const form = (head >> 1) & 3;
  if (form === noAddress) return "";
  if (form === textAddress) return textOf(link.subarray(headLength + 1));
  const view = new DataView(link.buffer, link.byteOffset + headLength, link.length - headLength);
  const host = formatIpv4(view.getUint32(0));
  return head & 8 ? `${host}:${view.getUint16(4)}` : host;
}

export function outboundIn(link: Uint8Array): boolean {
  return ((link[idLength] as number) & 1) === 1;
}

/** Byte for byte: whatever is no ASCII will not count as shown text, which an address never needs. */
function textOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => (byte < 0x80 ? String.fromCharCode(byte) : "\u0000")).join("");
}

/** `packed` with the links of `changed` put in or replaced, and those of `gone` left out. */
export function patchLinks(
  packed: readonly PackedLink[],
  changed: readonly PackedLink[],
  gone: ReadonlySet<LinkId>,
): readonly PackedLink[] {
  const replaced = new Set(changed.map(({ id }) => id));
  const kept = packed.filter(({ id }) => !gone.has(id) && !replaced.has(id));
  return [...kept, ...changed].sort((a, b) => (a.id < b.id ? -1 : 1));
}

export function joinLinks(links: readonly PackedLink[]): Uint8Array {
  return concatBytes(...links.map(({ bytes }) => bytes));
}
