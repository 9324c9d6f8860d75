/**
 * A whole mesh under virtual time: hosts with the real router core, the underlay between them, the ledger of what
 * containers hold, and the list of rules found broken. Everything random comes from the seed, in separate streams, so
 * that a change in one of them leaves the others alone.
 */
import type { Ipv4 } from "../../base/address.ts";
import type { EventOutput } from "../../base/machine.ts";
import type { PeerKey } from "../../base/peer-name.ts";
import { type Random, seededRandom } from "../../base/random.ts";
import type { Millis } from "../../base/time.ts";
import type { Crypto } from "../../crypto/crypto-port.ts";
import { AddressLedger } from "./address-ledger.ts";
import { DatapathTwin } from "./datapath-twin.ts";
import { EventQueue } from "./event-queue.ts";
import { Excuses } from "./excuses.ts";
import type { Containers } from "./faults.ts";
import { Host } from "./host.ts";
import type { LaunchOptions } from "./host-ports.ts";
import { Network } from "./network.ts";
import { OwnershipChecker } from "./ownership-checker.ts";
import { RecordSamples } from "./record-samples.ts";
import type { RouterFactory, RouterRelease } from "./releases.ts";
import { Trace } from "./trace.ts";

export interface WorldOptions {
  readonly seed: number;
  readonly crypto: Crypto;
  /** One for each host. */
  readonly launches: readonly LaunchOptions[];
  readonly releases: (release: RouterRelease) => RouterFactory;
  /** Gets every event line when given. */
  readonly log?: ((line: string) => void) | undefined;
}

/** A run stops collecting after so many; the first one matters. */
const violationsMax = 20;

const takeOverAgainMs: Millis = 2_000;
const fencedAgainMs: Millis = 4_000;
const fencedWithinMs: Millis = 4_000;

interface Clone {
  readonly original: Host;
  /** The original's, when the copy came up. */
  readonly launches: number;
  readonly at: Millis;
  /** Everybody heard everybody then. */
  readonly isHeard: boolean;
}

export class World {
  readonly seed: number;
  readonly crypto: Crypto;
  readonly time = new EventQueue();
  readonly network: Network;
  readonly hosts: readonly Host[];
  readonly ledger = new AddressLedger();
  readonly excuses = new Excuses();
  readonly samples = new RecordSamples();
  /** Identities whose space was taken over by decree. */
  readonly takenOver = new Set<PeerKey>();
  readonly ownership: OwnershipChecker;
  readonly trace = new Trace();
  readonly violations: string[] = [];
  /** How often each kind of fault struck. */
  readonly faultCounts = new Map<string, number>();
  /** How often each event of each name came. */
  readonly eventCounts = new Map<string, number>();
  healed = false;
  /** When a control connection last came or went. */
  linksChangedAt: Millis = Number.NEGATIVE_INFINITY;
  /** When a link or host was last out of order by a fault's doing. */
  #disturbedAt: Millis = Number.NEGATIVE_INFINITY;
  readonly #clones = new Map<Host, Clone>();
  /** Peers that are removed by force the next time. */
  readonly #forced = new Set<PeerKey>();
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
      const { crypto, releases } = options;
      const random = this.random(`host ${index}`);
      const onRing = () => this.ownership.changed(host);
      const onEvent = (event: EventOutput) => this.#onEvent(host, event);
      const holdings = () =>
        [...this.ledger.holdings()].filter(([, holder]) => holder.host === index && !holder.orphan);
      const ports = { time, network, twin, crypto, random, trace, releases, onEvent, onRing, holdings };
      const host: Host = new Host(index, ports, launch);
      return host;
    });
    this.ownership = new OwnershipChecker(this);
  }

  host(index: number): Host {
    return this.hosts[index] as Host;
  }

  get isLeased(): boolean {
    return this.hosts.some(({ launch }) => launch.leaseMs !== undefined);
  }

  get isLimited(): boolean {
    return this.hosts.some(({ launch }) => launch.connectionLimit > 0);
  }

  get runningHosts(): readonly Host[] {
    return this.hosts.filter((host) => host.running);
  }

  /** The end of a fault: comes with the healing if that is earlier, which undoes everything. */
  afterUnlessHealed(delay: Millis, run: () => void): void {
    this.time.after(delay, () => {
      if (!this.healed) run();
    });
  }

  /** Somebody may not hear somebody from now on. */
  disturbed(): void {
    this.#disturbedAt = this.time.now;
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

  /** A rule about one address is broken, unless something excuses it there. */
  judge(address: Ipv4, broken: string | undefined): void {
    if (broken === undefined) return;
    if (this.excuses.covers(address)) this.log(`excused: ${broken}`);
    else this.violate(broken);
  }

  log(line: string): void {
    this.#log?.(`${this.time.now.toFixed(1).padStart(10)} ${line}`);
  }

  cut(from: number, to: number): void {
    const name = `${from} ${to}`;
    this.#cuts.set(name, (this.#cuts.get(name) ?? 0) + 1);
    this.network.setBlocked(from, to, true);
    this.disturbed();
  }

  mend(from: number, to: number): void {
    const name = `${from} ${to}`;
    const left = Math.max(0, (this.#cuts.get(name) ?? 0) - 1);
    this.#cuts.set(name, left);
    this.disturbed();
    if (left === 0) this.network.setBlocked(from, to, false);
  }

  /**
   * The space of a host that is gone for good goes to the others, on `by`'s command; then a new machine may come. An
   * operator who is refused tries again: the peer still counts as seen, no majority is there, or this host has no vote,
   * and then it is another's turn.
   */
  takeOver(index: number, key: PeerKey, by: number): void {
    const gone = this.host(index);
    if (gone.running || gone.identity.key !== key) return;
    const actor = this.host(by).running ? this.host(by) : this.runningHosts[0];
    const again = (next: number) => this.time.after(takeOverAgainMs, () => this.takeOver(index, key, next));
    this.ledger.forgetHost(index);
    this.ledger.endRests(index);
    if (!actor) {
      again(by);
      return;
    }
    const force = this.#forced.has(key);
    actor.request({ kind: "remove-peer", peer: key, force }, (reply) => {
      // Under leases space without a majority helps nobody: its operator says so by force.
      if (!reply.ok && reply.code === "IPAM_NO_MAJORITY" && this.healed && this.isLeased) this.#forced.add(key);
      this.log(`${actor.nickname} removed ${gone.nickname}: ${JSON.stringify(reply)}`);
      if (gone.running || gone.identity.key !== key) return;
      if (!reply.ok) again(reply.code === "IPAM_NO_VOTER" ? (by + 1) % this.hosts.length : by);
      else {
        this.takenOver.add(key);
        gone.replace();
        gone.start();
      }
    });
  }

  /** The spare machine `onto` comes up with the state and the identity of `index`. */
  clone(index: number, onto: number): void {
    const host = this.host(index);
    const copy = this.host(onto);
    this.excuses.excuse(host, this.ownership.rangesOf(host));
    copy.disk.restore(host.disk.copy());
    copy.identity = host.identity;
    copy.start();
    const isHeard = this.network.isSound && !this.hosts.some(({ stopped }) => stopped);
    this.#clones.set(copy, { original: host, launches: host.launches, at: this.time.now, isHeard });
  }

  /** The copy is switched off and wiped; routers that were fenced for its sake start anew. */
  endClone(onto: number): void {
    const copy = this.host(onto);
    if (!copy.running) return;
    const { key } = copy.identity;
    this.#checkFenced(copy);
    copy.powerCut(true);
    copy.replace();
    this.#restartFenced(key);
    // Who met both speaks late, perhaps of a twin that is gone.
    this.time.after(fencedAgainMs, () => this.#restartFenced(key));
  }

  /** Two that everybody heard all the while, one of them at least long enough, were told. */
  #checkFenced(copy: Host): void {
    const clone = this.#clones.get(copy);
    if (!clone || clone.original.launches !== clone.launches || !clone.original.running) return;
    const undisturbed = clone.isHeard && this.#disturbedAt < clone.at && this.time.now - clone.at >= fencedWithinMs;
    if (!undisturbed || this.hosts.some(isDown)) return;
    if ([copy, clone.original].some(({ router }) => router?.status().mesh.fenced)) return;
    this.violate(`${copy.nickname} ran with the identity of ${clone.original.nickname}, and nobody was fenced`);
  }

  #restartFenced(key: PeerKey): void {
    const living = this.runningHosts.filter(({ identity }) => identity.key === key);
    for (const host of living) {
      if (host.launch.spare || !host.router?.status().mesh.fenced) continue;
      host.kill();
      host.start();
    }
  }

  /**
   * The host is what it was at `takenAt`, without the containers of that time; or its state alone is, and its containers
   * run on: the shell finds them at launch, or nobody does and nobody asks for them again.
   */
  restored(index: number, takenAt: Millis, containers: Containers): void {
    const host = this.host(index);
    if (containers === "gone") this.ledger.forgetHost(index);
    if (containers === "hidden") this.ledger.orphan(index);
    const unseen = this.#disturbedAt >= takenAt || this.hosts.some((other) => other !== host && isDown(other));
    if (unseen) this.excuses.excuse(host, this.ownership.rangesOf(host));
    else this.excuses.watch(host);
  }

  /** Faults stop: every link is sound, every host that was not given up runs. */
  heal(): void {
    this.healed = true;
    for (const host of this.hosts) if (host.launch.spare) this.endClone(host.index);
    this.#cuts.clear();
    for (const { index: from } of this.hosts) {
      for (const { index: to } of this.hosts) {
        this.network.setBlocked(from, to, false);
        this.network.setClogged(from, to, false);
        this.network.link(from, to).relieveAll();
      }
    }
    for (const host of this.hosts) {
      host.relieve();
      if (!host.removed && !host.launch.spare) host.start();
    }
  }

  #onEvent(host: Host, event: EventOutput): void {
    this.eventCounts.set(event.name, (this.eventCounts.get(event.name) ?? 0) + 1);
    if (event.name === "connection-up" || event.name === "connection-down") this.linksChangedAt = this.time.now;
    if (event.name === "store-unconfirmed" && this.excuses.isWatched(host)) {
      this.excuses.excuse(host, this.ownership.rangesOf(host));
    }
    if (this.#log) this.log(`${host.nickname} ${event.level} ${event.name} ${JSON.stringify(event.facts)}`);
  }
}

function isDown(host: Host): boolean {
  return !host.running && !host.launch.spare;
}
