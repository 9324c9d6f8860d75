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
 * known is meant. Links are read where they lie, at an offset into the packed bytes: an object for each would take ten
 * times what it says. Walks are O(links).
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

/** `packed` again, when its links are right in form, order and number. */
export function checkLinks(packed: Uint8Array): Result<Uint8Array> {
  let count = 0;
  let previous = -1;
  for (let at = 0; at < packed.length; ) {
    const length = linkLength(packed, at);
    if (length === undefined || at + length > packed.length) return failed("link-form");
    if (previous >= 0 && compareLinkIds(packed, previous, packed, at) >= 0) return failed("link-order");
    if (++count > linksPerRecordMax) return failed("record-links");
    if (!isShownRemote(packed, at)) return failed("link-remote");
    previous = at;
    at += length;
  }
  return ok(packed);
}

/** Of links that were checked: where each lies. */
export function forEachLink(packed: Uint8Array, take: (at: number, end: number) => void): void {
  for (let at = 0; at < packed.length; ) {
    const end = at + (linkLength(packed, at) as number);
    take(at, end);
    at = end;
  }
}

export function countLinks(packed: Uint8Array): number {
  let count = 0;
  forEachLink(packed, () => count++);
  return count;
}

export function idAt(packed: Uint8Array, at: number): LinkId {
  return toHex(packed.subarray(at, at + idLength)) as LinkId;
}

/** By the ids of the links that lie there; negative, zero or positive. */
export function compareLinkIds(a: Uint8Array, atA: number, b: Uint8Array, atB: number): number {
  for (let i = 0; i < idLength; i++) {
    const difference = (a[atA + i] as number) - (b[atB + i] as number);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Where the link to the owner of `publicKey` lies. */
export function findLink(packed: Uint8Array, publicKey: Uint8Array): number | undefined {
  for (let at = 0; at < packed.length; at += linkLength(packed, at) as number) {
    const order = compareLinkIds(packed, at, publicKey, 0);
    if (order === 0) return at;
    if (order > 0) return undefined;
  }
  return undefined;
}

/** Numbers are; text need not be. */
function isShownRemote(packed: Uint8Array, at: number): boolean {
  const form = ((packed[at + idLength] as number) >> 1) & 3;
  return form !== textAddress || isShownText(remoteAt(packed, at), addressTextMax);
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

export function remoteAt(packed: Uint8Array, at: number): string {
  const head = packed[at + idLength] as number;
  const form = (head >> 1) & 3;
  const start = at + headLength;
  if (form === noAddress) return "";
  if (form === textAddress) return textOf(packed.subarray(start + 1, start + 1 + (packed[start] as number)));
  const view = new DataView(packed.buffer, packed.byteOffset + start);
  const host = formatIpv4(view.getUint32(0));
  return head & 8 ? `${host}:${view.getUint16(4)}` : host;
}

export function outboundAt(packed: Uint8Array, at: number): boolean {
  return ((packed[at + idLength] as number) & 1) === 1;
}

/** Byte for byte: whatever is no ASCII will not count as shown text, which an address never needs. */
function textOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => (byte < 0x80 ? String.fromCharCode(byte) : "\u0000")).join("");
}

/** `packed` with the links of `changed` put in or replaced, and those of `gone` left out. */
export function patchLinks(packed: Uint8Array, changed: Uint8Array, gone: ReadonlySet<LinkId>): Uint8Array {
  const parts: Uint8Array[] = [];
  let next = 0;
  const takeChanged = () => {
    const end = next + (linkLength(changed, next) as number);
    parts.push(changed.subarray(next, end));
    next = end;
  };
  forEachLink(packed, (at, end) => {
    while (next < changed.length && compareLinkIds(changed, next, packed, at) < 0) takeChanged();
    if (next < changed.length && compareLinkIds(changed, next, packed, at) === 0) takeChanged();
    else if (gone.size === 0 || !gone.has(idAt(packed, at))) parts.push(packed.subarray(at, end));
  });
  while (next < changed.length) takeChanged();
  return concatBytes(...parts);
}

/** The links of `packed` whose ids are in `ids`. */
export function linksOfIds(packed: Uint8Array, ids: ReadonlySet<LinkId>): Uint8Array {
  const parts: Uint8Array[] = [];
  forEachLink(packed, (at, end) => {
    if (ids.has(idAt(packed, at))) parts.push(packed.subarray(at, end));
  });
  return concatBytes(...parts);
}
