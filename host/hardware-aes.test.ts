/** What processors say of themselves in /proc/cpuinfo. */
import { expect, it } from "vitest";
import { hasHardwareAes } from "./hardware-aes.ts";

const x86 = (flags: string) =>
  `processor\t: 0\nvendor_id\t: GenuineIntel\nflags\t\t: fpu ${flags} sse2\nbugs\t\t: aes\n`;
const arm = (features: string) => `processor\t: 0\nBogoMIPS\t: 50.00\nFeatures\t: fp asimd ${features} crc32\n`;

it.each([
  [x86("aes pclmulqdq"), true],
  [x86("vaes aes vpclmulqdq"), true],
  [x86("aes"), false],
  [x86("pclmulqdq"), false],
  [x86(""), false],
  [arm("aes pmull sha1"), true],
  [arm("aes"), false],
  [arm(""), false],
  ["processor\t: 0\nhart\t: 1\nisa\t: rv64imafdc\n", false],
  ["", false],
])("tells AES in hardware: %j", (cpuinfo, expected) => {
  expect(hasHardwareAes(cpuinfo)).toBe(expected);
});
