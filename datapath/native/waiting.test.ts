/** The queues of frames that wait for a session: bounded for each peer and for all, and no peer is kept out by others. */
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";

interface Addon {
  /** Of each frame [peer, bytes], whether it was taken (1 or 0); then the bytes that wait of each peer, by its number. */
  waitFrames(steps: readonly number[]): number[];
}

const framesMax = 64;
const bytesMax = 1 << 20;
const totalMax = 64 << 20;
let addon: Addon;

beforeAll(() => {
  execFileSync("sh", [new URL("./build.sh", import.meta.url).pathname]);
  addon = createRequire(import.meta.url)(process.env["WEAVE_TEST_ADDON"] ?? "../../build/datapath.node") as Addon;
}, 120_000);

function wait(frames: readonly (readonly [peer: number, bytes: number])[]) {
  const results = addon.waitFrames(frames.flat());
  return { taken: results.slice(0, frames.length), waiting: results.slice(frames.length) };
}

describe("frames that wait", () => {
  it("are at most 64, and at most a mebibyte, of one peer", () => {
    const small = wait(Array.from({ length: 100 }, () => [1, 60] as const));
    expect(small.waiting).toEqual([framesMax * 60]);
    const large = wait(Array.from({ length: 100 }, () => [1, 60_000] as const));
    expect(large.waiting).toEqual([60_000 * Math.floor(bytesMax / 60_000)]);
  });

  it("of many peers that fill all the room leave an equal part to the next one", () => {
    const fill = Array.from({ length: 70 }, (_, peer) =>
      Array.from({ length: 17 }, () => [peer, 60_000] as const),
    ).flat();
    const late = Array.from({ length: 10 }, () => [1_000, 60_000] as const);
    const { taken, waiting } = wait([...fill, ...late]);
    expect(taken.slice(fill.length)).toEqual(late.map(() => 1));
    expect(waiting.at(-1)).toBe(600_000);
    expect(waiting.reduce((sum, one) => sum + one)).toBeLessThanOrEqual(totalMax);
    // Nobody went below the equal part for it, but by a frame.
    expect(Math.min(...waiting.slice(0, 64))).toBeGreaterThan(totalMax / 71 - 60_000);
  });

  it("keep to every limit, whatever comes", () => {
    const frame = fc.tuple(fc.integer({ min: 0, max: 90 }), fc.constantFrom(60, 1_400, 65_000));
    fc.assert(
      fc.property(fc.array(frame, { minLength: 2_000, maxLength: 2_500 }), (frames) => {
        const { waiting } = wait(frames);
        for (const bytes of waiting) expect(bytes).toBeLessThanOrEqual(bytesMax);
        expect(waiting.reduce((sum, one) => sum + one)).toBeLessThanOrEqual(totalMax);
      }),
      { numRuns: 20 },
    );
  });
});
