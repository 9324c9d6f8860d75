/**
 * A 64-bit hash of a digest, so that neighbours that agree exchange a few bytes only. Two lanes of 32 bits take the
 * digest in little-endian words (zeros behind the end, the length counts at the end); each lane multiplies by its own
 * odd constant and rotates, so each step can be undone and loses nothing. MurmurHash3's final mixing spreads the bits.
 *
 * It is not cryptographic. An accident hides a difference with probability 2^-64 until either digest changes again;
 * somebody who makes a collision on purpose is a member of the mesh and delays only the repair of what he wrote.
 * Both ends must compute the same: the values are part of the wire. O(bytes), about 2 ns a byte.
 */

/** 16 hex digits. */
export function digestHash(digest: Uint8Array): string {
  let first = 0x243f6a88;
  let second = 0x85a308d3;
  for (let at = 0; at < digest.length; at += 4) {
    const word = wordAt(digest, at);
    const mixed = Math.imul(first ^ word, 0x9e3779b1);
    first = (mixed << 15) | (mixed >>> 17);
    const added = Math.imul(second + word, 0x85ebca77);
    second = (added << 13) | (added >>> 19);
  }
  const high = finish(first ^ digest.length);
  const low = finish(finish(second ^ high) ^ first);
  return hex32(high) + hex32(low);
}

function wordAt(digest: Uint8Array, at: number): number {
  const low = (digest[at] ?? 0) | ((digest[at + 1] ?? 0) << 8);
  const high = (digest[at + 2] ?? 0) | ((digest[at + 3] ?? 0) << 8);
  return low | (high << 16);
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
