/** Hex both ways, at the lengths where the conversion is cut in pieces. */
import { describe, expect, it } from "vitest";
import { fromHex, toHex } from "./bytes.ts";
import { peerNameOfKeyHash } from "./peer-name.ts";

describe("hex", () => {
  it("comes back as the same bytes, whatever the length", () => {
    for (const length of [0, 1, 32, 4095, 4096, 4097, 10_000]) {
      const bytes = Uint8Array.from({ length }, (_, i) => (i * 73) % 256);
      expect(toHex(bytes)).toBe(Buffer.from(bytes).toString("hex"));
      expect(fromHex(toHex(bytes))).toEqual(bytes);
    }
    expect(fromHex("abc")).toBeUndefined();
    expect(fromHex("zz")).toBeUndefined();
  });

  it("shows a peer's name like a MAC, locally administered and unicast", () => {
    expect(peerNameOfKeyHash(Uint8Array.of(1, 2, 255, 4, 5, 6, 7))).toBe("02:02:ff:04:05:06");
  });
});
