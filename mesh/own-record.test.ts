/** When our own record comes back to us above what we published: our past, or a twin. */
import { describe, expect, it } from "vitest";
import { seededRandom } from "../base/random.ts";
import { standInCrypto } from "../crypto/stand-in.ts";
import { OwnRecord } from "./own-record.ts";
import { identities, keyOf, recordOf } from "./testing/records.ts";

const nothingDurable = { get: () => undefined, keys: () => [] };

function launched(): OwnRecord {
  const [identity] = identities;
  if (identity === undefined) throw new Error("no identity");
  const ports = { crypto: standInCrypto, random: seededRandom(1), durable: nothingDurable };
  const own = new OwnRecord(ports, { identity, nickname: "h1", port: 6783, restartWindowMs: 120_000 });
  own.publish(0, true);
  return own;
}

describe("our own record", () => {
  it("is signed once for each change, and is restored with its links whatever form it was told in", () => {
    const [identity] = identities;
    if (identity === undefined) throw new Error("no identity");
    let signatures = 0;
    const sign: typeof standInCrypto.sign = (...of) => {
      signatures++;
      return standInCrypto.sign(...of);
    };
    const durable = new Map<string, Uint8Array>();
    const ports = {
      crypto: { ...standInCrypto, sign },
      random: seededRandom(1),
      durable: { get: (key: string) => durable.get(key), keys: () => [] },
    };
    const options = { identity, nickname: "h1", port: 6783, restartWindowMs: 120_000 };
    for (const isPacked of [true, false]) {
      const own = new OwnRecord(ports, options);
      own.linkUp(keyOf(3), "10.0.0.3:6783", true);
      signatures = 0;
      for (const { key, value } of own.publish(0, isPacked).writes) if (value) durable.set(key, value);
      expect(signatures).toBe(1);
      expect([...new OwnRecord(ports, options).linkedPeers]).toEqual([keyOf(3)]);
    }
  });
});

describe("our own record, heard from others", () => {
  it("is our past however many neighbours tell it before we publish above it", () => {
    const own = launched();
    const past = recordOf(0, [], { incarnation: 7, version: 3 });
    for (let neighbour = 0; neighbour < 8; neighbour++) expect(own.heardOwn(10, past)).toBe(false);
    expect(own.publish(20, true).record).toMatchObject({ incarnation: 8, version: 1 });
  });

  it("is a twin's when it jumps above ours twice more within a minute", () => {
    const own = launched();
    expect(own.heardOwn(10, recordOf(0, [], { incarnation: 7 }))).toBe(false);
    own.publish(20, true);
    expect(own.heardOwn(1_000, recordOf(0, [], { incarnation: 9 }))).toBe(false);
    own.publish(1_100, true);
    expect(own.heardOwn(2_000, recordOf(0, [], { incarnation: 11 }))).toBe(true);
  });
});
