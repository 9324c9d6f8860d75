/**
 * A mesh of many real router cores under virtual time: the hosts, clock, disk gate and underlay of `test/simulation`, a
 * datapath process that moves nothing, the stand-in for cryptography. No random faults: hosts start and stop, the mesh
 * is cut and healed, as the caller says. It counts bytes at the sockets and processor time of this process.
 */
import { type Cidr, parseCidr } from "../../base/address.ts";
import { assert } from "../../base/assert.ts";
import type { PeerKey } from "../../base/peer-name.ts";
import { seededRandom } from "../../base/random.ts";
import type { Millis } from "../../base/time.ts";
import { standInCrypto } from "../../crypto/stand-in.ts";
import type { TopologyView } from "../../mesh/mesh-types.ts";
import { createRouterCore } from "../../router/core.ts";
import type { IpamInit } from "../../router/core-types.ts";
import { EventQueue } from "../simulation/event-queue.ts";
import { Host } from "../simulation/host.ts";
import type { RouterFactory } from "../simulation/releases.ts";
import { Trace } from "../simulation/trace.ts";
import { LightDatapath } from "./light-datapath.ts";
import { CountingNetwork, FrameCounter, type Tally, tallyOf } from "./traffic.ts";

export interface LargeMeshOptions {
  /** All that may ever run; each is started by `start`. */
  readonly hosts: number;
  readonly seed: number;
  /** As `--conn-limit`; 0: none. */
  readonly connectionLimit: number;
  /** Whom host `index` is told to connect to (`h1`, `h2` ..); the first three hosts where absent. */
  readonly targets?: (index: number) => readonly string[];
  /** Consensus of the first three hosts where absent. */
  readonly init?: IpamInit;
  readonly restartWindowMs?: Millis;
  /** The router that host `index` runs; today's where absent. */
  readonly router?: (index: number) => RouterFactory;
}

const range = parseCidr("10.32.0.0/12") as Cidr;
const seeds = ["h1", "h2", "h3"];
/** Between two looks whether something has come true. */
const lookEveryMs: Millis = 100;

/** A large mesh has too many messages for each to be mixed into a hash. */
class NoTrace extends Trace {
  override message(): void {
    // nothing is kept
  }
}

export class LargeMesh {
  readonly time = new EventQueue();
  readonly network: CountingNetwork;
  readonly hosts: readonly Host<LightDatapath>[];
  /** Event lines by name. */
  readonly events = new Map<string, number>();
  /** Of this process, while virtual time ran: microseconds. */
  cpuMicros = 0;
  readonly #frames = new FrameCounter(standInCrypto);
  /** Where the last look found something untrue. */
  #lookFirst = 0;

  constructor(options: LargeMeshOptions) {
    const { hosts, seed, connectionLimit, targets, init, restartWindowMs = 120_000, router } = options;
    const random = (use: number) => seededRandom(Math.imul(seed, 0x9e3779b1) ^ use);
    this.network = new CountingNetwork(this.time, random(0), hosts);
    this.network.bytesOf = new Float64Array(hosts);
    const trace = new NoTrace();
    const { time, network } = this;
    const { crypto } = this.#frames;
    this.hosts = Array.from({ length: hosts }, (_, index) => {
      const twin = new LightDatapath(time, index);
      const ports = {
        time,
        network,
        twin,
        crypto,
        random: random(index + 1),
        trace,
        releases: () => router?.(index) ?? createRouterCore,
        onEvent: ({ name }: { readonly name: string }) => void this.events.set(name, (this.events.get(name) ?? 0) + 1),
        holdings: () => [],
        onRing: () => undefined,
      };
      return new Host(index, ports, {
        range,
        init: init ?? { kind: "consensus", peers: Math.min(seeds.length, hosts) },
        password: undefined,
        restartWindowMs,
        discovery: true,
        connectionLimit,
        targets: (targets?.(index) ?? seeds).filter((target) => target !== `h${index + 1}`),
      });
    });
  }

  get running(): readonly Host<LightDatapath>[] {
    return this.hosts.filter((host) => host.running);
  }

  host(index: number): Host<LightDatapath> {
    return this.hosts[index] as Host<LightDatapath>;
  }

  /** Launches hosts `from` to `to` (exclusive), evenly over `withinMs`; runs no time. */
  startAll(from: number, to: number, withinMs: Millis): void {
    for (let index = from; index < to; index++) {
      const at = ((index - from) / Math.max(1, to - from)) * withinMs;
      this.time.after(at, () => this.host(index).start());
    }
  }

  /** Cuts every link between the two sides, or mends them. */
  cut(isLeft: (index: number) => boolean, blocked: boolean): void {
    for (const { index: from } of this.hosts)
      for (const { index: to } of this.hosts)
        if (isLeft(from) !== isLeft(to)) this.network.setBlocked(from, to, blocked);
  }

  /** Lets virtual time pass. */
  run(ms: Millis): void {
    const before = process.cpuUsage();
    this.time.runUntil(this.time.now + ms);
    const { user, system } = process.cpuUsage(before);
    this.cpuMicros += user + system;
  }

  /**
   * Until what `look` gives holds of every running host, looking every 100 ms: how long it took, or undefined when it
   * does not within `limitMs`.
   */
  until(look: () => (host: Host<LightDatapath>) => boolean, limitMs: Millis): Millis | undefined {
    const began = this.time.now;
    while (!this.allHold(look())) {
      if (this.time.now - began >= limitMs) return undefined;
      this.run(lookEveryMs);
    }
    return this.time.now - began;
  }

  /** Begins with the host that was wrong last time, so that most looks cost one host. */
  allHold(holds: (host: Host<LightDatapath>) => boolean): boolean {
    const { hosts } = this;
    for (let i = 0; i < hosts.length; i++) {
      const index = (this.#lookFirst + i) % hosts.length;
      const host = hosts[index] as Host<LightDatapath>;
      if (!host.running || holds(host)) continue;
      this.#lookFirst = index;
      return false;
    }
    return true;
  }

  /** Everybody who runs is reached by everybody who runs, nobody else is, all see the same links, and no link is stale. */
  converged(): (host: Host<LightDatapath>) => boolean {
    const running = new Set(this.running.map((host) => host.identity.key));
    const [first] = this.running;
    assert(first, "somebody runs");
    const agreed = linksSeenBy(first);
    return (host) => reachesExactly(host, running) && linksSeenBy(host) === agreed;
  }

  tally(): Tally {
    return tallyOf(this.network, this.#frames);
  }
}

export function viewOf(host: Host<LightDatapath>): TopologyView | undefined {
  return host.router?.status().topology;
}

export function reachesExactly(host: Host<LightDatapath>, wanted: ReadonlySet<PeerKey>): boolean {
  let reached = 0;
  for (const { key, reachable, stale } of viewOf(host)?.peers.values() ?? []) {
    if (!reachable) continue;
    if (stale || !wanted.has(key)) return false;
    reached++;
  }
  return reached === wanted.size;
}

/** A number for all links between reachable peers, as the host sees them. */
function linksSeenBy(host: Host<LightDatapath>): number {
  let sum = 0;
  for (const { key, reachable, connections } of viewOf(host)?.peers.values() ?? []) {
    if (!reachable) continue;
    const weight = Number.parseInt(key.slice(0, 8), 16);
    for (const { peer } of connections) sum = (sum + weight * (Number.parseInt(peer.slice(0, 4), 16) + 1)) % 2 ** 40;
  }
  return sum;
}
