/** What the packet thread grows by others' frames: the table of MACs under claims of several hosts, and what may be flooded. */
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";

interface Addon {
  learnMacs(frames: readonly number[]): number[];
  admitFloods(
    mac: number,
    bytes: number,
    copies: number,
    from: number,
    until: number,
    count: number,
    isNew: boolean,
  ): number;
}

const outcomes = ["known", "fresh", "moved", "held", "damped", "full", "invalid"] as const;
let addon: Addon;

beforeAll(() => {
  execFileSync("sh", [new URL("./build.sh", import.meta.url).pathname]);
  addon = createRequire(import.meta.url)(process.env["WEAVE_TEST_ADDON"] ?? "../../build/datapath.node") as Addon;
}, 120_000);

type Frame = readonly [owner: number, atMs: number];

/** What came of frames with one MAC as their source; `!` where it was told to flap. */
function learn(frames: readonly Frame[]): readonly string[] {
  const results = addon.learnMacs(frames.flatMap(([owner, atMs]) => [7, owner, 1_000_000 + atMs]));
  return results.map((result) => (outcomes[result % 10] as string) + (result >= 10 ? "!" : ""));
}

describe("a MAC", () => {
  it("follows the first frame from a new place, there and back", () => {
    expect(
      learn([
        [2, 0],
        [3, 1],
        [3, 2],
        [2, 3],
      ]),
    ).toEqual(["fresh", "moved", "known", "moved"]);
  });

  it("that spoke behind our own bridge stays there for two seconds", () => {
    expect(
      learn([
        [0, 0],
        [2, 1_999],
        [2, 2_000],
      ]),
    ).toEqual(["fresh", "held", "moved"]);
  });

  it("that two places claim in turn is damped after five moves, told at once and then each minute", () => {
    const frames = Array.from({ length: 1_300 }, (_, i): Frame => [2 + (i % 2), i * 100]);
    const results = learn(frames);
    expect(results.slice(0, 8)).toEqual(["fresh", "moved", "moved", "moved", "moved", "moved!", "damped", "known"]);
    expect(results.slice(6).filter((result) => result.startsWith("moved"))).toEqual([]);
    expect(results.flatMap((result, i) => (result.endsWith("!") ? [i * 100] : []))).toEqual([500, 60_600, 120_600]);
  });

  it("that flaps is found again when its place is silent for five seconds, and is free after three minutes", () => {
    const flapping = Array.from({ length: 8 }, (_, i): Frame => [2 + (i % 2), i * 10]);
    // Owner 3 spoke last at 70 ms.
    const later: Frame[] = [
      [2, 5_069],
      [2, 5_070],
      [3, 5_080],
      [3, 200_000],
      [2, 200_001],
      [3, 200_002],
    ];
    expect(learn([...flapping, ...later]).slice(8)).toEqual(["damped", "moved", "damped", "moved", "moved", "moved"]);
  });

  it("that speaks here and elsewhere is told to flap, too, though it never moves", () => {
    const frames = Array.from({ length: 20 }, (_, i): Frame => [i % 2 === 0 ? 0 : 2, i * 600]);
    const results = learn(frames);
    expect(results.filter((result) => result.startsWith("moved"))).toEqual([]);
    expect(results.filter((result) => result.endsWith("!"))).toEqual(["held!"]);
  });

  it("moves no more than once in five seconds, whoever claims it however often", () => {
    const claims = fc.array(fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 3_000 })), {
      minLength: 100,
      maxLength: 300,
    });
    fc.assert(
      fc.property(claims, (steps) => {
        let at = 0;
        const frames = steps.map(([owner, by]): Frame => {
          at += by;
          return [owner, at];
        });
        const results = learn(frames);
        const moves = results.filter((result) => result.startsWith("moved")).length;
        // Five each time that it begins to flap: again after 180 s without a claim, which these never have.
        expect(moves).toBeLessThanOrEqual(5 + Math.ceil(at / 5_000));
      }),
    );
  });
});

describe("storm protection", () => {
  const storm = (copies: number, bytes: number, seconds: number, perSecond: number) =>
    addon.admitFloods(1, bytes, copies, 0, seconds * 1_000, seconds * perSecond, true);

  it("lets the questions of thousands of containers pass at once", () => {
    expect(addon.admitFloods(1, 60, 9, 0, 1, 4_000, true)).toBe(4_000);
  });

  it("holds a storm of small frames to 20,000 copies a second, in a mesh of any size up to 65 hosts", () => {
    for (const copies of [1, 4, 64]) {
      const rate = storm(copies, 60, 60, 60_000) / 60;
      // With the burst of two seconds, and the trickle.
      expect(rate * copies).toBeGreaterThan(20_000);
      expect(rate * copies).toBeLessThan(20_000 * (1 + 2 / 60) + 20 * copies * 1.2);
    }
    expect(storm(1_000, 60, 60, 2_000)).toBe(storm(64, 60, 60, 2_000));
  });

  it("holds a storm of long frames to 16 MiB a second", () => {
    const bytes = (storm(4, 1_500, 60, 20_000) * 4 * 1_500) / 60;
    expect(bytes).toBeGreaterThan(16 << 20);
    expect(bytes).toBeLessThan((16 << 20) * (1 + 2 / 60) * 1.01);
  });

  it("leaves each other container its small frames during a storm", () => {
    storm(4, 60, 30, 60_000);
    for (let mac = 2; mac < 30; mac++) {
      // The storm goes on meanwhile.
      addon.admitFloods(1, 60, 4, 30_000, 31_000, 60_000, false);
      expect(addon.admitFloods(mac, 60, 4, 31_000, 31_001, 20, false)).toBe(20);
      expect(addon.admitFloods(mac, 1_500, 4, 31_000, 31_001, 20, false)).toBeLessThan(2);
    }
  });
});
