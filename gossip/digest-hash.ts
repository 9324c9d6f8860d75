/**
 * A 64-bit hash of a digest, so that neighbours that agree exchange a few bytes only. Two lanes of 32 bits: FNV-1a, and
 * a multiply-rotate lane, each finished by MurmurHash3's final mixing with the length and the other lane.
 *
 * It is not cryptographic. An accident hides a difference with probability 2^-64 until either digest changes again;
 * somebody who makes a collision on purpose is a member of the mesh and delays only the repair of what he wrote.
 * O(bytes), about 3 ns a byte.
 */

/** 16 hex digits. */
export function digestHash(digest: Uint8Array): string {
  let first = 0x811c9dc5;
  let second = 0x9e3779b9;
  for (const byte of digest) {
    first = Math.imul(first ^ byte, 0x01000193);
    const mixed = Math.imul(second ^ byte, 0x85ebca6b);
    second = (mixed << 13) | (mixed >>> 19);
  }
  const high = finish(first ^ digest.length);
  const low = finish(second ^ high);
  return hex32(high) + hex32(finish(low ^ first));
}

function finish(lane: number): number {
  let mixed = lane ^ (lane >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

function hex32(value: number): string {
  return value.toString(16).padStart(8, "0");
}
