/**
 * What a peer says about itself: who it is and with whom it has links. Only its owner writes it, signed with the
 * identity key; everybody else keeps and forwards the original bytes.
 *
 *   signed record   64 bytes Ed25519 signature, then the protobuf `PeerRecord`
 *   signature over  "weave peer record v1\0" and the protobuf bytes
 *
 * Records of one peer are ordered by (incarnation, version); should a twin sign two different ones with equal numbers,
 * by their bytes, so that the order is total and merging by it is a join. Round trips and counters stay out of it.
 */
import { bytesEqual, compareBytes, concatBytes, utf8Encode } from "../base/bytes.ts";
import { failed, ok, type Result } from "../base/error.ts";
import { type PeerKey, type PeerName, peerKeyOf, peerNameOfKeyHash } from "../base/peer-name.ts";
import type { Crypto } from "../crypto/crypto-port.ts";
import { mesh } from "./wire.pb.js";
import { addressTextMax, decodeSafely, isPort, isShownText, nicknameBytesMax, plain } from "./wire.ts";

export const recordBytesMax = 131_072;
export const linksPerRecordMax = 1_024;
/** Beyond this an incarnation or version is refused, so that "one above" always exists. */
export const counterMax = 0xffff_0000;

const signatureLength = 64;
const domain = utf8Encode("weave peer record v1\0");

export interface LinkRecord {
  readonly peer: PeerKey;
  readonly remote: string;
  readonly outbound: boolean;
  readonly established: boolean;
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
  readonly links: readonly LinkRecord[];
  readonly withdrawn: boolean;
  /** Signature and record as they were signed. */
  readonly bytes: Uint8Array;
}

export type RecordContent = Omit<PeerRecord, "key" | "name" | "bytes">;

export function signRecord(crypto: Crypto, seed: Uint8Array, content: RecordContent): PeerRecord {
  const links = content.links.map((link) => ({ ...link, peer: keyBytes(link.peer) }));
  const body = plain(
    mesh.PeerRecord.encode({
      publicKey: content.publicKey,
      nickname: content.nickname,
      shortId: content.shortId,
      incarnation: content.incarnation,
      version: content.version,
      port: content.port,
      links,
      withdrawn: content.withdrawn,
    }).finish(),
  );
  const bytes = concatBytes(crypto.sign(seed, concatBytes(domain, body)), body);
  const key = peerKeyOf(content.publicKey);
  return { ...content, key, name: peerNameOfKeyHash(crypto.sha256(content.publicKey)), bytes };
}

/** Whose record this says it is, when it is encoded as ours are: what saves decoding a record that is known already. */
export function keyInFront(bytes: Uint8Array): PeerKey | undefined {
  const start = signatureLength + 2;
  if (bytes[signatureLength] !== 0x0a || bytes[signatureLength + 1] !== 32) return undefined;
  return peerKeyOf(bytes.subarray(start, start + 32));
}

/**
 * `known`, an earlier record of perhaps the same peer, saves hashing its key again.
 * Everything but the signature is checked; `verifyRecord` is dear and comes after the comparison with what we have. */
export function decodeRecord(crypto: Crypto, bytes: Uint8Array, known?: PeerRecord): Result<PeerRecord> {
  if (bytes.length <= signatureLength || bytes.length > recordBytesMax) return failed("record-length");
  const decoded = decodeSafely(bytes.subarray(signatureLength), (body) => mesh.PeerRecord.decode(body));
  if (!decoded.ok) return decoded;
  const { publicKey, nickname, shortId, incarnation, version, port, links, withdrawn } = decoded.value;
  if (publicKey.length !== 32) return failed("record-key");
  if (!isShownText(nickname, nicknameBytesMax)) return failed("record-nickname");
  if (shortId === 0) return failed("record-short-id");
  if (incarnation < 1 || incarnation > counterMax || version < 1 || version > counterMax) return failed("record-order");
  if (!isPort(port)) return failed("record-port");
  const decodedLinks = decodeLinks(links);
  if (!decodedLinks.ok) return decodedLinks;
  return ok({
    ...ownerOf(crypto, publicKey, known),
    nickname,
    shortId,
    incarnation,
    version,
    port,
    links: decodedLinks.value,
    withdrawn,
    bytes: plain(bytes),
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

function keyBytes(key: PeerKey): Uint8Array {
  const bytes = new Uint8Array(32);
  for (let i = 0; i < 32; i++) bytes[i] = Number.parseInt(key.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}
