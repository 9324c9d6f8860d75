/**
 * The underlay: hosts with one address each, links that are sound or sick in each direction, and TCP connections as a
 * router's shell sees them: ordered bytes that arrive late, in pieces cut anywhere, or not at all; refused, reset and
 * timed-out connections; a socket buffer that fills (`backlog`). Bytes that one moment wrote travel as one burst, so the
 * cost is an event a burst, not a write.
 */
import type { Endpoint } from "../../base/address.ts";
import { assert } from "../../base/assert.ts";
import { type Random, randomBelow, randomFraction } from "../../base/random.ts";
import type { Millis } from "../../base/time.ts";
import type { ConnectionId, MeshInput } from "../../mesh/mesh-types.ts";
import type { EventQueue } from "./event-queue.ts";
import { Link } from "./link.ts";
import { type Burst, Pipe } from "./pipe.ts";

export type TransportInput = Extract<
  MeshInput,
  { readonly kind: "accepted" | "dialed" | "dial-failed" | "bytes" | "closed" | "backlog" | "resolved" }
>;

/** Whoever runs on a host: gets transport inputs while its process lives. */
export type Receiver = (input: TransportInput) => void;

/** `stopped`: no process, but a kernel that answers with resets. `off`: silence. */
type HostPower = "running" | "stopped" | "off";

/** One end of a connection, as the process that owns it names it. */
export interface Socket {
  readonly host: number;
  readonly connection: ConnectionId;
  readonly outgoing: Pipe;
  /** The process still holds it. */
  open: boolean;
  /** Its end of stream or reset is on the way; the kernel sends it even after the process is gone. */
  finished: boolean;
  peer: Socket | undefined;
}

export const routerPort = 6783;
const dialTimeoutMs: Millis = 10_000;
const synRetryMs: Millis = 500;
const retransmissionMs: Millis = 200;
const retransmissionsMax = 4;
const socketBufferBytes = 256 * 1024;
/** A byte stream is cut at a random place once in so many bursts. */
const cutOneBurstIn = 16;

export function addressOf(host: number): string {
  return `10.9.${host >> 8}.${host & 255}`;
}

interface Machine {
  power: HostPower;
  /** Suspended: silent, and nothing is lost. */
  asleep: boolean;
  receiver: Receiver | undefined;
  readonly sockets: Map<ConnectionId, Socket>;
  nextAccepted: ConnectionId;
  nextPort: number;
}

export class Network {
  bytesWritten = 0;
  readonly #time: EventQueue;
  readonly #random: Random;
  readonly #hosts: Machine[] = [];
  /** Made when first asked for, since a thousand hosts have a million; by place, as their delays. */
  readonly #links = new Map<number, Link>();
  readonly #delays: Uint8Array;
  readonly #byAddress = new Map<string, number>();
  /** Their first burst met a cut; by the link's place. */
  readonly #stalled = new Map<number, Set<Socket>>();

  constructor(time: EventQueue, random: Random, hosts: number) {
    this.#time = time;
    this.#random = random;
    this.#delays = new Uint8Array(hosts * hosts);
    for (let host = 0; host < hosts; host++) {
      const asleep = false;
      const sockets = new Map();
      this.#hosts.push({ power: "off", asleep, receiver: undefined, sockets, nextAccepted: 2, nextPort: 32_768 });
      this.#byAddress.set(addressOf(host), host);
      for (let to = 0; to < hosts; to++) this.#delays[host * hosts + to] = 1 + randomBelow(random, 20);
    }
  }

  link(from: number, to: number): Link {
    const place = this.#placeOf(from, to);
    const known = this.#links.get(place);
    if (known) return known;
    const link = new Link(this.#delays[place] as Millis);
    this.#links.set(place, link);
    return link;
  }

  /** Every link carries what is sent, sooner or later. */
  get isSound(): boolean {
    return [...this.#links.values()].every(({ blocked, clogged }) => !blocked && !clogged);
  }

  hostAt(address: string): number | undefined {
    return this.#byAddress.get(address);
  }

  /** `h1`, an address, either with a port; nothing for an unknown name. */
  resolve(target: string): readonly Endpoint[] {
    const [name = "", port = String(routerPort)] = target.split(":");
    const host = /^h\d+$/.test(name) ? Number(name.slice(1)) - 1 : this.#byAddress.get(name);
    return host === undefined || host >= this.#hosts.length ? [] : [{ host: addressOf(host), port: Number(port) }];
  }

  start(host: number, receiver: Receiver): void {
    const machine = this.#machine(host);
    assert(machine.power !== "running", "a host runs one router");
    machine.power = "running";
    machine.asleep = false;
    machine.receiver = receiver;
  }

  /** A host that sleeps takes no new connection; what comes on others waits in its kernel. */
  setAsleep(host: number, asleep: boolean): void {
    this.#machine(host).asleep = asleep;
  }

  /** Ends the host's process: a stopped host's kernel resets what comes, one that is off does not answer. */
  end(host: number, power: "stopped" | "off"): void {
    const machine = this.#machine(host);
    machine.power = power;
    machine.receiver = undefined;
    for (const socket of machine.sockets.values()) {
      socket.open = false;
      if (power === "stopped") this.#reset(socket);
    }
    machine.sockets.clear();
    if (power !== "off") return;
    for (let to = 0; to < this.#hosts.length; to++) this.#stalled.delete(this.#placeOf(host, to));
  }

  /** Makes or ends a cut of one direction; what TCP held back follows after a retransmission timeout. */
  setBlocked(from: number, to: number, blocked: boolean): void {
    const link = this.link(from, to);
    if (link.blocked === blocked) return;
    link.blocked = blocked;
    if (!blocked && !link.clogged) this.#resumeAll(from, to, () => 200 + randomBelow(this.#random, 1800));
  }

  /** Clogs or unclogs one direction; what waited in it comes at once. */
  setClogged(from: number, to: number, clogged: boolean): void {
    const link = this.link(from, to);
    if (link.clogged === clogged) return;
    link.clogged = clogged;
    if (!clogged && !link.blocked) this.#resumeAll(from, to, () => 0);
  }

  dial(from: number, connection: ConnectionId, endpoint: Endpoint): void {
    const to = this.#byAddress.get(endpoint.host);
    const fail = (reason: string, after: Millis) =>
      this.#tell(from, after, { kind: "dial-failed", connection, reason });
    if (to === undefined) {
      fail("no route to host", dialTimeoutMs / 4);
      return;
    }
    const there = this.link(from, to);
    const back = this.link(to, from);
    const machine = this.#machine(to);
    const { receiver } = this.#machine(from);
    const giveUpAt = this.#time.now + there.delayMs + dialTimeoutMs;
    const arrive = () => {
      const silent = there.blocked || back.blocked || machine.power === "off" || machine.asleep;
      if (silent) return fail("timed out", giveUpAt - this.#time.now);
      if (there.clogged || back.clogged) {
        if (this.#time.now >= giveUpAt) return fail("timed out", 0);
        return this.#time.after(synRetryMs, arrive);
      }
      if (machine.power === "stopped" || endpoint.port !== routerPort) return fail("refused", back.delayMs);
      if (this.#machine(from).receiver === receiver) this.#connect(from, connection, to, endpoint);
    };
    this.#time.after(there.delayMs, arrive);
  }

  write(host: number, connection: ConnectionId, bytes: Uint8Array): void {
    const socket = this.#machine(host).sockets.get(connection);
    if (!socket) return;
    this.bytesWritten += bytes.length;
    this.#send(socket, bytes, false);
  }

  close(host: number, connection: ConnectionId): void {
    const socket = this.#machine(host).sockets.get(connection);
    if (!socket) return;
    this.#machine(host).sockets.delete(connection);
    socket.open = false;
    this.#send(socket, undefined, true);
  }

  /** The most bytes that any connection of the host holds. */
  backlogOf(host: number): number {
    let most = 0;
    for (const socket of this.#machine(host).sockets.values()) most = Math.max(most, socket.outgoing.bytes);
    return most;
  }

  #machine(host: number): Machine {
    return this.#hosts[host] as Machine;
  }

  #placeOf(from: number, to: number): number {
    return from * this.#hosts.length + to;
  }

  #tell(host: number, delay: Millis, input: TransportInput): void {
    const receiver = this.#machine(host).receiver;
    this.#time.after(delay, () => {
      if (this.#machine(host).receiver === receiver) receiver?.(input);
    });
  }

  #connect(from: number, connection: ConnectionId, to: number, remote: Endpoint): void {
    const dialler = this.#machine(from);
    const acceptor = this.#machine(to);
    const local = { host: addressOf(from), port: dialler.nextPort++ };
    const near: Socket = { host: from, connection, outgoing: new Pipe(), open: true, finished: false, peer: undefined };
    const far: Socket = { ...near, host: to, connection: acceptor.nextAccepted, outgoing: new Pipe(), peer: near };
    acceptor.nextAccepted += 2;
    near.peer = far;
    dialler.sockets.set(connection, near);
    acceptor.sockets.set(far.connection, far);
    this.#tell(to, 0, { kind: "accepted", connection: far.connection, remote: local, local: remote });
    far.outgoing.notBefore = this.#time.now + this.link(to, from).delayMs;
    near.outgoing.notBefore = far.outgoing.notBefore;
    this.#tell(from, this.link(to, from).delayMs, { kind: "dialed", connection, remote, local });
  }

  #send(socket: Socket, bytes: Uint8Array | undefined, final: boolean): void {
    const peer = socket.peer;
    if (!peer) return;
    socket.finished ||= final;
    const link = this.link(socket.host, peer.host);
    const pipe = socket.outgoing;
    const burst = pipe.add(this.#time.now, bytes, final);
    if (burst) {
      const sound = link.delayMs + randomBelow(this.#random, link.jitterMs + 1) + burst.bytes / link.bytesPerMs;
      const travel = sound + this.#retransmissionMs(link);
      burst.arrivesAt = pipe.reserve(this.#time.now + travel);
      if (pipe.size === 1) this.#schedule(socket, burst);
    }
    this.#reportBacklog(socket);
  }

  /** How long TCP takes to send once more, and again, what the link loses (RFC 6298: twice as long each time). */
  #retransmissionMs(link: Link): Millis {
    let waits = 0;
    while (link.loss > 0 && waits < retransmissionsMax && randomFraction(this.#random) < link.loss) waits++;
    return retransmissionMs * (2 ** waits - 1);
  }

  #schedule(socket: Socket, burst: Burst): void {
    this.#time.schedule(burst.arrivesAt, () => this.#arrive(socket, burst));
  }

  #arrive(socket: Socket, burst: Burst): void {
    const peer = socket.peer;
    const pipe = socket.outgoing;
    if (!peer || pipe.first !== burst) return;
    const link = this.link(socket.host, peer.host);
    if (link.blocked || link.clogged) {
      const place = this.#placeOf(socket.host, peer.host);
      const stalled = this.#stalled.get(place);
      if (stalled) stalled.add(socket);
      else this.#stalled.set(place, new Set([socket]));
      return;
    }
    pipe.take();
    const next = pipe.first;
    if (next) {
      next.arrivesAt = Math.max(next.arrivesAt, this.#time.now + next.bytes / link.bytesPerMs);
      this.#schedule(socket, next);
    }
    this.#reportBacklog(socket);
    this.#hand(peer, burst);
  }

  #hand(receiving: Socket, burst: Burst): void {
    const machine = this.#machine(receiving.host);
    if (!receiving.open) {
      if (machine.power !== "off" && !burst.final && !receiving.finished) this.#reset(receiving);
      return;
    }
    const { connection } = receiving;
    if (burst.bytes > 0) {
      const bytes = burst.joined();
      const cut = randomBelow(this.#random, cutOneBurstIn) === 0 ? randomBelow(this.#random, bytes.length) : 0;
      if (cut > 0) machine.receiver?.({ kind: "bytes", connection, bytes: bytes.subarray(0, cut) });
      if (receiving.open) machine.receiver?.({ kind: "bytes", connection, bytes: bytes.subarray(cut) });
    }
    if (burst.final && receiving.open) this.#lose(receiving, burst.reason);
  }

  /** The socket is gone at the receiving end; its owner is told. */
  #lose(socket: Socket, reason: string): void {
    const machine = this.#machine(socket.host);
    socket.open = false;
    machine.sockets.delete(socket.connection);
    machine.receiver?.({ kind: "closed", connection: socket.connection, reason });
  }

  /** The kernel at `socket`'s end answers with a reset. */
  #reset(socket: Socket): void {
    socket.outgoing.clear();
    socket.outgoing.resetting = true;
    this.#send(socket, undefined, true);
  }

  #resumeAll(from: number, to: number, delay: () => Millis): void {
    const place = this.#placeOf(from, to);
    const stalled = this.#stalled.get(place) ?? [];
    this.#stalled.delete(place);
    for (const socket of stalled) {
      const { first } = socket.outgoing;
      if (!first) continue;
      first.arrivesAt = this.#time.now + delay();
      this.#schedule(socket, first);
    }
  }

  #reportBacklog(socket: Socket): void {
    const pipe = socket.outgoing;
    const excess = Math.max(0, pipe.bytes - socketBufferBytes);
    if (excess === pipe.reportedBacklog || !socket.open) return;
    pipe.reportedBacklog = excess;
    this.#tell(socket.host, 0, { kind: "backlog", connection: socket.connection, bytes: excess });
  }
}
