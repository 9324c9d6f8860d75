/**
 * The ring's digest for anti-entropy: sums of record hashes by bucket, so that neighbours that agree exchange a few
 * bytes and neighbours that differ exchange the records of the differing buckets only.
 *
 *   byte 0      log2 of the number of buckets, 2 to 10
 *   bytes 1-8   of the mesh id
 *   then        8 bytes a bucket: exclusive or of the records' hashes
 *
 * No ring: an empty digest. The number of buckets grows with the ring, about `recordsPerBucket` each, 8 KB at most;
 * two rings of different size are compared at the other's number. Cost of a digest O(buckets), of a diff O(records).
 */
import { concatBytes } from "../base/bytes.ts";
import { bucketOf, bucketsMax, type Ring } from "./ring.ts";
import type { RingRecord } from "./token.ts";
import { encodeRingDelta, payloadBytesMax, recordsPerDeltaMax } from "./wire.ts";

const recordsPerBucket = 4;
const bucketsMinLog2 = 2;
const bucketsMaxLog2 = Math.log2(bucketsMax);
const headerLength = 9;

const noRing = new Uint8Array(0);
/** The newest digest of each ring: asked for at every exchange, and the same array tells gossip that nothing changed. */
const made = new WeakMap<Ring, { readonly changes: number; readonly digest: Uint8Array }>();

export function digestOf(ring: Ring | undefined): Uint8Array {
  if (!ring) return noRing;
  const before = made.get(ring);
  if (before?.changes === ring.changes) return before.digest;
  const digest = computedDigest(ring);
  made.set(ring, { changes: ring.changes, digest });
  return digest;
}

function computedDigest(ring: Ring): Uint8Array {
  const wanted = Math.ceil(Math.log2(Math.max(1, ring.size / recordsPerBucket)));
  const log2 = Math.min(Math.max(wanted, bucketsMinLog2), bucketsMaxLog2);
  return concatBytes(Uint8Array.of(log2), ring.genesis.meshId.slice(0, 8), bytesOf(ring.sums(2 ** log2)));
}

/**
 * The records that `remote`'s owner may lack: all of a bucket that differs, everything when it has no ring, nothing
 * when it is of another mesh or not a digest.
 */
export function lackedRecords(ring: Ring | undefined, remote: Uint8Array): readonly RingRecord[] {
  if (!ring) return [];
  if (remote.length === 0) return [...ring.places()].flat();
  const log2 = remote[0] as number;
  if (log2 < bucketsMinLog2 || log2 > bucketsMaxLog2) return [];
  const count = 2 ** log2;
  if (remote.length !== headerLength + 8 * count || !isOfMesh(ring, remote)) return [];
  const ours = bytesOf(ring.sums(count));
  const differs = new Uint8Array(count);
  for (let i = 0; i < ours.length; i++) if (ours[i] !== remote[headerLength + i]) differs[i >> 3] = 1;
  if (!differs.includes(1)) return [];
  const lacked: RingRecord[] = [];
  for (const records of ring.places()) {
    const first = records[0];
    if (first && differs[bucketOf(first.ringKey) % count] === 1) lacked.push(...records);
  }
  return lacked;
}

/** Whether the digest is another mesh's, whose owner shall learn that there are two: from our genesis, without records. */
export function isOfOtherMesh(ring: Ring, remote: Uint8Array): boolean {
  return remote.length >= headerLength && !isOfMesh(ring, remote);
}

/** Deltas of at most `payloadBytesMax` that carry the genesis and `records`; one without records for a bare ring. */
export function deltasOf(ring: Ring, records: readonly RingRecord[]): Uint8Array[] {
  const { meshId, bytes: genesis } = ring.genesis;
  return chunksOf(records, payloadBytesMax - genesis.length - 64).map((chunk) =>
    encodeRingDelta({ meshId, genesis, records: chunk }),
  );
}

/** The bytes of `records` in chunks of bounded size; at least one chunk, which may be empty. */
export function chunksOf(records: readonly RingRecord[], bytesMax: number): Uint8Array[][] {
  const chunks: Uint8Array[][] = [[]];
  let room = bytesMax;
  for (const { bytes } of records) {
    const cost = bytes.length + 5;
    const last = chunks.at(-1) as Uint8Array[];
    if (last.length > 0 && (cost > room || last.length >= recordsPerDeltaMax)) {
      chunks.push([bytes]);
      room = bytesMax - cost;
    } else {
      last.push(bytes);
      room -= cost;
    }
  }
  return chunks;
}

function isOfMesh(ring: Ring, remote: Uint8Array): boolean {
  for (let i = 0; i < 8; i++) if (remote[1 + i] !== ring.genesis.meshId[i]) return false;
  return true;
}

function bytesOf(words: Uint32Array): Uint8Array {
  const bytes = new Uint8Array(4 * words.length);
  words.forEach((word, i) => {
    for (let k = 0; k < 4; k++) bytes[4 * i + k] = (word >>> (8 * k)) & 0xff;
  });
  return bytes;
}
