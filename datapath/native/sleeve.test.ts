/** What only the packet thread uses, held against simple twins: the windows against a set, the sealing against tweetnacl. */
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import fc from "fast-check";
import nacl from "tweetnacl";
import { beforeAll, describe, expect, it } from "vitest";

interface Addon {
  acceptAll(counters: readonly bigint[], isFlood: boolean): boolean[];
  sealRecord(recordHex: string, keyHex: string): string;
}

const windowSpan = 63n * 64n;
let addon: Addon;

beforeAll(() => {
  execFileSync("sh", [new URL("./build.sh", import.meta.url).pathname]);
  addon = createRequire(import.meta.url)("../../build/datapath.node") as Addon;
}, 120_000);

/** What a window must do, by remembering everything. */
function acceptAllByMemory(counters: readonly bigint[]): boolean[] {
  const seen = new Set<bigint>();
  let highest = -1n;
  return counters.map((counter) => {
    if (seen.has(counter) || (counter < highest && highest - counter >= windowSpan)) return false;
    seen.add(counter);
    if (counter > highest) highest = counter;
    return true;
  });
}

describe("the replay window", () => {
  it("takes what a set takes, under small steps, repeats and jumps in both directions", () => {
    const step = fc.oneof(
      fc.integer({ min: -70, max: 70 }),
      fc.integer({ min: -5_000, max: 5_000 }),
      fc.constantFrom(0, 1, 63, 64, 65, 4_031, 4_032, 4_033, -4_031, -4_032, 1_000_000),
    );
    fc.assert(
      fc.property(fc.bigInt(0n, 2n ** 63n), fc.array(step, { maxLength: 300 }), (start, steps) => {
        const counters: bigint[] = [start];
        for (const by of steps) {
          const next = (counters.at(-1) as bigint) + BigInt(by);
          counters.push(next < 0n ? 0n : next);
        }
        expect(addon.acceptAll(counters, false)).toEqual(acceptAllByMemory(counters));
      }),
    );
  });

  it("takes each of 10,000 counters once, whatever their order within the window", () => {
    const counters = Array.from({ length: 10_000 }, (_, i) => BigInt(i ^ 0x3ff));
    expect(addon.acceptAll([...counters, ...counters], false).filter(Boolean).length).toBe(10_000);
  });
});

describe("the window of floods", () => {
  const sequence = (epoch: bigint, count: number) => (epoch << 32n) | BigInt(count);

  it("takes a restarted source's sequences at once, and still knows the epoch before", () => {
    const order: readonly [bigint, number, boolean][] = [
      [900n, 1_000_000, true],
      [5n, 0, true],
      [5n, 0, false],
      [900n, 1_000_001, true],
      [900n, 1_000_000, false],
      [5n, 1, true],
      [77n, 0, true],
      [5n, 1, false],
    ];
    const counters = order.map(([epoch, count]) => sequence(epoch, count));
    expect(addon.acceptAll(counters, true)).toEqual(order.map(([, , fresh]) => fresh));
  });
});

describe("sealing", () => {
  const seal = (record: Uint8Array, key: Uint8Array) =>
    addon.sealRecord(Buffer.from(record).toString("hex"), Buffer.from(key).toString("hex"));

  it("agrees with tweetnacl for every length", () => {
    const bytes = (min: number, max: number) => fc.uint8Array({ minLength: min, maxLength: max });
    fc.assert(
      fc.property(bytes(16, 16), bytes(0, 1_500), bytes(32, 32), (head, content, key) => {
        const box = nacl.secretbox(content, Buffer.concat([head, Buffer.alloc(8)]), key);
        const expected = Buffer.concat([head, box.subarray(16), box.subarray(0, 16)]);
        expect(seal(Buffer.concat([head, content]), key)).toBe(expected.toString("hex"));
      }),
    );
  });

  it("keeps the golden record of docs/protocol-sleeve.md", () => {
    const key = Uint8Array.from({ length: 32 }, (_, i) => i);
    const head = "01020000010203040000000000000005";
    const echo = "02000040000000070000000000000009";
    const golden = "0102000001020304000000000000000522ddfd1db0a0216844b1f3882eed8d39b9abe5de3192e28cdb28f4d84dbaa693";
    expect(seal(Buffer.from(head + echo, "hex"), key)).toBe(golden);
  });
});
