/**
 * A toy world for whole `Ipam` machines: virtual time, a network with delay, loss, duplication, reordering and
 * partitions, anti-entropy between random neighbours, disks that lose what was not synced, and a checker from outside
 * that knows who was told which address. Everything is drawn from one seed.
 */
import { type Cidr, formatIpv4, type Ipv4 } from "../../base/address.ts";
import { assert } from "../../base/assert.ts";
import type { DurableState, DurableWrite } from "../../base/machine.ts";
import type { PeerKey } from "../../base/peer-name.ts";
import { type Random, randomBelow, randomFraction, seededRandom } from "../../base/random.ts";
import type { Crypto } from "../../crypto/crypto-port.ts";
import { type Identity, identityOf } from "../../crypto/identity.ts";
import { Ipam } from "../ipam.ts";
import type { AddressOwner, IpamInit, IpamInput, IpamOutput, IpamReply, IpamRequest } from "../ipam-types.ts";

export class MemoryDisk implements DurableState {
  values = new Map<string, Uint8Array>();
  get(key: string): Uint8Array | undefined {
    return this.values.get(key);
  }
  keys(prefix: string): readonly string[] {
    return [...this.values.keys()].filter((key) => key.startsWith(prefix)).toSorted();
  }
  write(writes: readonly DurableWrite[]): void {
    for (const { key, value } of writes) {
      if (value === undefined) this.values.delete(key);
      else this.values.set(key, value);
    }
  }
}

export interface NodeOptions {
  readonly init: IpamInit;
  readonly initialPeerCount: number;
  readonly defaultSubnet?: Cidr;
  readonly range: Cidr;
  /** Undefined: `h1` for the first, and so on. */
  readonly nickname?: string | undefined;
  readonly leaseMs?: number | undefined;
}

export class WorldNode {
  readonly index: number;
  readonly identity: Identity;
  disk = new MemoryDisk();
  options: NodeOptions;
  ipam: Ipam | undefined;
  /** Crash at this persist boundary: so many persists more, before or after it is durable. */
  failAfter: { persists: number; durable: boolean } | undefined;
  meshOutputs = 0;

  constructor(index: number, identity: Identity, options: NodeOptions) {
    this.index = index;
    this.identity = identity;
    this.options = options;
  }

  get nickname(): string {
    return this.options.nickname ?? `h${this.index + 1}`;
  }
}

type Asked = { readonly node: WorldNode; readonly body: IpamRequest; readonly done: (reply: IpamReply) => void };

export class World {
  readonly random: Random;
  readonly crypto: Crypto;
  readonly nodes: WorldNode[] = [];
  now = 0;
  /** Group of each node; nodes of one group reach each other. */
  groups: number[] = [];
  loss = 0;
  duplication = 0;
  delayMax = 50;
  /** Who was told which address, as the world sees it. */
  readonly held = new Map<Ipv4, string>();
  readonly events: string[] = [];
  violations: string[] = [];
  persists = 0;
  /** Whoever makes this persist (counted from 0 over all nodes) crashes there, before or after it is durable. */
  crashAt: { readonly persist: number; readonly durable: boolean } | undefined;
  /** What comes after a crash at a fail point. */
  onFailure: (node: WorldNode) => void = () => {};
  /** By time; of one time in the order in which they were put in. */
  readonly #queue: { readonly at: number; readonly run: () => void }[] = [];
  #request = 0;
  readonly #asked = new Map<number, Asked>();

  constructor(seed: number, crypto: Crypto, count: number, options: (index: number) => NodeOptions) {
    this.random = seededRandom(seed);
    this.crypto = crypto;
    for (let i = 0; i < count; i++) {
      const identity = identityOf(crypto, seededRandom(1000 + i).bytes(32));
      this.nodes.push(new WorldNode(i, identity, options(i)));
      this.groups.push(0);
    }
  }

  node(index: number): WorldNode {
    return this.nodes[index] as WorldNode;
  }

  start(node: WorldNode): void {
    const { identity, nickname } = node;
    const { range, init, initialPeerCount, defaultSubnet, leaseMs } = node.options;
    node.failAfter = undefined;
    node.ipam = new Ipam(
      { random: this.random, crypto: this.crypto, durable: node.disk },
      {
        identity,
        nickname,
        range,
        rangeExplicit: false,
        init,
        initialPeerCount,
        leaseMs,
        ...(defaultSubnet && { defaultSubnet }),
      },
    );
    this.step(node, { kind: "wake" });
    this.refreshPeers();
    const exchange = () => {
      if (node.ipam !== running) return;
      this.exchange(node);
      this.at(500 + randomBelow(this.random, 1000), exchange);
    };
    const running = node.ipam;
    this.at(randomBelow(this.random, 500), exchange);
  }

  crash(node: WorldNode): void {
    node.ipam = undefined;
    node.failAfter = undefined;
    for (const [request, asked] of this.#asked) if (asked.node === node) this.#asked.delete(request);
    this.refreshPeers();
  }

  partition(groups: number[]): void {
    this.groups = groups;
    this.refreshPeers();
  }

  refreshPeers(): void {
    for (const node of this.nodes) {
      this.at(randomBelow(this.random, 100), () => {
        const nicknames = new Map(this.nodes.map((other) => [other.identity.key, other.nickname]));
        const present = new Set([node, ...this.reachable(node)].map((other) => other.identity.key));
        if (node.ipam) this.step(node, { kind: "peers", present, nicknames });
      });
    }
  }

  reachable(node: WorldNode): WorldNode[] {
    return this.nodes.filter(
      (other) => other !== node && other.ipam && this.groups[other.index] === this.groups[node.index],
    );
  }

  at(delay: number, run: () => void): void {
    const at = this.now + delay;
    let place = this.#queue.length;
    while (place > 0 && (this.#queue[place - 1]?.at ?? 0) > at) place--;
    this.#queue.splice(place, 0, { at, run });
  }

  runFor(duration: number): void {
    const until = this.now + duration;
    for (let guard = 0; guard < 200_000; guard++) {
      const next = this.#queue[0];
      const wake = this.#nextWake();
      const at = Math.min(next?.at ?? Infinity, wake?.at ?? Infinity);
      if (at > until) break;
      this.now = Math.max(this.now, at);
      if (wake && wake.at <= (next?.at ?? Infinity)) this.step(wake.node, { kind: "wake" });
      else this.#queue.shift()?.run();
      assert(guard < 199_999, "the world comes to rest");
    }
    this.now = until;
  }

  #nextWake(): { readonly node: WorldNode; readonly at: number } | undefined {
    let first: { readonly node: WorldNode; readonly at: number } | undefined;
    for (const node of this.nodes) {
      const at = node.ipam?.wakeAt() ?? Infinity;
      if (at < (first?.at ?? Infinity)) first = { node, at };
    }
    return first;
  }

  /** What a step persists goes first: else it would speak of what a crash can undo. */
  step(node: WorldNode, input: IpamInput): void {
    const { ipam } = node;
    if (!ipam) return;
    const outputs = ipam.step(this.now, input);
    if (outputs.some(({ kind }, i) => kind === "persist" && i > 0)) {
      this.violations.push(`${Math.round(this.now)}: ${node.nickname} spoke of what was not durable yet`);
    }
    for (const output of outputs) {
      if (node.ipam !== ipam) return;
      this.#carryOut(node, output);
    }
  }

  #carryOut(node: WorldNode, output: IpamOutput): void {
    switch (output.kind) {
      case "persist": {
        const ours = node.failAfter && --node.failAfter.persists < 0 ? node.failAfter : undefined;
        const fails = ours ?? (this.crashAt?.persist === this.persists ? this.crashAt : undefined);
        this.persists++;
        if (!fails || fails.durable) node.disk.write(output.writes);
        if (!fails) return;
        this.crash(node);
        this.onFailure(node);
        return;
      }
      case "publish":
        for (const other of this.reachable(node)) {
          this.#send(node, other, { kind: "ring", source: node.identity.key, payload: output.payload });
        }
        return;
      case "unicast": {
        const to = this.nodes.find((other) => other.identity.key === output.to);
        if (to && this.reachable(node).includes(to)) {
          this.#send(node, to, { kind: "unicast", source: node.identity.key, payload: output.payload });
        }
        return;
      }
      case "reply": {
        const asked = this.#asked.get(output.request);
        this.#asked.delete(output.request);
        asked?.done(output.reply);
        return;
      }
      case "mesh":
        node.meshOutputs++;
        return;
      case "event":
        this.events.push(`${Math.round(this.now)} ${node.nickname} ${output.name} ${JSON.stringify(output.facts)}`);
    }
  }

  #send(from: WorldNode, to: WorldNode, input: IpamInput): void {
    if (randomFraction(this.random) < this.loss) return;
    const copies = randomFraction(this.random) < this.duplication ? 2 : 1;
    for (let i = 0; i < copies; i++) {
      this.at(1 + randomBelow(this.random, this.delayMax), () => {
        if (this.groups[from.index] === this.groups[to.index]) this.step(to, input);
      });
    }
  }

  /** One round of anti-entropy with a random neighbour, both ways. */
  exchange(node: WorldNode): void {
    const others = this.reachable(node);
    const other = others[randomBelow(this.random, Math.max(1, others.length))];
    if (!other?.ipam || !node.ipam) return;
    for (const [from, to] of [
      [node, other],
      [other, node],
    ] as const) {
      const digest = (to.ipam as Ipam).channelState.digest();
      for (const payload of (from.ipam as Ipam).channelState.diff(digest)) {
        this.#send(from, to, { kind: "ring", source: from.identity.key, payload });
      }
    }
  }

  request(node: WorldNode, body: IpamRequest, done: (reply: IpamReply) => void = () => {}): void {
    if (!node.ipam) return;
    const request = this.#request++;
    this.#asked.set(request, { node, body, done });
    this.step(node, { kind: "request", request, body });
  }

  /** Asks for an address and lets the checker know the answer. */
  allocate(node: WorldNode, container: string, subnet?: Cidr, done: (reply: IpamReply) => void = () => {}): void {
    const owner: AddressOwner = { container, interface: "eth0" };
    this.request(node, { kind: "allocate", owner, subnet }, (reply) => {
      this.note(node, container, reply);
      done(reply);
    });
  }

  /** Lets the checker know what `container` was told. */
  note(node: WorldNode, container: string, reply: IpamReply): void {
    if (!reply.ok || !("addresses" in reply)) return;
    for (const { address } of reply.addresses) this.#given(address, `${node.nickname}/${container}`);
  }

  /** Frees what `container` holds; the checker forgets it at once, since a crash may swallow the answer. */
  release(node: WorldNode, container: string): void {
    if (!node.ipam) return;
    const holder = `${node.nickname}/${container}`;
    for (const [address, who] of this.held) if (who === holder) this.held.delete(address);
    this.request(node, { kind: "release", owner: { container, interface: "eth0" }, address: undefined });
  }

  forgetHoldings(node: WorldNode): void {
    for (const [address, who] of this.held) if (who.startsWith(`${node.nickname}/`)) this.held.delete(address);
  }

  #given(address: Ipv4, who: string): void {
    const before = this.held.get(address);
    if (before !== undefined && before !== who) {
      this.violations.push(`${Math.round(this.now)}: ${formatIpv4(address)} given to ${who}, held by ${before}`);
    }
    this.held.set(address, who);
  }

  /** Whether all running nodes hold the same ring. */
  agrees(): boolean {
    const digests = this.nodes.flatMap((node) => (node.ipam ? [node.ipam.channelState.digest().join()] : []));
    return new Set(digests).size <= 1;
  }

  keyOf(index: number): PeerKey {
    return this.node(index).identity.key;
  }
}
