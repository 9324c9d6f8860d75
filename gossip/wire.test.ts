/** The wire: golden bytes of each message, limits, and that nothing foreign throws. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromHex, toHex } from "../base/bytes.ts";
import { peerKeyOf } from "../base/peer-name.ts";
import { payloadBytesMax } from "./gossip-types.ts";
import {
  channelsMax,
  decodeFrame,
  type Exchange,
  encodeBroadcast,
  encodeBroadcastFrame,
  encodeExchange,
  encodeUnicast,
  encodeUnicastFrame,
  type Frame,
  gossipFrameBytesMax,
} from "./wire.ts";

const a = peerKeyOf(new Uint8Array(32).fill(0xaa));
const b = peerKeyOf(new Uint8Array(32).fill(0xbb));
const payload = Uint8Array.of(1, 2, 3);
const broadcast = { source: a, epoch: "0102030405060708", sequence: 300, channel: "ring", payload };
const unicast = { source: a, destination: b, channel: "ipam", payload };
const aHex = "aa".repeat(32);
const bHex = "bb".repeat(32);
const broadcastHex = `0a20${aHex}1208010203040506070818ac02220472696e672a03010203`;
const unicastHex = `0a20${aHex}1220${bHex}1a046970616d2203010203`;

/** What v0.1.0 writes; from then on these bytes decode for ever. */
const golden: readonly { readonly name: string; readonly hex: string; readonly frame: Frame }[] = [
  {
    name: "broadcast",
    hex: `083f1a3a${broadcastHex}`,
    frame: { kind: "broadcast", hopLimit: 63, root: undefined, original: bytes(broadcastHex), broadcast },
  },
  {
    name: "broadcast with a root",
    hex: `083f1220${bHex}1a3a${broadcastHex}`,
    frame: { kind: "broadcast", hopLimit: 63, root: b, original: bytes(broadcastHex), broadcast },
  },
  {
    name: "unicast",
    hex: `0840224f${unicastHex}`,
    frame: { kind: "unicast", hopLimit: 64, original: bytes(unicastHex), unicast },
  },
  {
    name: "summary",
    hex: "2a120a100a0472696e671208ffeeddccbbaa0099",
    frame: { kind: "summary", channels: [{ channel: "ring", hash: "ffeeddccbbaa0099" }], answer: false },
  },
  { name: "summary, answer", hex: "2a021001", frame: { kind: "summary", channels: [], answer: true } },
  {
    name: "digest",
    hex: "320d0a0472696e6712030102031801",
    frame: { kind: "digest", channel: "ring", digest: payload, round: 1 },
  },
  {
    name: "difference",
    hex: "3a0b0a0472696e671203010203",
    frame: { kind: "difference", channel: "ring", payload, last: false },
  },
  {
    name: "difference, last and empty",
    hex: "3a080a0472696e671801",
    frame: { kind: "difference", channel: "ring", payload: undefined, last: true },
  },
];

function bytes(hex: string): Uint8Array {
  return fromHex(hex) as Uint8Array;
}

function encode(frame: Frame): Uint8Array {
  if (frame.kind === "broadcast")
    return encodeBroadcastFrame(encodeBroadcast(frame.broadcast), frame.hopLimit, frame.root);
  if (frame.kind === "unicast") return encodeUnicastFrame(encodeUnicast(frame.unicast), frame.hopLimit);
  return frame.kind === "unknown" ? new Uint8Array(0) : encodeExchange(frame);
}

describe("gossip's wire", () => {
  for (const { name, hex, frame } of golden) {
    it(`writes and reads the golden ${name}`, () => {
      expect(toHex(encode(frame))).toBe(hex);
      expect(decodeFrame(bytes(hex))).toEqual({ ok: true, value: frame });
    });
  }

  it("reads a field that it does not know as nothing", () => {
    expect(decodeFrame(bytes("f80101"))).toEqual({ ok: true, value: { kind: "unknown" } });
    expect(decodeFrame(bytes("3a0b0a0472696e671801f80101"))).toMatchObject({ ok: true, value: { kind: "difference" } });
  });

  it("refuses what breaks a limit, with the field", () => {
    const refused = (frame: Frame) => {
      const decoded = decodeFrame(encode(frame));
      return decoded.ok ? "accepted" : decoded.error;
    };
    const original = new Uint8Array(0);
    const withBroadcast = (change: object): Frame => ({
      kind: "broadcast",
      hopLimit: 1,
      root: undefined,
      original,
      broadcast: { ...broadcast, ...change },
    });
    const withUnicast = (change: object): Frame => ({
      kind: "unicast",
      hopLimit: 1,
      original,
      unicast: { ...unicast, ...change },
    });
    const tooLong = new Uint8Array(payloadBytesMax + 1);
    expect(refused(withBroadcast({ source: "aabb" }))).toBe("source");
    expect(refused(withBroadcast({ epoch: "aabb" }))).toBe("epoch");
    expect(refused(withBroadcast({ sequence: 0 }))).toBe("sequence");
    expect(refused(withBroadcast({ sequence: 2 ** 53 }))).toBe("sequence");
    expect(refused(withBroadcast({ sequence: 2 ** 53 - 1 }))).toBe("accepted");
    expect(refused(withBroadcast({ channel: "" }))).toBe("channel");
    expect(refused(withBroadcast({ channel: "Ring\n" }))).toBe("channel");
    expect(refused(withBroadcast({ payload: tooLong }))).toBe("payload-length");
    expect(refused({ ...withBroadcast({}), hopLimit: 256 } as Frame)).toBe("hop-limit");
    expect(refused({ ...withBroadcast({}), root: "ab" } as Frame)).toBe("root");
    expect(refused(withUnicast({ destination: a }))).toBe("destination");
    expect(refused(withUnicast({ channel: "x".repeat(33) }))).toBe("channel");
    expect(refused(withUnicast({ payload: tooLong }))).toBe("payload-length");
    const row = { channel: "ring", hash: "00".repeat(8) };
    expect(
      refused({ kind: "summary", channels: Array.from({ length: channelsMax + 1 }, () => row), answer: false }),
    ).toBe("channels");
    expect(refused({ kind: "summary", channels: [{ channel: "ring", hash: "00" }], answer: false })).toBe("hash");
    expect(refused({ kind: "digest", channel: "ring", digest: tooLong, round: 1 })).toBe("digest-length");
    expect(refused({ kind: "digest", channel: "ring", digest: payload, round: 0 })).toBe("round");
    expect(refused({ kind: "difference", channel: "ring", payload: tooLong, last: true })).toBe("payload-length");
    expect(decodeFrame(new Uint8Array(gossipFrameBytesMax + 1))).toEqual({ ok: false, error: "frame-length" });
  });

  it("carries the largest payload in a frame of the largest size", () => {
    const largest = new Uint8Array(payloadBytesMax).fill(7);
    const frame = encodeBroadcastFrame(
      encodeBroadcast({ ...broadcast, channel: "c".repeat(32), payload: largest }),
      255,
      b,
    );
    expect(frame.length).toBeLessThanOrEqual(gossipFrameBytesMax);
    expect(decodeFrame(frame).ok).toBe(true);
  });

  it("reads back what it writes", () => {
    const names = fc.stringMatching(/^[a-z0-9-]{1,32}$/);
    const blobs = fc.uint8Array({ maxLength: 300 });
    const hashes = fc.uint8Array({ minLength: 8, maxLength: 8 }).map(toHex);
    const rows = fc.array(fc.record({ channel: names, hash: hashes }), { maxLength: 5 });
    const exchanges: fc.Arbitrary<Exchange> = fc.oneof(
      fc.record({ kind: fc.constant("summary" as const), channels: rows, answer: fc.boolean() }),
      fc.record({
        kind: fc.constant("digest" as const),
        channel: names,
        digest: blobs,
        round: fc.integer({ min: 1, max: 255 }),
      }),
    );
    fc.assert(
      fc.property(exchanges, (exchange) => {
        expect(decodeFrame(encodeExchange(exchange))).toEqual({ ok: true, value: exchange });
      }),
    );
  });

  it("never throws, on random bytes and on mutated frames", () => {
    const mutated = fc
      .tuple(
        fc.constantFrom(...golden.map(({ hex }) => bytes(hex))),
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 4 }),
        fc.nat(),
      )
      .map(([frame, edits, cut]) => {
        const copy = frame.slice(0, cut % 3 === 0 ? cut % (frame.length + 1) : frame.length);
        for (const [at, value] of edits) if (copy.length > 0) copy[at % copy.length] = value;
        return copy;
      });
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), mutated), (input) => {
        expect(typeof decodeFrame(input).ok).toBe("boolean");
      }),
      { numRuns: 5_000 },
    );
  });
});
