/**
 * A datapath process for tests: keeps the tables it is told, and carries a frame to another toy process when the sender
 * has a session it may send on and the receiver has the mirror of it, as the real one would.
 */
import {
  type FloodEntry,
  type FromProcess,
  type PeerEntry,
  processProtocolVersion,
  type SessionEntry,
  type ToProcess,
} from "../process-messages.ts";
import { type DataSuite, dataSuites, suitesOfOldProcess } from "../suite.ts";

export interface ToySession extends SessionEntry {
  sending: boolean;
  used: boolean;
  order: number;
  expiresAt: number;
}

export class ToyProcess {
  readonly sessions = new Map<number, ToySession>();
  readonly peers = new Map<number, PeerEntry>();
  readonly floods = new Map<number, FloodEntry>();
  readonly installedKeys = new Set<string>();
  readonly log: ToProcess[] = [];
  shortId = 0;
  requireSealed: boolean | undefined;
  /** Does not say what it has. */
  mute = false;
  /** Undefined: of a release that does not tell them. */
  suites: readonly DataSuite[] | undefined = dataSuites;
  /** Undefined while no router is connected. */
  router: ((message: FromProcess) => void) | undefined;
  readonly frames = new Map<number, { out: number; in: number; heardAt: number }>();
  #order = 0;

  told(now: number, message: ToProcess): void {
    this.log.push(message);
    switch (message.kind) {
      case "hello":
      case "query":
        if (!this.mute) this.router?.(this.#state());
        break;
      case "configure":
        this.shortId = message.shortId;
        this.requireSealed = message.requireSealed;
        break;
      case "peers":
        for (const shortId of message.remove) this.peers.delete(shortId);
        for (const entry of message.set) this.peers.set(entry.shortId, entry);
        break;
      case "floods":
        for (const source of message.remove) this.floods.delete(source);
        for (const entry of message.set) this.floods.set(entry.source, entry);
        break;
      case "sessions":
        for (const index of message.remove) this.sessions.delete(index);
        for (const entry of message.set) this.#setSession(now, entry);
        break;
      case "underlay":
      case "fast-paths":
      case "stop":
        break;
    }
  }

  #setSession(now: number, entry: SessionEntry): void {
    const known = this.sessions.get(entry.localIndex);
    if (known) {
      known.sending ||= entry.sending;
      return;
    }
    if (!(this.suites ?? suitesOfOldProcess).includes(entry.suite)) throw new Error(`no suite ${entry.suite} here`);
    if (this.installedKeys.has(entry.sendKey)) throw new Error("keys entered the process twice");
    this.installedKeys.add(entry.sendKey);
    const expiresAt = now + entry.lifetimeMs;
    this.sessions.set(entry.localIndex, { ...entry, used: false, order: ++this.#order, expiresAt });
  }

  sendingTo(now: number, shortId: number): ToySession | undefined {
    return [...this.sessions.values()]
      .filter((session) => session.peer === shortId && session.sending && session.expiresAt > now)
      .toSorted((a, b) => a.order - b.order)
      .at(-1);
  }

  /** Carries one frame to `other`; a missing session is asked for. */
  send(now: number, other: ToyProcess): "sent" | "waits" | "lost" {
    const session = this.sendingTo(now, other.shortId);
    if (!session) {
      this.router?.({ kind: "session-wanted", peer: other.shortId });
      return "waits";
    }
    this.#count(other.shortId).out++;
    if (!this.#carry(now, other, session)) return "lost";
    other.#count(this.shortId).in++;
    return "sent";
  }

  /** As the real one does twice a second on a direct path, and at once, over whatever path, on a session not used yet. */
  beat(now: number, other: ToyProcess, isDirect: boolean): void {
    const session = this.sendingTo(now, other.shortId);
    if (!session || (!isDirect && session.used)) return;
    if (this.#carry(now, other, session) && isDirect) other.#count(this.shortId).heardAt = now;
  }

  #carry(now: number, other: ToyProcess, session: ToySession): boolean {
    const mirror = other.sessions.get(session.remoteIndex);
    const opens = mirror && mirror.receiveKey === session.sendKey && mirror.expiresAt > now;
    if (opens) other.#used(mirror);
    return opens === true;
  }

  #used(session: ToySession): void {
    if (session.used) return;
    session.used = true;
    session.sending = true;
    this.router?.({ kind: "session-confirmed", localIndex: session.localIndex });
  }

  counters(now: number): FromProcess {
    const peers = [...this.frames].map(([peer, { out, in: received, heardAt }]) => ({
      peer,
      framesOut: out,
      bytesOut: 100 * out,
      framesIn: received,
      bytesIn: 100 * received,
      relayed: 0,
      hop: peer,
      rttMicros: 100,
      heardMs: heardAt < 0 ? -1 : now - heardAt,
    }));
    return { kind: "counters", totals: { datagrams: this.#order }, peers, macs: 3 };
  }

  #count(shortId: number) {
    const count = this.frames.get(shortId) ?? { out: 0, in: 0, heardAt: -1 };
    this.frames.set(shortId, count);
    return count;
  }

  #state(): FromProcess {
    return {
      kind: "state",
      protocol: processProtocolVersion,
      shortId: this.shortId,
      pid: 42,
      tap: "weave-tap",
      port: 6783,
      ...(this.suites && { suites: this.suites }),
      sessions: [...this.sessions.values()].map(({ localIndex, peer, sending }) => ({ localIndex, peer, sending })),
      peers: [...this.peers.values()],
      floods: [...this.floods.values()],
    };
  }
}
