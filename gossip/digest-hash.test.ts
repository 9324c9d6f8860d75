/** The hash of digests: golden values, since both ends must agree on them, and its spread. */
import { expect, it } from "vitest";
import { utf8Encode } from "../base/bytes.ts";
import { seededRandom } from "../base/random.ts";
import { digestHash } from "./digest-hash.ts";

it("gives the golden hashes, since neighbours of other versions compare them", () => {
  expect([digestHash(new Uint8Array(0)), digestHash(utf8Encode("weave")), digestHash(new Uint8Array(100))]).toEqual([
    "1388a0fb755a5720",
    "d0e2c42ef1dafa5b",
    "af28a14d9d6806f0",
  ]);
});

it("tells inputs that differ in one bit, one byte's place or length apart, and spreads over all bits", () => {
  const seen = new Set<string>();
  const ones = Array.from({ length: 64 }, () => 0);
  const random = seededRandom(1);
  const inputs: Uint8Array[] = [];
  for (let length = 0; length < 300; length++) inputs.push(new Uint8Array(length));
  const base = random.bytes(64);
  for (let bit = 0; bit < 512; bit++) {
    const flipped = base.slice();
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    inputs.push(flipped);
  }
  for (let i = 0; i < 20_000; i++) inputs.push(Uint8Array.of(i & 255, i >> 8));
  for (const input of inputs) {
    const hash = digestHash(input);
    expect(hash).toMatch(/^[0-9a-f]{16}$/);
    seen.add(hash);
    const bits = BigInt(`0x${hash}`);
    for (let bit = 0; bit < 64; bit++) if ((bits >> BigInt(bit)) & 1n) ones[bit] = (ones[bit] ?? 0) + 1;
  }
  // 20,000 two-byte inputs include the one that is two zero bytes.
  expect(seen.size).toBe(inputs.length - 1);
  for (const count of ones) expect(Math.abs(count / inputs.length - 0.5)).toBeLessThan(0.02);
});
