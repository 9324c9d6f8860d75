/** The sessions' messages: round trip, golden vectors, and no bytes at which decoding throws. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { fromHex, toHex, utf8Encode } from "../base/bytes.ts";
import { decode, encode, type SessionMessage, sessionMessageBytesMax } from "./wire.ts";

const bytes = (fill: number, length: number) => new Uint8Array(length).fill(fill);
const init = {
  index: 0xfffffffe,
  ephemeral: bytes(1, 32),
  suites: ["nacl"],
  meshId: bytes(2, 16),
  signature: bytes(3, 64),
  extensions: bytes(0, 0),
};
const reply = { index: 6, ephemeral: bytes(4, 32), suite: "none", signature: bytes(5, 64), extensions: bytes(0, 0) };
const refusal = { reason: "no-common-suite", suites: [], signature: bytes(7, 64) };
const messages: SessionMessage[] = [
  { kind: "init", init },
  { kind: "init", init: { ...init, meshId: bytes(0, 0), suites: ["nacl", "none"] } },
  { kind: "reply", initIndex: 5, reply },
  { kind: "close", index: 7, signature: bytes(6, 64) },
  { kind: "init", init: { ...init, extensions: bytes(8, 256) } },
  { kind: "reply", initIndex: 5, reply: { ...reply, extensions: bytes(9, 1) } },
  { kind: "init", init: { ...init, suites: ["aes-256-gcm", "chacha20-poly1305", "nacl"] } },
  { kind: "refusal", initIndex: 5, refusal: { ...refusal, suites: ["nacl"] } },
  { kind: "refusal", initIndex: 5, refusal },
];

it.each(messages)("decode what was encoded: $kind", (message) => {
  expect(decode(encode(message))).toEqual({ ok: true, value: message });
});

it("keep their golden vectors", () => {
  const ascii = (text: string) => toHex(utf8Encode(text));
  const fill = (byte: string, length: number) => byte.repeat(length);
  expect(toHex(encode(messages[0]!))).toBe(
    `0a81010dfeffffff1220${fill("01", 32)}1a046e61636c2210${fill("02", 16)}2a40${fill("03", 64)}`,
  );
  expect(toHex(encode(messages[2]!))).toBe(
    `12740d0500000015060000001a20${fill("04", 32)}22046e6f6e652a40${fill("05", 64)}`,
  );
  const ciphers = `1a0b${ascii("aes-256-gcm")}1a11${ascii("chacha20-poly1305")}1a046e61636c`;
  expect(toHex(encode(messages[6]!))).toBe(
    `0aa1010dfeffffff1220${fill("01", 32)}${ciphers}2210${fill("02", 16)}2a40${fill("03", 64)}`,
  );
  expect(toHex(encode(messages[7]!))).toBe(
    `225e0d05000000120f${ascii("no-common-suite")}1a046e61636c2240${fill("07", 64)}`,
  );
  expect(toHex(encode(messages[3]!))).toBe(`1a470d070000001240${fill("06", 64)}`);
});

it("read what the first release sends", () => {
  // Encoded by v0.1.0, which takes one suite; without extensions.
  const sent = fromHex(
    `0a81010dfeffffff1220${"01".repeat(32)}1a046e61636c2210${"02".repeat(16)}2a40${"03".repeat(64)}`,
  )!;
  expect(decode(sent)).toEqual({ ok: true, value: { kind: "init", init } });
});

it("are refused with a part missing, too long or of the wrong length", () => {
  const wrong: SessionMessage[] = [
    { kind: "init", init: { ...init, index: 0 } },
    { kind: "init", init: { ...init, ephemeral: bytes(1, 31) } },
    { kind: "init", init: { ...init, suites: [] } },
    { kind: "init", init: { ...init, suites: Array.from({ length: 9 }, () => "x") } },
    { kind: "init", init: { ...init, suites: ["x".repeat(33)] } },
    { kind: "init", init: { ...init, meshId: bytes(1, 15) } },
    { kind: "init", init: { ...init, signature: bytes(1, 63) } },
    { kind: "init", init: { ...init, extensions: bytes(1, 257) } },
    { kind: "reply", initIndex: 5, reply: { ...reply, extensions: bytes(1, 257) } },
    { kind: "refusal", initIndex: 0, refusal },
    { kind: "refusal", initIndex: 5, refusal: { ...refusal, reason: "" } },
    { kind: "refusal", initIndex: 5, refusal: { ...refusal, reason: "No suite" } },
    { kind: "refusal", initIndex: 5, refusal: { ...refusal, suites: Array.from({ length: 9 }, () => "x") } },
    { kind: "refusal", initIndex: 5, refusal: { ...refusal, suites: ["x".repeat(33)] } },
    { kind: "refusal", initIndex: 5, refusal: { ...refusal, signature: bytes(7, 63) } },
    { kind: "close", index: 0, signature: bytes(6, 64) },
    { kind: "close", index: 1, signature: bytes(6, 65) },
  ];
  for (const message of wrong) expect(decode(encode(message)).ok).toBe(false);
  expect(decode(new Uint8Array(0)).ok).toBe(false);
  expect(decode(bytes(0, sessionMessageBytesMax + 1)).ok).toBe(false);
});

it("never throw on any bytes", () => {
  const mutated = fc
    .tuple(fc.constantFrom(...messages.map(encode)), fc.nat(), fc.nat(255), fc.nat(200))
    .map(([message, at, value, length]) =>
      message.map((byte, i) => (i === at % message.length ? value : byte)).slice(0, length),
    );
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 300 }), mutated), (input) => {
      decode(input);
    }),
    { numRuns: 2000 },
  );
});
