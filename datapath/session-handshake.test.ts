/** One peer's handshake: crossing inits, repeated and old ones, back-off. */
import { describe, expect, it } from "vitest";
import { seededRandom } from "../base/random.ts";
import { identityOf } from "../crypto/identity.ts";
import { standInCrypto } from "../crypto/stand-in.ts";
import { type HandshakeStep, initAttemptsMax, initBackoffMs, SessionHandshake } from "./session-handshake.ts";
import { agreedSuite, type DataSuite } from "./suite.ts";
import { decode, encode } from "./wire.ts";

const meshId = new Uint8Array(16).fill(7);
const identities = [1, 2]
  .map((fill) => identityOf(standInCrypto, new Uint8Array(32).fill(fill)))
  .toSorted((a, b) => (a.key < b.key ? -1 : 1));

function pair(password?: Uint8Array): [SessionHandshake, SessionHandshake] {
  const [small, large] = identities as [(typeof identities)[0], (typeof identities)[0]];
  const ports = { crypto: standInCrypto, random: seededRandom(3) };
  return [
    new SessionHandshake(ports, { identity: small, password, remotePublicKey: large.publicKey }),
    new SessionHandshake(ports, { identity: large, password, remotePublicKey: small.publicKey }),
  ];
}

function payload(step: HandshakeStep | undefined): Uint8Array {
  if (step?.kind === "send") return step.payload;
  if (step?.kind === "agreed" && step.reply) return step.reply;
  throw new Error(`nothing to send: ${step?.kind}`);
}

function give(
  to: SessionHandshake,
  bytes: Uint8Array,
  now = 0,
  index = 99,
  mesh = meshId,
  suites: readonly DataSuite[] = ["nacl"],
): HandshakeStep {
  const message = decode(bytes);
  if (!message.ok) throw new Error(message.error);
  if (message.value.kind === "init") return to.initReceived(now, message.value.init, index, suites, mesh);
  if (message.value.kind === "reply") return to.replyReceived(message.value.initIndex, message.value.reply, suites);
  if (message.value.kind === "refusal") return to.refusalReceived(message.value);
  throw new Error("a close");
}

function initIn(bytes: Uint8Array) {
  const message = decode(bytes);
  if (!message.ok || message.value.kind !== "init") throw new Error("no init");
  return message.value.init;
}

describe("a session's handshake", () => {
  it("takes one round trip", () => {
    const [a, b] = pair();
    const answered = give(b, payload(a.start(0, 1, ["nacl"], meshId)), 0, 2);
    const finished = give(a, payload(answered));
    expect(answered).toMatchObject({ session: { localIndex: 2, remoteIndex: 1, initiator: false } });
    expect(finished).toMatchObject({ session: { localIndex: 1, remoteIndex: 2, initiator: true } });
    if (answered.kind !== "agreed" || finished.kind !== "agreed") throw new Error("not agreed");
    expect(answered.session.keys.send).toEqual(finished.session.keys.receive);
    expect(a.underWay).toBe(false);
  });

  it("carries what each says beside, signed", () => {
    const [a, b] = pair();
    const said = Uint8Array.of(1, 2, 3);
    const init = initIn(payload(a.start(0, 1, ["nacl"], meshId, said)));
    const changed = { ...init, extensions: Uint8Array.of(1, 2, 4) };
    expect(b.initReceived(0, changed, 2, ["nacl"], meshId)).toMatchObject({ why: "init not authentic" });
    const answered = b.initReceived(500, init, 2, ["nacl"], meshId, Uint8Array.of(9));
    expect(answered).toMatchObject({ session: { extensions: said } });
    expect(give(a, payload(answered))).toMatchObject({ session: { extensions: Uint8Array.of(9) } });
  });

  it("settles crossing inits: the smaller key's init wins", () => {
    const [small, large] = pair();
    const fromSmall = payload(small.start(0, 1, ["nacl"], meshId));
    const fromLarge = payload(large.start(0, 2, ["nacl"], meshId));
    expect(give(small, fromLarge)).toMatchObject({ kind: "dropped", why: "our init comes first" });
    const answered = give(large, fromSmall, 0, 3);
    expect(answered.kind).toBe("agreed");
    expect(large.underWay).toBe(false);
    expect(give(small, payload(answered)).kind).toBe("agreed");
  });

  it("answers a repeated init the same again, without a new session, and an old one not at all", () => {
    const [a, b] = pair();
    const first = payload(a.start(0, 1, ["nacl"], meshId));
    const reply = payload(give(b, first, 0));
    expect(give(b, first, 1)).toEqual({ kind: "send", payload: reply });
    give(a, reply);
    const second = payload(a.start(0, 5, ["nacl"], meshId));
    expect(give(b, second, 500).kind).toBe("agreed");
    expect(give(b, first, 1_000)).toEqual({ kind: "dropped", why: "old init" });
  });

  it("looks at a peer's inits only now and then", () => {
    const [a, b] = pair();
    const first = payload(a.start(0, 1, ["nacl"], meshId));
    const reply = give(b, first, 0);
    give(a, payload(reply));
    const second = payload(a.start(0, 5, ["nacl"], meshId));
    expect(give(b, second, 10)).toEqual({ kind: "dropped", why: "too many inits" });
    expect(give(b, second, 200).kind).toBe("agreed");
  });

  it("refuses another mesh, and takes a peer that has none yet", () => {
    const none = new Uint8Array(0);
    const [a, b] = pair();
    const init = payload(a.start(0, 1, ["nacl"], meshId));
    expect(give(b, init, 0, 2, new Uint8Array(16).fill(8))).toEqual({ kind: "dropped", why: "other mesh" });
    expect(give(b, init, 500, 2, none).kind).toBe("agreed");
  });

  it("agrees at both ends on one suite, whoever begins", () => {
    const orders: (readonly DataSuite[])[] = [
      ["aes-256-gcm", "chacha20-poly1305", "nacl"],
      ["chacha20-poly1305", "aes-256-gcm", "nacl"],
      ["nacl"],
    ];
    for (const ours of orders) {
      for (const theirs of orders) {
        const [a, b] = pair();
        const answered = give(b, payload(a.start(0, 1, ours, meshId)), 0, 2, meshId, theirs);
        const finished = give(a, payload(answered), 0, 1, meshId, ours);
        const suite = agreedSuite(ours, theirs);
        expect([answered, finished]).toMatchObject([{ session: { suite } }, { session: { suite } }]);
      }
    }
  });

  it("refuses an init that nobody signed", () => {
    const [a, b] = pair();
    const init = initIn(payload(a.start(0, 1, ["nacl"], meshId)));
    expect(b.initReceived(0, { ...init, index: 9 }, 2, ["nacl"], meshId)).toMatchObject({ why: "init not authentic" });
  });

  it("detects whoever takes suites from an offer, adds some, or changes their order on the way", () => {
    const offered: readonly DataSuite[] = ["aes-256-gcm", "chacha20-poly1305", "nacl"];
    const changes = [
      ["nacl"],
      ["aes-256-gcm", "nacl"],
      ["nacl", "chacha20-poly1305", "aes-256-gcm"],
      [...offered, "none"],
      ["none"],
    ];
    for (const suites of changes) {
      const [a, b] = pair();
      const init = initIn(payload(a.start(0, 1, offered, meshId)));
      const changed = encode({ kind: "init", init: { ...init, suites } });
      expect(give(b, changed, 0, 2, meshId, [...offered, "none"])).toEqual({
        kind: "dropped",
        why: "init not authentic",
      });
    }
  });

  it("takes no reply with a suite that another one wrote in, or that we no longer take", () => {
    const offered: readonly DataSuite[] = ["aes-256-gcm", "nacl"];
    const [a, b] = pair();
    const reply = decode(payload(give(b, payload(a.start(0, 1, offered, meshId)), 0, 2, meshId, offered)));
    if (!reply.ok || reply.value.kind !== "reply") throw new Error("no reply");
    const changed = { ...reply.value.reply, suite: "nacl" };
    expect(a.replyReceived(1, changed, offered)).toEqual({ kind: "dropped", why: "reply not authentic" });
    expect(a.replyReceived(1, reply.value.reply, ["nacl"]).kind).toBe("dropped");
  });

  it("tells the initiator that there is no common suite, by a signature for this very init", () => {
    const [a, b] = pair();
    const first = give(b, payload(a.start(0, 1, ["aes-256-gcm"], meshId)), 0, 2);
    if (first.kind !== "refused" || !first.payload) throw new Error(`not refused: ${first.kind}`);
    const refusal = first.payload;
    expect(first.theirs).toEqual(["aes-256-gcm"]);
    const forged = refusal.map((byte, at) => (at === refusal.length - 1 ? byte ^ 1 : byte));
    expect(give(a, forged)).toEqual({ kind: "dropped", why: "refusal not authentic" });
    expect(give(b, refusal)).toEqual({ kind: "dropped", why: "refusal of no init of ours" });
    expect(a.underWay).toBe(true);
    expect(give(a, refusal)).toEqual({ kind: "refused", payload: undefined, theirs: ["nacl"] });
    expect(a.underWay).toBe(false);
    // Said again to a later init, even one with the same index.
    a.start(1_000, 1, ["aes-256-gcm"], meshId);
    expect(give(a, refusal)).toEqual({ kind: "dropped", why: "refusal not authentic" });
  });

  it("agrees with the first release, which takes one suite and knows no refusals", () => {
    const [a, b] = pair();
    const both: readonly DataSuite[] = ["aes-256-gcm", "chacha20-poly1305", "nacl"];
    // Its init lists one suite; its reply chooses that one, wherever it stands in our list.
    const answered = give(b, payload(a.start(0, 1, ["nacl"], meshId)), 0, 2, meshId, both);
    expect(answered).toMatchObject({ kind: "agreed", session: { suite: "nacl" } });
    const [c, d] = pair();
    const chosen = give(d, payload(c.start(0, 1, both, meshId)), 0, 2, meshId, ["nacl"]);
    expect(give(c, payload(chosen), 0, 1, meshId, both)).toMatchObject({ session: { suite: "nacl" } });
  });

  it("sends its init again with growing pauses, then gives it up", () => {
    const [a] = pair();
    const first = payload(a.start(0, 1, ["nacl"], meshId));
    const pauses: number[] = [];
    let now = 0;
    for (;;) {
      pauses.push(a.deadline() - now);
      now = a.deadline();
      const step = a.wake(now);
      if (step?.kind === "unanswered") break;
      expect(payload(step)).toEqual(first);
    }
    expect(pauses).toHaveLength(initAttemptsMax);
    for (const [i, pause] of pauses.entries()) {
      const base = initBackoffMs[Math.min(i, initBackoffMs.length - 1)]!;
      expect(pause).toBeGreaterThanOrEqual(base);
      expect(pause).toBeLessThanOrEqual(1.5 * base);
    }
    expect(a.underWay).toBe(false);
  });
});
