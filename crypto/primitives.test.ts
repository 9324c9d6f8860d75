/** One contract for the real primitives and the stand-in, published vectors for the real ones, and records. */
import { describe, expect, it } from "vitest";
import { fromHex, toHex, utf8Encode } from "../base/bytes.ts";
import { realCrypto, stretchPassword, systemRandom } from "./primitives.ts";
import { RecordOpener, RecordSealer } from "./record.ts";
import { standInCrypto } from "./stand-in.ts";

const hex = (text: string) => fromHex(text)!;
const bytes = (fill: number, length = 32) => new Uint8Array(length).fill(fill);
const isPlain = (array: Uint8Array) => array.constructor === Uint8Array;

describe.each([
  ["real", realCrypto],
  ["stand-in", standInCrypto],
])("%s primitives", (_, crypto) => {
  it("hash the concatenation or the parts to the right lengths, and every input counts", () => {
    expect(crypto.sha256(bytes(1))).toHaveLength(32);
    expect(crypto.sha512(bytes(1), bytes(2))).toHaveLength(64);
    expect(crypto.sha256(bytes(1, 5))).not.toEqual(crypto.sha256(bytes(1, 6)));
    expect(crypto.hkdf(bytes(1), bytes(2), bytes(3), 160)).toHaveLength(160);
    expect(crypto.hkdf(bytes(1), bytes(2), bytes(3), 32)).not.toEqual(crypto.hkdf(bytes(1), bytes(2), bytes(4), 32));
    expect(isPlain(crypto.sha256(bytes(1)))).toBe(true);
  });

  it("sign and verify, and nothing else verifies", () => {
    const publicKey = crypto.signingPublicKey(bytes(1));
    const signature = crypto.sign(bytes(1), utf8Encode("word"));
    expect([publicKey.length, signature.length]).toEqual([32, 64]);
    expect(crypto.verify(publicKey, utf8Encode("word"), signature)).toBe(true);
    expect(crypto.verify(publicKey, utf8Encode("ward"), signature)).toBe(false);
    expect(crypto.verify(crypto.signingPublicKey(bytes(2)), utf8Encode("word"), signature)).toBe(false);
    expect(crypto.verify(publicKey, utf8Encode("word"), signature.slice(1))).toBe(false);
    expect(crypto.verify(bytes(0, 31), utf8Encode("word"), signature)).toBe(false);
    expect(crypto.verify(bytes(255), utf8Encode("word"), signature)).toBe(false);
  });

  it("agree by X25519 in both directions, and refuse a low-order point", () => {
    const ab = crypto.x25519(bytes(1), crypto.x25519PublicKey(bytes(2)));
    expect(ab).toEqual(crypto.x25519(bytes(2), crypto.x25519PublicKey(bytes(1))));
    expect(ab).not.toEqual(crypto.x25519(bytes(3), crypto.x25519PublicKey(bytes(2))));
    expect(crypto.x25519(bytes(1), bytes(0))).toBeUndefined();
    expect(crypto.x25519(bytes(1), bytes(0, 5))).toBeUndefined();
  });

  it("multiply in either order", () => {
    const [a, b] = [bytes(3, 64), bytes(4, 64)];
    const g = bytes(9, 64);
    expect(crypto.ristrettoMultiply(crypto.ristrettoMultiplyMapped(g, a), b)).toEqual(
      crypto.ristrettoMultiply(crypto.ristrettoMultiplyMapped(g, b), a),
    );
    expect(crypto.ristrettoMultiply(bytes(0), a)).toBeUndefined();
    expect(crypto.ristrettoMultiply(bytes(1, 7), a)).toBeUndefined();
  });

  it("open what was sealed, only with the same key, nonce and bytes", () => {
    for (const length of [0, 1, 63, 64, 1400]) {
      const sealed = crypto.seal(bytes(1), bytes(2, 24), bytes(3, length));
      expect(sealed).toHaveLength(length + 16);
      expect(crypto.open(bytes(1), bytes(2, 24), sealed)).toEqual(bytes(3, length));
      expect(crypto.open(bytes(9), bytes(2, 24), sealed)).toBeUndefined();
      expect(crypto.open(bytes(1), bytes(9, 24), sealed)).toBeUndefined();
      sealed[sealed.length - 1]! ^= 1;
      expect(crypto.open(bytes(1), bytes(2, 24), sealed)).toBeUndefined();
      expect(crypto.open(bytes(1), bytes(2, 24), sealed.slice(0, 15))).toBeUndefined();
    }
  });

  it("carry records in order only", () => {
    const sealer = new RecordSealer(crypto, bytes(1));
    const [first, second, third] = ["one", "two", "three"].map((text) => sealer.seal(utf8Encode(text)));
    const opener = new RecordOpener(crypto, bytes(1));
    expect(opener.open(first!)).toEqual(utf8Encode("one"));
    expect(opener.open(first!)).toBeUndefined();
    expect(opener.open(third!)).toBeUndefined();
    expect(opener.open(second!)).toEqual(utf8Encode("two"));
    expect(opener.open(third!)).toEqual(utf8Encode("three"));
  });
});

describe("real primitives", () => {
  it("give the values of RFC 8032 (7.1, test 2) and RFC 7748 (6.1)", () => {
    const seed = hex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
    const publicKey = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
    expect(toHex(realCrypto.signingPublicKey(seed))).toBe(publicKey);
    expect(toHex(realCrypto.sign(seed, Uint8Array.of(0x72)))).toBe(
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    );
    const alice = hex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a");
    const bob = hex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb");
    expect(toHex(realCrypto.x25519PublicKey(alice))).toBe(
      "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a",
    );
    expect(toHex(realCrypto.x25519(alice, realCrypto.x25519PublicKey(bob))!)).toBe(
      "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742",
    );
  });

  it("stretch a password to the same 32 bytes whatever its normal form", () => {
    expect(stretchPassword("caf\u00e9")).toHaveLength(32);
    expect(stretchPassword("caf\u00e9")).toEqual(stretchPassword("cafe\u0301"));
    expect(stretchPassword("cafe")).not.toEqual(stretchPassword("caf\u00e9"));
  });

  it("draw from the kernel", () => {
    expect(systemRandom.bytes(16)).not.toEqual(systemRandom.bytes(16));
    expect(systemRandom.uint32()).toBeLessThan(2 ** 32);
  });
});
