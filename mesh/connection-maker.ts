/**
 * Decides whom to dial, and when. A destination is either a target (what the user gave: a name or address, kept until
 * forgotten) or a discovered peer (from the topology, at the places where its neighbours see it). A destination whose
 * peer is connected, by whatever connection, rests. A failed one is tried again after a back-off with jitter: eagerly
 * for ten minutes after it was added or lost, so that a healed cut is noticed in seconds, later patiently.
 *
 * A peer that never answered here may be somebody's invention: it is tried ever more seldom, and dials to such places have
 * a bound in all (stranger-dials.ts).
 * A peer that has no room is tried again seldom; to whoever is connected to nobody it names others, which are tried once.
 *
 * Names are resolved again at each attempt. Of two peers that discover each other the one with the lower key dials
 * first. At most `dialsMax` dials are under way; beyond the connection limit targets alone are dialled.
 */
import type { Endpoint } from "../base/address.ts";
import { formatEndpoint, parseHostPort } from "../base/address.ts";
import type { PeerKey } from "../base/peer-name.ts";
import { type Random, randomFraction } from "../base/random.ts";
import { type Millis, never } from "../base/time.ts";
import { Alternatives } from "./alternatives.ts";
import { type Backoff, backoffMs } from "./backoff.ts";
import type { ConnectionEnd } from "./connection.ts";
import { type Destination, destination, isForWantOfRoom, isHopeless, isLiteral } from "./destination.ts";
import type { ConnectionId } from "./mesh-types.ts";
import { MetPlaces } from "./met-places.ts";
import { StrangerDials } from "./stranger-dials.ts";
import { targetsMax } from "./wire.ts";

export const dialsMax = 16;
const endpointsPerTargetMax = 8;
const resolveMs = 10_000;
const eagerForMs = 600_000;
const eager: Backoff = { firstMs: 500, maxMs: 2_000 };
const patient: Backoff = { firstMs: 2_000, maxMs: 30_000 };
/** For what only the user can mend: ourselves, the wrong password, another mesh. */
const hopeless: Backoff = { firstMs: 2_000, maxMs: 60_000 };
/** For a peer that never answered. */
const strange: Backoff = { firstMs: 500, maxMs: 60_000 };
/** For a peer that has no room. */
const full: Backoff = { firstMs: 5_000, maxMs: 300_000 };
/** One that answers nowhere for so long is passed over until it does. */
const troubledAfterMs = 8_000;
/** A connection that lasted so long was no failure. */
const steadyMs = 10_000;
/** The peer with the higher key leaves the first dial to the other. */
const deferenceMs = 1_000;

export type MakerOutput =
  | { readonly kind: "resolve"; readonly target: string }
  | { readonly kind: "dial"; readonly endpoint: Endpoint; readonly destination: Destination };

export interface Whereabouts {
  /** Where the topology sees it. */
  locate(peer: PeerKey): readonly Endpoint[];
  /** We list it, perhaps from our last launch. */
  wasLinked(peer: PeerKey): boolean;
}

export class ConnectionMaker {
  readonly #random: Random;
  readonly #known: Whereabouts;
  readonly #self: PeerKey;
  readonly #defaultPort: number;
  readonly #discovery: boolean;
  readonly #targets = new Map<string, Destination>();
  readonly #discovered = new Map<PeerKey, Destination>();
  readonly #alternatives: Alternatives;
  readonly #dials = new Map<ConnectionId, Destination>();
  readonly #connected = new Set<PeerKey>();
  readonly #met = new MetPlaces();
  readonly #strangerDials: StrangerDials;

  constructor(
    ports: { readonly random: Random; readonly known: Whereabouts },
    options: { readonly self: PeerKey; readonly defaultPort: number; readonly discovery: boolean },
  ) {
    this.#random = ports.random;
    this.#strangerDials = new StrangerDials(ports.random);
    this.#known = ports.known;
    this.#alternatives = new Alternatives(options.defaultPort);
    this.#self = options.self;
    this.#defaultPort = options.defaultPort;
    this.#discovery = options.discovery;
  }

  get targets(): readonly string[] {
    return [...this.#targets.keys()];
  }

  get destinations(): readonly Destination[] {
    return [...this.#targets.values(), ...this.#alternatives.destinations, ...this.#discovered.values()];
  }

  /** How often the bound on dials to strangers held one back. */
  get strangersHeld(): number {
    return this.#strangerDials.held;
  }

  /** The user named it. */
  isTarget(peer: PeerKey): boolean {
    for (const target of this.#targets.values()) if (target.peer === peer) return true;
    return false;
  }

  /** It is tried, and cannot be connected to for now. */
  isTroubled(now: Millis, peer: PeerKey): boolean {
    const at = this.#discovered.get(peer);
    if (!at || this.#connected.has(peer)) return false;
    return isForWantOfRoom(at.lastEnd) || (at.failures >= 2 && now - at.eagerSince >= troubledAfterMs);
  }

  /** The target for which the connection was dialled. */
  targetOf(connection: ConnectionId): string | undefined {
    return this.#dials.get(connection)?.target;
  }

  /** True when it is new. One that is known is tried at once. */
  addTarget(now: Millis, target: string): boolean {
    const known = this.#targets.get(target);
    if (known) {
      if (known.state === "waiting") Object.assign(known, { dueAt: now, failures: 0, eagerSince: now });
      return false;
    }
    if (this.#targets.size >= targetsMax || !parseHostPort(target, this.#defaultPort)) return false;
    this.#targets.set(target, destination(now, target, undefined, now));
    return true;
  }

  /** A live connection stays. */
  forget(target: string): boolean {
    return this.#targets.delete(target);
  }

  /** The peers of the topology other than ourselves; whoever is not listed is no longer tried, who is new not within `patienceMs`. */
  discover(now: Millis, peers: ReadonlySet<PeerKey>, patienceMs: Millis = 0): void {
    for (const peer of this.#discovered.keys()) if (!peers.has(peer)) this.#discovered.delete(peer);
    for (const peer of peers) {
      if (this.#discovered.has(peer)) continue;
      const added = destination(now, undefined, peer, now + patienceMs + this.#deference(peer));
      if (this.#connected.has(peer)) added.state = "connected";
      this.#discovered.set(peer, added);
    }
  }

  /** A target that had no room for us is tried at once when we no longer reach it by others. */
  tryUnreached(now: Millis, isReached: (peer: PeerKey) => boolean): void {
    for (const at of this.#targets.values())
      if (at.state === "waiting" && isForWantOfRoom(at.lastEnd) && at.peer !== undefined && !isReached(at.peer))
        Object.assign(at, { dueAt: now, failures: 0, eagerSince: now, lastEnd: undefined });
  }

  resolved(now: Millis, target: string, endpoints: readonly Endpoint[]): void {
    const resolving = this.#targets.get(target);
    if (resolving?.state !== "resolving") return;
    resolving.candidates = endpoints.slice(0, endpointsPerTargetMax);
    resolving.nextCandidate = 0;
    if (endpoints.length === 0) {
      this.#failed(now, resolving, { code: "unreachable", message: "the name has no address", byRemote: false });
      return;
    }
    resolving.state = "waiting";
    resolving.dueAt = now;
  }

  /** The mesh opened this connection for a `dial` of ours. */
  dialing(connection: ConnectionId, dialed: Destination): void {
    this.#dials.set(connection, dialed);
  }

  /** Who answered a dial. */
  authenticated(connection: ConnectionId, peer: PeerKey): void {
    const dialed = this.#dials.get(connection);
    if (dialed?.target !== undefined) dialed.peer = peer;
    if (dialed?.peer === peer) dialed.hasAnswered = true;
    if (dialed?.dialing) this.#met.answered(dialed.dialing, peer);
  }

  /** The peer is a neighbour now, by whatever connection; `metAt` is where it may be dialled again. */
  connected(now: Millis, peer: PeerKey, metAt: Endpoint): void {
    this.#connected.add(peer);
    this.#alternatives.clear();
    for (const at of this.#destinationsOf(peer)) {
      at.metAt = metAt;
      at.state = "connected";
      at.connectedAt = now;
      at.hasAnswered = true;
      at.lastEnd = undefined;
      at.dialing = undefined;
    }
  }

  disconnected(now: Millis, peer: PeerKey, end: ConnectionEnd): void {
    this.#connected.delete(peer);
    for (const at of this.#destinationsOf(peer)) {
      if (now - at.connectedAt < steadyMs || isForWantOfRoom(end)) {
        this.#failed(now, at, end);
        continue;
      }
      const dueAt = now + this.#deference(peer) * 0.5;
      Object.assign(at, { state: "waiting", failures: 0, dueAt, eagerSince: now, lastEnd: end, nextCandidate: 0 });
    }
  }

  /** A connection that we dialled ended, or failed. */
  ended(now: Millis, connection: ConnectionId, end: ConnectionEnd): void {
    const dialed = this.#dials.get(connection);
    if (!dialed) return;
    this.#dials.delete(connection);
    if (this.#isStranger(dialed)) this.#strangerDials.failed(now);
    if (end.alternatives && this.#connected.size === 0 && this.#discovery)
      this.#alternatives.add(now, end.alternatives, (place) => this.#met.isOurs(now, place));
    if (end.code === "self" && dialed.dialing) this.#met.ledToUs(now, dialed.dialing);
    if (dialed.peer !== undefined && this.#connected.has(dialed.peer)) {
      dialed.state = "connected";
      dialed.dialing = undefined;
    } else if (dialed.state === "dialing") this.#tryNext(now, dialed, end);
  }

  /** `room`: how many more connections there may be to peers that the user did not name. */
  wake(now: Millis, room: number): readonly MakerOutput[] {
    const outputs: MakerOutput[] = [];
    let free = dialsMax - this.#dialsUnderWay();
    let strangers = this.#dialsUnderWay((at) => this.#isStranger(at));
    let left = room;
    for (const due of this.destinations) {
      if (due.dueAt > now || due.state === "connected" || due.state === "dialing") continue;
      if (due.state === "resolving") {
        this.#failed(now, due, { code: "unreachable", message: "the name did not resolve in time", byRemote: false });
        continue;
      }
      const counts = due.target === undefined;
      if (free <= 0 || (counts && left <= 0)) {
        due.dueAt = now + 250;
        continue;
      }
      const isStranger = this.#isStranger(due);
      const waitsUntil = isStranger ? this.#strangerDials.waitsUntil(now, strangers, due.failures) : undefined;
      if (waitsUntil !== undefined) {
        due.dueAt = waitsUntil;
        continue;
      }
      const attempt = this.#attempt(now, due);
      if (attempt?.kind === "dial") {
        free--;
        if (isStranger) strangers++;
        if (counts) left--;
      }
      if (attempt) outputs.push(attempt);
    }
    return outputs;
  }

  wakeAt(): Millis {
    let earliest = never;
    for (const { state, dueAt } of this.#targets.values())
      if (state === "waiting" || state === "resolving") earliest = Math.min(earliest, dueAt);
    for (const { state, dueAt } of this.#alternatives.destinations)
      if (state === "waiting") earliest = Math.min(earliest, dueAt);
    for (const { state, dueAt } of this.#discovered.values())
      if (state === "waiting") earliest = Math.min(earliest, dueAt);
    return earliest;
  }

  #attempt(now: Millis, due: Destination): MakerOutput | undefined {
    if (due.nextCandidate === 0 && !this.#locateCandidates(now, due)) {
      due.state = "resolving";
      due.dueAt = now + resolveMs;
      return { kind: "resolve", target: due.target as string };
    }
    const endpoint = due.candidates[due.nextCandidate];
    if (!endpoint) {
      this.#failed(now, due, { code: "unreachable", message: "no address is known", byRemote: false });
      return undefined;
    }
    due.nextCandidate++;
    due.state = "dialing";
    due.dialing = endpoint;
    return { kind: "dial", endpoint, destination: due };
  }

  /** False when a name must be resolved first. */
  #locateCandidates(now: Millis, due: Destination): boolean {
    if (due.target !== undefined) {
      if (due.candidates.length > 0) return true;
      const parsed = parseHostPort(due.target, this.#defaultPort) as Endpoint;
      if (!isLiteral(parsed.host)) return false;
      due.candidates = [parsed];
      return true;
    }
    if (due.peer === undefined) return true; // an alternative has its place
    const located = this.#known.locate(due.peer);
    const places = new Map([due.metAt, ...located].flatMap((at) => (at ? [[formatEndpoint(at), at] as const] : [])));
    for (const place of places.keys())
      if (this.#met.isOurs(now, place) || this.#isAnothers(place, due.peer)) places.delete(place);
    due.candidates = [...places.values()];
    return true;
  }

  /** Dialled again, it would only compete with the connection that we have. */
  #isAnothers(place: string, wanted: PeerKey | undefined): boolean {
    const peer = this.#met.whoAnswered(place);
    return peer !== undefined && peer !== wanted && this.#connected.has(peer);
  }

  #tryNext(now: Millis, dialed: Destination, end: ConnectionEnd): void {
    dialed.lastEnd = end;
    dialed.dialing = undefined;
    // Elsewhere it has no more room.
    const isAnswered = isForWantOfRoom(end) && dialed.hasAnswered;
    if (isAnswered || dialed.nextCandidate >= dialed.candidates.length) {
      this.#failed(now, dialed, end);
      return;
    }
    dialed.state = "waiting";
    dialed.dueAt = now;
  }

  #failed(now: Millis, at: Destination, end: ConnectionEnd): void {
    if (at.target === undefined && at.peer === undefined) this.#alternatives.forget(at);
    at.state = "waiting";
    at.failures++;
    at.lastEnd = end;
    at.dialing = undefined;
    at.nextCandidate = 0;
    if (at.target !== undefined) at.candidates = [];
    at.refusals = isForWantOfRoom(end) && this.#connected.size > 0 ? at.refusals + 1 : 0;
    const failures = at.refusals || at.failures;
    at.dueAt = now + backoffMs(failures, randomFraction(this.#random), this.#backoffFor(now, at, end));
  }

  #backoffFor(now: Millis, at: Destination, end: ConnectionEnd): Backoff {
    if (at.refusals > 0) return full;
    if (isHopeless(end)) return hopeless;
    if (this.#isStranger(at)) return strange;
    return now - at.eagerSince < eagerForMs ? eager : patient;
  }

  /** Known by what others say alone. */
  #isStranger({ target, peer, hasAnswered }: Destination): boolean {
    return target === undefined && peer !== undefined && !hasAnswered && !this.#known.wasLinked(peer);
  }

  #dialsUnderWay(counts: (at: Destination) => boolean = () => true): number {
    let count = 0;
    for (const at of this.#dials.values()) if (at.state === "dialing" && counts(at)) count++;
    return count;
  }

  *#destinationsOf(peer: PeerKey): Generator<Destination> {
    const discovered = this.#discovered.get(peer);
    if (discovered) yield discovered;
    for (const target of this.#targets.values()) if (target.peer === peer) yield target;
  }

  #deference(peer: PeerKey): number {
    return randomFraction(this.#random) * 200 + (this.#self < peer ? 0 : deferenceMs);
  }
}
