/**
 * The handshake of sessions with one peer: our init with its retransmissions, and the answer to the peer's last init. In
 * memory there is at most one init of ours and one answer, however many inits come. What is lost is sent again (back-off
 * with jitter); what is repeated gets the same answer again; crossing inits are settled by the keys: the smaller key's
 * init wins, the other side drops its own and answers. An init without a suite for both ends is refused in a signed message.
 *
 * The caller carries out what comes back: unicasts to send and sessions to install.
 */
import { bytesEqual, compareBytes, concatBytes } from "../base/bytes.ts";
import { type Random, randomFraction } from "../base/random.ts";
import { type Millis, never } from "../base/time.ts";
import type { Crypto, DirectionalKeys } from "../crypto/crypto-port.ts";
import {
  answerSession,
  finishSession,
  initiateSession,
  isInitAuthentic,
  isRefusalAuthentic,
  type SessionInit,
  type SessionParties,
  type SessionReply,
  type StartedSession,
  signRefusal,
} from "../crypto/session-keys.ts";
import { decodeExtensions } from "./session-extensions.ts";
import { agreedSuite, type DataSuite } from "./suite.ts";
import { encode, type SessionMessage } from "./wire.ts";

/** Waits between two sendings of one init; the last one repeats. Each is lengthened by up to a half. */
export const initBackoffMs: readonly Millis[] = [500, 1_000, 2_000, 4_000, 8_000, 15_000];
/** Then the init is given up; with a peer that shall have a session a fresh one follows. */
export const initAttemptsMax = 8;
/** A peer's new inits are looked at no more often: each costs a signature check. */
const initIntervalMs = 200;
/** Inits of the peer that are remembered, so that an old one sent again by somebody else is not answered anew. */
const answeredInitsMax = 8;
const nothing = new Uint8Array(0);

export interface AgreedSession {
  readonly localIndex: number;
  readonly remoteIndex: number;
  readonly suite: DataSuite;
  readonly keys: DirectionalKeys;
  readonly initiator: boolean;
  /** Of its overlay, if it said so. */
  readonly peerMtu: number | undefined;
  /** What the remote said beside, signed. */
  readonly extensions: Uint8Array;
}

/** `dropped` says why nothing came of a message; a stable word for events. */
export type HandshakeStep =
  | { readonly kind: "send"; readonly payload: Uint8Array }
  | { readonly kind: "agreed"; readonly session: AgreedSession; readonly reply: Uint8Array | undefined }
  /** No suite for both ends: our answer to the peer's init, or (without payload) the peer's to ours. */
  | { readonly kind: "refused"; readonly payload: Uint8Array | undefined; readonly theirs: readonly string[] }
  | { readonly kind: "unanswered" }
  | { readonly kind: "dropped"; readonly why: string };

interface Outgoing {
  readonly started: StartedSession;
  readonly payload: Uint8Array;
  attempts: number;
  nextAt: Millis;
}

interface Answered {
  readonly signature: Uint8Array;
  readonly reply: Uint8Array;
}

type Refusal = Extract<SessionMessage, { readonly kind: "refusal" }>;

export class SessionHandshake {
  readonly #crypto: Crypto;
  readonly #random: Random;
  readonly #parties: SessionParties;
  /** What we say of ourselves. */
  readonly #extensions: Uint8Array;
  #outgoing: Outgoing | undefined;
  #answered: Answered | undefined;
  #answeredBefore: Uint8Array[] = [];
  #looksAgainAt = -never;

  constructor(
    ports: { readonly crypto: Crypto; readonly random: Random },
    parties: SessionParties,
    extensions: Uint8Array = new Uint8Array(0),
  ) {
    this.#crypto = ports.crypto;
    this.#random = ports.random;
    this.#parties = parties;
    this.#extensions = extensions;
  }

  get underWay(): boolean {
    return this.#outgoing !== undefined;
  }

  deadline(): Millis {
    return this.#outgoing?.nextAt ?? never;
  }

  /** Sends an init, unless one is under way already. `suites`: what we take, best first, at least one. */
  /** `extensions`: what we say beside the overlay's MTU, signed. */
  start(
    now: Millis,
    index: number,
    suites: readonly DataSuite[],
    meshId: Uint8Array,
    extensions: Uint8Array = nothing,
  ): HandshakeStep | undefined {
    if (this.#outgoing) return undefined;
    const ports = { crypto: this.#crypto, random: this.#random };
    const started = initiateSession(
      ports,
      this.#parties,
      { index, suites, meshId },
      concatBytes(this.#extensions, extensions),
    );
    const payload = encode({ kind: "init", init: started.init });
    this.#outgoing = { started, payload, attempts: 0, nextAt: now };
    return this.#sendOutgoing(now, this.#outgoing);
  }

  /** Time has passed `deadline()`. */
  wake(now: Millis): HandshakeStep | undefined {
    const outgoing = this.#outgoing;
    if (!outgoing || outgoing.nextAt > now) return undefined;
    if (outgoing.attempts < initAttemptsMax) return this.#sendOutgoing(now, outgoing);
    this.#outgoing = undefined;
    return { kind: "unanswered" };
  }

  initReceived(
    now: Millis,
    init: SessionInit,
    index: number,
    suites: readonly DataSuite[],
    meshId: Uint8Array,
    ours: Uint8Array = nothing,
  ): HandshakeStep {
    if (this.#answered && bytesEqual(this.#answered.signature, init.signature)) {
      return { kind: "send", payload: this.#answered.reply };
    }
    if (this.#answeredBefore.some((signature) => bytesEqual(signature, init.signature))) return dropped("old init");
    if (now < this.#looksAgainAt) return dropped("too many inits");
    this.#looksAgainAt = now + initIntervalMs;
    if (!isInitAuthentic(this.#crypto, this.#parties, init)) return dropped("init not authentic");
    if (!isSameMesh(init.meshId, meshId)) return dropped("other mesh");
    const suite = agreedSuite(suites, init.suites);
    if (suite === undefined) return this.#refuse(init, suites);
    if (this.#outgoing && this.#isOursFirst()) return dropped("our init comes first");
    return this.#answer(init, index, suite, ours);
  }

  /** `suites`: what we take by now, for an init of ours may be older than our datapath process. */
  replyReceived(initIndex: number, reply: SessionReply, suites: readonly DataSuite[]): HandshakeStep {
    const outgoing = this.#outgoing;
    if (!outgoing || outgoing.started.init.index !== initIndex) return dropped("reply to no init of ours");
    const keys = finishSession(this.#crypto, this.#parties, outgoing.started, reply);
    if (!keys) return dropped("reply not authentic");
    this.#outgoing = undefined;
    const suite = suites.find((ours) => ours === reply.suite);
    if (suite === undefined) return dropped("reply with a suite that we no longer take");
    const { extensions } = reply;
    const peerMtu = decodeExtensions(extensions).overlayMtu;
    const session = {
      localIndex: initIndex,
      remoteIndex: reply.index,
      suite,
      keys,
      initiator: true,
      peerMtu,
      extensions,
    };
    return { kind: "agreed", session, reply: undefined };
  }

  refusalReceived({ initIndex, refusal }: Refusal): HandshakeStep {
    const outgoing = this.#outgoing;
    if (!outgoing || outgoing.started.init.index !== initIndex) return dropped("refusal of no init of ours");
    if (!isRefusalAuthentic(this.#crypto, this.#parties, outgoing.started.init, refusal))
      return dropped("refusal not authentic");
    this.#outgoing = undefined;
    return { kind: "refused", payload: undefined, theirs: refusal.suites };
  }

  #refuse(init: SessionInit, suites: readonly DataSuite[]): HandshakeStep {
    const terms = { reason: "no-common-suite", suites };
    const signature = signRefusal(this.#crypto, this.#parties, init, terms);
    const payload = encode({ kind: "refusal", initIndex: init.index, refusal: { ...terms, signature } });
    return { kind: "refused", payload, theirs: init.suites };
  }

  #answer(init: SessionInit, index: number, suite: DataSuite, ours: Uint8Array): HandshakeStep {
    const ports = { crypto: this.#crypto, random: this.#random };
    const answered = answerSession(ports, this.#parties, init, { index, suite }, concatBytes(this.#extensions, ours));
    if (!answered) return dropped("init of low order");
    this.#outgoing = undefined;
    const reply = encode({ kind: "reply", initIndex: init.index, reply: answered.reply });
    this.#answered = { signature: init.signature, reply };
    this.#answeredBefore = [init.signature, ...this.#answeredBefore].slice(0, answeredInitsMax);
    const { keys } = answered;
    const { extensions } = init;
    const peerMtu = decodeExtensions(extensions).overlayMtu;
    const session = { localIndex: index, remoteIndex: init.index, suite, keys, initiator: false, peerMtu, extensions };
    return { kind: "agreed", session, reply };
  }

  #sendOutgoing(now: Millis, outgoing: Outgoing): HandshakeStep {
    const wait = initBackoffMs[Math.min(outgoing.attempts, initBackoffMs.length - 1)] as Millis;
    outgoing.attempts++;
    outgoing.nextAt = now + wait * (1 + randomFraction(this.#random) / 2);
    return { kind: "send", payload: outgoing.payload };
  }

  #isOursFirst(): boolean {
    return compareBytes(this.#parties.identity.publicKey, this.#parties.remotePublicKey) < 0;
  }
}

/** A peer that has no mesh id yet is about to adopt ours, or we its. */
function isSameMesh(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === 0 || b.length === 0 || bytesEqual(a, b);
}

function dropped(why: string): HandshakeStep {
  return { kind: "dropped", why };
}
