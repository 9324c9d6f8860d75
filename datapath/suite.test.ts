/** Which suite two routers agree on, whatever their lists. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { agreedSuite, type Cipher, ciphers, type DataSuite, dataSuites, suitePreference } from "./suite.ts";

const suites = (sealed: boolean, cipher: Cipher, hardwareAes: boolean) =>
  suitePreference({ sealed, cipher, hardwareAes });
const withAes = suites(true, "auto", true);
const withoutAes = suites(true, "auto", false);
const lists = fc.uniqueArray(fc.constantFrom(...dataSuites));
/** As it may come from a newer release, or from nobody's router. */
const anyLists = fc.array(fc.constantFrom<string>(...dataSuites, "xaes-256-gcm", "NACL", ""), { maxLength: 8 });

describe("two routers", () => {
  it.each<[string, readonly DataSuite[], readonly string[], DataSuite | undefined]>([
    ["AES at both ends", withAes, withAes, "aes-256-gcm"],
    ["AES at one end: the slower one is honoured", withAes, withoutAes, "chacha20-poly1305"],
    ["AES at no end", withoutAes, withoutAes, "chacha20-poly1305"],
    ["the first release", withAes, ["nacl"], "nacl"],
    ["one that takes one only", withoutAes, ["aes-256-gcm"], "aes-256-gcm"],
    ["nothing in common", ["aes-256-gcm"], ["nacl"], undefined],
    ["a password at one end", withAes, ["none"], undefined],
    ["no password", suites(false, "auto", true), ["none"], "none"],
    ["a newer release", withAes, ["unheard-of", "aes-256-gcm", "chacha20-poly1305"], "aes-256-gcm"],
  ])("agree: %s", (_, ours, theirs, expected) => {
    expect(agreedSuite(ours, theirs)).toBe(expected);
  });

  it("agree on what both take, whoever asks, and on the best when both say which that is", () => {
    fc.assert(
      fc.property(lists, lists, (a, b) => {
        const agreed = agreedSuite(a, b);
        expect(agreedSuite(b, a)).toBe(agreed);
        const common = a.filter((suite) => b.includes(suite));
        if (common.length === 0) expect(agreed).toBeUndefined();
        else expect(common).toContain(agreed);
        const bestThere = b.filter((suite) => a.includes(suite))[0];
        if (common[0] === bestThere) expect(agreed).toBe(common[0]);
        // Nothing else would have been better for both.
        const better = common.filter(
          (suite) => a.indexOf(suite) < a.indexOf(agreed!) && b.indexOf(suite) < b.indexOf(agreed!),
        );
        expect(better).toEqual([]);
      }),
    );
  });

  it("agree on nothing that they do not take, whatever the other end lists", () => {
    fc.assert(
      fc.property(lists, anyLists, (ours, theirs) => {
        const agreed = agreedSuite(ours, theirs);
        if (agreed !== undefined) expect(ours.includes(agreed) && theirs.includes(agreed)).toBe(true);
      }),
    );
  });
});

describe("a router", () => {
  it("never takes `none` in a mesh with a password, nor anything else in one without", () => {
    for (const cipher of ciphers) {
      for (const hardwareAes of [true, false]) {
        expect(suites(true, cipher, hardwareAes)).not.toContain("none");
        expect(suites(false, cipher, hardwareAes)).toEqual(["none"]);
      }
    }
  });

  it("takes what it was told only, else what its processor does best, and the first release's last", () => {
    expect(suites(true, "nacl", true)).toEqual(["nacl"]);
    expect(withAes).toEqual(["aes-256-gcm", "chacha20-poly1305", "nacl"]);
    expect(withoutAes).toEqual(["chacha20-poly1305", "aes-256-gcm", "nacl"]);
  });
});
