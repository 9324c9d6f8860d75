/** Round trips, golden vectors and fuzz of the control wire and its framing. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toHex, utf8Encode } from "../base/bytes.ts";
import { FrameReader, frame } from "./framing.ts";
import {
  type Control,
  decodeControl,
  decodeHello,
  decodeTargetList,
  decodeTopologyDelta,
  encodeControl,
  encodeHello,
  encodeTargetList,
  encodeTopologyDelta,
  isShownText,
  shownText,
} from "./wire.ts";

const hello = {
  nickname: "höst-1",
  bootNonce: new Uint8Array(8).fill(1),
  port: 6783,
  connectionNonce: new Uint8Array(8).fill(2),
  range: "10.32.0.0/12",
  rangeExplicit: true,
  mesh: undefined,
};

const controls: readonly Exclude<Control, { kind: "unknown" }>[] = [
  { kind: "gossip", bytes: Uint8Array.of(1, 2, 3) },
  { kind: "gossip", bytes: new Uint8Array() },
  { kind: "ping", number: 7 },
  { kind: "pong", number: 0 },
  { kind: "close", code: "other-mesh", message: "why", record: Uint8Array.of(9), alternatives: [] },
  { kind: "accept" },
  { kind: "fence", firstAddress: "10.0.0.1:1", secondAddress: "[fd00::1]:2" },
  { kind: "need", need: "none" },
  { kind: "need", need: "named" },
  { kind: "close", code: "connection-limit", message: "", record: new Uint8Array(), alternatives: ["10.0.0.9:1"] },
];

describe("the control wire", () => {
  it("reads what it wrote", () => {
    for (const control of controls) expect(decodeControl(encodeControl(control))).toEqual({ ok: true, value: control });
    expect(decodeHello(encodeHello(hello))).toEqual({ ok: true, value: hello });
    const founded = { ...hello, mesh: { range: "10.40.0.0/16", hosts: 300, names: ["h1", "h2"] } };
    expect(decodeHello(encodeHello(founded))).toEqual({ ok: true, value: founded });
    expect(toHex(encodeHello(founded)).slice(toHex(encodeHello(hello)).length)).toBe(
      "3a0c31302e34302e302e302f3136" + "40ac02" + "4a026831" + "4a026832",
    );
    const records = [Uint8Array.of(1), Uint8Array.of(2, 3)];
    for (const patches of [[], [Uint8Array.of(4)]])
      expect(decodeTopologyDelta(encodeTopologyDelta({ records, patches }))).toEqual({
        ok: true,
        value: { records, patches },
      });
    expect(decodeTargetList(encodeTargetList(["a", "b:1"]))).toEqual({ ok: true, value: ["a", "b:1"] });
  });

  it("stays as it was released: golden vectors", () => {
    expect(toHex(encodeHello({ ...hello, nickname: "h" }))).toBe(
      "0a0168120801010101010101" + "0118ff342208020202020202" + "02022a0c31302e33322e302e302f31323001",
    );
    expect(controls.map((control) => toHex(encodeControl(control)))).toEqual([
      "0a03010203",
      "0a00",
      "12020807",
      "1a00",
      "2214" + "0a0a" + "6f746865722d6d657368" + "1203776879" + "1a0109",
      "2a00",
      "3219" + "0a0a" + "31302e302e302e313a31" + "120b" + "5b666430303a3a315d3a32",
      "3a00",
      "3a020802",
      "221e" + "0a10" + "636f6e6e656374696f6e2d6c696d6974" + "220a" + "31302e302e302e393a31",
    ]);
  });

  it("skips a message of a newer version", () => {
    expect(decodeControl(Uint8Array.of(0xfa, 0x01, 0x01, 0x05))).toEqual({ ok: true, value: { kind: "unknown" } });
    expect(decodeControl(new Uint8Array())).toEqual({ ok: true, value: { kind: "unknown" } });
  });

  it("never throws on random bytes, and keeps to its limits", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        for (const decode of [decodeControl, decodeHello, decodeTopologyDelta, decodeTargetList])
          expect(typeof decode(bytes).ok).toBe("boolean");
      }),
      { numRuns: 2_000 },
    );
  });

  it("never throws on a message with one byte altered or missing", () => {
    fc.assert(
      fc.property(fc.constantFrom(...controls), fc.nat(), fc.nat(255), (control, at, byte) => {
        const bytes = encodeControl(control);
        bytes[at % bytes.length] = byte;
        expect(typeof decodeControl(bytes).ok).toBe("boolean");
        expect(typeof decodeControl(bytes.subarray(0, at % bytes.length)).ok).toBe("boolean");
      }),
    );
  });

  it("leaves out what a host should not say of its mesh, and takes the hello", () => {
    const names = ["a\nb", ...Array.from({ length: 20 }, (_, i) => `h${i}`)];
    const decoded = decodeHello(encodeHello({ ...hello, mesh: { range: "\u001b[31m", hosts: 2, names } }));
    const mesh = { range: "", hosts: 2, names: names.slice(1, 9) };
    expect(decoded).toEqual({ ok: true, value: { ...hello, mesh } });
  });

  it("refuses text that could forge a log line", () => {
    for (const nickname of ["a\nb", "a\u001b[31m", "x".repeat(64), "\u2028"])
      expect(decodeHello(encodeHello({ ...hello, nickname }))).toEqual({ ok: false, error: "hello-nickname" });
    expect(decodeHello(encodeHello({ ...hello, port: 0 })).ok).toBe(false);
    expect(decodeHello(encodeHello({ ...hello, bootNonce: new Uint8Array(7) })).ok).toBe(false);
  });

  it("cuts our own text to what it would accept", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 100 }), fc.integer({ min: 4, max: 80 }), (text, bytesMax) => {
        const shown = shownText(text, bytesMax);
        expect(isShownText(shown, bytesMax)).toBe(true);
        expect(utf8Encode(shown).length).toBeLessThanOrEqual(bytesMax);
      }),
    );
  });
});

describe("framing", () => {
  it("gives back the frames however the stream is cut", () => {
    const someFrames = fc.array(fc.uint8Array({ minLength: 1, maxLength: 50 }), { maxLength: 10 });
    fc.assert(
      fc.property(
        someFrames,
        fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 5 }),
        (frames, cuts) => {
          const stream = Uint8Array.from(frames.flatMap((bytes) => [...frame(bytes)]));
          const reader = new FrameReader();
          const read: Uint8Array[] = [];
          for (let at = 0, i = 0; at < stream.length; i++) {
            const cut = cuts[i % cuts.length] as number;
            reader.push(stream.subarray(at, at + cut));
            at += cut;
            for (let next = reader.next(50); next.kind !== "more"; next = reader.next(50))
              read.push(next.kind === "frame" ? next.bytes : new Uint8Array());
          }
          expect(read).toEqual(frames);
        },
      ),
    );
  });

  it("refuses a length of zero or above the limit before the frame is there", () => {
    const oversized = new FrameReader();
    oversized.push(Uint8Array.of(0, 0, 0, 11));
    expect(oversized.next(10).kind).toBe("oversized");
    const empty = new FrameReader();
    empty.push(new Uint8Array(4));
    expect(empty.next(10).kind).toBe("oversized");
  });
});
