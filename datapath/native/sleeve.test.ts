/** What only the packet thread uses, held against simple twins: the windows against a set, the sealing against tweetnacl and node:crypto. */
import { execFileSync } from "node:child_process";
import { createCipheriv } from "node:crypto";
import { createRequire } from "node:module";
import fc from "fast-check";
import nacl from "tweetnacl";
import { beforeAll, describe, expect, it } from "vitest";

interface Addon {
  acceptAll(counters: readonly bigint[], isFlood: boolean): boolean[];
  sealRecord(recordHex: string, keyHex: string, suite: string): string;
  openRecord(recordHex: string, keyHex: string, suite: string): string | undefined;
}

const windowSpan = 63n * 64n;
let addon: Addon;

beforeAll(() => {
  execFileSync("sh", [new URL("./build.sh", import.meta.url).pathname]);
  addon = createRequire(import.meta.url)(process.env["WEAVE_TEST_ADDON"] ?? "../../build/datapath.node") as Addon;
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
  const key = Uint8Array.from({ length: 32 }, (_, i) => i);
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
  const bytes = (min: number, max: number) => fc.uint8Array({ minLength: min, maxLength: max });
  const head = "01020000010203040000000000000005";
  const echo = "02000040000000070000000000000009";
  const aeads = ["aes-256-gcm", "chacha20-poly1305"] as const;

  it("agrees with tweetnacl for every length", () => {
    fc.assert(
      fc.property(bytes(16, 16), bytes(0, 1_500), bytes(32, 32), (header, content, secret) => {
        const box = nacl.secretbox(content, Buffer.concat([header, Buffer.alloc(8)]), secret);
        const expected = Buffer.concat([header, box.subarray(16), box.subarray(0, 16)]);
        expect(addon.sealRecord(hex(Buffer.concat([header, content])), hex(secret), "nacl")).toBe(hex(expected));
      }),
    );
  });

  it.each(aeads)("agrees with node:crypto for every length: %s", (suite) => {
    fc.assert(
      fc.property(bytes(16, 16), bytes(0, 1_500), bytes(32, 32), (header, content, secret) => {
        const plain = hex(Buffer.concat([header, content]));
        const expected = hex(sealByNode(suite, header, content, secret));
        expect(addon.sealRecord(plain, hex(secret), suite)).toBe(expected);
        expect(addon.openRecord(expected, hex(secret), suite)).toBe(plain);
      }),
    );
  });

  it.each(["nacl", ...aeads])("does not open a record with any one byte changed: %s", (suite) => {
    const sealed = Buffer.from(addon.sealRecord(head + echo, hex(key), suite), "hex");
    expect(addon.openRecord(hex(sealed), hex(key), suite)).toBe(head + echo);
    for (let at = 0; at < sealed.length; at++) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] as number) ^ 0x10;
      expect(addon.openRecord(hex(changed), hex(key), suite), `byte ${at}`).toBeUndefined();
    }
    for (const other of ["nacl", ...aeads].filter((name) => name !== suite)) {
      expect(addon.openRecord(hex(sealed), hex(key), other)).toBeUndefined();
    }
  });

  it("refuses a suite that it does not know", () => {
    expect(() => addon.sealRecord(head + echo, hex(key), "aes-128-gcm")).toThrow(TypeError);
  });

  it.each([
    ["nacl", "0102000001020304000000000000000522ddfd1db0a0216844b1f3882eed8d39b9abe5de3192e28cdb28f4d84dbaa693"],
    ["aes-256-gcm", "010200000102030400000000000000059aa1c222c3be954a685249f145f755ebbaad98dab94b74b647085ab30dbe2953"],
    [
      "chacha20-poly1305",
      "01020000010203040000000000000005cec8e35c229f9934a98e43b0cc1c097511a325ea00e4118df8afc82791fd657e",
    ],
  ])("keeps the golden record of docs/protocol-sleeve.md: %s", (suite, golden) => {
    expect(addon.sealRecord(head + echo, hex(key), suite)).toBe(golden);
  });
});

function sealByNode(
  suite: "aes-256-gcm" | "chacha20-poly1305",
  header: Uint8Array,
  content: Uint8Array,
  key: Uint8Array,
) {
  const nonce = Buffer.concat([Buffer.alloc(4), header.subarray(8)]);
  // The two have types of their own, with the same calls.
  const cipher = createCipheriv(suite as "chacha20-poly1305", key, nonce, { authTagLength: 16 });
  cipher.setAAD(header, { plaintextLength: content.length });
  return Buffer.concat([header, cipher.update(content), cipher.final(), cipher.getAuthTag()]);
}
