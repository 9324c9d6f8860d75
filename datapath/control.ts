/**
 * The datapath's control machine, without I/O: turns the overlay into the process's tables, keeps sessions with peers,
 * and tells whose datapath answers.
 *
 * What it holds to:
 * - The process is told differences only, against what it said it has (`state`) and what it was told since. What a router
 *   before us put there is kept until our overlay is settled (tables.ts) or a session of ours is confirmed (session.ts),
 *   so a restart of the router loses no frame.
 * - With up to `eagerPeersMax` neighbours there is a session with each, made at once; with others when the process has
 *   frames for them, until five minutes without traffic.
 *
 * Cost: O(peers) for a change of the overlay and for the counters each second, O(1) for all else.
 */
import { type EventOutput, event, type Machine } from "../base/machine.ts";
import type { PeerKey } from "../base/peer-name.ts";
import type { Random } from "../base/random.ts";
import { type Millis, never } from "../base/time.ts";
import type { Crypto } from "../crypto/crypto-port.ts";
import { ControlPeer } from "./control-peer.ts";
import { controlStatus } from "./control-status.ts";
import type { DatapathInput, DatapathOptions, DatapathOutput, DatapathStatus, OverlayPeer } from "./datapath-types.ts";
import { FastPath } from "./fast-path.ts";
import type { FastPathInput } from "./fast-path-types.ts";
import { FlappingMacs } from "./flapping-macs.ts";
import type { FromProcess } from "./process-messages.ts";
import { ProcessTables } from "./process-tables.ts";
import { SessionControl } from "./session-control.ts";
import { type Overlay, tablesOf } from "./tables.ts";

/** With more neighbours sessions are made on demand. A host at its default limit of connections, and a few more, stays below. */
export const eagerPeersMax = 128;

/** From so much lateness of a wake-up on we blame ourselves. */
const lateMs: Millis = 200;

type Message<Kind extends FromProcess["kind"]> = Extract<FromProcess, { readonly kind: Kind }>;

export class DatapathControl implements Machine<DatapathInput, DatapathOutput, DatapathStatus> {
  readonly #ports: { readonly crypto: Crypto; readonly random: Random };
  readonly #options: DatapathOptions;
  readonly #tables: ProcessTables;
  readonly #sessions: SessionControl;
  readonly #fastPath: FastPath;
  readonly #flapping = new FlappingMacs();
  readonly #peers = new Map<PeerKey, ControlPeer>();
  readonly #peersByShortId = new Map<number, ControlPeer>();
  /** Sessions that the process has with peers that our overlay does not show yet. */
  #orphans: Message<"state">["sessions"] = [];
  #shortId = 0;
  #counters: Message<"counters"> | undefined;
  #countersAt: Millis = 0;
  #now: Millis = 0;
  /** No later than the first deadline of any peer. */
  #peersWakeAt: Millis = never;
  #outputs: DatapathOutput[] = [];

  constructor(ports: { readonly crypto: Crypto; readonly random: Random }, options: DatapathOptions) {
    this.#ports = ports;
    this.#options = options;
    this.#tables = new ProcessTables(options.password !== undefined);
    this.#fastPath = new FastPath(options.fastPath);
    const words = {
      saidTo: (peer: PeerKey) => this.#fastPath.offerTo(peer),
      heardFrom: (peer: PeerKey, extensions: Uint8Array) => this.#fast({ kind: "offered", peer, extensions }),
    };
    this.#sessions = new SessionControl(ports, options, this.#tables, words, (output) => this.#outputs.push(output));
  }

  step(now: Millis, input: DatapathInput): readonly DatapathOutput[] {
    this.#now = now;
    if (now - this.wakeAt() > lateMs) for (const { liveness } of this.#peers.values()) liveness.pardon(now);
    this.#take(input);
    if (this.#fastPath.wakeAt() <= now) this.#fast({ kind: "wake" });
    if (this.#tables.settlesAt <= now) this.#settle();
    if (this.#peersWakeAt <= now) this.#advanceAll();
    // Sessions and tables first: what a unicast announces is then there already.
    const messages = this.#tables.flush(now).map((message) => ({ kind: "process", message }) as const);
    const outputs = [...messages, ...this.#outputs];
    this.#outputs = [];
    return outputs;
  }

  wakeAt(): Millis {
    return Math.min(this.#peersWakeAt, this.#tables.wakeAt(), this.#fastPath.wakeAt());
  }

  status(): DatapathStatus {
    return controlStatus({
      now: this.#now,
      tables: this.#tables,
      shortId: this.#shortId,
      encrypted: this.#options.password !== undefined,
      suites: this.#sessions.suites,
      peers: this.#peers,
      peersByShortId: this.#peersByShortId,
      counters: this.#counters,
      countersAt: this.#countersAt,
      handshakes: this.#sessions.counts,
      fastPathOf: (peer) => this.#fastPath.reasonOf(peer),
      flapping: this.#flapping.at(this.#now),
      fastProbesOf: (peer) => this.#fastPath.probesOf(peer),
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
        this.#sessions.setMeshId(input.meshId);
        break;
      case "process-up":
        this.#event("info", "datapath-process-up");
        this.#tables.connected(this.#now);
        break;
      case "process-down":
        this.#processLost();
        break;
      case "process":
        this.#processSaid(input.message);
        break;
      case "probe":
        this.#withPeer(this.#peers.get(input.peer), (peer) => this.#sessions.probed(this.#now, peer));
        break;
      case "fast-path-kernel":
        this.#fast({ ...input, kind: "kernel" });
        for (const peer of this.#peers.values()) this.#sessions.mindWords(this.#now, peer);
        this.#peersWakeAt = this.#now;
        break;
      case "fast-path-used":
        this.#fast({ kind: "used", peers: input.peers });
        for (const shortId of input.peers) this.#peersByShortId.get(shortId)?.passed(this.#now);
        break;
      case "unicast":
        this.#unicastReceived(input.source, input.payload);
        break;
    }
  }

  #overlayReceived(overlay: Overlay): void {
    this.#shortId = overlay.self.shortId;
    const present = new Set(overlay.peers.map((peer) => peer.key));
    for (const [key, peer] of this.#peers) {
      if (present.has(key)) continue;
      this.#sessions.clear(peer);
      this.#peers.delete(key);
    }
    const isEager = eagerness(overlay.peers);
    for (const peer of overlay.peers) this.#peerSeen(peer).eager = isEager(peer);
    this.#peersByShortId.clear();
    for (const peer of this.#peers.values()) this.#peersByShortId.set(peer.peer.shortId, peer);
    this.#fast({ kind: "peers", peers: overlay.peers });
    for (const peer of this.#peers.values()) this.#sessions.mindWords(this.#now, peer);
    this.#adoptOrphans();
    this.#tables.desire(tablesOf(overlay, this.#options.password !== undefined));
    this.#peersWakeAt = this.#now;
  }

  #peerSeen(peer: OverlayPeer): ControlPeer {
    const known = this.#peers.get(peer.key);
    if (known) {
      // The process names sessions by short id, so they do not outlive a change of it.
      if (known.peer.shortId !== peer.shortId) this.#sessions.clear(known);
      known.peer = peer;
      return known;
    }
    const made = new ControlPeer(this.#ports, this.#options, peer, this.#now);
    this.#peers.set(peer.key, made);
    return made;
  }

  #processLost(): void {
    this.#event("warn", "datapath-process-down");
    this.#tables.disconnected();
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
        this.#fast({ kind: "macs", macs: [[message.mac, message.peer]] });
        break;
      case "macs":
        this.#fast({ kind: "macs", macs: message.macs });
        break;
      case "mac-flapping":
        this.#macFlaps(message);
        break;
      case "fast-path":
        this.#fast({ kind: "live", peer: message.peer, live: message.live });
        break;
      case "session-wanted":
        this.#withPeer(this.#peersByShortId.get(message.peer), (peer) => this.#sessions.wanted(this.#now, peer));
        break;
      case "session-confirmed": {
        const { localIndex } = message;
        this.#withPeer(this.#sessions.owner(localIndex), (peer) => this.#sessions.used(this.#now, peer, localIndex));
        break;
      }
      case "path":
        this.#withPeer(this.#peersByShortId.get(message.peer), (peer) => this.#pathChanged(peer, message.alive));
        break;
      case "path-mtu": {
        const peer = this.#peersByShortId.get(message.peer);
        if (peer) this.#event("info", "path-mtu", { peer: peer.peer.name, mtu: message.mtu });
        break;
      }
    }
  }

  #macFlaps({ mac, peers: [a, b] }: Message<"mac-flapping">): void {
    const [one, other] = [this.#peersByShortId.get(a)?.peer, this.#peersByShortId.get(b)?.peer];
    if (!this.#flapping.heard(this.#now, { mac, between: [one?.key, other?.key] })) return;
    const name = (peer: OverlayPeer | undefined) => peer?.name ?? "this host";
    this.#event("warn", "mac-flapping", { mac, between: `${name(one)} ${name(other)}` });
  }

  /** What concerns a peer that has left the overlay meanwhile is nothing any more. */
  #withPeer(peer: ControlPeer | undefined, act: (peer: ControlPeer) => void): void {
    if (!peer) return;
    act(peer);
    this.#advance(peer);
  }

  #stateReceived(state: Message<"state">): void {
    const outcome = this.#tables.stateReceived(this.#now, state);
    if (outcome === "other-protocol") this.#event("warn", "datapath-state-ignored", { protocol: state.protocol });
    if (outcome !== "taken") return;
    const there = new Map(state.sessions.map((session) => [session.localIndex, session]));
    const strangers = state.sessions.filter(({ localIndex }) => !this.#sessions.owner(localIndex));
    let lost = 0;
    for (const peer of this.#peers.values()) lost += this.#sessions.reconcile(this.#now, peer, there);
    this.#orphans = strangers;
    this.#adoptOrphans();
    const facts = { sessions: state.sessions.length, lost, inherited: strangers.length };
    this.#event("info", "datapath-process-known", facts);
    this.#fast({ kind: "process-known" });
    this.#peersWakeAt = this.#now;
  }

  #adoptOrphans(): void {
    this.#orphans = this.#orphans.filter(({ localIndex, peer: shortId, sending }) => {
      const peer = this.#peersByShortId.get(shortId);
      if (peer) this.#sessions.inherit(this.#now, peer, localIndex, sending);
      return !peer;
    });
  }

  /** Our overlay has had its time: what it still does not show goes. */
  #settle(): void {
    this.#tables.settle();
    for (const { localIndex } of this.#orphans) this.#tables.removeSession(localIndex);
    this.#orphans = [];
  }

  #countersReceived(counters: Message<"counters">): void {
    this.#counters = counters;
    this.#countersAt = this.#now;
    for (const entry of counters.peers) this.#peersByShortId.get(entry.peer)?.countersReceived(this.#now, entry);
    this.#fast({ kind: "counters", peers: counters.peers });
    this.#advanceAll();
  }

  /** Its messages for the process follow the tables that they refer to. */
  #fast(input: FastPathInput): void {
    this.#outputs.push(...this.#fastPath.step(this.#now, input));
  }

  #pathChanged(peer: ControlPeer, lives: boolean): void {
    peer.liveness.path(this.#now, lives);
    this.#event("info", lives ? "direct-path-lives" : "direct-path-died", { peer: peer.peer.name });
  }

  #unicastReceived(source: PeerKey, payload: Uint8Array): void {
    const peer = this.#peers.get(source);
    if (!peer) this.#sessions.drop(source, "no such peer in the overlay");
    this.#withPeer(peer, (sender) => this.#sessions.received(this.#now, sender, payload));
  }

  #advanceAll(): void {
    this.#peersWakeAt = never;
    for (const peer of this.#peers.values()) this.#advance(peer);
  }

  /** Does what is due with one peer, and minds its next deadline. */
  #advance(peer: ControlPeer): void {
    this.#sessions.advance(this.#now, peer);
    const { liveness } = peer;
    if (liveness.update(this.#now)) this.#outputs.push({ kind: "alive", peer: peer.peer.key, alive: liveness.alive });
    this.#peersWakeAt = Math.min(this.#peersWakeAt, peer.deadline(this.#tables.isUp));
  }

  #event(level: EventOutput["level"], name: string, facts: EventOutput["facts"] = {}): void {
    this.#outputs.push(event(level, name, facts));
  }
}

/** Neighbours, as long as they are few. */
function eagerness(peers: readonly OverlayPeer[]): (peer: OverlayPeer) => boolean {
  const isNeighbour = ({ linked }: OverlayPeer) => linked;
  return peers.filter(isNeighbour).length <= eagerPeersMax ? isNeighbour : () => false;
}
