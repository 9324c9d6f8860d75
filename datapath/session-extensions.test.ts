/** Extensions: round trip, and whatever comes is borne. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeExtensions, encodeExtensions } from "./session-extensions.ts";

test("what is said is understood, also among what a newer version says", () => {
  fc.assert(
    fc.property(fc.option(fc.integer({ min: 576, max: 65_535 }), { nil: undefined }), (overlayMtu) => {
      const bytes = encodeExtensions({ overlayMtu });
      expect(decodeExtensions(bytes)).toEqual({ overlayMtu });
      expect(decodeExtensions(Uint8Array.of(9, 3, 1, 2, 3, ...bytes, 7, 0))).toEqual({ overlayMtu });
    }),
  );
  expect([...encodeExtensions({ overlayMtu: 1_376 })]).toEqual([1, 2, 0x05, 0x60]);
});

test("any bytes are borne, and a size without sense says nothing", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 256 }), (bytes) => void decodeExtensions(bytes)));
  expect(decodeExtensions(Uint8Array.of(1, 2, 0, 9)).overlayMtu).toBeUndefined();
  expect(decodeExtensions(Uint8Array.of(1, 2, 5)).overlayMtu).toBeUndefined();
});
