/**
 * Sessions with all peers, as the control machine steps them: when a handshake begins, what comes of a message, what the
 * process is told. One peer's sessions are in session.ts, one peer's handshake in session-handshake.ts; this file joins
 * them to the process and to gossip. No keys enter a process twice: what it lost is agreed anew.
 */
import { bytesEqual, toHex } from "../base/bytes.ts";
import { type EventOutput, event } from "../base/machine.ts";
import type { PeerKey } from "../base/peer-name.ts";
import { type Random, randomFraction } from "../base/random.ts";
import { type Millis, never } from "../base/time.ts";
import type { Crypto } from "../crypto/crypto-port.ts";
import { isCloseAuthentic, signClose } from "../crypto/session-keys.ts";
import type { ControlPeer } from "./control-peer.ts";
import type { DatapathOptions, DatapathOutput, SessionHandshakeCounters } from "./datapath-types.ts";
import type { SessionEntry } from "./process-messages.ts";
import type { ProcessTables } from "./process-tables.ts";
import { type SessionChanges, sessionLifetimeMs } from "./session.ts";
import type { AgreedSession, HandshakeStep } from "./session-handshake.ts";
import { isSameRefusal, type SessionRefusal } from "./session-refusal.ts";
import type { DataSuite } from "./suite.ts";
import { decode, encode, type SessionMessage } from "./wire.ts";

/** With a new neighbour the side with the larger key lets the other one begin. */
const secondSideWaitMs = 1_000;
/** After an init that nobody answered, with a peer that shall have a session. */
const retryAfterMs = 10_000;
/** A wish for a session so soon after one was installed or answered was overtaken by it. */
const overtakenMs = 1_500;

/** Later changes wait for it, so that a view that is filling does not cost a handshake each. */
const sayAgainAfterMs = 1_000;

/** What the field `extensions` of handshakes says, and what peers say in it. */
export interface ExtensionWords {
  saidTo(peer: PeerKey): Uint8Array;
  heardFrom(peer: PeerKey, extensions: Uint8Array): void;
}

interface Ports {
  readonly crypto: Crypto;
  readonly random: Random;
}

type Close = Extract<SessionMessage, { readonly kind: "close" }>;

export class SessionControl {
  readonly #ports: Ports;
  readonly #options: DatapathOptions;
  readonly #tables: ProcessTables;
  readonly #emit: (output: DatapathOutput) => void;
  readonly #words: ExtensionWords;
  /** By the local index of each session, also inherited ones. */
  readonly #owners = new Map<number, ControlPeer>();
  readonly #counts = { initiated: 0, answered: 0, established: 0, dropped: 0, unanswered: 0, refused: 0 };
  #meshId: Uint8Array;

  constructor(
    ports: Ports,
    options: DatapathOptions,
    tables: ProcessTables,
    words: ExtensionWords,
    emit: (output: DatapathOutput) => void,
  ) {
    this.#words = words;
    this.#ports = ports;
    this.#options = options;
    this.#meshId = options.meshId;
    this.#tables = tables;
    this.#emit = emit;
  }

  get counts(): SessionHandshakeCounters {
    return { ...this.#counts };
  }

  /** What we take now, best first. */
  get suites(): readonly DataSuite[] {
    return this.#tables.possible(this.#options.suites);
  }

  setMeshId(meshId: Uint8Array): void {
    this.#meshId = meshId;
  }

  /** Whose session has this index of ours. */
  owner(localIndex: number): ControlPeer | undefined {
    return this.#owners.get(localIndex);
  }

  /** A message of a peer that the overlay shows, on the channel `session`. */
  received(now: Millis, peer: ControlPeer, payload: Uint8Array): void {
    const message = decode(payload);
    if (!message.ok) this.drop(peer.peer.key, message.error);
    else if (!this.#tables.isUp) this.drop(peer.peer.key, "no datapath process");
    else if (message.value.kind === "close") this.#closeReceived(peer, message.value);
    else if (message.value.kind === "init") {
      const index = this.#freeIndex();
      this.#follow(
        now,
        peer,
        peer.handshake.initReceived(now, message.value.init, index, this.suites, this.#meshId, this.#wordsTo(peer)),
      );
    } else if (message.value.kind === "refusal") {
      this.#follow(now, peer, peer.handshake.refusalReceived(message.value));
    } else {
      const { initIndex, reply } = message.value;
      this.#follow(now, peer, peer.handshake.replyReceived(initIndex, reply, this.suites));
    }
  }

  /** A message that nothing came of. */
  drop(peer: string, why: string): void {
    this.#counts.dropped++;
    this.#event("debug", "session-message-dropped", { peer, why });
  }

  /** The process has frames for the peer and no session. */
  wanted(now: Millis, peer: ControlPeer): void {
    peer.trafficAt = now;
    const newest = peer.sessions.all.at(-1);
    if (newest?.suite !== undefined && now - newest.since < overtakenMs) return;
    if (now < peer.refusedUntil) return;
    peer.plan(now);
  }

  /** Somebody asks whether the peer answers, which takes a session. */
  probed(now: Millis, peer: ControlPeer): void {
    if (peer.sessions.current === undefined && !peer.handshake.underWay) this.wanted(now, peer);
  }

  /** The remote used the session. */
  used(now: Millis, peer: ControlPeer, localIndex: number): void {
    this.#event("debug", "session-confirmed", { peer: peer.peer.name });
    this.#carryOut(peer, peer.sessions.confirm(now, localIndex));
  }

  /** A session that the process has from a router before us. */
  inherit(now: Millis, peer: ControlPeer, localIndex: number, sending: boolean): void {
    peer.sessions.inherit(now, localIndex, sending);
    this.#owners.set(localIndex, peer);
    this.#want(now, peer);
  }

  /** Drops sessions that the process lacks, and returns how many; their successors are agreed at once. */
  reconcile(now: Millis, peer: ControlPeer, there: ReadonlyMap<number, { readonly sending: boolean }>): number {
    let lost = 0;
    for (const session of peer.sessions.all) {
      const kept = there.get(session.localIndex);
      if (kept?.sending && !session.sending)
        this.used(now, peer, session.localIndex); // we were away when it was
      else if (!kept) {
        lost++;
        peer.sessions.drop(session);
        this.#forget(peer, session.localIndex);
        peer.plan(now);
      }
    }
    return lost;
  }

  /** Forgets the peer's sessions, here and in the process. */
  clear(peer: ControlPeer): void {
    this.#carryOut(peer, peer.sessions.clear());
  }

  /** Does what is due with one peer's sessions. */
  advance(now: Millis, peer: ControlPeer): void {
    this.#carryOut(peer, peer.sessions.expire(now));
    if (peer.idleAt() <= now) this.#closeIdle(peer);
    // They may have changed while a handshake was under way.
    this.mindWords(now, peer);
    if (this.#tables.isUp) {
      if (peer.eager) this.#want(now, peer);
      if (peer.handshakeDue() <= now) this.#initiate(now, peer);
    }
    this.#follow(now, peer, peer.handshake.wake(now));
  }

  /** Plans a handshake unless one is planned or under way, or we have a session of our own. */
  #want(now: Millis, peer: ControlPeer): void {
    if (peer.sessions.own || peer.handshake.underWay || peer.handshakeAt !== never) return;
    const { all, awaited } = peer.sessions;
    const isSecond = all.length === 0 && peer.peer.key < this.#options.identity.key;
    peer.plan(Math.max(isSecond ? now + secondSideWaitMs : now, awaited ? awaited.since + retryAfterMs : now));
  }

  #initiate(now: Millis, peer: ControlPeer): void {
    peer.handshakeAt = never;
    const { suites } = this;
    if (suites.length === 0) {
      this.#noSuite(peer, []);
      this.#tryLater(now, peer);
      return;
    }
    this.#counts.initiated++;
    const words = this.#wordsTo(peer);
    peer.sayingFirst = words;
    this.#follow(now, peer, peer.handshake.start(now, this.#freeIndex(), suites, this.#meshId, words));
  }

  /** Counts as said only when a session comes of it: of two inits that cross, one is dropped. */
  #wordsTo(peer: ControlPeer): Uint8Array {
    peer.saying = this.#words.saidTo(peer.peer.key);
    return peer.saying;
  }

  /** What we say beside has changed since the sessions were agreed: it is said anew, in a new handshake. */
  mindWords(now: Millis, peer: ControlPeer): void {
    if (!peer.said || !peer.sessions.current || peer.handshake.underWay || peer.handshakeAt !== never) return;
    if (!bytesEqual(peer.said, this.#words.saidTo(peer.peer.key))) peer.plan(now + sayAgainAfterMs);
  }

  #follow(now: Millis, peer: ControlPeer, step: HandshakeStep | undefined): void {
    if (step?.kind === "send") this.#unicast(peer, step.payload);
    else if (step?.kind === "dropped") this.drop(peer.peer.key, step.why);
    else if (step?.kind === "refused") this.#refusal(now, peer, step);
    else if (step?.kind === "unanswered") {
      this.#counts.unanswered++;
      this.#event("warn", "session-handshake-unanswered", { peer: peer.peer.name });
      if (peer.eager) peer.plan(now + retryAfterMs * (1 + randomFraction(this.#ports.random)));
    } else if (step?.kind === "agreed") {
      this.#install(now, peer, step.session);
      if (step.reply) this.#unicast(peer, step.reply);
    }
  }

  /** An init may be an old one that somebody says again, so only the answer to one of ours ends what stands. */
  #refusal(now: Millis, peer: ControlPeer, { payload, theirs }: Extract<HandshakeStep, { kind: "refused" }>): void {
    this.#counts.refused++;
    if (payload) this.#unicast(peer, payload);
    else this.#close(peer);
    if (!peer.sessions.own) this.#noSuite(peer, theirs);
    if (!payload) this.#tryLater(now, peer);
  }

  #tryLater(now: Millis, peer: ControlPeer): void {
    peer.refusedUntil = now + retryAfterMs;
    if (peer.eager) peer.plan(now + retryAfterMs * (1 + randomFraction(this.#ports.random)));
  }

  /** Said when it is news. */
  #noSuite(peer: ControlPeer, theirs: readonly string[]): void {
    const lacks = this.suites.length === 0;
    const code = lacks ? "process-lacks-suite" : "no-common-suite";
    const refusal: SessionRefusal = { code, ours: lacks ? this.#options.suites : this.suites, theirs };
    if (!isSameRefusal(peer.refusal, refusal)) {
      const facts = { reason: code, ours: refusal.ours.join(" "), theirs: theirs.join(" ") };
      this.#event("warn", "session-refused", { peer: peer.peer.name, ...facts });
    }
    peer.refusal = refusal;
  }

  #install(now: Millis, peer: ControlPeer, agreed: AgreedSession): void {
    this.#words.heardFrom(peer.peer.key, agreed.extensions);
    peer.said = agreed.initiator ? peer.sayingFirst : peer.saying;
    const { localIndex, remoteIndex, suite, keys, initiator, peerMtu } = agreed;
    const entry: SessionEntry = {
      localIndex,
      remoteIndex,
      peer: peer.peer.shortId,
      suite,
      sendKey: toHex(keys.send),
      receiveKey: toHex(keys.receive),
      sending: initiator,
      lifetimeMs: sessionLifetimeMs,
      ...(peerMtu !== undefined && { peerMtu }),
    };
    if (!initiator) peer.waiting.set(localIndex, entry);
    this.#owners.set(localIndex, peer);
    this.#tables.setSession(entry);
    const changes = peer.sessions.add(now, {
      localIndex,
      remoteIndex,
      suite,
      initiator,
      since: now,
      expiresAt: now + sessionLifetimeMs,
      bytesOutBefore: peer.counters?.bytesOut ?? 0,
      sending: initiator,
    });
    this.#carryOut(peer, changes);
    peer.refusal = undefined;
    peer.refusedUntil = 0;
    peer.handshakeAt = never;
    peer.trafficAt = now;
    this.#counts.established++;
    if (!initiator) this.#counts.answered++;
    this.#event("info", "session-established", { peer: peer.peer.name, suite, initiator });
  }

  #closeReceived(peer: ControlPeer, close: Close): void {
    const session = peer.sessions.byRemoteIndex(close.index);
    const isAuthentic = session && isCloseAuthentic(this.#ports.crypto, peer.parties, close.index, close.signature);
    if (isAuthentic) this.#carryOut(peer, peer.sessions.drop(session));
    else this.drop(peer.peer.key, "close of no session");
  }

  #closeIdle(peer: ControlPeer): void {
    this.#event("debug", "session-idle", { peer: peer.peer.name });
    this.#close(peer);
  }

  /** Ends the sessions at both ends; inherited ones too, which the peer knows by the index that is ours. */
  #close(peer: ControlPeer): void {
    for (const { localIndex: index } of peer.sessions.all) {
      const signature = signClose(this.#ports.crypto, peer.parties, index);
      this.#unicast(peer, encode({ kind: "close", index, signature }));
    }
    this.clear(peer);
  }

  #carryOut(peer: ControlPeer, { promote, remove }: SessionChanges): void {
    if (promote) {
      const entry = peer.waiting.get(promote.localIndex);
      if (entry) this.#tables.setSession({ ...entry, sending: true });
      peer.waiting.delete(promote.localIndex);
      peer.handshakeAt = never;
    }
    for (const { localIndex } of remove) {
      this.#forget(peer, localIndex);
      this.#tables.removeSession(localIndex);
    }
  }

  #forget(peer: ControlPeer, localIndex: number): void {
    this.#owners.delete(localIndex);
    peer.waiting.delete(localIndex);
  }

  #freeIndex(): number {
    for (;;) {
      const index = this.#ports.random.uint32();
      if (index !== 0 && !this.#owners.has(index)) return index;
    }
  }

  #unicast(peer: ControlPeer, payload: Uint8Array): void {
    this.#emit({ kind: "unicast", to: peer.peer.key, payload });
  }

  #event(level: EventOutput["level"], name: string, facts: EventOutput["facts"]): void {
    this.#emit(event(level, name, facts));
  }
}
