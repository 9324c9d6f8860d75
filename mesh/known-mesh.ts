/**
 * What we know of the mesh: everybody's records, ours among them, the link graph, the routes and the view that follow.
 * It merges what gossip brings, publishes our record (persisted first), and settles at a pace (pacing.ts): routes
 * and view are derived anew, unreachable peers collected, short ids that collide drawn again.
 *
 * Records of reachable peers are remembered durably (lazily, at most once in `rememberMs`), so that a restarted router
 * starts with the view it had: its tables stay as they are while it connects again.
 */
import { type Endpoint, formatEndpoint, parseHostPort } from "../base/address.ts";
import { type DurableWrite, event } from "../base/machine.ts";
import type { PeerKey } from "../base/peer-name.ts";
import { type Millis, never } from "../base/time.ts";
import { Complaints } from "./complaints.ts";
import type { Connection } from "./connection.ts";
import { EventBudget } from "./event-budget.ts";
import { LinkGraph } from "./link-graph.ts";
import type { MeshOptions, MeshOutput, MeshPorts, TopologyView } from "./mesh-types.ts";
import { OwnRecord } from "./own-record.ts";
import { Pacing } from "./pacing.ts";
import { type PeerRecord, readsPackedLinks } from "./peer-record.ts";
import type { RecordPatch } from "./record-patch.ts";
import { Routes } from "./routes.ts";
import { deltasOf, type MergeOutcome, type News, Topology } from "./topology.ts";
import { topologyViewOf } from "./topology-view.ts";
import { candidateEndpoints } from "./underlay.ts";
import { decodeTopologyDelta } from "./wire.ts";

/** Durable: the record of a peer, by its key. */
export const rememberedPrefix = "mesh/peer/";
export const rememberedMax = 1_024;
/** Between two derivations of routes and view. */
const settlePacing = { leastMs: 50, mostMs: 200 };
const rememberMs = 5_000;
/** Patches of one delta that cost a signature's check for nothing; the rest of it is left unread. */
const unverifiedPerDeltaMax = 4;

export interface KnownMeshPorts extends MeshPorts {
  readonly emit: (output: MeshOutput) => void;
  readonly count: (what: string) => void;
  /** Our record was heard above ours again and again. */
  readonly twinHeard: () => void;
}

export class KnownMesh {
  readonly own: OwnRecord;
  readonly complaints = new Complaints();
  readonly topology: Topology;
  readonly #ports: KnownMeshPorts;
  readonly #self: PeerKey;
  readonly #defaultPort: number;
  readonly #active: ReadonlyMap<PeerKey, Connection>;
  readonly #graph = new LinkGraph();
  /** New neighbours whose record goes out with ours, since nobody else can have it yet. */
  readonly #introduce = new Set<PeerKey>();
  readonly #toPublish = new Set<PeerKey>();
  readonly #remembered = new Map<PeerKey, PeerRecord>();
  readonly #eventBudget = new EventBudget();
  #routes: Routes;
  #view: TopologyView;
  #changed = true;
  /** Of the record that is to be published. */
  #ownPatch: RecordPatch | undefined;
  readonly #pacing = new Pacing(settlePacing);
  #rememberAt: Millis = never;

  /** `active`: the neighbours, as neighbours.ts keeps them. */
  constructor(ports: KnownMeshPorts, options: MeshOptions, active: ReadonlyMap<PeerKey, Connection>) {
    this.#ports = ports;
    this.#self = options.identity.key;
    this.#defaultPort = options.port;
    this.#active = active;
    this.own = new OwnRecord(ports, options);
    this.topology = new Topology(ports.crypto, {
      self: this.#self,
      collectAfterMs: 2 * options.restartWindowMs,
    });
    this.#routes = new Routes(this.#graph, this.#self, new Set());
    this.#view = this.#deriveView();
  }

  get view(): TopologyView {
    return this.#view;
  }

  start(now: Millis): void {
    this.own.started(now);
    for (const key of this.#ports.durable.keys(rememberedPrefix).slice(0, rememberedMax)) {
      const outcome = this.topology.merge(this.#ports.durable.get(key) ?? new Uint8Array());
      if (outcome.kind !== "news") continue;
      this.#enterGraph(outcome);
      this.topology.prove(outcome.record.key);
      this.#remembered.set(outcome.record.key, outcome.record);
    }
  }

  reaches(peer: PeerKey): boolean {
    return this.#routes.reaches(peer);
  }

  /** Whether other links than ours lead there, too. */
  reachesWithout(peer: PeerKey): boolean {
    return this.#graph.hasDetour(this.#self, peer);
  }

  *reachableRecords(): Generator<PeerRecord> {
    for (const peer of this.#routes.reachable) {
      const record = this.topology.records.get(peer);
      if (record) yield record;
    }
  }

  /**
   * All that may be dialled: who was reached, and who was linked to us at the last launch. Not who only has a record: a
   * member can sign those of peers that do not exist, a thousand a second.
   */
  others(): ReadonlySet<PeerKey> {
    const known = new Set<PeerKey>([...this.own.linkedPeers, ...this.topology.proven]);
    for (const record of this.topology.records.values()) if (record.withdrawn) known.delete(record.key);
    known.delete(this.#self);
    return known;
  }

  /** We list it, perhaps from our last launch. */
  wasLinked(peer: PeerKey): boolean {
    return this.own.remoteOf(peer) !== undefined;
  }

  /** Where `peer` may listen: where we saw it ourselves, then where others see it. */
  locate(peer: PeerKey): readonly Endpoint[] {
    const record = this.topology.records.get(peer);
    const own = this.own.remoteOf(peer);
    const ownSight = own === undefined ? undefined : parseHostPort(own, record?.port ?? this.#defaultPort);
    const sighted = record ? candidateEndpoints(this.topology.records, record, this.#self) : [];
    return ownSight ? [ownSight, ...sighted] : sighted;
  }

  /** Where some peers that we reach may listen, drawn by chance; not the one that asks. */
  somePlaces(count: number, except: PeerKey): readonly string[] {
    const reachable = [...this.reachableRecords()].filter(({ key }) => key !== except);
    const places = new Set<string>();
    for (let draws = 0; draws < 2 * count && places.size < count && reachable.length > 0; draws++) {
      const record = reachable[this.#ports.random.uint32() % reachable.length] as PeerRecord;
      const [place] = this.locate(record.key);
      if (place) places.add(formatEndpoint(place));
    }
    return [...places];
  }

  neighbourUp(peer: PeerKey, remote: string, outbound: boolean): void {
    this.own.linkUp(peer, remote, outbound);
    if (!this.reaches(peer)) this.#introduce.add(peer);
    this.#changed = true;
  }

  neighbourDown(now: Millis, peer: PeerKey, becomesStale: boolean): void {
    if (becomesStale) this.own.linkStale(now, peer);
    else this.own.linkDown(peer);
    this.#introduce.delete(peer);
    this.#changed = true;
  }

  mergeDelta(now: Millis, source: PeerKey, payload: Uint8Array): void {
    const delta = decodeTopologyDelta(payload);
    if (!delta.ok) {
      this.#complain(now, "topology-malformed", source, delta.error);
      return;
    }
    for (const bytes of delta.value.records) this.mergeRecord(now, source, bytes);
    let unverified = 0;
    for (const bytes of delta.value.patches) {
      if (unverified >= unverifiedPerDeltaMax) return;
      const outcome = this.topology.mergePatch(bytes);
      if (outcome.kind === "gap" && outcome.unverified) unverified++;
      this.#take(now, source, outcome);
    }
  }

  mergeRecord(now: Millis, source: PeerKey, bytes: Uint8Array): void {
    this.#take(now, source, this.topology.merge(bytes));
  }

  #take(now: Millis, source: PeerKey, outcome: MergeOutcome): void {
    switch (outcome.kind) {
      case "known":
        return;
      case "news":
        this.#enterGraph(outcome);
        this.#changed = true;
        return;
      case "gap":
        this.#ports.count(outcome.unverified ? "patch-unverified" : "record-gap");
        this.#ports.emit({ kind: "lacking" });
        return;
      case "own":
        this.#ports.count("own-record-heard");
        if (this.own.heardOwn(now, outcome.record)) this.#ports.twinHeard();
        return;
      case "refused":
        this.#complain(now, "record-refused", source, outcome.reason);
        return;
    }
  }

  #enterGraph({ record, completed, evicted }: News): void {
    if (evicted !== undefined) this.#graph.remove(evicted);
    this.#graph.set(record);
    for (const peer of completed) {
      if (peer !== record.key && !this.topology.records.get(peer)?.withdrawn) this.#graph.addClaim(peer, record.key);
    }
  }

  #complain(now: Millis, what: string, peer: PeerKey, reason: string): void {
    this.#ports.count(what);
    if (reason !== "peers-limit") this.complaints.note(peer, reason);
    if (this.#eventBudget.allows(now)) this.#ports.emit(event("warn", what, { peer, reason }));
  }

  /** Expires, publishes and settles what is due; true when the set of peers or routes may have changed. */
  runTimers(now: Millis): boolean {
    for (const peer of this.own.expire(now)) {
      this.#ports.emit(event("info", "restart-window-over", { peer }));
      this.#changed = true;
    }
    if (this.own.mayPublish(now)) this.publishOwn(now);
    const settles = this.#settleAt() <= now;
    if (settles) this.#settle(now);
    if (now >= this.#rememberAt) this.#remember();
    return settles;
  }

  wakeAt(): Millis {
    return Math.min(this.own.wakeAt(), this.#settleAt(), this.#rememberAt);
  }

  /** Persisted now, published once the routes follow from it: the old ones may lead over the link that went. */
  publishOwn(now: Millis): Uint8Array {
    const { record, patch, writes } = this.own.publish(now, this.#allReadPackedLinks());
    this.topology.setOwn(record, patch);
    this.#ownPatch = patch;
    this.#graph.set(record);
    this.#changed = true;
    this.#ports.emit({ kind: "persist", writes });
    this.#toPublish.add(this.#self);
    return record.bytes;
  }

  /**
   * Routers of v0.1.0 that were here lately count, or each that comes and goes would change everybody's record twice. One
   * that was never linked to anybody does not: there may be none.
   */
  #allReadPackedLinks(): boolean {
    for (const peer of this.topology.proven) {
      const record = this.topology.records.get(peer);
      if (record && (record.reads & readsPackedLinks) === 0 && !record.withdrawn && peer !== this.#self) return false;
    }
    return true;
  }

  #settleAt(): Millis {
    return this.#changed ? this.#pacing.notBefore : this.topology.collectAt();
  }

  #settle(now: Millis): void {
    this.#changed = false;
    this.#pacing.took(now);
    this.#routes = new Routes(this.#graph, this.#self, new Set(this.#active.keys()));
    for (const peer of this.topology.settle(now, new Set(this.#routes.reachable))) {
      this.#graph.remove(peer);
      this.#ports.emit(event("info", "peer-collected", { peer }));
    }
    if (this.own.settleShortId(this.topology.records)) this.#ports.count("short-id-changed");
    if (!this.#allReadPackedLinks()) this.own.writePlainly();
    this.#view = this.#deriveView();
    this.#ports.emit({ kind: "topology-changed", view: this.#view });
    this.#publish();
    if (this.#rememberAt === never) this.#rememberAt = now + rememberMs;
  }

  /**
   * Our record if it is new, and those of neighbours that are reachable through us alone: they cannot reach others by
   * their own broadcasts, so we introduce them, with our record, to which they are linked.
   */
  #publish(): void {
    const patch = this.#ownPatch;
    this.#ownPatch = undefined;
    for (const peer of this.#introduce) {
      if (!this.reaches(peer)) continue;
      this.#introduce.delete(peer);
      if (this.reachesWithout(peer)) continue;
      this.#toPublish.add(this.#self).add(peer);
    }
    if (patch && this.#toPublish.size === 1 && this.#toPublish.delete(this.#self))
      for (const payload of deltasOf([], [patch.bytes])) this.#ports.emit({ kind: "publish", payload });
    const records = [...this.#toPublish].flatMap((peer) => this.topology.records.get(peer)?.bytes ?? []);
    this.#toPublish.clear();
    for (const payload of deltasOf(records)) this.#ports.emit({ kind: "publish", payload });
  }

  #remember(): void {
    this.#rememberAt = never;
    const writes: DurableWrite[] = [];
    const reachable = new Map([...this.reachableRecords()].map((record) => [record.key, record]));
    for (const key of this.#remembered.keys())
      if (!reachable.has(key)) {
        this.#remembered.delete(key);
        writes.push({ key: rememberedPrefix + key, value: undefined });
      }
    for (const [key, record] of reachable) {
      const known = this.#remembered.get(key);
      if (known?.bytes === record.bytes || (!known && this.#remembered.size >= rememberedMax)) continue;
      this.#remembered.set(key, record);
      writes.push({ key: rememberedPrefix + key, value: record.bytes });
    }
    if (writes.length > 0) this.#ports.emit({ kind: "persist", writes });
  }

  #deriveView(): TopologyView {
    return topologyViewOf({
      self: this.#self,
      records: this.topology.records,
      routes: this.#routes,
      own: this.own,
      active: this.#active,
    });
  }
}
