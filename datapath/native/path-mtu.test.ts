/** The search for a path's MTU, driven in virtual time against a path of which the test knows what it lets through. */
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";

interface Addon {
  searchMtu(ceiling: number, isNew: boolean): void;
  mtuDue(now: number, busy: boolean, lastEcho: number, roundTripMicros: number): number[];
  mtuRestart(): void;
  mtuEchoed(size: number, sent: number, now: number): void;
  mtuRefused(size: number): void;
  mtuFound(): [size: number, isComplete: number, blackHoles: number];
}

const tickMs = 100;
const heartbeatMs = 400;
const precision = 8;
let addon: Addon;

beforeAll(() => {
  execFileSync("sh", [new URL("./build.sh", import.meta.url).pathname]);
  addon = createRequire(import.meta.url)(process.env["WEAVE_TEST_ADDON"] ?? "../../build/datapath.node") as Addon;
}, 120_000);

/** A path: silent about what is too long for it; `device` refuses at once what is too long for the interface. */
class Path {
  now = 100_000;
  mtu: number;
  device = 9_216;
  busy = true;
  answers = true;
  /** What the short requests measured. */
  roundTripMs = 1;
  /** Of probes, by chance. */
  loss: () => boolean = () => false;
  probes: number[] = [];
  #lastEcho = this.now;

  constructor(ceiling: number, mtu: number) {
    this.mtu = mtu;
    addon.searchMtu(ceiling, true);
  }

  run(ms: number): this {
    for (const until = this.now + ms; this.now < until; this.now += tickMs) {
      if (this.answers && this.now % heartbeatMs === 0) this.#lastEcho = this.now;
      for (const size of addon.mtuDue(this.now, this.busy, this.#lastEcho, this.roundTripMs * 1_000)) {
        if (size > this.device) {
          addon.mtuRefused(size);
          break;
        }
        this.probes.push(size);
        if (this.answers && size <= this.mtu && !this.loss()) addon.mtuEchoed(size, this.now, this.now + 1);
      }
    }
    return this;
  }

  get found() {
    const [size, isComplete, blackHoles] = addon.mtuFound();
    return { size, isComplete: isComplete === 1, blackHoles };
  }
}

const sizes = fc.integer({ min: 576, max: 9_216 });

describe("the search for a path's MTU", () => {
  it("takes one exchange where everything passes", () => {
    const path = new Path(1_500, 1_500);
    expect(path.found.size).toBe(1_280);
    path.run(tickMs);
    expect(path.found).toMatchObject({ size: 1_500, isComplete: true });
    expect(path.probes).toEqual([1_280, 1_500]);
  });

  it("finds any size to 8 bytes within 4 s, and never more than passes", () => {
    fc.assert(
      fc.property(sizes, sizes, sizes, (ceiling, mtu, device) => {
        const path = new Path(ceiling, mtu);
        path.device = device;
        const most = Math.min(ceiling, mtu, device);
        const { size, isComplete } = path.run(4_000).found;
        expect(isComplete).toBe(true);
        expect(size).toBeLessThanOrEqual(most);
        expect(size).toBeGreaterThanOrEqual(Math.max(576, most - precision + 1));
      }),
    );
  });

  it("finds common sizes to the byte", () => {
    for (const mtu of [1_280, 1_400, 1_420, 1_450, 1_460, 1_480, 1_492, 1_500, 8_900, 9_000]) {
      expect(new Path(9_000, mtu).run(4_000).found.size).toBe(mtu);
    }
  });

  it("notices a black hole within 2 s and has a size that passes, then searches anew", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1_280, max: 9_000 }), fc.integer({ min: 576, max: 8_999 }), (before, by) => {
        const path = new Path(9_000, before).run(4_000);
        const size = path.found.size;
        path.mtu = Math.max(1_280, size - by);
        path.run(2_000);
        expect(path.found.size).toBeLessThanOrEqual(path.mtu);
        expect(path.found.blackHoles).toBe(size > path.mtu ? 1 : 0);
        // Before it looks for more, 5 s after what it found.
        path.run(3_500);
        expect(path.found.isComplete).toBe(true);
        expect(path.found.size).toBeGreaterThan(path.mtu - precision);
      }),
    );
  });

  it("takes silence for a black hole only while short requests are answered", () => {
    const path = new Path(1_500, 1_500).run(1_000);
    path.answers = false;
    expect(path.run(10_000).found).toMatchObject({ size: 1_500, blackHoles: 0 });
    path.answers = true;
    expect(path.run(2_000).found.size).toBe(1_500);
  });

  it("notices at once that its own interface became narrower", () => {
    const path = new Path(1_500, 1_500).run(1_000);
    path.device = 1_300;
    path.run(1_000 + tickMs);
    expect(path.found.size).toBeLessThanOrEqual(1_300);
    expect(path.run(2_000).found.size).toBeGreaterThan(1_300 - precision);
  });

  it("is never smaller than 576, however narrow the interface: no frame would fit its pieces", () => {
    const path = new Path(1_500, 1_500).run(1_000);
    path.device = 300;
    for (let minute = 0; minute < 10; minute++) expect(path.run(60_000).found.size).toBe(576);
  });

  it("follows its ceiling: at once down, and with the next probe up", () => {
    const path = new Path(1_500, 9_000).run(1_000);
    addon.searchMtu(9_000, false);
    expect(path.run(2 * tickMs).found.size).toBe(9_000);
    addon.searchMtu(1_400, false);
    expect(path.found.size).toBe(1_400);
  });

  it("looks again for more after 5 s, and ever more seldom, up to 600 s", () => {
    const path = new Path(1_500, 1_400).run(2_000);
    path.mtu = 1_500;
    expect(path.run(6_000).found.size).toBe(1_500);
    path.mtu = 1_400;
    path.run(5_000);
    path.probes = [];
    path.run(3_600_000);
    const raises = path.probes.filter((size) => size === 1_500).length / 3;
    expect(raises).toBeGreaterThan(8);
    expect(raises).toBeLessThan(16);
    path.mtu = 1_500;
    expect(path.run(602_000).found.size).toBe(1_500);
  });

  it("asks nothing of an idle pair, and first of all whether its size still passes when traffic returns", () => {
    const path = new Path(1_500, 1_500).run(1_000);
    path.busy = false;
    path.probes = [];
    expect(path.run(60_000).probes).toEqual([]);
    path.busy = true;
    path.run(tickMs);
    expect(path.probes).toEqual([1_500]);
  });

  it("asks again after two round trips, not before", () => {
    const path = new Path(1_500, 1_000);
    path.roundTripMs = 300;
    path.answers = false;
    path.run(600);
    expect(path.probes).toEqual([1_280, 1_500]);
    path.run(200);
    expect(path.probes.length).toBeGreaterThan(2);
  });

  it("believes no echo of what was sent before the path became narrower", () => {
    const path = new Path(1_500, 1_500).run(1_000);
    const sent = path.now - tickMs;
    path.mtu = 1_300;
    path.probes = [];
    while (!path.probes.some((size) => size > 1_300 && size < 1_500)) path.run(tickMs);
    for (const size of [1_400, 1_500]) addon.mtuEchoed(size, sent, path.now);
    expect(path.found.size).toBeLessThanOrEqual(1_300);
  });

  it("begins anew with another address, up to the same ceiling", () => {
    const path = new Path(9_000, 9_000).run(1_000);
    addon.mtuRestart();
    expect(path.found).toMatchObject({ size: 1_280, isComplete: false });
    expect(path.run(1_000).found).toMatchObject({ size: 9_000, isComplete: true });
  });

  it("holds its size through random loss, one probe in twenty", () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        let state = seed >>> 0;
        const path = new Path(1_500, 1_500);
        path.loss = () => {
          state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
          return state < 2 ** 32 / 20;
        };
        path.run(2_000);
        for (let second = 0; second < 60; second++) if (path.run(1_000).found.blackHoles > 1) return false;
        return path.run(1_000).found.size === 1_500;
      }),
      { numRuns: 50 },
    );
  });
});
