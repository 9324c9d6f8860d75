/**
 * Decides whom to dial, and when. A destination is either a target (what the user gave: a name or address, kept until
 * forgotten) or a discovered peer (from the topology, at the places where its neighbours see it). A destination whose
 * peer is connected, by whatever connection, rests. A failed one is tried again after a back-off with jitter: eagerly
 * for ten minutes after it was added or lost, so that a healed cut is noticed in seconds, later patiently.
 *
 * Names are resolved again at each attempt. Of two peers that discover each other the one with the lower key dials
 * first. At most `dialsMax` dials are under way, and none beyond the connection limit.
 */
import type { Endpoint } from "../base/address.ts";
import { formatEndpoint, parseHostPort } from "../base/address.ts";
import type { PeerKey } from "../base/peer-name.ts";
import { type Random, randomFraction } from "../base/random.ts";
import { type Millis, never } from "../base/time.ts";
import { type Backoff, backoffMs } from "./backoff.ts";
import type { ConnectionEnd } from "./connection.ts";
import type { ConnectionId } from "./mesh-types.ts";
import { targetsMax } from "./wire.ts";

export const dialsMax = 16;
const endpointsPerTargetMax = 8;
const ourselvesMax = 64;
const ourselvesMs = 600_000;
const answeredMax = 1_024;
const resolveMs = 10_000;
const eagerForMs = 600_000;
const eager: Backoff = { firstMs: 500, maxMs: 2_000 };
const patient: Backoff = { firstMs: 2_000, maxMs: 30_000 };
/** For what only the user can mend: ourselves, the wrong password, another mesh. */
const hopeless: Backoff = { firstMs: 2_000, maxMs: 60_000 };
/** A connection that lasted so long was no failure. */
const steadyMs = 10_000;
/** The peer with the higher key leaves the first dial to the other. */
const deferenceMs = 1_000;

const hopelessCodes: ReadonlySet<string> = new Set([
  "self",
  "wrong-password",
  "password-on-one-side",
  "no-common-version",
  "other-mesh",
  "other-range",
  "other-init",
  "duplicate-name",
  "cloned-identity",
  "fenced",
]);

/** Only the user can mend it. */
export function isHopeless(end: ConnectionEnd): boolean {
  return hopelessCodes.has(end.code);
}

export interface Destination {
  /** A target as the user wrote it; undefined for a discovered peer. */
  readonly target: string | undefined;
  /** Who is expected, or was met, there. */
  peer: PeerKey | undefined;
  state: "waiting" | "resolving" | "dialing" | "connected";
  candidates: readonly Endpoint[];
  nextCandidate: number;
  dialing: Endpoint | undefined;
  /** Where it was met before. */
  metAt: Endpoint | undefined;
  failures: number;
  dueAt: Millis;
  eagerSince: Millis;
  connectedAt: Millis;
  lastEnd: ConnectionEnd | undefined;
}

export type MakerOutput =
  | { readonly kind: "resolve"; readonly target: string }
  | { readonly kind: "dial"; readonly endpoint: Endpoint; readonly destination: Destination };

export class ConnectionMaker {
  readonly #random: Random;
  readonly #locate: (peer: PeerKey) => readonly Endpoint[];
  readonly #self: PeerKey;
  readonly #defaultPort: number;
  readonly #targets = new Map<string, Destination>();
  readonly #discovered = new Map<PeerKey, Destination>();
  readonly #dials = new Map<ConnectionId, Destination>();
  readonly #connected = new Set<PeerKey>();
  /** Endpoints that led back to us, and until when that is believed: anybody on the path could have said so. */
  readonly #ourselves = new Map<string, Millis>();
  /** Who answered our dial at an endpoint last: a new machine may have come where another one was. */
  readonly #answered = new Map<string, PeerKey>();

  /** `locate`: where the topology sees a peer. */
  constructor(
    ports: { readonly random: Random; readonly locate: (peer: PeerKey) => readonly Endpoint[] },
    options: { readonly self: PeerKey; readonly defaultPort: number },
  ) {
    this.#random = ports.random;
    this.#locate = ports.locate;
    this.#self = options.self;
    this.#defaultPort = options.defaultPort;
  }

  get targets(): readonly string[] {
    return [...this.#targets.keys()];
  }

  get destinations(): readonly Destination[] {
    return [...this.#targets.values(), ...this.#discovered.values()];
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

  /** The peers of the topology other than ourselves; whoever is not listed is no longer tried. */
  discover(now: Millis, peers: ReadonlySet<PeerKey>): void {
    for (const peer of this.#discovered.keys()) if (!peers.has(peer)) this.#discovered.delete(peer);
    for (const peer of peers) {
      if (this.#discovered.has(peer)) continue;
      const added = destination(now, undefined, peer, now + this.#deference(peer));
      if (this.#connected.has(peer)) added.state = "connected";
      this.#discovered.set(peer, added);
    }
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
    if (dialed?.dialing) this.#rememberAnswer(dialed.dialing, peer);
  }

  /** The peer is a neighbour now, by whatever connection; `metAt` is where it may be dialled again. */
  connected(now: Millis, peer: PeerKey, metAt: Endpoint): void {
    this.#connected.add(peer);
    for (const at of this.#destinationsOf(peer)) {
      at.metAt = metAt;
      at.state = "connected";
      at.connectedAt = now;
      at.lastEnd = undefined;
      at.dialing = undefined;
    }
  }

  disconnected(now: Millis, peer: PeerKey, end: ConnectionEnd): void {
    this.#connected.delete(peer);
    for (const at of this.#destinationsOf(peer)) {
      if (now - at.connectedAt < steadyMs) {
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
    if (end.code === "self" && dialed.dialing) this.#rememberOurself(now, dialed.dialing);
    if (dialed.peer !== undefined && this.#connected.has(dialed.peer)) {
      dialed.state = "connected";
      dialed.dialing = undefined;
    } else if (dialed.state === "dialing") this.#tryNext(now, dialed, end);
  }

  /** `room`: how many more connections there may be. */
  wake(now: Millis, room: number): readonly MakerOutput[] {
    const outputs: MakerOutput[] = [];
    let free = Math.min(room, dialsMax - this.#dialsUnderWay());
    for (const due of this.destinations) {
      if (due.dueAt > now || due.state === "connected" || due.state === "dialing") continue;
      if (due.state === "resolving") {
        this.#failed(now, due, { code: "unreachable", message: "the name did not resolve in time", byRemote: false });
        continue;
      }
      if (free <= 0) {
        due.dueAt = now + 250;
        continue;
      }
      const attempt = this.#attempt(now, due);
      if (attempt?.kind === "dial") free--;
      if (attempt) outputs.push(attempt);
    }
    return outputs;
  }

  wakeAt(): Millis {
    let earliest = never;
    for (const { state, dueAt } of this.#targets.values())
      if (state === "waiting" || state === "resolving") earliest = Math.min(earliest, dueAt);
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
    const located = due.peer === undefined ? [] : this.#locate(due.peer);
    const places = new Map([due.metAt, ...located].flatMap((at) => (at ? [[formatEndpoint(at), at] as const] : [])));
    for (const [own, until] of this.#ourselves)
      if (until > now) places.delete(own);
      else this.#ourselves.delete(own);
    for (const place of places.keys()) if (this.#isAnothers(place, due.peer)) places.delete(place);
    due.candidates = [...places.values()];
    return true;
  }

  /** Dialled again, it would only compete with the connection that we have. */
  #isAnothers(place: string, wanted: PeerKey | undefined): boolean {
    const peer = this.#answered.get(place);
    return peer !== undefined && peer !== wanted && this.#connected.has(peer);
  }

  #tryNext(now: Millis, dialed: Destination, end: ConnectionEnd): void {
    dialed.lastEnd = end;
    dialed.dialing = undefined;
    if (dialed.nextCandidate >= dialed.candidates.length) {
      this.#failed(now, dialed, end);
      return;
    }
    dialed.state = "waiting";
    dialed.dueAt = now;
  }

  #failed(now: Millis, at: Destination, end: ConnectionEnd): void {
    at.state = "waiting";
    at.failures++;
    at.lastEnd = end;
    at.dialing = undefined;
    at.nextCandidate = 0;
    if (at.target !== undefined) at.candidates = [];
    const lately = now - at.eagerSince < eagerForMs;
    const backoff = isHopeless(end) ? hopeless : lately ? eager : patient;
    at.dueAt = now + backoffMs(at.failures, randomFraction(this.#random), backoff);
  }

  #dialsUnderWay(): number {
    let count = 0;
    for (const { state } of this.#dials.values()) if (state === "dialing") count++;
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

  #rememberAnswer(endpoint: Endpoint, peer: PeerKey): void {
    const place = formatEndpoint(endpoint);
    this.#answered.delete(place);
    this.#answered.set(place, peer);
    const [oldest] = this.#answered.keys();
    if (oldest !== undefined && this.#answered.size > answeredMax) this.#answered.delete(oldest);
  }

  #rememberOurself(now: Millis, endpoint: Endpoint): void {
    if (this.#ourselves.size < ourselvesMax) this.#ourselves.set(formatEndpoint(endpoint), now + ourselvesMs);
  }
}

function destination(now: Millis, target: string | undefined, peer: PeerKey | undefined, dueAt: Millis): Destination {
  return {
    target,
    peer,
    state: "waiting",
    candidates: [],
    nextCandidate: 0,
    dialing: undefined,
    metAt: undefined,
    failures: 0,
    dueAt,
    eagerSince: now,
    connectedAt: never,
    lastEnd: undefined,
  };
}

/** An address that needs no resolver. */
function isLiteral(host: string): boolean {
  return host.includes(":") || /^\d{1,3}(\.\d{1,3}){3}$/.test(host);
}
