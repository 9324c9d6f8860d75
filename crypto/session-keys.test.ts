/** The sessions' key agreement: both sides agree, and nobody can alter, redirect or answer for another. */
import { describe, expect, it } from "vitest";
import { seededRandom } from "../base/random.ts";
import { identityOf } from "./identity.ts";
import { realCrypto } from "./primitives.ts";
import {
  answerSession,
  finishSession,
  initiateSession,
  isCloseAuthentic,
  isInitAuthentic,
  type SessionInit,
  type SessionParties,
  type SessionReply,
  signClose,
} from "./session-keys.ts";
import { standInCrypto } from "./stand-in.ts";

const bytes = (fill: number, length = 32) => new Uint8Array(length).fill(fill);
const flipped = (original: Uint8Array) => original.map((byte, i) => (i === 3 ? byte ^ 1 : byte));

describe.each([
  ["real", realCrypto],
  ["stand-in", standInCrypto],
])("session keys over %s primitives", (_, crypto) => {
  const [a, b, c] = [1, 2, 3].map((seed) => identityOf(crypto, bytes(seed))) as [
    ReturnType<typeof identityOf>,
    ReturnType<typeof identityOf>,
    ReturnType<typeof identityOf>,
  ];
  const ports = { crypto, random: seededRandom(5) };
  const parties = (identity: typeof a, remote: typeof a, password?: Uint8Array): SessionParties => ({
    identity,
    password,
    remotePublicKey: remote.publicKey,
  });
  const terms = { index: 0xfedcba98, suites: ["nacl", "none"], meshId: bytes(7, 16) };

  it.each([
    ["with a password", bytes(9)],
    ["without", undefined],
  ])("agree on both sides, %s, and differ by direction and each time", (_, password) => {
    const started = initiateSession(ports, parties(a, b, password), terms);
    expect(isInitAuthentic(crypto, parties(b, a, password), started.init)).toBe(true);
    const answered = answerSession(ports, parties(b, a, password), started.init, { index: 7, suite: "nacl" })!;
    const keys = finishSession(crypto, parties(a, b, password), started, answered.reply)!;
    expect(keys.send).toEqual(answered.keys.receive);
    expect(keys.receive).toEqual(answered.keys.send);
    expect(keys.send).not.toEqual(keys.receive);
    const again = answerSession(ports, parties(b, a, password), started.init, { index: 7, suite: "nacl" })!;
    expect(again.keys.send).not.toEqual(answered.keys.send);
  });

  it("cover what a newer version says of itself, and agree all the same", () => {
    const started = initiateSession(ports, parties(a, b), terms, bytes(3, 5));
    expect(started.init.extensions).toEqual(bytes(3, 5));
    expect(isInitAuthentic(crypto, parties(b, a), started.init)).toBe(true);
    const stripped = { ...started.init, extensions: bytes(0, 0) };
    expect(isInitAuthentic(crypto, parties(b, a), stripped)).toBe(false);
    const answered = answerSession(ports, parties(b, a), started.init, { index: 7, suite: "nacl" })!;
    expect(finishSession(crypto, parties(a, b), started, answered.reply)!.send).toEqual(answered.keys.receive);
  });

  it("differ when the passwords do", () => {
    const started = initiateSession(ports, parties(a, b, bytes(8)), terms);
    const answered = answerSession(ports, parties(b, a, bytes(9)), started.init, { index: 7, suite: "nacl" })!;
    expect(finishSession(crypto, parties(a, b, bytes(8)), started, answered.reply)!.send).not.toEqual(
      answered.keys.receive,
    );
  });

  it("detect a change of any field of the init", () => {
    const { init } = initiateSession(ports, parties(a, b), terms);
    const changes: Partial<SessionInit>[] = [
      { index: 1 },
      { ephemeral: flipped(init.ephemeral) },
      { suites: ["none"] },
      { suites: ["none", "nacl"] },
      { meshId: bytes(0, 0) },
      { meshId: flipped(init.meshId) },
      { signature: flipped(init.signature) },
      { extensions: bytes(1, 1) },
    ];
    for (const change of changes) {
      expect(isInitAuthentic(crypto, parties(b, a), { ...init, ...change })).toBe(false);
    }
    expect(isInitAuthentic(crypto, parties(c, a), init)).toBe(false);
    expect(isInitAuthentic(crypto, parties(b, c), init)).toBe(false);
  });

  it("detect a change of any field of the reply, another init's reply, and another's", () => {
    const started = initiateSession(ports, parties(a, b), terms);
    const other = initiateSession(ports, parties(a, b), terms);
    const { reply } = answerSession(ports, parties(b, a), started.init, { index: 7, suite: "nacl" })!;
    const changes: Partial<SessionReply>[] = [
      { index: 8 },
      { ephemeral: flipped(reply.ephemeral) },
      { suite: "none" },
      { suite: "unheard-of" },
      { signature: flipped(reply.signature) },
      { extensions: bytes(1, 1) },
    ];
    for (const change of changes) {
      expect(finishSession(crypto, parties(a, b), started, { ...reply, ...change })).toBeUndefined();
    }
    expect(finishSession(crypto, parties(a, b), other, reply)).toBeUndefined();
    expect(finishSession(crypto, parties(a, c), started, reply)).toBeUndefined();
    const byAnother = answerSession(ports, parties(c, a), started.init, { index: 7, suite: "nacl" })!;
    expect(finishSession(crypto, parties(a, b), started, byAnother.reply)).toBeUndefined();
  });

  it("close by a signature that fits one direction, peer and session", () => {
    const signature = signClose(crypto, parties(a, b), 5);
    expect(isCloseAuthentic(crypto, parties(b, a), 5, signature)).toBe(true);
    expect(isCloseAuthentic(crypto, parties(b, a), 6, signature)).toBe(false);
    expect(isCloseAuthentic(crypto, parties(a, b), 5, signature)).toBe(false);
    expect(isCloseAuthentic(crypto, parties(c, a), 5, signature)).toBe(false);
  });

  it("refuse an ephemeral key of low order", () => {
    const { init } = initiateSession(ports, parties(a, b), terms);
    const low = { ...init, ephemeral: bytes(0) };
    expect(answerSession(ports, parties(b, a), low, { index: 7, suite: "nacl" })).toBeUndefined();
  });
});
