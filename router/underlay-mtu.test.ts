/** What is made of the underlay's MTUs. */
import { expect, test } from "vitest";
import { overlayMtuFor, probeCeilingFor } from "./underlay-mtu.ts";

const devices = (...mtus: readonly number[]) => mtus.map((mtu, at) => ({ name: `eth${at}`, mtu }));

test.each([
  ["auto", devices(1_500), 1_376],
  ["auto", devices(9_001, 1_460), 1_336],
  ["auto", devices(9_001), 8_876],
  ["auto", devices(65_535), 8_876],
  ["auto", devices(600), 576],
  ["auto", [], 1_376],
  [1_200, devices(9_001), 1_200],
] as const)("the overlay's MTU, asked for %s on %o, is %i", (asked, found, mtu) => {
  expect(overlayMtuFor(asked, found)).toBe(mtu);
});

test.each([
  [devices(1_500), 1_500],
  [devices(1_500, 9_000), 9_000],
  [devices(65_535), 9_216],
  [devices(100), 576],
  [[], 1_500],
])("paths over %o are probed up to %i", (found, ceiling) => {
  expect(probeCeilingFor(found, 1_376)).toBe(ceiling);
});
