/**
 * The mesh machine: control connections, topology and routes of one router, without I/O.
 *
 * It composes: neighbours.ts (connections, and which make a neighbour), connection-maker.ts (whom to dial),
 * known-mesh.ts (what everybody says of the links, and what follows), link-limit.ts (how many connections, to whom). Each input goes to one of them; then whatever is
 * due runs: heartbeats and deadlines, publication, routes, dials. Our own late wake-ups extend others' deadlines.
 */
import { formatEndpoint } from "../base/address.ts";
import { assert, unreachable } from "../base/assert.ts";
import { event, type Machine } from "../base/machine.ts";
import type { PeerKey } from "../base/peer-name.ts";
import { type Millis, never } from "../base/time.ts";
import type { ChannelState } from "../gossip/gossip-types.ts";
import { Acceptance } from "./acceptance.ts";
import { Admission, defaultAdmissionLimits } from "./admission.ts";
import { type Connection, type ConnectionEnd, defaultConnectionLimits } from "./connection.ts";
import { ConnectionMaker } from "./connection-maker.ts";
import { isForWantOfRoom } from "./destination.ts";
import { EventBudget } from "./event-budget.ts";
import { KnownMesh } from "./known-mesh.ts";
import { LinkLimit } from "./link-limit.ts";
import { connectionStatuses, ownStatus } from "./mesh-status.ts";
import type { MeshInput, MeshOptions, MeshOutput, MeshPorts, MeshStatus, TopologyView } from "./mesh-types.ts";
import { type NeighbourOutput, Neighbours, type Refusal } from "./neighbours.ts";
import { OtherMeshes } from "./other-meshes.ts";
import { RecentRefusals } from "./recent-refusals.ts";
import { Staleness } from "./staleness.ts";
import { alternativesMax, decodeTargetList, encodeTargetList, gossipBytesMax } from "./wire.ts";

/** Durable: what the user asked us to connect to. */
export const targetsKey = "mesh/targets";
/** Lateness of our own wake-ups from which on we blame ourselves. */
const starvedMs = 1_000;

export class Mesh implements Machine<MeshInput, MeshOutput, MeshStatus> {
  readonly #ports: MeshPorts;
  readonly #options: MeshOptions;
  readonly #acceptance: Acceptance;
  readonly #neighbours: Neighbours;
  readonly #known: KnownMesh;
  readonly #maker: ConnectionMaker;
  readonly #limit: LinkLimit;
  readonly #staleness = new Staleness();
  readonly #counters = new Map<string, number>();
  readonly #eventBudget = new EventBudget();
  readonly #refusals = new RecentRefusals();
  readonly #otherMeshes = new OtherMeshes();
  #fenced: MeshStatus["fenced"];
  #outputs: MeshOutput[] = [];
  #lifetime: "new" | "running" | "stopped" = "new";
  #wakeAt: Millis = 0;
  /** When topology or dials are due; undefined once that may have changed, which most bytes from neighbours do not do. */
  #knownWakeAt: Millis | undefined;
  #makerWakeAt: Millis | undefined;
  #now: Millis = 0;

  constructor(ports: MeshPorts, options: MeshOptions) {
    assert(options.bootNonce.length === 8, "the boot nonce has 8 bytes");
    this.#ports = ports;
    this.#options = options;
    this.#acceptance = new Acceptance(ports, options, () => this.#known.reachableRecords());
    this.#neighbours = this.#makeNeighbours();
    this.#known = this.#makeKnownMesh();
    this.#maker = new ConnectionMaker(
      { random: ports.random, known: this.#known },
      { self: options.identity.key, defaultPort: options.port, discovery: options.discovery },
    );
    this.#limit = new LinkLimit(
      { neighbours: this.#neighbours, maker: this.#maker, known: this.#known },
      { self: options.identity.key, connectionLimit: options.connectionLimit, discovery: options.discovery },
    );
  }

  /** The state of the channel `topology`, for gossip's anti-entropy. */
  get channelState(): ChannelState {
    return this.#known.topology;
  }

  /** The latest view; each change is also a `topology-changed`. */
  get view(): TopologyView {
    return this.#known.view;
  }

  step(now: Millis, input: MeshInput): readonly MeshOutput[] {
    this.#now = now;
    this.#outputs = [];
    if (input.kind === "send") {
      this.#send(input.to, input.bytes); // most of what comes; nothing becomes due by it
      return this.#outputs;
    }
    if (this.#lifetime === "new") this.#start(now);
    else if (now - this.#wakeAt > starvedMs) this.#neighbours.extendDeadlines(now - this.#wakeAt);
    if (input.kind === "topology") this.#knownWakeAt = undefined;
    else if (input.kind !== "bytes") this.#forgetWakeAts();
    this.#take(now, input);
    this.#wakeAt = this.#earliestWake();
    if (this.#wakeAt <= now) {
      this.#runTimers(now);
      this.#wakeAt = Math.max(now, this.#earliestWake()); // wanted since just now, by a moment long past: not late
    }
    return this.#outputs;
  }

  wakeAt(): Millis {
    return this.#wakeAt;
  }

  status(): MeshStatus {
    return {
      ...ownStatus(this.#options, this.#acceptance.meshId),
      shortId: this.#known.own.shortId,
      sparse: this.#limit.isSparse,
      fenced: this.#fenced,
      targets: this.#maker.targets,
      connections: [
        ...connectionStatuses(this.#now, this.#neighbours, this.#maker, this.view),
        ...this.#refusals.statuses(this.#now),
      ],
      refusedRecords: this.#known.complaints.all(),
      otherMeshes: this.#otherMeshes.seen(this.#now, this.#acceptance.meshId),
      peers: this.view.peers,
      counters: Object.fromEntries([...this.#counters, ["stranger-dial-held", this.#maker.strangersHeld]]),
    };
  }

  #makeNeighbours(): Neighbours {
    return new Neighbours(
      {
        crypto: this.#ports.crypto,
        random: this.#ports.random,
        admission: new Admission(defaultAdmissionLimits),
        handshake: (outbound, connectionNonce) => this.#acceptance.handshake(outbound, connectionNonce),
        whyRefuse: (connection) => this.#whyRefuse(connection),
        emit: (output) => this.#neighbourOutput(output),
      },
      defaultConnectionLimits,
    );
  }

  #makeKnownMesh(): KnownMesh {
    const ports = {
      ...this.#ports,
      emit: (output: MeshOutput) => void this.#outputs.push(output),
      count: (what: string) => this.#count(what),
      twinHeard: () => this.#fence([], "a twin of this identity publishes records above ours again and again"),
    };
    return new KnownMesh(ports, this.#options, this.#neighbours.active);
  }

  #start(now: Millis): void {
    this.#lifetime = "running";
    this.#known.start(now);
    const stored = this.#ports.durable.get(targetsKey);
    const remembered = stored && decodeTargetList(stored);
    for (const target of this.#options.targets) this.#maker.addTarget(now, target);
    if (remembered?.ok) for (const target of remembered.value) this.#maker.addTarget(now, target);
  }

  #take(now: Millis, input: Exclude<MeshInput, { readonly kind: "send" }>): void {
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
        for (const target of input.targets) this.#maker.forget(target);
        this.#persistTargets();
        return;
      case "topology":
        this.#known.mergeDelta(now, input.source, input.payload);
        return;
      case "mesh-id":
        this.#acceptance.found(input.meshId, input.range ?? "");
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
    const peer = this.#neighbours.backlog(this.#now, input.connection, input.bytes);
    if (peer !== undefined) this.#outputs.push({ kind: "neighbour-backlog", peer, bytes: input.bytes });
  }

  #connect(now: Millis, targets: readonly string[], replace: boolean): void {
    if (replace) for (const known of this.#maker.targets) if (!targets.includes(known)) this.#maker.forget(known);
    for (const target of targets) this.#maker.addTarget(now, target);
    this.#persistTargets();
  }

  #persistTargets(): void {
    const value = encodeTargetList(this.#maker.targets);
    this.#outputs.push({ kind: "persist", writes: [{ key: targetsKey, value }] });
  }

  #send(to: PeerKey, bytes: Uint8Array): void {
    assert(bytes.length <= gossipBytesMax, "gossip sends no more than fits a frame");
    if (!this.#neighbours.send(to, bytes)) this.#count("send-without-connection");
  }

  #takeDatapath(now: Millis, peer: PeerKey, alive: boolean): void {
    this.#staleness.datapath(peer, alive);
    this.#known.own.datapath(now, peer, alive);
  }

  #stop(now: Millis, leave: boolean): void {
    if (this.#lifetime === "stopped") return;
    let record: Uint8Array | undefined;
    if (leave && this.#fenced === undefined) {
      this.#known.own.withdraw();
      record = this.#known.publishOwn(now);
    }
    this.#lifetime = "stopped";
    this.#neighbours.closeAll(now, "stopping", undefined, record);
  }

  #whyRefuse(connection: Connection): Refusal | undefined {
    const { remote, hello } = connection;
    assert(remote && hello, "only authenticated connections are judged");
    if (this.#lifetime === "stopped") return { code: "stopping" };
    const refusal = this.#acceptance.whyRefuse(remote, hello);
    if (refusal === "cloned-identity") {
      const ends = [connection.localEndpoint, connection.remoteEndpoint].filter((end) => end !== undefined);
      this.#fence(ends.map(formatEndpoint), "another living host has this identity");
    }
    if (refusal) return { code: refusal };
    const isFull = this.#limit.isFullFor(connection, remote.key);
    return isFull
      ? { code: "connection-limit", alternatives: this.#known.somePlaces(alternativesMax, remote.key) }
      : undefined;
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
      case "count":
        this.#count(output.what);
        return;
      case "authenticated":
      case "need":
      case "up":
      case "down":
      case "ended":
      case "twin":
      case "fenced":
        this.#forgetWakeAts();
        this.#neighbourChanged(output);
    }
  }

  #neighbourChanged(output: Exclude<NeighbourOutput, { kind: "dial" | "write" | "close" | "gossip" | "count" }>): void {
    switch (output.kind) {
      case "authenticated":
        this.#maker.authenticated(output.connection.id, output.peer);
        return;
      case "need":
        this.#limit.neighboursChanged(this.#now);
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
    }
  }

  #neighbourUp({ connection, peer, restarted }: Extract<NeighbourOutput, { kind: "up" }>): void {
    const { remoteEndpoint, outbound, hello } = connection;
    if (restarted) this.#outputs.push({ kind: "neighbour-down", peer });
    this.#staleness.connected(this.#now, peer);
    this.#limit.neighboursChanged(this.#now);
    this.#known.neighbourUp(peer, outbound ? formatEndpoint(remoteEndpoint) : remoteEndpoint.host, outbound);
    this.#refusals.connected(remoteEndpoint.host);
    this.#maker.connected(this.#now, peer, { host: remoteEndpoint.host, port: hello?.port ?? remoteEndpoint.port });
    this.#outputs.push({ kind: "neighbour-up", peer });
    const facts = { peer, nickname: hello?.nickname ?? "", address: formatEndpoint(remoteEndpoint), outbound };
    this.#outputs.push(event("info", "connection-up", facts));
  }

  #neighbourDown(peer: PeerKey, end: ConnectionEnd): void {
    const { stale, untold } = this.#staleness.ended(this.#now, peer, end);
    this.#limit.neighboursChanged(this.#now);
    this.#known.neighbourDown(this.#now, peer, stale);
    if (stale && untold) this.#known.own.datapath(this.#now, peer, false);
    if (end.record) this.#known.mergeRecord(this.#now, peer, end.record);
    this.#maker.disconnected(this.#now, peer, end);
    this.#outputs.push({ kind: "neighbour-down", peer });
    const facts = { peer, code: end.code, message: end.message, byRemote: end.byRemote, stale };
    this.#outputs.push(event("info", "connection-down", facts));
  }

  #connectionEnded(connection: Connection, end: ConnectionEnd): void {
    this.#maker.ended(this.#now, connection.id, end);
    if (connection.outbound) this.#limit.neighboursChanged(this.#now);
    this.#refusals.ended(this.#now, connection, end);
    if (end.code === "other-mesh") this.#otherMeshes.met(this.#now, connection);
    if (end.code === "lost" || end.code === "unreachable" || end.code === "stopping") return;
    this.#count(`ended ${end.code}`);
    if (end.code === "duplicate-connection" || isForWantOfRoom(end) || !this.#eventBudget.allows(this.#now)) return;
    const address = formatEndpoint(connection.remoteEndpoint);
    const facts = { address, code: end.code, message: end.message, byRemote: end.byRemote };
    this.#outputs.push(event("warn", "connection-refused", facts));
  }

  #fence(addresses: readonly string[], reason: string): void {
    if (this.#fenced) {
      // Whoever met both twins may speak last: what names more addresses is worth more to people.
      if (addresses.length > this.#fenced.addresses.length) this.#fenced = { addresses, reason };
      return;
    }
    this.#fenced = { addresses, reason };
    this.#known.own.fenced = true;
    this.#outputs.push({ kind: "fenced", addresses, reason });
    this.#outputs.push(event("error", "fenced", { addresses: addresses.join(" "), reason }));
  }

  #runTimers(now: Millis): void {
    this.#neighbours.wake(now);
    if (Math.min(this.#knownWakeAt ?? now, this.#makerWakeAt ?? now) > now) return; // heartbeats alone
    this.#forgetWakeAts();
    const changed = this.#known.runTimers(now);
    this.#limit.wake(now, changed);
    for (const made of this.#maker.wake(now, this.#limit.room()))
      if (made.kind === "resolve") this.#outputs.push(made);
      else this.#maker.dialing(this.#neighbours.dial(now, made.endpoint), made.destination);
  }

  #earliestWake(): Millis {
    if (this.#lifetime === "stopped") return never;
    this.#knownWakeAt ??= this.#known.wakeAt();
    this.#makerWakeAt ??= Math.min(this.#maker.wakeAt(), this.#limit.wakeAt());
    return Math.min(this.#neighbours.wakeAt(), this.#knownWakeAt, this.#makerWakeAt);
  }

  #forgetWakeAts(): void {
    this.#knownWakeAt = undefined;
    this.#makerWakeAt = undefined;
  }

  #count(what: string): void {
    this.#counters.set(what, (this.#counters.get(what) ?? 0) + 1);
  }
}
