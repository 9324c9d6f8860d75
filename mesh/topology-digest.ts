/**
 * Digests of a topology, which neighbours refine until only the records that differ are left. What costs nothing when
 * all is well is gossip's hash of the flat digest; only where that differs are these sent.
 *
 *   1 flat    per peer, ordered by key: 8 bytes key prefix, 4 incarnation, 4 version, 4 tag. The state's identity, and
 *             what routers of v0.1.0 ask and answer with: 20 bytes a peer
 *   2 sums    1 byte log2 of the number of buckets, 4 bytes how many records, then 8 bytes a bucket: exclusive or of the
 *             hashes of its records' entries. A bucket holds the keys that begin with the same bits
 *   3 detail  1 byte log2, a bit a bucket, then the entries (as in 1) of the buckets whose bit is set
 *
 *   asked with sums     we answer with the detail of the buckets that differ; with everything to one that has little
 *   asked with detail   with the records that its owner lacks there, and with our detail where we lack something
 *
 * With b buckets that costs 8 b and twice 20 n / b bytes for one record among n: b is near the square root of 5 n.
 */
import { bytesEqual, concatBytes } from "../base/bytes.ts";
import type { LinkId } from "./packed-links.ts";
import type { PeerRecord } from "./peer-record.ts";

const [flatFormat, sumsFormat, detailFormat] = [1, 2, 3];
const entryLength = 20;
const sumLength = 8;
const sumsHeader = 6;
const bucketsMinLog2 = 2;
const bucketsMaxLog2 = 8;
/** One that has so much less than we is told everything at once. */
const newcomerFactor = 4;

export interface DigestEntry {
  readonly incarnation: number;
  readonly version: number;
  readonly tag: number;
}

export type TopologyDigest =
  | { readonly kind: "flat"; readonly entries: ReadonlyMap<LinkId, DigestEntry> }
  | { readonly kind: "sums"; readonly log2: number; readonly count: number; readonly sums: Uint8Array }
  | {
      readonly kind: "detail";
      readonly log2: number;
      readonly buckets: ReadonlySet<number>;
      readonly entries: ReadonlyMap<LinkId, DigestEntry>;
    };

/** `records` in the order of their keys. */
export function flatDigest(records: readonly PeerRecord[]): Uint8Array {
  return concatBytes(Uint8Array.of(flatFormat), entriesOf(records));
}

export function bucketsLog2For(count: number): number {
  const log2 = Math.floor(Math.log2(Math.max(1, 5 * count)) / 2);
  return Math.min(bucketsMaxLog2, Math.max(bucketsMinLog2, log2));
}

export function sumsDigest(records: readonly PeerRecord[], log2: number = bucketsLog2For(records.length)): Uint8Array {
  const bytes = new Uint8Array(sumsHeader + sumLength * 2 ** log2);
  const view = new DataView(bytes.buffer);
  bytes[0] = sumsFormat;
  bytes[1] = log2;
  view.setUint32(2, records.length);
  for (const record of records) {
    const at = sumsHeader + sumLength * bucketOf(record, log2);
    const [first, second] = entryHash(record);
    view.setUint32(at, view.getUint32(at) ^ first);
    view.setUint32(at + 4, view.getUint32(at + 4) ^ second);
  }
  return bytes;
}

export function detailDigest(records: readonly PeerRecord[], log2: number, buckets: ReadonlySet<number>): Uint8Array {
  const bits = new Uint8Array(Math.max(1, 2 ** log2 / 8));
  for (const bucket of buckets) bits[bucket >> 3] = (bits[bucket >> 3] as number) | (1 << (bucket & 7));
  const listed = records.filter((record) => buckets.has(bucketOf(record, log2)));
  return concatBytes(Uint8Array.of(detailFormat, log2), bits, entriesOf(listed));
}

/** Undefined when malformed, larger than `peersMax` peers, or of a format that we do not know. */
export function decodeTopologyDigest(bytes: Uint8Array, peersMax: number): TopologyDigest | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const [format, log2 = 0] = bytes;
  if (format === flatFormat) {
    const entries = decodeEntries(view, 1, peersMax);
    return entries && { kind: "flat", entries };
  }
  if (log2 < bucketsMinLog2 || log2 > bucketsMaxLog2) return undefined;
  const count = 2 ** log2;
  if (format === sumsFormat) {
    if (bytes.length !== sumsHeader + sumLength * count) return undefined;
    return { kind: "sums", log2, count: view.getUint32(2), sums: bytes.subarray(sumsHeader) };
  }
  if (format !== detailFormat) return undefined;
  const start = 2 + Math.max(1, count / 8);
  const entries = decodeEntries(view, start, peersMax);
  if (!entries) return undefined;
  const buckets = new Set<number>();
  for (let bucket = 0; bucket < count; bucket++)
    if (((bytes[2 + (bucket >> 3)] as number) >> (bucket & 7)) & 1) buckets.add(bucket);
  return { kind: "detail", log2, buckets, entries };
}

/** The buckets in which `records` differ from what was summed. */
export function differingBuckets(
  records: readonly PeerRecord[],
  { log2, sums }: Extract<TopologyDigest, { kind: "sums" }>,
): ReadonlySet<number> {
  const ours = sumsDigest(records, log2).subarray(sumsHeader);
  const differing = new Set<number>();
  for (let bucket = 0; bucket < 2 ** log2; bucket++) {
    const [from, to] = [sumLength * bucket, sumLength * (bucket + 1)];
    if (!bytesEqual(ours.subarray(from, to), sums.subarray(from, to))) differing.add(bucket);
  }
  return differing;
}

export function isNewcomer(digest: Extract<TopologyDigest, { kind: "sums" }>, ourCount: number): boolean {
  return newcomerFactor * digest.count <= ourCount;
}

export function bucketOf({ publicKey }: PeerRecord, log2: number): number {
  return (((publicKey[0] as number) << 8) | (publicKey[1] as number)) >>> (16 - log2);
}

/** The first bytes of the signature: tells apart two records that a twin gave equal numbers. */
export function tagOf(record: PeerRecord): number {
  return word(record.bytes, 0);
}

/** Whether the owner of `remote` lacks `record`. */
export function isNewsTo(record: PeerRecord, remote: DigestEntry | undefined): boolean {
  if (!remote) return true;
  const order = record.incarnation - remote.incarnation || record.version - remote.version;
  return order > 0 || (order === 0 && tagOf(record) !== remote.tag);
}

/** Whether we, who have `record` of that peer or none, lack what `remote` stands for. */
export function isLackedBy(remote: DigestEntry, record: PeerRecord | undefined): boolean {
  if (!record) return true;
  const order = remote.incarnation - record.incarnation || remote.version - record.version;
  return order > 0 || (order === 0 && tagOf(record) !== remote.tag);
}

function entriesOf(records: readonly PeerRecord[]): Uint8Array {
  const bytes = new Uint8Array(records.length * entryLength);
  const view = new DataView(bytes.buffer);
  let offset = 0;
  for (const record of records) {
    bytes.set(record.publicKey.subarray(0, 8), offset);
    view.setUint32(offset + 8, record.incarnation);
    view.setUint32(offset + 12, record.version);
    view.setUint32(offset + 16, tagOf(record));
    offset += entryLength;
  }
  return bytes;
}

function decodeEntries(view: DataView, start: number, peersMax: number): Map<LinkId, DigestEntry> | undefined {
  const length = view.byteLength - start;
  if (length < 0 || length % entryLength !== 0 || length > peersMax * entryLength) return undefined;
  const entries = new Map<LinkId, DigestEntry>();
  for (let offset = start; offset < view.byteLength; offset += entryLength) {
    const id = hex32(view.getUint32(offset)) + hex32(view.getUint32(offset + 4));
    entries.set(id as LinkId, {
      incarnation: view.getUint32(offset + 8),
      version: view.getUint32(offset + 12),
      tag: view.getUint32(offset + 16),
    });
  }
  return entries;
}

/** Two lanes; each step can be undone, so that no difference of one entry is lost. */
function entryHash(record: PeerRecord): readonly [number, number] {
  const words = [
    word(record.publicKey, 0),
    word(record.publicKey, 4),
    record.incarnation,
    record.version,
    tagOf(record),
  ];
  let first = 0x243f6a88;
  let second = 0x85a308d3;
  for (const next of words) {
    first = Math.imul(first ^ next, 0x9e3779b1);
    first ^= first >>> 15;
    second = Math.imul((second + next) | 0, 0x85ebca77);
    second ^= second >>> 13;
  }
  return [first, second];
}

function word(bytes: Uint8Array, at: number): number {
  const [a = 0, b = 0, c = 0, d = 0] = [bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]];
  return ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
}

function hex32(value: number): string {
  return value.toString(16).padStart(8, "0");
}
