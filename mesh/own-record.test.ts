/** When our own record comes back to us above what we published: our past, or a twin. */
import { describe, expect, it } from "vitest";
import { seededRandom } from "../base/random.ts";
import { standInCrypto } from "../crypto/stand-in.ts";
import { OwnRecord } from "./own-record.ts";
import { identities, recordOf } from "./testing/records.ts";

const nothingDurable = { get: () => undefined, keys: () => [] };

function launched(): OwnRecord {
  const [identity] = identities;
  if (identity === undefined) throw new Error("no identity");
  const ports = { crypto: standInCrypto, random: seededRandom(1), durable: nothingDurable };
  const own = new OwnRecord(ports, { identity, nickname: "h1", port: 6783, restartWindowMs: 120_000 });
  own.publish(0, true);
  return own;
}

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
