/**
 * A whole mesh under virtual time: hosts with the real router core, the underlay between them, the ledger of what
 * containers hold, and the list of rules found broken. Everything random comes from the seed, in separate streams, so
 * that a change in one of them leaves the others alone.
 */
import type { EventOutput } from "../../base/machine.ts";
import type { PeerKey } from "../../base/peer-name.ts";
import { type Random, seededRandom } from "../../base/random.ts";
import type { Crypto } from "../../crypto/crypto-port.ts";
import { AddressLedger } from "./address-ledger.ts";
import { DatapathTwin } from "./datapath-twin.ts";
import { EventQueue } from "./event-queue.ts";
import { Host, type LaunchOptions } from "./host.ts";
import { Network } from "./network.ts";
import { Trace } from "./trace.ts";

export interface WorldOptions {
  readonly seed: number;
  readonly crypto: Crypto;
  /** One for each host. */
  readonly launches: readonly LaunchOptions[];
  /** Gets every event line when given. */
  readonly log?: ((line: string) => void) | undefined;
}

/** A run stops collecting after so many; the first one matters. */
const violationsMax = 20;

export class World {
  readonly seed: number;
  readonly crypto: Crypto;
  readonly time = new EventQueue();
  readonly network: Network;
  readonly hosts: readonly Host[];
  readonly ledger = new AddressLedger();
  readonly trace = new Trace();
  readonly violations: string[] = [];
  /** How often each kind of fault struck. */
  readonly faultCounts = new Map<string, number>();
  /** How often each event of each name came. */
  readonly eventCounts = new Map<string, number>();
  readonly #cuts = new Map<string, number>();
  readonly #log: ((line: string) => void) | undefined;

  constructor(options: WorldOptions) {
    const { seed, launches } = options;
    this.seed = seed;
    this.crypto = options.crypto;
    this.#log = options.log;
    this.network = new Network(this.time, this.random("network"), launches.length);
    const lookup = (address: string) => {
      const index = this.network.hostAt(address);
      return index === undefined ? undefined : this.hosts[index]?.twin;
    };
    this.hosts = launches.map((launch, index) => {
      const twin = new DatapathTwin(index, this.time, this.network, this.random(`twin ${index}`), lookup);
      const { time, network, trace } = this;
      const onEvent = (host: Host, event: EventOutput) => this.#onEvent(host, event);
      const random = this.random(`host ${index}`);
      return new Host(index, { time, network, twin, crypto: options.crypto, random, trace, onEvent }, launch);
    });
  }

  host(index: number): Host {
    return this.hosts[index] as Host;
  }

  get runningHosts(): readonly Host[] {
    return this.hosts.filter((host) => host.running);
  }

  /** A stream of its own for each use. */
  random(use: string): Random {
    let mixed = this.seed | 0;
    for (let i = 0; i < use.length; i++) mixed = Math.imul(mixed ^ use.charCodeAt(i), 0x01000193) + 0x9e3779b9;
    return seededRandom(mixed);
  }

  violate(rule: string): void {
    this.log(`VIOLATION: ${rule}`);
    if (this.violations.length < violationsMax) this.violations.push(`at ${this.time.now.toFixed(1)} ms: ${rule}`);
  }

  log(line: string): void {
    this.#log?.(`${this.time.now.toFixed(1).padStart(10)} ${line}`);
  }

  cut(from: number, to: number): void {
    const name = `${from} ${to}`;
    this.#cuts.set(name, (this.#cuts.get(name) ?? 0) + 1);
    this.network.setBlocked(from, to, true);
  }

  mend(from: number, to: number): void {
    const name = `${from} ${to}`;
    const left = Math.max(0, (this.#cuts.get(name) ?? 0) - 1);
    this.#cuts.set(name, left);
    if (left === 0) this.network.setBlocked(from, to, false);
  }

  /** The space of a host that is gone for good goes to the others, on `by`'s command; then a new machine may come. */
  takeOver(index: number, key: PeerKey, by: number): void {
    const gone = this.host(index);
    const actor = this.host(by).running ? this.host(by) : this.runningHosts[0];
    this.ledger.forgetHost(index);
    if (!actor) return;
    actor.request({ kind: "remove-peer", peer: key, force: false }, (reply) => {
      this.log(`${actor.nickname} removed ${gone.nickname}: ${JSON.stringify(reply)}`);
      if (gone.running || gone.identity.key !== key) return;
      gone.replace();
      gone.start();
    });
  }

  /** Faults stop: every link is sound, every host that was not given up runs. */
  heal(): void {
    this.#cuts.clear();
    for (const { index: from } of this.hosts) {
      for (const { index: to } of this.hosts) {
        this.network.setBlocked(from, to, false);
        const link = this.network.link(from, to);
        const delayMs = Math.min(link.delayMs, 20);
        Object.assign(link, {
          delayMs,
          jitterMs: 1,
          bytesPerMs: Number.POSITIVE_INFINITY,
          loss: 0,
          reorder: 0,
          duplicate: 0,
        });
      }
    }
    for (const host of this.hosts) if (!host.removed) host.start();
  }

  #onEvent(host: Host, event: EventOutput): void {
    this.eventCounts.set(event.name, (this.eventCounts.get(event.name) ?? 0) + 1);
    if (this.#log) this.log(`${host.nickname} ${event.level} ${event.name} ${JSON.stringify(event.facts)}`);
  }
}
