/**
 * The datapath's control machine, without I/O: turns the overlay into the process's tables and keeps sessions with peers.
 *
 * What it holds to:
 * - The process is told differences only, against what it said it has (`state`) and what it was told since. What a router
 *   before us put there is kept until our overlay is settled (tables.ts) or a session of ours is confirmed (session.ts),
 *   so a restart of the router loses no frame.
 * - No keys enter a process twice: what it lost is agreed anew, since the counters are gone with it.
 * - With up to `eagerPeersMax` neighbours there is a session with each, made at once; with others when the process has
 *   frames for them, until five minutes without traffic.
 *
 * Cost: O(peers) for a change of the overlay and for the counters each second, O(1) for all else.
 */
import { toHex } from "../base/bytes.ts";
import type { Machine } from "../base/machine.ts";
import { type EventOutput, event } from "../base/machine.ts";
import type { PeerKey } from "../base/peer-name.ts";
import { type Random, randomFraction } from "../base/random.ts";
import { type Millis, never } from "../base/time.ts";
import type { Crypto } from "../crypto/crypto-port.ts";
import { isCloseAuthentic, signClose } from "../crypto/session-keys.ts";
import { ControlPeer } from "./control-peer.ts";
import { controlStatus } from "./control-status.ts";
import type { DatapathInput, DatapathOptions, DatapathOutput, DatapathStatus, OverlayPeer } from "./datapath-types.ts";
import type { DataSuite, FromProcess, SessionEntry } from "./process-messages.ts";
import { ProcessTables } from "./process-tables.ts";
import { type SessionChanges, sessionLifetimeMs } from "./session.ts";
import type { AgreedSession, HandshakeStep } from "./session-handshake.ts";
import { type Overlay, tablesOf } from "./tables.ts";
import { decode, encode, type SessionMessage } from "./wire.ts";

/** With more neighbours sessions are made on demand. */
export const eagerPeersMax = 64;
/** With a new neighbour the side with the larger key lets the other one begin. */
export const secondSideWaitMs = 1_000;
/** After an init that nobody answered, with a peer that shall have a session. */
export const retryAfterMs = 10_000;
/** A wish for a session so soon after one was installed or answered was overtaken by it. */
export const overtakenMs = 1_500;

type Message<Kind extends FromProcess["kind"]> = Extract<FromProcess, { readonly kind: Kind }>;

export class DatapathControl implements Machine<DatapathInput, DatapathOutput, DatapathStatus> {
  readonly #ports: { readonly crypto: Crypto; readonly random: Random };
  readonly #options: DatapathOptions;
  readonly #suite: DataSuite;
  readonly #process: ProcessTables;
  readonly #peers = new Map<PeerKey, ControlPeer>();
  readonly #peersByShortId = new Map<number, ControlPeer>();
  /** By the local index of each session, also inherited ones. */
  readonly #owners = new Map<number, ControlPeer>();
  readonly #handshakes = { initiated: 0, answered: 0, established: 0, dropped: 0, unanswered: 0 };
  /** Sessions that the process has with peers that our overlay does not show yet. */
  #orphans: Message<"state">["sessions"] = [];
  #meshId: Uint8Array;
  #shortId = 0;
  #counters: Message<"counters"> | undefined;
  #now: Millis = 0;
  /** No later than the first deadline of any peer. */
  #peersWakeAt: Millis = never;
  #outputs: DatapathOutput[] = [];

  constructor(ports: { readonly crypto: Crypto; readonly random: Random }, options: DatapathOptions) {
    this.#ports = ports;
    this.#options = options;
    this.#meshId = options.meshId;
    this.#suite = options.password === undefined ? "none" : "nacl";
    this.#process = new ProcessTables(options.password !== undefined);
  }

  step(now: Millis, input: DatapathInput): readonly DatapathOutput[] {
    this.#now = now;
    this.#take(input);
    if (this.#process.settlesAt <= now) this.#settle();
    if (this.#peersWakeAt <= now) this.#advanceAll();
    // Sessions and tables first: what a unicast announces is then there already.
    const messages = this.#process.flush(now).map((message) => ({ kind: "process", message }) as const);
    const outputs = [...messages, ...this.#outputs];
    this.#outputs = [];
    return outputs;
  }

  wakeAt(): Millis {
    return Math.min(this.#peersWakeAt, this.#process.wakeAt());
  }

  status(): DatapathStatus {
    return controlStatus({
      now: this.#now,
      process: this.#process,
      shortId: this.#shortId,
      encrypted: this.#options.password !== undefined,
      peers: this.#peers,
      peersByShortId: this.#peersByShortId,
      counters: this.#counters,
      handshakes: this.#handshakes,
    });
  }

  #take(input: DatapathInput): void {
    switch (input.kind) {
      case "wake":
        break;
      case "overlay":
        this.#overlayReceived(input);
        break;
      case "mesh-id":
        this.#meshId = input.meshId;
        break;
      case "process-up":
        this.#event("info", "datapath-process-up");
        this.#process.connected(this.#now);
        break;
      case "process-down":
        this.#processLost();
        break;
      case "process":
        this.#processSaid(input.message);
        break;
      case "unicast":
        this.#unicastReceived(input.source, input.payload);
        break;
    }
  }

  // The overlay.

  #overlayReceived(overlay: Overlay): void {
    this.#shortId = overlay.self.shortId;
    const present = new Set(overlay.peers.map((peer) => peer.key));
    for (const [key, peer] of this.#peers) {
      if (present.has(key)) continue;
      this.#carryOut(peer, peer.sessions.clear());
      this.#peers.delete(key);
    }
    const isEager = eagerness(overlay.peers);
    for (const peer of overlay.peers) this.#peerSeen(peer).eager = isEager(peer);
    this.#peersByShortId.clear();
    for (const peer of this.#peers.values()) this.#peersByShortId.set(peer.peer.shortId, peer);
    this.#adoptOrphans();
    this.#process.desire(tablesOf(overlay, this.#options.password !== undefined));
    this.#peersWakeAt = this.#now;
  }

  #peerSeen(peer: OverlayPeer): ControlPeer {
    const known = this.#peers.get(peer.key);
    if (known) {
      // The process names sessions by short id, so they do not outlive a change of it.
      if (known.peer.shortId !== peer.shortId) this.#carryOut(known, known.sessions.clear());
      known.peer = peer;
      return known;
    }
    const made = new ControlPeer(this.#ports, this.#options, peer, this.#now);
    this.#peers.set(peer.key, made);
    return made;
  }

  #sideWait({ peer, sessions }: ControlPeer): Millis {
    return sessions.all.length === 0 && peer.key < this.#options.identity.key ? secondSideWaitMs : 0;
  }

  // The process.

  #processLost(): void {
    this.#event("warn", "datapath-process-down");
    this.#process.disconnected();
    this.#counters = undefined;
    for (const peer of this.#peers.values()) peer.counters = undefined;
  }

  #processSaid(message: FromProcess): void {
    switch (message.kind) {
      case "state":
        this.#stateReceived(message);
        break;
      case "counters":
        this.#countersReceived(message);
        break;
      case "mac":
        this.#event("debug", "mac-learned", { mac: message.mac, peer: message.peer });
        break;
      case "session-wanted":
        this.#withPeer(this.#peersByShortId.get(message.peer), (peer) => this.#sessionWanted(peer));
        break;
      case "session-confirmed":
        this.#withPeer(this.#owners.get(message.localIndex), (peer) => this.#sessionUsed(peer, message.localIndex));
        break;
      case "path":
        this.#withPeer(this.#peersByShortId.get(message.peer), (peer) => this.#pathChanged(peer, message.alive));
        break;
    }
  }

  /** What concerns a peer that has left the overlay meanwhile is nothing any more. */
  #withPeer(peer: ControlPeer | undefined, act: (peer: ControlPeer) => void): void {
    if (!peer) return;
    act(peer);
    this.#advance(peer);
  }

  #stateReceived(state: Message<"state">): void {
    if (!this.#process.stateReceived(this.#now, state)) {
      this.#event("warn", "datapath-state-ignored", { protocol: state.protocol });
      return;
    }
    const there = new Map(state.sessions.map((session) => [session.localIndex, session]));
    let lost = 0;
    for (const peer of this.#peers.values()) {
      for (const session of peer.sessions.all) {
        const kept = there.get(session.localIndex);
        there.delete(session.localIndex);
        if (kept) session.sending ||= kept.sending;
        else {
          lost++;
          this.#carryOut(peer, peer.sessions.drop(session));
          peer.plan(this.#now);
        }
      }
    }
    this.#event("info", "datapath-process-known", { sessions: state.sessions.length, lost, inherited: there.size });
    this.#orphans = [...there.values()];
    this.#adoptOrphans();
    this.#peersWakeAt = this.#now;
  }

  #adoptOrphans(): void {
    this.#orphans = this.#orphans.filter(({ localIndex, peer: shortId, sending }) => {
      const peer = this.#peersByShortId.get(shortId);
      if (!peer) return true;
      peer.sessions.inherit(this.#now, localIndex, sending);
      this.#owners.set(localIndex, peer);
      this.#wantSession(peer, 0);
      return false;
    });
  }

  /** Our overlay has had its time: what it still does not show goes. */
  #settle(): void {
    this.#process.settle();
    for (const { localIndex } of this.#orphans) this.#process.removeSession(localIndex);
    this.#orphans = [];
  }

  #countersReceived(counters: Message<"counters">): void {
    this.#counters = counters;
    for (const entry of counters.peers) this.#peersByShortId.get(entry.peer)?.countersReceived(this.#now, entry);
    this.#advanceAll();
  }

  #sessionWanted(peer: ControlPeer): void {
    peer.trafficAt = this.#now;
    const newest = peer.sessions.all.at(-1);
    if (newest?.suite !== undefined && this.#now - newest.since < overtakenMs) return;
    peer.plan(this.#now);
  }

  #sessionUsed(peer: ControlPeer, localIndex: number): void {
    this.#event("debug", "session-confirmed", { peer: peer.peer.name });
    this.#carryOut(peer, peer.sessions.confirm(this.#now, localIndex));
  }

  #pathChanged(peer: ControlPeer, lives: boolean): void {
    peer.liveness.path(this.#now, lives);
    this.#event("info", lives ? "direct-path-lives" : "direct-path-died", { peer: peer.peer.name });
  }

  // Handshakes.

  #unicastReceived(source: PeerKey, payload: Uint8Array): void {
    const peer = this.#peers.get(source);
    const message = decode(payload);
    if (!peer) this.#messageDropped(source, "no such peer in the overlay");
    else if (!this.#process.isUp) this.#messageDropped(source, "no datapath process");
    else if (!message.ok) this.#messageDropped(source, message.error);
    else {
      if (message.value.kind === "close") this.#closeReceived(peer, message.value);
      else this.#follow(peer, this.#handshakeStep(peer, message.value));
      this.#advance(peer);
    }
  }

  #handshakeStep(peer: ControlPeer, message: Exclude<SessionMessage, { readonly kind: "close" }>): HandshakeStep {
    if (message.kind === "reply") return peer.handshake.replyReceived(message.initIndex, message.reply);
    return peer.handshake.initReceived(this.#now, message.init, this.#freeIndex(), this.#suite, this.#meshId);
  }

  #follow(peer: ControlPeer, step: HandshakeStep | undefined): void {
    if (!step) return;
    const to = peer.peer.key;
    switch (step.kind) {
      case "send":
        this.#outputs.push({ kind: "unicast", to, payload: step.payload });
        return;
      case "dropped":
        this.#messageDropped(to, step.why);
        return;
      case "unanswered":
        this.#handshakes.unanswered++;
        this.#event("warn", "session-handshake-unanswered", { peer: peer.peer.name });
        if (peer.eager) peer.plan(this.#now + retryAfterMs * (1 + randomFraction(this.#ports.random)));
        return;
      case "agreed":
        this.#install(peer, step.session);
        if (!step.reply) return;
        this.#handshakes.answered++;
        this.#outputs.push({ kind: "unicast", to, payload: step.reply });
    }
  }

  #install(peer: ControlPeer, agreed: AgreedSession): void {
    const { localIndex, remoteIndex, suite, keys, initiator } = agreed;
    const entry: SessionEntry = {
      localIndex,
      remoteIndex,
      peer: peer.peer.shortId,
      suite,
      sendKey: toHex(keys.send),
      receiveKey: toHex(keys.receive),
      sending: initiator,
      lifetimeMs: sessionLifetimeMs,
    };
    if (!initiator) peer.waiting.set(localIndex, entry);
    this.#owners.set(localIndex, peer);
    this.#process.setSession(entry);
    const since = this.#now;
    const bytesOutBefore = peer.counters?.bytesOut ?? 0;
    const expiresAt = since + sessionLifetimeMs;
    const session = { localIndex, remoteIndex, suite, initiator, since, expiresAt, bytesOutBefore, sending: initiator };
    this.#carryOut(peer, peer.sessions.add(this.#now, session));
    peer.handshakeAt = never;
    peer.trafficAt = this.#now;
    this.#handshakes.established++;
    this.#event("info", "session-established", { peer: peer.peer.name, suite, initiator });
  }

  #closeReceived(peer: ControlPeer, close: Extract<SessionMessage, { readonly kind: "close" }>): void {
    const session = peer.sessions.byRemoteIndex(close.index);
    const { crypto } = this.#ports;
    if (!session || !isCloseAuthentic(crypto, peer.parties, close.index, close.signature)) {
      this.#messageDropped(peer.peer.key, "close of no session");
      return;
    }
    this.#carryOut(peer, peer.sessions.drop(session));
  }

  /** Plans a handshake unless one is planned or under way, or we have a session of our own, or are about to. */
  #wantSession(peer: ControlPeer, waitMs: Millis): void {
    if (peer.sessions.own || peer.handshake.underWay || peer.handshakeAt !== never) return;
    const { awaited } = peer.sessions;
    peer.plan(Math.max(this.#now + waitMs, awaited ? awaited.since + retryAfterMs : 0));
  }

  #freeIndex(): number {
    for (;;) {
      const index = this.#ports.random.uint32();
      const isOrphans = this.#orphans.some((orphan) => orphan.localIndex === index);
      if (index !== 0 && !isOrphans && !this.#owners.has(index)) return index;
    }
  }

  // Time.

  #advanceAll(): void {
    this.#peersWakeAt = never;
    for (const peer of this.#peers.values()) this.#advance(peer);
  }

  /** Does what is due with one peer, and minds its next deadline. */
  #advance(peer: ControlPeer): void {
    const now = this.#now;
    const { handshake, liveness, sessions } = peer;
    this.#carryOut(peer, sessions.expire(now));
    if (peer.idleAt() <= now) this.#closeIdle(peer);
    if (peer.eager && this.#process.isUp) this.#wantSession(peer, this.#sideWait(peer));
    if (this.#process.isUp && peer.handshakeDue() <= now) this.#initiate(peer);
    this.#follow(peer, handshake.wake(now));
    if (liveness.update(now)) this.#outputs.push({ kind: "alive", peer: peer.peer.key, alive: liveness.alive });
    this.#peersWakeAt = Math.min(this.#peersWakeAt, peer.deadline(this.#process.isUp));
  }

  #initiate(peer: ControlPeer): void {
    peer.handshakeAt = never;
    this.#handshakes.initiated++;
    this.#follow(peer, peer.handshake.start(this.#now, this.#freeIndex(), this.#suite, this.#meshId));
  }

  #closeIdle(peer: ControlPeer): void {
    const { crypto } = this.#ports;
    this.#event("debug", "session-idle", { peer: peer.peer.name });
    for (const { localIndex, suite } of peer.sessions.all) {
      if (suite === undefined) continue;
      const signature = signClose(crypto, peer.parties, localIndex);
      const payload = encode({ kind: "close", index: localIndex, signature });
      this.#outputs.push({ kind: "unicast", to: peer.peer.key, payload });
    }
    this.#carryOut(peer, peer.sessions.clear());
  }

  #carryOut(peer: ControlPeer, { promote, remove }: SessionChanges): void {
    const entry = promote && peer.waiting.get(promote.localIndex);
    if (entry) this.#process.setSession({ ...entry, sending: true });
    if (promote) {
      peer.waiting.delete(promote.localIndex);
      peer.handshakeAt = never;
    }
    for (const { localIndex } of remove) {
      this.#owners.delete(localIndex);
      peer.waiting.delete(localIndex);
      this.#process.removeSession(localIndex);
    }
  }

  #messageDropped(peer: PeerKey, why: string): void {
    this.#handshakes.dropped++;
    this.#event("debug", "session-message-dropped", { peer, why });
  }

  #event(level: EventOutput["level"], name: string, facts: EventOutput["facts"] = {}): void {
    this.#outputs.push(event(level, name, facts));
  }
}

/** Neighbours, as long as they are few. */
function eagerness(peers: readonly OverlayPeer[]): (peer: OverlayPeer) => boolean {
  const isNeighbour = (peer: OverlayPeer) => peer.hops[0] === peer.key;
  return peers.filter(isNeighbour).length <= eagerPeersMax ? isNeighbour : () => false;
}
