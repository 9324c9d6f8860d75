/**
 * A world of meshes for tests: N machines joined by in-memory sockets under virtual time, with cuts, silent losses and
 * restarts. Gossip is a toy: publications are flooded with a window of seen numbers, and neighbours exchange digests
 * when they meet and every two seconds. Deterministic from its seed.
 */
import type { Endpoint } from "../../base/address.ts";
import { concatBytes, toHex } from "../../base/bytes.ts";
import type { DurableState, EventOutput } from "../../base/machine.ts";
import type { PeerKey } from "../../base/peer-name.ts";
import { type Random, seededRandom } from "../../base/random.ts";
import type { Millis } from "../../base/time.ts";
import type { Crypto } from "../../crypto/crypto-port.ts";
import { identityOf } from "../../crypto/identity.ts";
import { standInCrypto } from "../../crypto/stand-in.ts";
import { Mesh } from "../mesh.ts";
import type { ConnectionId, MeshInput, MeshOptions, MeshOutput } from "../mesh-types.ts";

const latencyMs = 1;
const exchangeEveryMs = 2_000;

export interface HostOptions extends Partial<MeshOptions> {
  readonly host: string;
  /** Hosts with one seed are twins. */
  readonly identitySeed?: number;
  readonly durable?: Map<string, Uint8Array>;
  /** The first that it draws. */
  readonly shortId?: number;
}

interface Socket {
  readonly owner: ToyHost;
  readonly id: ConnectionId;
  peer: Socket | undefined;
}

export class ToyHost {
  readonly world: ToyWorld;
  host: string;
  readonly mesh: Mesh;
  readonly key: PeerKey;
  readonly durable: Map<string, Uint8Array>;
  readonly sockets = new Map<ConnectionId, Socket>();
  readonly neighbours = new Set<PeerKey>();
  readonly events: EventOutput[] = [];
  readonly publishedAt: Millis[] = [];
  readonly payloads: Uint8Array[] = [];
  readonly seen = new Set<number>();
  readonly options: HostOptions;
  alive = true;
  /** When the world wakes it next. */
  wakesAt: Millis = Number.POSITIVE_INFINITY;
  /** Gets no processor until then; what comes meanwhile waits. */
  frozenUntil: Millis = 0;
  bytesWritten = 0;
  nextAccept: ConnectionId = 2;
  published = 0;

  constructor(world: ToyWorld, options: HostOptions, random: Random) {
    this.world = world;
    this.options = options;
    this.host = options.host;
    this.durable = options.durable ?? new Map();
    const seed = new Uint8Array(32).fill(options.identitySeed ?? hashOf(options.host));
    const identity = identityOf(world.crypto, seed);
    this.key = identity.key;
    this.mesh = new Mesh(
      { crypto: world.crypto, random: drawingFirst(random, options.shortId), durable: durableOf(this.durable) },
      {
        nickname: options.host,
        bootNonce: random.bytes(8),
        password: undefined,
        port: 6783,
        targets: [],
        discovery: true,
        connectionLimit: 0,
        restartWindowMs: 120_000,
        rangeText: "10.32.0.0/12",
        rangeExplicit: false,
        ...options,
        identity,
      },
    );
  }

  step(input: MeshInput): void {
    if (!this.alive) return;
    if (this.world.now < this.frozenUntil) {
      this.world.after(this.frozenUntil - this.world.now, () => this.step(input));
      return;
    }
    for (const output of this.mesh.step(this.world.now, input)) this.#carryOut(output);
    this.world.wakeLater(this);
  }

  /** The keys of the hosts to which a control connection is up. */
  get connected(): ReadonlySet<PeerKey> {
    return this.neighbours;
  }

  #carryOut(output: MeshOutput): void {
    switch (output.kind) {
      case "dial":
        this.world.dial(this, output.connection, output.endpoint);
        return;
      case "write":
        this.bytesWritten += output.bytes.length;
        this.world.deliver(this.sockets.get(output.connection), output.bytes);
        return;
      case "close":
        this.world.close(this.sockets.get(output.connection));
        return;
      case "resolve":
        this.world.after(latencyMs, () =>
          this.step({ kind: "resolved", target: output.target, endpoints: this.world.resolve(output.target) }),
        );
        return;
      case "persist":
        for (const { key, value } of output.writes)
          if (value) this.durable.set(key, value);
          else this.durable.delete(key);
        return;
      case "publish":
        this.publishedAt.push(this.world.now);
        this.payloads.push(output.payload);
        this.published++;
        this.#flood(this.world.nextPublication++, output.payload, undefined);
        return;
      case "received":
        this.#gossip(output.from, output.bytes);
        return;
      case "neighbour-up":
        this.neighbours.add(output.peer);
        this.#exchange(output.peer);
        return;
      case "neighbour-down":
        this.neighbours.delete(output.peer);
        return;
      case "event":
        this.events.push(output);
        return;
      case "lacking":
        for (const peer of this.neighbours) this.#exchange(peer);
        return;
      case "neighbour-backlog":
      case "topology-changed":
      case "fenced":
        return;
    }
  }

  /** Asks a neighbour for what we lack. */
  #exchange(peer: PeerKey): void {
    this.#send(peer, 1, this.mesh.channelState.digest());
  }

  exchangeWithOne(random: Random): void {
    const peers = [...this.neighbours];
    const peer = peers[random.uint32() % Math.max(1, peers.length)];
    if (peer !== undefined) this.#exchange(peer);
  }

  #flood(id: number, payload: Uint8Array, from: PeerKey | undefined): void {
    if (this.seen.has(id)) return;
    this.seen.add(id);
    if (from !== undefined) this.world.soon(() => this.step({ kind: "topology", source: from, payload }));
    const bytes = new Uint8Array(5 + payload.length);
    new DataView(bytes.buffer).setUint32(1, id);
    bytes.set(payload, 5);
    const to = [...this.neighbours].filter((peer) => peer !== from);
    this.world.soon(() => {
      for (const peer of to) this.step({ kind: "send", to: peer, bytes });
    });
  }

  #gossip(from: PeerKey, bytes: Uint8Array): void {
    const body = bytes.subarray(1);
    if (bytes[0] === 0) {
      const id = new DataView(bytes.buffer, bytes.byteOffset).getUint32(1);
      if (!this.seen.has(id)) this.#flood(id, bytes.slice(5), from);
    } else if (bytes[0] === 1) {
      for (const payload of this.mesh.channelState.diff(body)) this.#send(from, 2, payload);
    } else this.world.soon(() => this.step({ kind: "topology", source: from, payload: body.slice() }));
  }

  /** Not within the step that made us send. */
  #send(to: PeerKey, type: number, body: Uint8Array): void {
    const bytes = concatBytes(Uint8Array.of(type), body);
    this.world.soon(() => this.step({ kind: "send", to, bytes }));
  }
}

export class ToyWorld {
  readonly crypto: Crypto;
  readonly hosts = new Map<string, ToyHost>();
  readonly names = new Map<string, string>();
  nextPublication = 0;
  readonly #random: Random;
  readonly #cuts = new Set<string>();
  /** A binary heap: the earliest first, of one moment in order. */
  readonly #queue: Due[] = [];
  #order = 0;
  now: Millis = 1_000;

  constructor(seed = 1, crypto: Crypto = standInCrypto) {
    this.#random = seededRandom(seed);
    this.crypto = crypto;
  }

  launch(options: HostOptions): ToyHost {
    const host = new ToyHost(this, options, seededRandom(this.#random.uint32()));
    this.hosts.set(host.host, host);
    host.step({ kind: "wake" });
    this.#everyTwoSeconds(host);
    return host;
  }

  /** Ends a host as SIGKILL would: its kernel closes the sockets. */
  kill(host: ToyHost): void {
    host.alive = false;
    for (const socket of Array.from(host.sockets.values())) this.close(socket);
  }

  /** Ends a host as a power cut would: its sockets fall silent. */
  powerOff(host: ToyHost): void {
    host.alive = false;
  }

  /** Gives a host another address: it knows that its sockets ended, and the other ends hear nothing more of it. */
  move(host: ToyHost, address: string): void {
    this.hosts.delete(host.host);
    host.host = address;
    this.hosts.set(address, host);
    for (const socket of Array.from(host.sockets.values())) {
      if (socket.peer) socket.peer.peer = undefined;
      host.sockets.delete(socket.id);
      host.step({ kind: "closed", connection: socket.id, reason: "address gone" });
    }
  }

  cut(a: ToyHost, b: ToyHost): void {
    this.#cuts.add(linkName(a, b));
  }

  heal(a: ToyHost, b: ToyHost): void {
    this.#cuts.delete(linkName(a, b));
  }

  resolve(target: string): readonly Endpoint[] {
    const host = this.names.get(target);
    return host === undefined ? [] : [{ host, port: 6783 }];
  }

  run(forMs: Millis): void {
    const end = this.now + forMs;
    for (;;) {
      const [next] = this.#queue;
      if (next === undefined || next.at > end) break;
      this.now = Math.max(this.now, next.at);
      this.#takeFirst();
      next.run();
    }
    this.now = end;
  }

  /** What a host wants after a step. */
  wakeLater(host: ToyHost): void {
    const at = Math.max(host.mesh.wakeAt(), host.frozenUntil, this.now);
    if (at >= host.wakesAt || at === Number.POSITIVE_INFINITY) return;
    host.wakesAt = at;
    this.after(at - this.now, () => {
      if (host.wakesAt !== at) return;
      host.wakesAt = Number.POSITIVE_INFINITY;
      if (host.mesh.wakeAt() <= this.now) host.step({ kind: "wake" });
      else this.wakeLater(host);
    });
  }

  soon(run: () => void): void {
    this.after(0, run);
  }

  after(delayMs: Millis, run: () => void): void {
    const queue = this.#queue;
    const due = { at: this.now + delayMs, order: this.#order++, run };
    let at = queue.length;
    queue.push(due);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!comesBefore(due, queue[parent] as Due)) break;
      queue[at] = queue[parent] as Due;
      at = parent;
    }
    queue[at] = due;
  }

  dial(from: ToyHost, id: ConnectionId, endpoint: Endpoint): void {
    const to = this.hosts.get(endpoint.host);
    if (to && this.#cuts.has(linkName(from, to))) return;
    this.after(latencyMs, () => {
      if (!to?.alive) {
        from.step({ kind: "dial-failed", connection: id, reason: "connection refused" });
        return;
      }
      const near: Socket = { owner: from, id, peer: undefined };
      const far: Socket = { owner: to, id: to.nextAccept, peer: near };
      to.nextAccept += 2;
      near.peer = far;
      from.sockets.set(near.id, near);
      to.sockets.set(far.id, far);
      const local = { host: from.host, port: 40_000 + id };
      to.step({ kind: "accepted", connection: far.id, remote: local, local: endpoint });
      from.step({ kind: "dialed", connection: id, remote: endpoint, local });
    });
  }

  deliver(socket: Socket | undefined, bytes: Uint8Array): void {
    const far = socket?.peer;
    if (!socket || !far || this.#cuts.has(linkName(socket.owner, far.owner))) return;
    this.after(latencyMs, () => {
      if (far.owner.sockets.has(far.id)) far.owner.step({ kind: "bytes", connection: far.id, bytes });
    });
  }

  close(socket: Socket | undefined): void {
    if (!socket?.owner.sockets.delete(socket.id)) return;
    const far = socket.peer;
    if (!far || this.#cuts.has(linkName(socket.owner, far.owner))) return;
    this.after(latencyMs, () => {
      if (far.owner.sockets.delete(far.id)) far.owner.step({ kind: "closed", connection: far.id, reason: "closed" });
    });
  }

  /** Whatever one host says of the mesh in one line, to compare hosts. */
  summaryOf(host: ToyHost): string {
    return toHex(this.crypto.sha256(host.mesh.channelState.digest()));
  }

  #everyTwoSeconds(host: ToyHost): void {
    this.after(exchangeEveryMs, () => {
      if (!host.alive) return;
      host.exchangeWithOne(this.#random);
      this.#everyTwoSeconds(host);
    });
  }

  #takeFirst(): void {
    const queue = this.#queue;
    const last = queue.pop() as Due;
    if (queue.length === 0) return;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= queue.length) break;
      if (child + 1 < queue.length && comesBefore(queue[child + 1] as Due, queue[child] as Due)) child++;
      if (!comesBefore(queue[child] as Due, last)) break;
      queue[at] = queue[child] as Due;
      at = child;
    }
    queue[at] = last;
  }
}

interface Due {
  readonly at: Millis;
  readonly order: number;
  readonly run: () => void;
}

function comesBefore(a: Due, b: Due): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}

function drawingFirst(random: Random, first: number | undefined): Random {
  let next = first;
  const uint32 = () => {
    const drawn = next ?? random.uint32();
    next = undefined;
    return drawn;
  };
  return { bytes: (length) => random.bytes(length), uint32 };
}

function linkName(a: ToyHost, b: ToyHost): string {
  return [a.host, b.host].sort().join(" ");
}

function durableOf(map: Map<string, Uint8Array>): DurableState {
  const held = new Map(map);
  return {
    get: (key) => held.get(key),
    keys: (prefix) => [...held.keys()].filter((key) => key.startsWith(prefix)).sort(),
  };
}

function hashOf(text: string): number {
  let hash = 7;
  for (const character of text) hash = (hash * 31 + character.charCodeAt(0)) & 0xff;
  return hash;
}
