/**
 * What a peer says about itself: who it is and with whom it has links. Only its owner writes it, signed with the
 * identity key; everybody else keeps and forwards the original bytes.
 *
 *   signed record   64 bytes Ed25519 signature, then the protobuf `PeerRecord`
 *   signature over  "weave peer record v1\0" and the protobuf bytes
 *
 * Links are written packed (packed-links.ts) where every router that is known reads that (`reads`), else as those of
 * v0.1.0 do. A packed link to a peer that nobody told us of yet is counted in `unresolved` until its key is known.
 *
 * Records of one peer are ordered by (incarnation, version); should a twin sign two different ones with equal numbers,
 * by their bytes, so that the order is total and merging by it is a join. Round trips and counters stay out of it.
 */
import { bytesEqual, compareBytes, concatBytes, decodeSafely, plain, utf8Encode } from "../base/bytes.ts";
import { failed, ok, type Result } from "../base/error.ts";
import { keyBytes, type PeerKey, type PeerName, peerKeyOf, peerNameOfKeyHash } from "../base/peer-name.ts";
import type { Crypto } from "../crypto/crypto-port.ts";
import {
  checkLinks,
  compareLinkIds,
  findLink,
  forEachLink,
  idAt,
  type Link,
  type LinkId,
  outboundAt,
  packLinks,
  remoteAt,
} from "./packed-links.ts";
import { mesh } from "./wire.pb.js";
import { addressTextMax, isPort, isShownText, linksPerRecordMax, nicknameBytesMax } from "./wire.ts";

export const recordBytesMax = 131_072;
/** A bit of `reads`: packed links and patches. */
export const readsPackedLinks = 1;
/** Beyond this an incarnation or version is refused, so that "one above" always exists. */
export const counterMax = 0xffff_0000;

const signatureLength = 64;
const domain = utf8Encode("weave peer record v1\0");

export interface LinkRecord extends Link {
  readonly established: boolean;
}

/** Reads itself from the packed form when asked: a mesh of a thousand has more links than are ever looked at. */
class LinkFromPacked implements LinkRecord {
  readonly peer: PeerKey;
  readonly #packed: Uint8Array;
  readonly #at: number;

  constructor(peer: PeerKey, packed: Uint8Array, at: number) {
    this.peer = peer;
    this.#packed = packed;
    this.#at = at;
  }

  get remote(): string {
    return remoteAt(this.#packed, this.#at);
  }

  get outbound(): boolean {
    return outboundAt(this.#packed, this.#at);
  }

  /** By id, with the link that lies there. */
  compareWith(packed: Uint8Array, at: number): number {
    return compareLinkIds(this.#packed, this.#at, packed, at);
  }

  get established(): boolean {
    return true;
  }
}

export interface PeerRecord {
  readonly key: PeerKey;
  readonly publicKey: Uint8Array;
  readonly name: PeerName;
  readonly nickname: string;
  readonly shortId: number;
  readonly incarnation: number;
  readonly version: number;
  /** TCP and UDP port. */
  readonly port: number;
  /** Without those that are `unresolved`. In the order of their peers. */
  readonly links: readonly LinkRecord[];
  readonly withdrawn: boolean;
  /** Bits, see above. */
  readonly reads: number;
  /** As they were signed; undefined in a record of the form of v0.1.0. */
  readonly packed: Uint8Array | undefined;
  /** How many packed links are not in `links`, since their peers were not known when it was decoded. */
  readonly unresolved: number;
  /** Signature and record as they were signed. */
  readonly bytes: Uint8Array;
}

export type RecordContent = Omit<PeerRecord, "key" | "name" | "bytes" | "reads" | "packed" | "unresolved" | "links"> & {
  readonly links: readonly Link[];
};

/** Finds the peer that an id means, among those that are known. */
export type KeyOfId = (id: LinkId) => PeerKey | undefined;

/** `isPacked`: everybody reads packed links. */
export function signRecord(crypto: Crypto, seed: Uint8Array, content: RecordContent, isPacked: boolean): PeerRecord {
  const links = content.links.toSorted((a, b) => (a.peer < b.peer ? -1 : 1));
  const packedLinks = isPacked ? packLinks(links) : new Uint8Array(0);
  const fields = { ...content, reads: readsPackedLinks };
  const body = isPacked ? encodeBody(fields, packedLinks) : encodeFullBody(fields, links);
  const bytes = concatBytes(crypto.sign(seed, concatBytes(domain, body)), body);
  const key = peerKeyOf(content.publicKey);
  return {
    ...content,
    links: links.map((link) => ({ ...link, established: true })),
    reads: fields.reads,
    packed: isPacked ? packedLinks : undefined,
    unresolved: 0,
    key,
    name: peerNameOfKeyHash(crypto.sha256(content.publicKey)),
    bytes,
  };
}

/**
 * The record as v0.1.0 wrote it, with nothing in place of the signature: what its owner keeps for its own next launch,
 * which checks none. It names peers by their whole keys, so it can be read before anybody is known.
 */
export function unsignedRecord(content: RecordContent): Uint8Array {
  const links = content.links.toSorted((a, b) => (a.peer < b.peer ? -1 : 1));
  return concatBytes(new Uint8Array(signatureLength), encodeFullBody({ ...content, reads: readsPackedLinks }, links));
}

type Fields = Omit<RecordContent, "links"> & { readonly reads: number };

/** The same bytes wherever it is done: a patch is signed as the record that results. */
function encodeBody(fields: Fields, packedLinks: Uint8Array): Uint8Array {
  return plain(mesh.PeerRecord.encode({ ...fieldsOf(fields), packedLinks }).finish());
}

function encodeFullBody(fields: Fields, links: readonly Link[]): Uint8Array {
  const full = links.map((link) => ({ ...link, established: true, peer: keyBytes(link.peer) }));
  return plain(mesh.PeerRecord.encode({ ...fieldsOf(fields), links: full }).finish());
}

function fieldsOf({ publicKey, nickname, shortId, incarnation, version, port, withdrawn, reads }: Fields) {
  return { publicKey, nickname, shortId, incarnation, version, port, withdrawn, reads };
}

/** A later version of `known` with these links, signed by somebody else: to be verified. */
export function laterVersion(
  known: PeerRecord,
  version: number,
  packed: Uint8Array,
  signature: Uint8Array,
  keyOfId: KeyOfId,
): PeerRecord {
  const bytes = concatBytes(signature, encodeBody({ ...known, version }, packed));
  return { ...known, version, packed, bytes, ...resolved(packed, keyOfId, known.links) };
}

/** The record, with its link to the owner of `peer`, who is known now; the same when it has none, or listed it before. */
export function resolveLink(record: PeerRecord, { key: peer, publicKey }: PeerRecord): PeerRecord {
  const { packed, links } = record;
  const lies = packed && findLink(packed, publicKey);
  if (packed === undefined || lies === undefined) return record;
  const at = links.findIndex((link) => link.peer >= peer);
  if (links[at]?.peer === peer) return record;
  const added = new LinkFromPacked(peer, packed, lies);
  return {
    ...record,
    links: links.toSpliced(at < 0 ? links.length : at, 0, added),
    unresolved: record.unresolved - 1,
  };
}

/** `before`: links of an earlier version, which save looking most keys up. */
function resolved(
  packed: Uint8Array,
  keyOfId: KeyOfId,
  before: readonly LinkRecord[] = [],
): Pick<PeerRecord, "links" | "unresolved"> {
  const links: LinkRecord[] = [];
  let unresolved = 0;
  let next = 0;
  forEachLink(packed, (at) => {
    let order = -1;
    let same = before[next];
    while (same instanceof LinkFromPacked) {
      order = same.compareWith(packed, at);
      if (order >= 0) break;
      same = before[++next];
    }
    const peer = same && order === 0 ? same.peer : keyOfId(idAt(packed, at));
    if (peer === undefined) unresolved++;
    else links.push(new LinkFromPacked(peer, packed, at));
  });
  return { links, unresolved };
}

/** Whose record this says it is, when it is encoded as ours are: what saves decoding a record that is known already. */
export function keyInFront(bytes: Uint8Array): PeerKey | undefined {
  const start = signatureLength + 2;
  if (bytes[signatureLength] !== 0x0a || bytes[signatureLength + 1] !== 32) return undefined;
  return peerKeyOf(bytes.subarray(start, start + 32));
}

/**
 * `known`, an earlier record of perhaps the same peer, saves hashing its key again; `keyOfId` knows the peers of packed
 * links. Everything but the signature is checked; `verifyRecord` is dear and comes after the comparison with what we have. */
export function decodeRecord(
  crypto: Crypto,
  bytes: Uint8Array,
  known?: PeerRecord,
  keyOfId: KeyOfId = () => undefined,
): Result<PeerRecord> {
  if (bytes.length <= signatureLength || bytes.length > recordBytesMax) return failed("record-length");
  const own = plain(bytes); // the packed links are a view into it
  const decoded = decodeSafely(own.subarray(signatureLength), (body) => mesh.PeerRecord.decode(body));
  if (!decoded.ok) return decoded;
  const { publicKey, nickname, shortId, incarnation, version, port, withdrawn, reads } = decoded.value;
  if (publicKey.length !== 32) return failed("record-key");
  if (!isShownText(nickname, nicknameBytesMax)) return failed("record-nickname");
  if (shortId === 0) return failed("record-short-id");
  if (incarnation < 1 || incarnation > counterMax || version < 1 || version > counterMax) return failed("record-order");
  if (!isPort(port)) return failed("record-port");
  const links = linksOf(decoded.value, keyOfId);
  if (!links.ok) return links;
  return ok({
    ...ownerOf(crypto, publicKey, known),
    ...links.value,
    nickname,
    shortId,
    incarnation,
    version,
    port,
    withdrawn,
    reads,
    bytes: own,
  });
}

function ownerOf(
  crypto: Crypto,
  key: Uint8Array,
  known: PeerRecord | undefined,
): Pick<PeerRecord, "key" | "publicKey" | "name"> {
  if (known && bytesEqual(known.publicKey, key))
    return { key: known.key, publicKey: known.publicKey, name: known.name };
  const publicKey = plain(key);
  return { key: peerKeyOf(publicKey), publicKey, name: peerNameOfKeyHash(plain(crypto.sha256(publicKey))) };
}

function linksOf(
  { links, packedLinks }: mesh.PeerRecord,
  keyOfId: KeyOfId,
): Result<Pick<PeerRecord, "links" | "unresolved" | "packed">> {
  if (packedLinks.length === 0 && links.length > 0) {
    const decoded = decodeLinks(links);
    return decoded.ok ? ok({ links: decoded.value, unresolved: 0, packed: undefined }) : decoded;
  }
  if (links.length > 0) return failed("record-links");
  const packed = checkLinks(packedLinks);
  return packed.ok ? ok({ packed: packed.value, ...resolved(packed.value, keyOfId) }) : packed;
}

function decodeLinks(links: readonly mesh.Link.$Properties[]): Result<readonly LinkRecord[]> {
  if (links.length > linksPerRecordMax) return failed("record-links");
  const decoded: LinkRecord[] = [];
  let previous = "";
  for (const link of links) {
    if (link.peer?.length !== 32) return failed("link-key");
    const peer = peerKeyOf(link.peer);
    if (peer <= previous) return failed("link-order");
    previous = peer;
    const remote = link.remote ?? "";
    if (!isShownText(remote, addressTextMax)) return failed("link-remote");
    decoded.push({ peer, remote, outbound: link.outbound ?? false, established: link.established ?? false });
  }
  return ok(decoded);
}

export function verifyRecord(crypto: Crypto, record: PeerRecord): boolean {
  const signature = record.bytes.subarray(0, signatureLength);
  const body = record.bytes.subarray(signatureLength);
  return crypto.verify(record.publicKey, concatBytes(domain, body), signature);
}

/** Total order of the records of one peer: positive when `a` supersedes `b`. */
export function compareRecords(a: PeerRecord, b: PeerRecord): number {
  return a.incarnation - b.incarnation || a.version - b.version || compareBytes(a.bytes, b.bytes);
}
