/**
 * A small twin of the datapath process: it takes the same messages, keeps the same tables (peers, sessions, floods), and
 * moves frames over the simulated underlay, one call a frame instead of packets. It is strict where the real process is:
 * a datagram counts only when both ends hold the two halves of one session, a path is in use only while the peer answers,
 * a relay passes on what is not for itself. It outlives its router, as the real one does.
 */
import { assert } from "../../base/assert.ts";
import type { Random } from "../../base/random.ts";
import type { Millis } from "../../base/time.ts";
import type { FromProcess, PeerCounters, PeerEntry, SessionEntry, ToProcess } from "../../datapath/process-messages.ts";
import { processProtocolVersion } from "../../datapath/process-messages.ts";
import { type DataSuite, dataSuites, suitesOfOldProcess } from "../../datapath/suite.ts";
import type { EventQueue } from "./event-queue.ts";
import { datagramCopies } from "./link.ts";
import { type Network, routerPort } from "./network.ts";

const tickMs: Millis = 1000;
/** Heartbeats in one tick; a path lives as long as one of them is answered in time. */
const probesInTick = 3;
const pathDeadMs: Millis = 1500;
const hopLimit = 16;
const broadcastsRemembered = 64;

interface Session {
  readonly entry: SessionEntry;
  readonly expiresAt: Millis;
  /** Of a peer's sessions the one with the highest number sends; 0 only receives. */
  sendingOrder: number;
  /** The remote used it. */
  confirmed: boolean;
  readonly installedOrder: number;
}

interface Path {
  alive: boolean;
  heardAt: Millis;
  wantedAt: Millis;
  probing: boolean;
}

export interface Broadcast {
  readonly source: number;
  readonly id: number;
  readonly received: Set<DatapathTwin>;
  /** Every copy that arrived, also those that the window of the receiver dropped. */
  readonly copies: { readonly from: DatapathTwin; readonly to: DatapathTwin }[];
}

/** Finds the process that listens at an underlay address. */
export type TwinLookup = (address: string) => DatapathTwin | undefined;

export class DatapathTwin {
  running = false;
  /** Its host is suspended. */
  asleep = false;
  shortId = 0;
  readonly host: number;
  /** Undefined: of a release that does not tell them, as an upgrade of routers alone leaves it. */
  readonly #suites: readonly DataSuite[] | undefined;
  readonly #time: EventQueue;
  readonly #network: Network;
  readonly #random: Random;
  readonly #lookup: TwinLookup;
  #router: ((message: FromProcess) => void) | undefined;
  #peers = new Map<number, PeerEntry>();
  #sessions = new Map<number, Session>();
  #sessionsOfPeer = new Map<number, Session[]>();
  #floods = new Map<number, readonly number[]>();
  #paths = new Map<number, Path>();
  #seen: Broadcast[] = [];
  #life = 0;
  #order = 0;

  constructor(host: number, time: EventQueue, network: Network, random: Random, lookup: TwinLookup) {
    this.host = host;
    this.#suites = host % 5 === 4 ? undefined : dataSuites;
    this.#time = time;
    this.#network = network;
    this.#random = random;
    this.#lookup = lookup;
  }

  start(): void {
    this.running = true;
    this.asleep = false;
    this.shortId = 0;
    this.#peers = new Map();
    this.#sessions = new Map();
    this.#sessionsOfPeer = new Map();
    this.#floods = new Map();
    this.#paths = new Map();
    this.#seen = [];
    const life = ++this.#life;
    const tick = () => {
      if (!this.running || this.#life !== life) return;
      if (!this.asleep) {
        this.#heartbeat();
        this.#report(this.#counters());
      }
      this.#time.after(tickMs, tick);
    };
    this.#time.after(tickMs * (1 + this.host / 97), tick);
  }

  stop(): void {
    this.running = false;
    this.#router = undefined;
  }

  /** A router connects to the process's socket, or is gone. */
  attach(router: ((message: FromProcess) => void) | undefined): void {
    this.#router = router;
  }

  take(message: ToProcess): void {
    switch (message.kind) {
      case "hello":
      case "query":
        this.#report(this.#state());
        return;
      case "configure":
        this.shortId = message.shortId;
        return;
      case "peers":
        for (const entry of message.set) this.#peers.set(entry.shortId, entry);
        for (const peer of message.remove) this.#peers.delete(peer);
        return;
      case "sessions":
        for (const entry of message.set) this.#install(entry);
        for (const index of message.remove) this.#uninstall(index);
        return;
      case "floods":
        for (const entry of message.set) this.#floods.set(entry.source, entry.hops);
        for (const source of message.remove) this.#floods.delete(source);
        return;
      case "underlay":
        return; // frames have no length here
      case "fast-paths":
        break;
      case "stop":
        this.stop();
    }
  }

  /** A frame to the peer with this short id: whether it arrives now, over whichever hops the tables say. */
  send(destination: number): boolean {
    if (!this.running || this.asleep || this.shortId === 0) return false;
    if (!this.#sendingSession(destination)) {
      this.#want(destination);
      return false;
    }
    return this.#forward(destination, hopLimit);
  }

  flood(id: number): Broadcast {
    const broadcast: Broadcast = { source: this.shortId, id, received: new Set(), copies: [] };
    this.#remember(broadcast);
    this.#floodOn(broadcast);
    return broadcast;
  }

  /** Sizes, for the checkers. */
  tableSizes(): { readonly peers: number; readonly sessions: number; readonly floods: number } {
    return { peers: this.#peers.size, sessions: this.#sessions.size, floods: this.#floods.size };
  }

  #forward(destination: number, hopsLeft: number): boolean {
    if (destination === this.shortId) return true;
    const entry = this.#peers.get(destination);
    if (!entry || hopsLeft === 0) return false;
    const hop = entry.hops.find((candidate) => this.#usable(candidate));
    const next = hop === undefined ? undefined : this.#datagram(hop);
    if (!next) return false;
    return next.#forward(destination, hopsLeft - 1);
  }

  #floodOn(broadcast: Broadcast): void {
    for (const hop of this.#floods.get(broadcast.source) ?? []) {
      if (!this.#usable(hop)) continue;
      const next = this.#datagram(hop);
      if (!next) continue;
      broadcast.copies.push({ from: this, to: next });
      if (next.#seen.includes(broadcast)) continue;
      next.#remember(broadcast);
      broadcast.received.add(next);
      next.#floodOn(broadcast);
    }
  }

  #remember(broadcast: Broadcast): void {
    this.#seen.push(broadcast);
    if (this.#seen.length > broadcastsRemembered) this.#seen.shift();
  }

  /** The hop has a session of ours and is not known to be dead; asks for a session where there is none. */
  #usable(hop: number): boolean {
    if (!this.#peers.get(hop)?.endpoint) return false;
    if (!this.#sendingSession(hop)) {
      this.#want(hop);
      return false;
    }
    const path = this.#path(hop);
    return path.alive || !path.probing;
  }

  /** One datagram straight to the peer: the process that took it, if it arrived and opened there. */
  #datagram(peer: number): DatapathTwin | undefined {
    const endpoint = this.#peers.get(peer)?.endpoint;
    const session = this.#sendingSession(peer);
    if (!endpoint || !session || endpoint.port !== routerPort) return undefined;
    const remote = this.#lookup(endpoint.host);
    if (!remote?.running || remote.asleep) return undefined;
    const link = this.#network.link(this.host, remote.host);
    if (datagramCopies(link, this.#random).length === 0) return undefined;
    return remote.#open(session.entry) ? remote : undefined;
  }

  /** Whether we hold the other half of the session that a datagram was sealed with. */
  #open(sealed: SessionEntry): boolean {
    const session = this.#sessions.get(sealed.remoteIndex);
    if (!session || session.expiresAt <= this.#time.now || session.entry.receiveKey !== sealed.sendKey) return false;
    assert(session.entry.suite === sealed.suite, "one session has one suite at both ends");
    if (!session.confirmed) this.#confirm(session);
    const path = this.#path(session.entry.peer);
    path.heardAt = this.#time.now;
    return true;
  }

  /** The remote used it for the first time: we send on it, unless a newer one sends already. */
  #confirm(session: Session): void {
    session.confirmed = true;
    const { peer, localIndex } = session.entry;
    const newest = this.#sendingSession(peer);
    if (session.sendingOrder === 0 && (!newest || newest.installedOrder < session.installedOrder)) {
      session.sendingOrder = ++this.#order;
    }
    this.#report({ kind: "session-confirmed", localIndex });
  }

  /** Of an entry that is known only `sending` changes. */
  #install(entry: SessionEntry): void {
    const there = this.#suites ?? suitesOfOldProcess;
    assert(there.includes(entry.suite), `the process of host ${this.host} has no suite ${entry.suite}`);
    const known = this.#sessions.get(entry.localIndex);
    if (known) {
      if (entry.sending && known.sendingOrder === 0) known.sendingOrder = ++this.#order;
      return;
    }
    const expiresAt = this.#time.now + entry.lifetimeMs;
    const installedOrder = ++this.#order;
    const sendingOrder = entry.sending ? installedOrder : 0;
    const session = { entry, expiresAt, sendingOrder, confirmed: false, installedOrder };
    this.#sessions.set(entry.localIndex, session);
    const ofPeer = this.#sessionsOfPeer.get(entry.peer);
    if (ofPeer) ofPeer.push(session);
    else this.#sessionsOfPeer.set(entry.peer, [session]);
  }

  #uninstall(localIndex: number): void {
    const session = this.#sessions.get(localIndex);
    if (!session) return;
    this.#sessions.delete(localIndex);
    const { peer } = session.entry;
    const left = (this.#sessionsOfPeer.get(peer) ?? []).filter((other) => other !== session);
    if (left.length > 0) this.#sessionsOfPeer.set(peer, left);
    else this.#sessionsOfPeer.delete(peer);
  }

  /** The session of the peer that is used for sending now. */
  #sendingSession(peer: number): Session | undefined {
    let newest: Session | undefined;
    for (const session of this.#sessionsOfPeer.get(peer) ?? []) {
      if (session.sendingOrder === 0 || session.expiresAt <= this.#time.now) continue;
      if (!newest || session.sendingOrder > newest.sendingOrder) newest = session;
    }
    return newest;
  }

  #want(peer: number): void {
    const path = this.#path(peer);
    if (!this.#peers.has(peer) || this.#time.now - path.wantedAt < 1000) return;
    path.wantedAt = this.#time.now;
    this.#report({ kind: "session-wanted", peer });
  }

  #heartbeat(): void {
    for (const [peer, entry] of this.#peers) {
      const path = this.#path(peer);
      path.probing = entry.endpoint !== undefined && this.#sendingSession(peer) !== undefined;
      if (!path.probing) continue;
      let answered = false;
      for (let probe = 0; probe < probesInTick && !answered; probe++) {
        const remote = this.#datagram(peer);
        answered = remote !== undefined && remote.#datagram(this.shortId) === this;
      }
      if (answered) path.heardAt = this.#time.now;
      const alive = answered || (path.alive && this.#time.now - path.heardAt < pathDeadMs);
      if (alive === path.alive) continue;
      path.alive = alive;
      this.#report({ kind: "path", peer, alive });
    }
  }

  #path(peer: number): Path {
    let path = this.#paths.get(peer);
    if (!path) {
      path = { alive: false, heardAt: Number.NEGATIVE_INFINITY, wantedAt: Number.NEGATIVE_INFINITY, probing: false };
      this.#paths.set(peer, path);
    }
    return path;
  }

  #report(message: FromProcess): void {
    const router = this.#router;
    if (!router || !this.running) return;
    this.#time.after(0, () => {
      if (this.#router === router && this.running) router(message);
    });
  }

  #state(): FromProcess {
    return {
      kind: "state",
      protocol: processProtocolVersion,
      shortId: this.shortId,
      pid: 1000 + this.host,
      tap: "weave-tap",
      port: routerPort,
      ...(this.#suites && { suites: this.#suites }),
      sessions: [...this.#sessions.values()].map(({ entry, sendingOrder }) => ({
        localIndex: entry.localIndex,
        peer: entry.peer,
        sending: sendingOrder > 0,
      })),
      peers: [...this.#peers.values()],
      floods: [...this.#floods].map(([source, hops]) => ({ source, hops })),
    };
  }

  #counters(): FromProcess {
    const peers: PeerCounters[] = [];
    for (const [peer, path] of this.#paths) {
      if (!this.#peers.has(peer)) continue;
      const heardMs = path.heardAt === Number.NEGATIVE_INFINITY ? -1 : this.#time.now - path.heardAt;
      const hop = path.alive ? peer : 0;
      const counts = { framesOut: 0, bytesOut: 0, framesIn: 0, bytesIn: 0, relayed: 0 };
      peers.push({ peer, ...counts, hop, rttMicros: -1, heardMs });
    }
    return { kind: "counters", totals: {}, peers, macs: 0 };
  }
}
