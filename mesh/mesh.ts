/**
 * The mesh machine: control connections, topology and routes of one router, without I/O.
 *
 * It composes: neighbours.ts (connections, and which make a neighbour), connection-maker.ts (whom to dial),
 * own-record.ts (what we say of ourselves), topology.ts (what all say), routes.ts (what follows). Inputs go to one of
 * them; what changed is then settled: stale links expire, our record is published (persisted first), routes are derived
 * anew and shown as `topology-changed`, at most once in `settleMs`.
 */
import { type Endpoint, formatEndpoint, parseHostPort } from "../base/address.ts";
import { assert, unreachable } from "../base/assert.ts";
import { toHex } from "../base/bytes.ts";
import { type DurableState, event, type Machine } from "../base/machine.ts";
import type { PeerKey } from "../base/peer-name.ts";
import type { Random } from "../base/random.ts";
import { type Millis, never } from "../base/time.ts";
import type { Crypto } from "../crypto/crypto-port.ts";
import { Handshake } from "../crypto/handshake.ts";
import type { ChannelState } from "../gossip/gossip-types.ts";
import { whyRefuse } from "./acceptance.ts";
import { Admission, defaultAdmissionLimits } from "./admission.ts";
import type { Connection, ConnectionEnd, ConnectionLimits } from "./connection.ts";
import { ConnectionMaker } from "./connection-maker.ts";
import { LinkGraph } from "./link-graph.ts";
import { connectionStatuses } from "./mesh-status.ts";
import type { MeshInput, MeshOptions, MeshOutput, MeshStatus, TopologyView } from "./mesh-types.ts";
import { type NeighbourOutput, Neighbours } from "./neighbours.ts";
import { OwnRecord } from "./own-record.ts";
import { Routes } from "./routes.ts";
import { deltasOf, Topology } from "./topology.ts";
import { topologyViewOf } from "./topology-view.ts";
import { candidateEndpoints } from "./underlay.ts";
import {
  decodeTargetList,
  decodeTopologyDelta,
  encodeHello,
  encodeTargetList,
  gossipBytesMax,
  nicknameBytesMax,
  protocolVersionMax,
  protocolVersionMin,
  shownText,
} from "./wire.ts";

export const targetsKey = "mesh/targets";

export const defaultConnectionLimits: ConnectionLimits = {
  dialMs: 3_000,
  handshakeMs: 10_000,
  heartbeatMs: 2_500,
  silenceMs: 10_000,
  backlogBytesMax: 32 * 1_048_576,
};

const settleMs = 50;
/** Lateness of our own wake-ups from which on we blame ourselves. */
const starvedMs = 1_000;

export interface MeshPorts {
  readonly crypto: Crypto;
  readonly random: Random;
  readonly durable: DurableState;
}

export class Mesh implements Machine<MeshInput, MeshOutput, MeshStatus> {
  readonly #ports: MeshPorts;
  readonly #options: MeshOptions;
  readonly #topology: Topology;
  readonly #graph = new LinkGraph();
  readonly #own: OwnRecord;
  readonly #neighbours: Neighbours;
  readonly #maker: ConnectionMaker;
  readonly #datapathAlive = new Set<PeerKey>();
  /** New neighbours whose record goes out with ours, since nobody else can have it yet. */
  readonly #introduce = new Set<PeerKey>();
  readonly #counters = new Map<string, number>();
  #routes: Routes;
  #view: TopologyView;
  #meshId = new Uint8Array();
  #fenced: MeshStatus["fenced"];
  #outputs: MeshOutput[] = [];
  #lifetime: "new" | "running" | "stopped" = "new";
  #changed = true;
  #settledAt: Millis = Number.NEGATIVE_INFINITY;
  #wakeAt: Millis = 0;
  #now: Millis = 0;

  constructor(ports: MeshPorts, options: MeshOptions) {
    assert(options.bootNonce.length === 8, "the boot nonce has 8 bytes");
    this.#ports = ports;
    this.#options = options;
    const self = options.identity.key;
    const collectAfterMs = 2 * options.restartWindowMs;
    this.#topology = new Topology(ports.crypto, { self, collectAfterMs });
    this.#own = new OwnRecord(ports, options);
    this.#neighbours = this.#makeNeighbours();
    this.#maker = new ConnectionMaker(
      { random: ports.random, locate: (peer) => this.#locate(peer) },
      { self, defaultPort: options.port },
    );
    this.#routes = new Routes(this.#graph, self, new Set());
    this.#view = this.#deriveView();
  }

  /** The state of the channel `topology`, for gossip's anti-entropy. */
  get channelState(): ChannelState {
    return this.#topology;
  }

  /** The latest view; each change is also a `topology-changed`. */
  get view(): TopologyView {
    return this.#view;
  }

  step(now: Millis, input: MeshInput): readonly MeshOutput[] {
    this.#now = now;
    this.#outputs = [];
    if (this.#lifetime === "new") this.#start(now);
    else if (now - this.#wakeAt > starvedMs) this.#neighbours.extendDeadlines(now - this.#wakeAt);
    this.#take(now, input);
    if (this.#lifetime === "running") this.#runTimers(now);
    this.#wakeAt = this.#earliestWake();
    return this.#outputs;
  }

  wakeAt(): Millis {
    return this.#wakeAt;
  }

  status(): MeshStatus {
    const { identity, nickname, port, password, discovery, connectionLimit } = this.#options;
    return {
      name: identity.name,
      key: identity.key,
      nickname,
      shortId: this.#own.shortId,
      port,
      protocolMin: protocolVersionMin,
      protocolMax: protocolVersionMax,
      encrypted: password !== undefined,
      discovery,
      connectionLimit,
      meshId: this.#meshId.length > 0 ? toHex(this.#meshId) : undefined,
      fenced: this.#fenced,
      targets: this.#maker.targets,
      connections: connectionStatuses(this.#now, this.#neighbours, this.#maker, this.#view),
      peers: this.#view.peers,
      counters: Object.fromEntries(this.#counters),
    };
  }

  #start(now: Millis): void {
    this.#lifetime = "running";
    this.#own.started(now);
    const stored = this.#ports.durable.get(targetsKey);
    const remembered = stored && decodeTargetList(stored);
    for (const target of this.#options.targets) this.#maker.addTarget(now, target);
    if (remembered?.ok) for (const target of remembered.value) this.#maker.addTarget(now, target);
  }

  #take(now: Millis, input: MeshInput): void {
    switch (input.kind) {
      case "wake":
        return;
      case "accepted":
        if (this.#lifetime === "stopped") this.#outputs.push({ kind: "close", connection: input.connection });
        else this.#neighbours.accepted(now, input.connection, input.remote, input.local);
        return;
      case "dialed":
        this.#neighbours.dialed(now, input.connection, input.remote, input.local);
        return;
      case "dial-failed":
      case "closed":
        this.#neighbours.closed(now, input.connection, input.reason);
        return;
      case "bytes":
        this.#neighbours.received(now, input.connection, input.bytes);
        return;
      case "backlog":
        this.#takeBacklog(input);
        return;
      case "resolved":
        this.#maker.resolved(now, input.target, input.endpoints);
        return;
      case "connect":
        this.#connect(now, input.targets, input.replace);
        return;
      case "forget":
        this.#forget(input.targets);
        return;
      case "send":
        this.#send(input.to, input.bytes);
        return;
      case "topology":
        this.#mergeDelta(now, input.source, input.payload);
        return;
      case "mesh-id":
        this.#meshId = new Uint8Array(input.meshId);
        return;
      case "datapath":
        this.#takeDatapath(now, input.peer, input.alive);
        return;
      case "stop":
        this.#stop(now, input.leave);
        return;
      default:
        unreachable(input);
    }
  }

  #takeBacklog(input: Extract<MeshInput, { kind: "backlog" }>): void {
    const peer = this.#neighbours.backlog(input.connection, input.bytes);
    if (peer !== undefined) this.#outputs.push({ kind: "neighbour-backlog", peer, bytes: input.bytes });
  }

  #connect(now: Millis, targets: readonly string[], replace: boolean): void {
    if (replace) for (const known of this.#maker.targets) if (!targets.includes(known)) this.#maker.forget(known);
    for (const target of targets) this.#maker.addTarget(now, target);
    this.#persistTargets();
  }

  #forget(targets: readonly string[]): void {
    for (const target of targets) this.#maker.forget(target);
    this.#persistTargets();
  }

  #persistTargets(): void {
    this.#outputs.push({
      kind: "persist",
      writes: [{ key: targetsKey, value: encodeTargetList(this.#maker.targets) }],
    });
  }

  #send(to: PeerKey, bytes: Uint8Array): void {
    assert(bytes.length <= gossipBytesMax, "gossip sends no more than fits a frame");
    if (!this.#neighbours.send(to, bytes)) this.#count("send-without-connection");
  }

  #takeDatapath(now: Millis, peer: PeerKey, alive: boolean): void {
    if (alive) this.#datapathAlive.add(peer);
    else this.#datapathAlive.delete(peer);
    this.#own.datapath(now, peer, alive);
  }

  #stop(now: Millis, leave: boolean): void {
    if (this.#lifetime === "stopped") return;
    let record: Uint8Array | undefined;
    if (leave && !this.#own.fenced) {
      this.#own.withdraw();
      record = this.#publishOwn(now);
    }
    this.#lifetime = "stopped";
    this.#neighbours.closeAll(now, "stopping", undefined, record);
  }

  #mergeDelta(now: Millis, source: PeerKey, payload: Uint8Array): void {
    const records = decodeTopologyDelta(payload);
    if (!records.ok) {
      this.#count("topology-malformed");
      this.#outputs.push(event("warn", "topology-malformed", { peer: source, reason: records.error }));
      return;
    }
    for (const bytes of records.value) this.#mergeRecord(now, source, bytes);
  }

  #mergeRecord(now: Millis, source: PeerKey, bytes: Uint8Array): void {
    const outcome = this.#topology.merge(bytes);
    switch (outcome.kind) {
      case "known":
        return;
      case "news":
        this.#graph.set(outcome.record);
        this.#changed = true;
        return;
      case "own":
        this.#count("own-record-heard");
        if (this.#own.heardOwn(now, outcome.record))
          this.#fence([], "our own record was heard above ours again and again: a twin of this identity publishes");
        return;
      case "refused":
        this.#count("record-refused");
        this.#outputs.push(event("warn", "record-refused", { peer: source, reason: outcome.reason }));
        return;
    }
  }

  #makeNeighbours(): Neighbours {
    const { crypto, random } = this.#ports;
    return new Neighbours(
      {
        crypto,
        random,
        admission: new Admission(defaultAdmissionLimits),
        handshake: (outbound, connectionNonce) => this.#handshake(outbound, connectionNonce),
        whyRefuse: (connection) => this.#whyRefuse(connection),
        emit: (output) => this.#neighbourOutput(output),
      },
      defaultConnectionLimits,
    );
  }

  #handshake(outbound: boolean, connectionNonce: Uint8Array): Handshake {
    const { identity, password, nickname, bootNonce, port, rangeText, rangeExplicit } = this.#options;
    const payload = encodeHello({
      nickname: shownText(nickname, nicknameBytesMax),
      bootNonce,
      port,
      connectionNonce,
      range: rangeText,
      rangeExplicit,
    });
    return new Handshake(this.#ports, {
      role: outbound ? "dialer" : "listener",
      identity,
      password,
      versionMin: protocolVersionMin,
      versionMax: protocolVersionMax,
      meshId: this.#meshId,
      payload,
    });
  }

  #whyRefuse(connection: Connection): ReturnType<typeof whyRefuse> {
    const { remote, hello } = connection;
    assert(remote && hello, "only authenticated connections are judged");
    if (this.#lifetime === "stopped") return "stopping";
    const { connectionLimit } = this.#options;
    const full = connectionLimit > 0 && this.#neighbours.acceptedPeersBut(remote.key) >= connectionLimit;
    const refusal = whyRefuse(
      { ...this.#options, meshId: this.#meshId, reachable: this.#reachableRecords(), full },
      remote,
      hello,
    );
    if (refusal === "cloned-identity")
      this.#fence([formatEndpoint(connection.remoteEndpoint)], "another living host has this identity");
    return refusal;
  }

  *#reachableRecords() {
    for (const peer of this.#routes.reachable) {
      const record = this.#topology.records.get(peer);
      if (record) yield record;
    }
  }

  #neighbourOutput(output: NeighbourOutput): void {
    switch (output.kind) {
      case "dial":
      case "write":
      case "close":
        this.#outputs.push(output);
        return;
      case "gossip":
        this.#outputs.push({ kind: "received", from: output.peer, bytes: output.bytes });
        return;
      case "authenticated":
        this.#maker.authenticated(output.connection.id, output.peer);
        return;
      case "up":
        this.#neighbourUp(output);
        return;
      case "down":
        this.#neighbourDown(output.peer, output.end);
        return;
      case "ended":
        this.#connectionEnded(output.connection, output.end);
        return;
      case "twin":
        this.#outputs.push(event("error", "twin-seen", { peer: output.peer, addresses: output.addresses.join(" ") }));
        this.#count("twin-seen");
        return;
      case "fenced":
        this.#fence(output.addresses, "a neighbour met two living hosts with this identity");
        return;
      case "count":
        this.#count(output.what);
        return;
    }
  }

  #neighbourUp({ connection, peer, restarted }: Extract<NeighbourOutput, { kind: "up" }>): void {
    const { remoteEndpoint, outbound, hello } = connection;
    if (restarted) this.#outputs.push({ kind: "neighbour-down", peer });
    this.#own.linkUp(peer, outbound ? formatEndpoint(remoteEndpoint) : remoteEndpoint.host, outbound);
    this.#maker.connected(this.#now, peer, { host: remoteEndpoint.host, port: hello?.port ?? remoteEndpoint.port });
    this.#outputs.push({ kind: "neighbour-up", peer });
    const facts = { peer, nickname: hello?.nickname ?? "", address: formatEndpoint(remoteEndpoint), outbound };
    this.#outputs.push(event("info", "connection-up", facts));
    if (!this.#routes.reaches(peer)) this.#introduce.add(peer);
    this.#changed = true;
  }

  /** Lost in silence while the datapath answers: stale. Anything said aloud, or a silent datapath: gone. */
  #neighbourDown(peer: PeerKey, end: ConnectionEnd): void {
    const silent = end.code === "lost" || end.code === "timeout" || end.code === "slow";
    if (silent && this.#datapathAlive.has(peer)) this.#own.linkStale(this.#now, peer);
    else this.#own.linkDown(peer);
    if (end.record) this.#mergeRecord(this.#now, peer, end.record);
    this.#maker.disconnected(this.#now, peer, end);
    this.#outputs.push({ kind: "neighbour-down", peer });
    const facts = {
      peer,
      code: end.code,
      message: end.message,
      byRemote: end.byRemote,
      stale: this.#own.isStale(peer),
    };
    this.#outputs.push(event("info", "connection-down", facts));
    this.#introduce.delete(peer);
    this.#changed = true;
  }

  #connectionEnded(connection: Connection, end: ConnectionEnd): void {
    this.#maker.ended(this.#now, connection.id, end);
    if (end.code === "lost" || end.code === "unreachable" || end.code === "stopping") return;
    this.#count(`ended ${end.code}`);
    if (end.code === "duplicate-connection") return;
    const address = formatEndpoint(connection.remoteEndpoint);
    const facts = { address, code: end.code, message: end.message, byRemote: end.byRemote };
    this.#outputs.push(event("warn", "connection-refused", facts));
  }

  #fence(addresses: readonly string[], reason: string): void {
    if (this.#fenced) return;
    this.#fenced = { addresses, reason };
    this.#own.fenced = true;
    this.#outputs.push({ kind: "fenced", addresses, reason });
    this.#outputs.push(event("error", "fenced", { addresses: addresses.join(" "), reason }));
  }

  #runTimers(now: Millis): void {
    this.#neighbours.wake(now);
    for (const peer of this.#own.expire(now)) {
      this.#outputs.push(event("info", "restart-window-over", { peer }));
      this.#changed = true;
    }
    if (this.#own.mayPublish(now)) this.#publishOwn(now);
    if (this.#changed && now >= this.#settledAt + settleMs) this.#settle(now);
    else if (now >= this.#topology.collectAt()) this.#settle(now);
    if (this.#own.mayPublish(now)) this.#publishOwn(now);
    for (const made of this.#maker.wake(now, this.#room()))
      if (made.kind === "resolve") this.#outputs.push(made);
      else this.#maker.dialing(this.#neighbours.dial(now, made.endpoint), made.destination);
  }

  #room(): number {
    const { connectionLimit } = this.#options;
    return connectionLimit > 0 ? connectionLimit - this.#neighbours.count : Number.POSITIVE_INFINITY;
  }

  /** Persisted, then published, with the records of peers that came to the mesh through us. */
  #publishOwn(now: Millis): Uint8Array {
    const { record, writes } = this.#own.publish(now);
    this.#topology.setOwn(record);
    this.#graph.set(record);
    this.#changed = true;
    this.#outputs.push({ kind: "persist", writes });
    this.#publish([record.bytes]);
    return record.bytes;
  }

  #publish(records: readonly Uint8Array[]): void {
    for (const payload of deltasOf(records)) this.#outputs.push({ kind: "publish", payload });
  }

  #settle(now: Millis): void {
    this.#changed = false;
    this.#settledAt = now;
    this.#routes = new Routes(this.#graph, this.#options.identity.key, new Set(this.#neighbours.active.keys()));
    for (const peer of this.#topology.settle(now, new Set(this.#routes.reachable))) {
      this.#graph.remove(peer);
      this.#outputs.push(event("info", "peer-collected", { peer }));
    }
    if (this.#own.settleShortId(this.#topology.records)) this.#count("short-id-changed");
    if (this.#options.discovery) this.#maker.discover(now, this.#knownOthers());
    this.#view = this.#deriveView();
    this.#outputs.push({ kind: "topology-changed", view: this.#view });
    this.#introduceNew();
  }

  /** A neighbour that just became reachable cannot reach others by its own broadcasts yet: we pass its record on. */
  #introduceNew(): void {
    const met = [...this.#introduce].filter((peer) => this.#routes.reaches(peer));
    if (met.length === 0) return;
    for (const peer of met) this.#introduce.delete(peer);
    const self = this.#options.identity.key;
    const records = [self, ...met].flatMap((peer) => this.#topology.records.get(peer)?.bytes ?? []);
    this.#publish(records);
  }

  #knownOthers(): ReadonlySet<PeerKey> {
    const known = new Set<PeerKey>();
    for (const record of this.#topology.records.values()) if (!record.withdrawn) known.add(record.key);
    known.delete(this.#options.identity.key);
    return known;
  }

  #locate(peer: PeerKey): readonly Endpoint[] {
    const record = this.#topology.records.get(peer);
    if (!record) return [];
    const own = this.#own.remoteOf(peer);
    const ownSight = own === undefined ? undefined : parseHostPort(own, record.port);
    const sighted = candidateEndpoints(this.#topology.records, record, this.#options.identity.key);
    return ownSight ? [ownSight, ...sighted] : sighted;
  }

  #deriveView(): TopologyView {
    return topologyViewOf({
      self: this.#options.identity.key,
      records: this.#topology.records,
      routes: this.#routes,
      own: this.#own,
      active: this.#neighbours.active,
    });
  }

  #earliestWake(): Millis {
    if (this.#lifetime === "stopped") return never;
    const settleAt = this.#changed ? this.#settledAt + settleMs : this.#topology.collectAt();
    return Math.min(this.#neighbours.wakeAt(), this.#own.wakeAt(), this.#maker.wakeAt(), settleAt);
  }

  #count(what: string): void {
    this.#counters.set(what, (this.#counters.get(what) ?? 0) + 1);
  }
}
