/** The replay window against a plain set of counters. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { ReplayWindow } from "./replay-window.ts";

/** Remembers everything; refuses what was taken, and what lies more whole words behind than the window has. */
class PlainWindow {
  readonly #taken = new Set<number>();
  readonly #words: number;

  constructor(size: number) {
    this.#words = Math.ceil(size / 32) + 1;
  }

  accept(counter: number): boolean {
    const highest = Math.max(-1, ...this.#taken);
    const tooOld = Math.floor(highest / 32) - Math.floor(counter / 32) >= this.#words;
    if (this.#taken.has(counter) || tooOld) return false;
    this.#taken.add(counter);
    return true;
  }
}

const counters = fc.oneof(
  fc.array(fc.nat(300), { maxLength: 200 }),
  fc
    .array(fc.integer({ min: -90, max: 130 }), { maxLength: 200 })
    .map((steps) => steps.map((step, i) => Math.max(0, 40 * i + step))),
  fc.array(fc.nat(2 ** 31 - 1), { maxLength: 50 }),
);

it("takes and refuses what a plain set takes and refuses", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 200 }), counters, (size, sequence) => {
      const window = new ReplayWindow(size);
      const plain = new PlainWindow(size);
      for (const counter of sequence) expect(window.accept(counter)).toBe(plain.accept(counter));
    }),
    { numRuns: 500 },
  );
});

it("takes everything within its size once, in any order, also beyond 2^32", () => {
  const window = new ReplayWindow(1024);
  expect(window.size).toBe(1024);
  const base = 2 ** 40;
  expect(window.accept(base + 1024)).toBe(true);
  for (let i = 1023; i >= 0; i--) expect(window.accept(base + i)).toBe(true);
  for (let i = 1024; i >= 0; i--) expect(window.accept(base + i)).toBe(false);
  expect(window.accept(base + 1025)).toBe(true);
});
