/**
 * Weave Net's topology gossip, as its published source describes it, to compare with: no code of it, and only what costs
 * most. Each peer has a record of all its connections. Own changes go out after 1 s of batching, as the own record and those
 * of newly connected peers, to 2 log2(n) random neighbours; every 30 s the complete topology goes to as many; a link to a
 * peer that was out of reach carries it both ways; news is passed on, as the records that were new, to as many, without
 * the sender. Heartbeats every 30 s.
 *
 * Left out, in its favour: its other two channels, whose whole states are sent every 30 s as well, retries, and the frames
 * of encryption. A record's size is calibrated: the complete topology of 300 hosts in a full mesh has 8 MB.
 */
import { type Random, randomBelow, seededRandom } from "../../base/random.ts";
import type { Millis } from "../../base/time.ts";
import { EventQueue } from "../simulation/event-queue.ts";

/** Of a record, and of each connection in it: 8 MB for 300 records of 299. */
const recordBytes = 100;
const connectionBytes = 88;
const heartbeatBytes = 30;
const gossipEveryMs: Millis = 30_000;
const batchMs: Millis = 1_000;
const linkDelayMs: Millis = 10;

interface Peer {
  readonly index: number;
  readonly neighbours: Set<number>;
  /** Versions of everybody's record; 0: unknown. */
  readonly known: Int32Array;
  /** What goes out with the own record at the end of the batch. */
  batch: Set<number> | undefined;
  running: boolean;
}

export class WeaveModel {
  readonly time = new EventQueue();
  readonly bytesOf: Float64Array;
  bytes = 0;
  messages = 0;
  readonly #peers: readonly Peer[];
  /** By peer and version: bytes of the record. */
  readonly #sizes: number[][];
  readonly #random: Random;
  #runningCount = 0;

  constructor(hosts: number, seed: number) {
    this.#random = seededRandom(seed);
    this.bytesOf = new Float64Array(hosts);
    this.#sizes = Array.from({ length: hosts }, () => [0, recordBytes]);
    this.#peers = Array.from({ length: hosts }, (_, index) => {
      const known = new Int32Array(hosts);
      known[index] = 1;
      return { index, neighbours: new Set<number>(), known, batch: undefined, running: false };
    });
  }

  get running(): readonly Peer[] {
    return this.#peers.filter(({ running }) => running);
  }

  /** 2 log2 of those that run. */
  get #fanOut(): number {
    return Math.round(2 * Math.log2(Math.max(2, this.#runningCount)));
  }

  start(index: number): void {
    const peer = this.#peer(index);
    peer.running = true;
    this.#runningCount++;
    this.#periodically(randomBelow(this.#random, gossipEveryMs), () => {
      if (!peer.running) return false;
      for (const to of this.#some(peer, undefined)) this.#sendAll(peer, to);
      return true;
    });
    this.#periodically(randomBelow(this.#random, gossipEveryMs), () => {
      if (peer.running) this.#count(peer, heartbeatBytes * peer.neighbours.size);
      return peer.running;
    });
  }

  /** A mesh that has settled: these connections stand, and all that run know of them. */
  settle(connections: readonly (readonly [number, number])[]): void {
    for (const [a, b] of connections) {
      this.#peer(a).neighbours.add(b);
      this.#peer(b).neighbours.add(a);
    }
    const { running } = this;
    for (const { index, neighbours } of running)
      (this.#sizes[index] as number[])[1] = recordBytes + connectionBytes * neighbours.size;
    for (const { known } of running) for (const { index } of running) known[index] = 1;
  }

  connect(a: number, b: number): void {
    const [one, other] = [this.#peer(a), this.#peer(b)];
    if (a === b || !one.running || !other.running || one.neighbours.has(b)) return;
    const areStrange = one.known[b] === 0 || other.known[a] === 0;
    one.neighbours.add(b);
    other.neighbours.add(a);
    this.#changed(one, b);
    this.#changed(other, a);
    if (!areStrange) return;
    this.#sendAll(one, b);
    this.#sendAll(other, a);
  }

  disconnect(a: number, b: number): void {
    const [one, other] = [this.#peer(a), this.#peer(b)];
    if (one.neighbours.delete(b)) this.#changed(one, undefined);
    if (other.neighbours.delete(a)) this.#changed(other, undefined);
  }

  stop(index: number): void {
    this.#peer(index).running = false;
    this.#runningCount--;
  }

  /** Collected: those that cannot be reached are forgotten. */
  forget(by: number, gone: number): void {
    this.#peer(by).known[gone] = 0;
  }

  /** Everybody who runs has the newest record of everybody who runs. */
  get agrees(): boolean {
    const { running } = this;
    return running.every((peer) => running.every(({ index, known }) => peer.known[index] === known[index]));
  }

  knows(by: number, peer: number): boolean {
    return this.#peer(by).known[peer] !== 0;
  }

  /** Of the complete topology as `index` knows it. */
  messageBytes(index: number): number {
    const { known } = this.#peer(index);
    return known.reduce((sum, version, peer) => sum + this.#sizeOf(peer, version), 0);
  }

  #peer(index: number): Peer {
    return this.#peers[index] as Peer;
  }

  #sizeOf(peer: number, version: number): number {
    return this.#sizes[peer]?.[version] ?? 0;
  }

  #changed(peer: Peer, newNeighbour: number | undefined): void {
    const version = (peer.known[peer.index] as number) + 1;
    peer.known[peer.index] = version;
    (this.#sizes[peer.index] as number[])[version] = recordBytes + connectionBytes * peer.neighbours.size;
    if (!peer.batch) {
      peer.batch = new Set([peer.index]);
      this.time.after(batchMs, () => {
        const names = peer.batch ?? new Set();
        peer.batch = undefined;
        if (peer.running) for (const to of this.#some(peer, undefined)) this.#send(peer, to, [...names]);
      });
    }
    if (newNeighbour !== undefined) peer.batch.add(newNeighbour);
  }

  #sendAll(peer: Peer, to: number): void {
    this.#send(
      peer,
      to,
      [...peer.known.keys()].filter((index) => peer.known[index] !== 0),
    );
  }

  /** Records of `names`, as they are when they are sent. */
  #send(peer: Peer, to: number, names: readonly number[]): void {
    const versions = names.map((name) => peer.known[name] as number);
    this.#count(
      peer,
      names.reduce((sum, name, i) => sum + this.#sizeOf(name, versions[i] as number), 0),
    );
    this.time.after(linkDelayMs, () => this.#receive(this.#peer(to), peer.index, names, versions));
  }

  #receive(peer: Peer, from: number, names: readonly number[], versions: readonly number[]): void {
    if (!peer.running || !peer.neighbours.has(from)) return;
    const news: number[] = [];
    names.forEach((name, i) => {
      if (name === peer.index || (peer.known[name] as number) >= (versions[i] as number)) return;
      peer.known[name] = versions[i] as number;
      news.push(name);
    });
    if (news.length > 0) for (const to of this.#some(peer, from)) this.#send(peer, to, news);
  }

  /** Random neighbours, 2 log2(n) of them. */
  #some(peer: Peer, but: number | undefined): readonly number[] {
    const left = [...peer.neighbours].filter((neighbour) => neighbour !== but);
    const wanted = Math.min(left.length, this.#fanOut);
    for (let i = 0; i < wanted; i++) {
      const j = i + randomBelow(this.#random, left.length - i);
      [left[i], left[j]] = [left[j] as number, left[i] as number];
    }
    return left.slice(0, wanted);
  }

  #count(peer: Peer, bytes: number): void {
    this.bytes += bytes;
    this.messages++;
    this.bytesOf[peer.index] = (this.bytesOf[peer.index] as number) + bytes;
  }

  #periodically(firstAfter: Millis, run: () => boolean): void {
    this.time.after(firstAfter, () => {
      if (run()) this.#periodically(gossipEveryMs, run);
    });
  }
}
