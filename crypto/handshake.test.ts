/** The control handshake: both sides agree, or both say the same refusal; tampering, reflection and garbage get nowhere. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromHex, toHex, utf8Encode } from "../base/bytes.ts";
import { seededRandom } from "../base/random.ts";
import type { Crypto } from "./crypto-port.ts";
import {
  Handshake,
  type HandshakeOptions,
  type HandshakeOutput,
  handshakeFrameBytesMax,
  payloadBytesMax,
} from "./handshake.ts";
import { identityOf } from "./identity.ts";
import { realCrypto } from "./primitives.ts";
import { RecordOpener, RecordSealer } from "./record.ts";
import { standInCrypto } from "./stand-in.ts";
import { decodeFrame, decodeOffer, encodeFrame, encodeOffer, type Offer } from "./wire.ts";

type Outputs = readonly HandshakeOutput[];
type Changed = Partial<HandshakeOptions>;

const bytes = (fill: number, length = 32) => new Uint8Array(length).fill(fill);

function options(crypto: Crypto, role: "dialer" | "listener", changed: Changed = {}): HandshakeOptions {
  return {
    role,
    identity: identityOf(crypto, bytes(role === "dialer" ? 1 : 2)),
    password: bytes(9),
    versionMin: 1,
    versionMax: 3,
    meshId: new Uint8Array(0),
    payload: utf8Encode(`facts of the ${role}`),
    ...changed,
  };
}

function pair(crypto: Crypto, dialer: Changed = {}, listener: Changed = {}) {
  const random = seededRandom(7);
  return {
    dialer: new Handshake({ crypto, random }, options(crypto, "dialer", dialer)),
    listener: new Handshake({ crypto, random }, options(crypto, "listener", listener)),
  };
}

/** Carries frames between both until neither speaks; `alter` may replace one on its way. */
function run(
  sides: ReturnType<typeof pair>,
  alter: (frame: Uint8Array, number: number) => Uint8Array = (frame) => frame,
) {
  const results: Record<"dialer" | "listener", HandshakeOutput[]> = { dialer: [], listener: [] };
  const frames: Uint8Array[] = [];
  let waiting: { to: "dialer" | "listener"; frame: Uint8Array }[] = [];
  const take = (from: "dialer" | "listener", outputs: Outputs) => {
    for (const output of outputs) {
      if (output.kind !== "send") results[from].push(output);
      else {
        waiting.push({ to: from === "dialer" ? "listener" : "dialer", frame: alter(output.frame, frames.length) });
        frames.push(output.frame);
      }
    }
  };
  take("dialer", sides.dialer.start());
  take("listener", sides.listener.start());
  while (waiting.length > 0) {
    const [{ to, frame }, ...rest] = waiting as [(typeof waiting)[0]];
    waiting = rest;
    take(to, sides[to].received(frame));
  }
  return { ...results, frames };
}

function refusals(result: ReturnType<typeof run>) {
  return [...result.dialer, ...result.listener].map((output) =>
    output.kind === "refused" ? `${output.code}${output.byRemote ? " by remote" : ""}` : output.kind,
  );
}

describe.each([
  ["real", realCrypto],
  ["stand-in", standInCrypto],
])("the handshake over %s primitives", (_, crypto) => {
  it.each([
    ["with a password", bytes(9)],
    ["without", undefined],
  ])("gives both sides mirrored keys and proved identities, %s", (_, password) => {
    const meshId = bytes(4, 16);
    const result = run(pair(crypto, { password, versionMin: 2, versionMax: 5, meshId }, { password }));
    const [dialer] = result.dialer;
    const [listener] = result.listener;
    if (dialer?.kind !== "established" || listener?.kind !== "established") throw new Error("not established");
    expect(dialer.keys.send).toEqual(listener.keys.receive);
    expect(dialer.keys.receive).toEqual(listener.keys.send);
    expect(dialer.keys.send).not.toEqual(dialer.keys.receive);
    expect(dialer.remote).toMatchObject({
      key: identityOf(crypto, bytes(2)).key,
      name: identityOf(crypto, bytes(2)).name,
      version: 3,
      meshId: new Uint8Array(0),
      payload: utf8Encode("facts of the listener"),
    });
    expect(listener.remote).toMatchObject({ key: identityOf(crypto, bytes(1)).key, version: 3, meshId });
    const sealed = new RecordSealer(crypto, dialer.keys.send).seal(utf8Encode("hello"));
    expect(new RecordOpener(crypto, listener.keys.receive).open(sealed)).toEqual(utf8Encode("hello"));
    expect(new RecordOpener(crypto, dialer.keys.receive).open(sealed)).toBeUndefined();
  });

  it("refuses on both ends a wrong password, a password on one side, and versions that do not meet", () => {
    expect(refusals(run(pair(crypto, { password: bytes(8) })))).toEqual(["wrong-password by remote", "wrong-password"]);
    const without = { password: undefined };
    for (const one of [{ dialer: without }, { listener: without }] as { dialer?: Changed; listener?: Changed }[]) {
      const result = run(pair(crypto, one.dialer, one.listener));
      expect(refusals(result)).toEqual(["password-on-one-side by remote", "password-on-one-side"]);
    }
    const versions = run(pair(crypto, { versionMin: 4, versionMax: 9 }));
    expect(refusals(versions)).toEqual(["no-common-version by remote", "no-common-version"]);
  });

  it("lets its own identity prove itself: only the mesh can tell itself from a clone", () => {
    const identity = identityOf(crypto, bytes(2));
    expect(refusals(run(pair(crypto, { identity })))).toEqual(["established", "established"]);
  });

  it("knows a name that another key has", () => {
    const identity = identityOf(crypto, bytes(2));
    const borrowed = { ...identityOf(crypto, bytes(1)), name: identity.name };
    expect(refusals(run(pair(crypto, { identity: borrowed })))).toEqual(["wrong-name by remote", "wrong-name"]);
  });

  it("refuses who knows the password and claims a key that is not his", () => {
    const claimed = { ...identityOf(crypto, bytes(5)), seed: bytes(1) };
    expect(refusals(run(pair(crypto, { identity: claimed })))).toEqual(["altered by remote", "altered"]);
  });

  it("fits its largest payload into a frame", () => {
    const result = run(pair(crypto, { payload: bytes(1, payloadBytesMax) }));
    expect(Math.max(...result.frames.map((frame) => frame.length))).toBeLessThanOrEqual(handshakeFrameBytesMax);
    expect(result.listener[0]?.kind).toBe("established");
  });

  it("detects a change of any field of either offer, and of each share", () => {
    const changes: ((offer: Offer) => Offer)[] = [
      (offer) => ({ ...offer, versionMin: offer.versionMin + 1 }),
      (offer) => ({ ...offer, versionMax: offer.versionMax - 1 }),
      (offer) => ({ ...offer, name: offer.name.map((byte) => byte ^ 1) }),
      (offer) => ({ ...offer, meshId: bytes(1, 16) }),
      (offer) => ({ ...offer, suites: ["none", ...offer.suites] }),
      (offer) => ({ ...offer, nonce: offer.nonce.map((byte) => byte ^ 1) }),
      (offer) => ({ ...offer, passwordRequired: !offer.passwordRequired }),
      (offer) => ({ ...offer, role: offer.role === "dialer" ? "listener" : "dialer" }),
      (offer) => ({ ...offer, credential: 1 }),
    ];
    for (const password of [bytes(9), undefined]) {
      for (const which of [0, 1]) {
        for (const change of changes) {
          const result = run(pair(crypto, { password }, { password }), (frame, number) => {
            const hello = decodeFrame(frame);
            if (number !== which || !hello.ok || hello.value.kind !== "hello") return frame;
            const offer = decodeOffer(hello.value.offer);
            if (!offer.ok) throw new Error(offer.error);
            return encodeFrame({ ...hello.value, offer: encodeOffer(change(offer.value)) });
          });
          expect(refusals(result)).not.toContain("established");
        }
        const result = run(pair(crypto, { password }, { password }), (frame, number) => {
          const hello = decodeFrame(frame);
          if (number !== which || !hello.ok || hello.value.kind !== "hello") return frame;
          const share = crypto.ristrettoMultiply(hello.value.share, bytes(77, 64))!;
          return encodeFrame({ ...hello.value, share });
        });
        expect(refusals(result)).not.toContain("established");
      }
    }
  });

  it("detects any altered byte of a proof", () => {
    for (const which of [2, 3]) {
      const result = run(pair(crypto), (frame, number) =>
        number === which ? frame.map((byte, i) => (i === frame.length - 9 ? byte ^ 1 : byte)) : frame,
      );
      const [dialer, listener] = [result.dialer[0], result.listener[0]];
      expect(which === 2 ? listener?.kind : dialer?.kind).toBe("refused");
    }
  });

  it("cannot be answered with its own messages", () => {
    const { dialer } = pair(crypto);
    const [hello] = dialer.start();
    const outputs = dialer.received(frameOf(hello!));
    expect(outputs.at(-1)).toMatchObject({ kind: "refused", code: "malformed" });

    // An attacker answers with a hello of the right role, then sends the dialer's proof back to it.
    const second = pair(crypto);
    const [first] = second.dialer.start();
    const [answer] = second.listener.received(frameOf(first!));
    const [proof] = second.dialer.received(frameOf(answer!));
    expect(second.dialer.received(frameOf(proof!)).at(-1)).toMatchObject({ kind: "refused" });
  });

  it("never throws on garbage, in any state, and stays silent after its end", () => {
    const frames = run(pair(crypto)).frames;
    fc.assert(
      fc.property(
        fc.constantFrom<"dialer" | "listener">("dialer", "listener"),
        fc.integer({ min: 0, max: 2 }),
        fc.oneof(
          fc.uint8Array({ maxLength: 200 }),
          fc
            .tuple(fc.constantFrom(...frames), fc.nat(), fc.nat(255))
            .map(([frame, at, value]) => frame.map((byte, i) => (i === at % frame.length ? value : byte))),
        ),
        (role, steps, garbage) => {
          const sides = pair(crypto);
          const sent = [...sides.dialer.start()];
          for (let i = 0; i < steps; i++) {
            sent.push(...(i % 2 === 0 ? sides.listener : sides.dialer).received(frameOf(sent.at(-1)!)));
          }
          const outputs = sides[role].received(garbage);
          if (outputs.at(-1)?.kind === "refused") expect(sides[role].received(garbage)).toEqual([]);
        },
      ),
      { numRuns: crypto === realCrypto ? 60 : 1000 },
    );
  });
});

describe("an impostor", () => {
  const crypto = realCrypto;
  const dictionary = Array.from({ length: 1000 }, (_, i) => crypto.sha256(utf8Encode(`password ${i}`)));
  const right = dictionary[617]!;

  /** Plays one handshake as `role` under the password `played`; returns what he said and what the victim said. */
  function play(role: "dialer" | "listener", played: Uint8Array) {
    const victimRole = role === "dialer" ? "listener" : "dialer";
    const victim = new Handshake({ crypto, random: seededRandom(1) }, options(crypto, victimRole, { password: right }));
    const impostor = new Handshake({ crypto, random: seededRandom(2) }, options(crypto, role, { password: played }));
    const victimSaid = victim.start().map(frameOf);
    const impostorSaid: Uint8Array[] = [];
    const say = (outputs: Outputs) => {
      for (const frame of outputs.filter((output) => output.kind === "send").map(frameOf)) {
        impostorSaid.push(frame);
        victimSaid.push(
          ...victim
            .received(frame)
            .filter((output) => output.kind === "send")
            .map(frameOf),
        );
      }
    };
    say(impostor.start());
    for (let i = 0; i < victimSaid.length; i++) say(impostor.received(victimSaid[i]!));
    return { victimSaid, impostorSaid };
  }

  /**
   * The passwords of the dictionary that the impostor can tell from wrong ones, offline: he runs the protocol's own code
   * again with his scalar and the very share and offer that he had sent, the candidate wherever a password enters, on
   * everything that the victim said, and sees whether a proof of the victim opens.
   */
  function confirmed(role: "dialer" | "listener", said: ReturnType<typeof play>): string[] {
    const hello = decodeFrame(said.impostorSaid[0]!);
    if (!hello.ok || hello.value.kind !== "hello") throw new Error("the impostor said no hello");
    const { share } = hello.value;
    const sameShare: Crypto = { ...crypto, ristrettoMultiplyMapped: () => share };
    return dictionary
      .filter((password) => {
        const ports = { crypto: sameShare, random: seededRandom(2) };
        const again = new Handshake(ports, options(sameShare, role, { password }));
        again.start();
        return said.victimSaid.some((frame) => again.received(frame).some(gotPastTheSeal));
      })
      .map(toHex);
  }

  const gotPastTheSeal = (output: HandshakeOutput) =>
    output.kind === "established" ||
    (output.kind === "refused" && !output.byRemote && output.code !== "wrong-password" && output.code !== "malformed");

  it.each(["dialer", "listener"] as const)(
    "as the %s can confirm no password of a dictionary of 1,000 offline",
    (role) => {
      const said = play(role, dictionary[3]!);
      expect(said.victimSaid).toHaveLength(2);
      expect(confirmed(role, said)).toEqual([]);
    },
    60_000,
  );

  it.each(["dialer", "listener"] as const)(
    "as the %s who knows the password sees his test succeed, so the test can",
    (role) => {
      expect(confirmed(role, play(role, right))).toContain(toHex(right));
    },
    60_000,
  );
});

describe("the wire", () => {
  it("keeps the golden hello", () => {
    const offer = encodeOffer({
      role: "dialer",
      versionMin: 1,
      versionMax: 1,
      passwordRequired: true,
      name: fromHex("02aabbccddee")!,
      meshId: bytes(0x11, 16),
      credential: 0,
      suites: ["nacl"],
      nonce: bytes(0x22, 16),
    });
    expect(toHex(encodeFrame({ kind: "hello", offer, share: bytes(0x33) }))).toBe(
      `${"0a650a41" + "0a057765617665" + "1001" + "1801" + "2001" + "2801"}320602aabbccddee${`3a10${"11".repeat(16)}4a046e61636c5210${"22".repeat(16)}`}1220${"33".repeat(32)}`,
    );
  });

  it("shows no control characters of a stranger", () => {
    const frame = decodeFrame(encodeFrame({ kind: "refusal", code: "self", message: `\u001b[2J\n${"x".repeat(999)}` }));
    expect(frame.ok && frame.value).toMatchObject({ message: ` [2J ${"x".repeat(251)}` });
  });
});

function frameOf(output: HandshakeOutput): Uint8Array {
  if (output.kind !== "send") throw new Error(output.kind);
  return output.frame;
}
