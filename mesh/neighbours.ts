/**
 * The table of our TCP connections, and which of them makes a peer a neighbour.
 *
 * Duplicates: when two connections lead to one launch of a peer, the one with the lower nonces survives; both ends know
 * both nonces of each connection, so they choose alike, and a switch is no loss of the neighbour. When one that has
 * stood for a while would survive, it is asked first: the peer may have lost it unnoticed by us, with the address that it had.
 *
 * Twins: a connection proves a key that another, living connection proved under another boot nonce. The old one is
 * asked; if it answers within 2 s there are two living hosts with one identity, and both are told (fence). Otherwise
 * the peer restarted, and the old connection gives way.
 *
 * Bounds: half-open connections by admission.ts, neighbours by the connection limit, all by the shell's sockets.
 */
import { type Endpoint, formatEndpoint } from "../base/address.ts";
import type { PeerKey } from "../base/peer-name.ts";
import type { Random } from "../base/random.ts";
import { type Millis, never } from "../base/time.ts";
import type { Crypto } from "../crypto/crypto-port.ts";
import type { Handshake } from "../crypto/handshake.ts";
import type { RefusalCode } from "../crypto/refusal.ts";
import type { Admission } from "./admission.ts";
import {
  Connection,
  type ConnectionEnd,
  type ConnectionEvent,
  type ConnectionLimits,
  type EndCode,
} from "./connection.ts";
import { compareNonces, sameLaunch } from "./duplicates.ts";
import type { ConnectionId } from "./mesh-types.ts";
import type { Need } from "./wire.ts";

const twinAnswerMs = 2_000;
/** Two connections made so close to each other cross, and the peer knows both. */
const crossingMs = 5_000;

export type NeighbourOutput =
  | { readonly kind: "dial"; readonly connection: ConnectionId; readonly endpoint: Endpoint }
  | { readonly kind: "write"; readonly connection: ConnectionId; readonly bytes: Uint8Array }
  | { readonly kind: "close"; readonly connection: ConnectionId }
  | { readonly kind: "authenticated"; readonly connection: Connection; readonly peer: PeerKey }
  /** `restarted`: in place of a connection of the peer's earlier launch. */
  | { readonly kind: "up"; readonly connection: Connection; readonly peer: PeerKey; readonly restarted: boolean }
  | { readonly kind: "down"; readonly peer: PeerKey; readonly end: ConnectionEnd }
  | { readonly kind: "ended"; readonly connection: Connection; readonly end: ConnectionEnd }
  | { readonly kind: "gossip"; readonly peer: PeerKey; readonly bytes: Uint8Array }
  /** How much the peer wants the connection changed. */
  | { readonly kind: "need"; readonly peer: PeerKey }
  | { readonly kind: "twin"; readonly peer: PeerKey; readonly addresses: readonly string[] }
  | { readonly kind: "fenced"; readonly addresses: readonly string[]; readonly by: PeerKey }
  | { readonly kind: "count"; readonly what: string };

export interface NeighbourPorts {
  readonly crypto: Crypto;
  readonly random: Random;
  readonly admission: Admission;
  readonly handshake: (outbound: boolean, connectionNonce: Uint8Array) => Handshake;
  /** Why an authenticated peer may not become a neighbour. */
  readonly whyRefuse: (connection: Connection) => Refusal | undefined;
  readonly emit: (output: NeighbourOutput) => void;
}

export interface Refusal {
  readonly code: RefusalCode;
  /** Where the peer may try instead. */
  readonly alternatives?: readonly string[];
}

interface TwinProbe {
  readonly old: Connection;
  readonly fresh: Connection;
  readonly pingNumber: number;
  readonly until: Millis;
}

export class Neighbours {
  readonly #ports: NeighbourPorts;
  readonly #limits: ConnectionLimits;
  readonly #connections = new Map<ConnectionId, Connection>();
  readonly #active = new Map<PeerKey, Connection>();
  readonly #probes = new Map<PeerKey, TwinProbe>();
  readonly #halfOpen = new Set<ConnectionId>();
  #nextDial: ConnectionId = 1;
  /** What `wakeAt` says, until something may have changed it. */
  #earliest: Millis | undefined;

  constructor(ports: NeighbourPorts, limits: ConnectionLimits) {
    this.#ports = ports;
    this.#limits = limits;
  }

  get active(): ReadonlyMap<PeerKey, Connection> {
    return this.#active;
  }

  get connections(): Iterable<Connection> {
    return this.#connections.values();
  }

  /** Connections that are, or may become, neighbours. */
  get count(): number {
    return this.#connections.size - this.#halfOpen.size;
  }

  /** How many other peers have a connection that we let be used. */
  acceptedPeersBut(peer: PeerKey): number {
    const peers = new Set<PeerKey>();
    for (const { remote, weAccepted } of this.#connections.values()) if (remote && weAccepted) peers.add(remote.key);
    peers.delete(peer);
    return peers.size;
  }

  accepted(now: Millis, id: ConnectionId, remote: Endpoint, local: Endpoint): void {
    const admitted = this.#ports.admission.admit(now, remote.host);
    if (admitted !== "admitted") {
      this.#ports.emit({ kind: "count", what: `admission ${admitted}` });
      this.#ports.emit({ kind: "close", connection: id });
      return;
    }
    this.#halfOpen.add(id);
    const connection = this.#add(now, id, false, remote);
    this.#run(now, connection, connection.opened(now, local));
  }

  dial(now: Millis, endpoint: Endpoint): ConnectionId {
    const id = this.#nextDial;
    this.#nextDial += 2;
    this.#add(now, id, true, endpoint);
    this.#ports.emit({ kind: "dial", connection: id, endpoint });
    return id;
  }

  dialed(now: Millis, id: ConnectionId, remote: Endpoint, local: Endpoint): void {
    const connection = this.#connections.get(id);
    if (connection?.state !== "connecting") return;
    connection.remoteEndpoint = remote;
    this.#earliest = undefined;
    this.#run(now, connection, connection.opened(now, local));
  }

  received(now: Millis, id: ConnectionId, bytes: Uint8Array): void {
    const connection = this.#connections.get(id);
    if (!connection) return;
    const before = connection.wakeAt();
    this.#run(now, connection, connection.received(now, bytes));
    this.#rescheduled(before, connection.wakeAt());
  }

  /** The socket is gone, or never came to be. */
  closed(now: Millis, id: ConnectionId, reason: string): void {
    const connection = this.#connections.get(id);
    if (connection) this.#run(now, connection, connection.socketClosed(reason));
  }

  /** The neighbour whose connection it is. */
  backlog(now: Millis, id: ConnectionId, bytes: number): PeerKey | undefined {
    const connection = this.#connections.get(id);
    if (!connection) return undefined;
    connection.backlog(now, bytes);
    return connection.state === "active" ? connection.remote?.key : undefined;
  }

  /** False when the peer is no neighbour. */
  send(peer: PeerKey, bytes: Uint8Array): boolean {
    const connection = this.#active.get(peer);
    if (!connection) return false;
    const event = connection.send({ kind: "gossip", bytes });
    if (event.kind === "write") this.#ports.emit({ kind: "write", connection: connection.id, bytes: event.bytes });
    return true;
  }

  /** Ends a neighbour's connection for want of need. */
  drop(now: Millis, connection: Connection, code: EndCode): void {
    this.#run(now, connection, connection.close(code));
  }

  sayNeed(now: Millis, connection: Connection, need: Need): void {
    this.#run(now, connection, [connection.sayNeed(need)]);
  }

  closeAll(now: Millis, code: EndCode, message?: string, record?: Uint8Array): void {
    for (const connection of Array.from(this.#connections.values()))
      this.#run(now, connection, connection.close(code, message, record));
  }

  wake(now: Millis): void {
    this.#earliest = undefined;
    for (const connection of Array.from(this.#connections.values()))
      if (connection.wakeAt() <= now) this.#run(now, connection, connection.wake(now));
    for (const probe of Array.from(this.#probes.values())) if (probe.until <= now) this.#restarted(now, probe);
  }

  /** Asked for after every input; most of them put off the deadline of one connection, which is seldom the earliest. */
  wakeAt(): Millis {
    this.#earliest ??= this.#findEarliest();
    return this.#earliest;
  }

  #findEarliest(): Millis {
    let earliest = never;
    for (const connection of this.#connections.values()) earliest = Math.min(earliest, connection.wakeAt());
    for (const probe of this.#probes.values()) earliest = Math.min(earliest, probe.until);
    return earliest;
  }

  #rescheduled(before: Millis, after: Millis): void {
    if (this.#earliest === undefined) return;
    if (after < this.#earliest) this.#earliest = after;
    else if (before <= this.#earliest && after > before) this.#earliest = undefined;
  }

  extendDeadlines(byMs: number): void {
    this.#earliest = undefined;
    for (const connection of this.#connections.values()) connection.extendDeadline(byMs);
  }

  #add(now: Millis, id: ConnectionId, outbound: boolean, remote: Endpoint): Connection {
    const ownNonce = this.#ports.random.bytes(8);
    const ports = { crypto: this.#ports.crypto, handshake: this.#ports.handshake(outbound, ownNonce) };
    const connection = new Connection(ports, { id, outbound, remote, ownNonce }, this.#limits, now);
    this.#connections.set(id, connection);
    this.#earliest = undefined;
    return connection;
  }

  #run(now: Millis, connection: Connection, events: Iterable<ConnectionEvent>): void {
    for (const event of events) this.#event(now, connection, event);
  }

  #event(now: Millis, connection: Connection, event: ConnectionEvent): void {
    switch (event.kind) {
      case "write":
        this.#ports.emit({ kind: "write", connection: connection.id, bytes: event.bytes });
        return;
      case "authenticated":
        this.#earliest = undefined;
        this.#authenticated(now, connection);
        return;
      case "remote-accepted":
        this.#earliest = undefined;
        if (connection.weAccepted) this.#activate(now, connection);
        return;
      case "gossip":
        if (connection.state === "active" && connection.remote)
          this.#ports.emit({ kind: "gossip", peer: connection.remote.key, bytes: event.bytes });
        return;
      case "fence":
        if (connection.remote) {
          const addresses = [event.firstAddress, event.secondAddress];
          this.#ports.emit({ kind: "fenced", addresses, by: connection.remote.key });
        }
        return;
      case "need":
        if (connection.remote) this.#ports.emit({ kind: "need", peer: connection.remote.key });
        return;
      case "pong":
        this.#answered(now, connection, event.number);
        return;
      case "skipped":
        this.#ports.emit({ kind: "count", what: "newer-message-skipped" });
        return;
      case "ended":
        this.#earliest = undefined;
        this.#ended(now, connection, event.end);
        return;
    }
  }

  #authenticated(now: Millis, connection: Connection): void {
    const { remote, hello } = connection;
    if (!remote || !hello) return;
    this.#finishHalfOpen(connection);
    this.#ports.emit({ kind: "authenticated", connection, peer: remote.key });
    const refusal = this.#ports.whyRefuse(connection);
    if (refusal) {
      this.#run(now, connection, connection.close(refusal.code, undefined, undefined, refusal.alternatives));
      return;
    }
    const others = this.#othersOf(connection);
    const earlierLaunch = others.find((other) => !sameLaunch(other, connection));
    if (earlierLaunch) this.#meetTwin(now, earlierLaunch, connection);
    else this.#meetDuplicates(now, connection, others);
  }

  #meetDuplicates(now: Millis, fresh: Connection, others: readonly Connection[]): void {
    const survivor = others.find((other) => compareNonces(other, fresh) < 0);
    if (!survivor) this.#accept(now, fresh);
    else if (survivor.state === "active" && now - survivor.activeSince >= crossingMs)
      this.#examine(now, survivor, fresh);
    else this.#run(now, fresh, fresh.close("duplicate-connection"));
  }

  #accept(now: Millis, connection: Connection): void {
    this.#run(now, connection, [connection.accept()]);
    if (connection.remoteAccepted) this.#activate(now, connection);
  }

  #activate(now: Millis, connection: Connection): void {
    const peer = connection.remote?.key;
    if (peer === undefined || connection.state !== "authenticated") return;
    connection.becomeActive(now);
    const before = this.#active.get(peer);
    this.#active.set(peer, connection);
    // Nothing is left to examine: the old one's end below would otherwise put the one that waits in our place.
    this.#probes.delete(peer);
    this.#earliest = undefined;
    const restarted = before !== undefined && !sameLaunch(before, connection);
    for (const other of this.#othersOf(connection))
      if (!sameLaunch(other, connection) || compareNonces(other, connection) > 0)
        this.#run(now, other, other.close("duplicate-connection"));
    this.#ports.emit({ kind: "up", connection, peer, restarted });
  }

  /** Two connections prove one key under two boot nonces: does the old one live? */
  #meetTwin(now: Millis, old: Connection, fresh: Connection): void {
    if (old.state === "active") {
      this.#examine(now, old, fresh);
      return;
    }
    this.#run(now, old, old.close("lost", "the peer restarted"));
    this.#accept(now, fresh);
  }

  /** Asks the old connection whether it lives; until then the fresh one waits. */
  #examine(now: Millis, old: Connection, fresh: Connection): void {
    const peer = (fresh.remote as { key: PeerKey }).key;
    if (this.#probes.has(peer)) {
      this.#run(now, fresh, fresh.close("rate-limited", "another connection of the same identity is being examined"));
      return;
    }
    this.#run(now, old, [old.ping(now)]);
    this.#probes.set(peer, { old, fresh, pingNumber: old.lastPing, until: now + twinAnswerMs });
  }

  #answered(now: Millis, connection: Connection, number: number): void {
    const peer = connection.remote?.key;
    const probe = peer === undefined ? undefined : this.#probes.get(peer);
    if (peer === undefined || probe?.old !== connection || number !== probe.pingNumber) return;
    this.#probes.delete(peer);
    this.#earliest = undefined;
    if (sameLaunch(probe.old, probe.fresh)) {
      this.#run(now, probe.fresh, probe.fresh.close("duplicate-connection"));
      return;
    }
    const [firstAddress, secondAddress] = [probe.old, probe.fresh].map(({ remoteEndpoint }) =>
      formatEndpoint(remoteEndpoint),
    ) as [string, string];
    for (const told of [probe.old, probe.fresh])
      this.#run(now, told, [told.send({ kind: "fence", firstAddress, secondAddress })]);
    this.#ports.emit({ kind: "twin", peer, addresses: [firstAddress, secondAddress] });
    this.#run(now, probe.fresh, probe.fresh.close("cloned-identity"));
  }

  /** The old connection did not answer, or ended: the peer restarted, or lost it. */
  #restarted(now: Millis, probe: TwinProbe): void {
    const peer = probe.fresh.remote?.key;
    if (peer !== undefined) this.#probes.delete(peer);
    if (sameLaunch(probe.old, probe.fresh)) {
      // In place of the old one, so that the neighbour is not lost meanwhile.
      if (probe.fresh.state === "authenticated") this.#accept(now, probe.fresh);
      this.#run(now, probe.old, probe.old.close("lost", "the peer made another connection"));
      return;
    }
    this.#run(now, probe.old, probe.old.close("lost", "the peer restarted"));
    if (probe.fresh.state === "authenticated") this.#accept(now, probe.fresh);
  }

  #ended(now: Millis, connection: Connection, end: ConnectionEnd): void {
    this.#connections.delete(connection.id);
    this.#finishHalfOpen(connection);
    this.#ports.emit({ kind: "close", connection: connection.id });
    const peer = connection.remote?.key;
    this.#ports.emit({ kind: "ended", connection, end });
    if (peer === undefined) return;
    if (this.#active.get(peer) === connection) {
      this.#active.delete(peer);
      this.#ports.emit({ kind: "down", peer, end });
    }
    const probe = this.#probes.get(peer);
    if (probe?.fresh === connection) this.#probes.delete(peer);
    else if (probe?.old === connection) this.#restarted(now, probe);
  }

  #finishHalfOpen(connection: Connection): void {
    if (this.#halfOpen.delete(connection.id)) this.#ports.admission.finished(connection.remoteEndpoint.host);
  }

  /** Further connections that proved the same key and may carry it. */
  #othersOf(connection: Connection): readonly Connection[] {
    return [...this.#connections.values()].filter(
      (other) => other !== connection && other.remote?.key === connection.remote?.key && other.state !== "ended",
    );
  }
}
