/**
 * Control machines joined by a toy gossip and toy processes under virtual time: unicasts are delayed, lost, repeated and
 * reordered as told; routers and processes end and start again.
 */
import type { PeerKey } from "../../base/peer-name.ts";
import { type Random, randomBelow, randomFraction, seededRandom } from "../../base/random.ts";
import type { Crypto } from "../../crypto/crypto-port.ts";
import { type Identity, identityOf } from "../../crypto/identity.ts";
import { standInCrypto } from "../../crypto/stand-in.ts";
import { DatapathControl } from "../control.ts";
import type { DatapathInput, DatapathOutput, OverlayPeer } from "../datapath-types.ts";
import type { FastPathOptions } from "../fast-path-types.ts";
import type { FromProcess } from "../process-messages.ts";
import { type DataSuite, suitePreference } from "../suite.ts";
import { ToyProcess } from "./toy-process.ts";

export interface ToyHost {
  readonly identity: Identity;
  readonly shortId: number;
  /** What its router takes. */
  suites: readonly DataSuite[];
  router: DatapathControl | undefined;
  process: ToyProcess | undefined;
  readonly alive: Map<PeerKey, boolean>;
  readonly events: string[];
}

export interface Weather {
  readonly loss: number;
  readonly repeat: number;
  readonly delayMsMax: number;
}

export const calm: Weather = { loss: 0, repeat: 0, delayMsMax: 20 };

export class ToyMesh {
  readonly hosts: ToyHost[];
  readonly random: Random;
  weather: Weather = calm;
  now = 1_000;
  /** Every payload that was ever sent, for replays. */
  readonly carried: { readonly from: PeerKey; readonly to: PeerKey; readonly payload: Uint8Array }[] = [];
  /** Peers whose control connections do not exist: their first hop is another. */
  /** Of the routers that start from now on. */
  fastPath: FastPathOptions | undefined;
  isNeighbour: (a: number, b: number) => boolean = () => true;
  readonly #crypto: Crypto;
  readonly #password: Uint8Array | undefined;
  #queue: { readonly at: number; readonly order: number; readonly act: () => void }[] = [];
  #order = 0;
  #beatsAt = 0;
  #countsAt = 0;

  constructor(
    count: number,
    seed: number,
    password: Uint8Array | null = new Uint8Array(32).fill(9),
    crypto: Crypto = standInCrypto,
  ) {
    this.#crypto = crypto;
    this.#password = password ?? undefined;
    this.random = seededRandom(seed);
    this.hosts = Array.from({ length: count }, (_, i) => ({
      identity: identityOf(crypto, new Uint8Array(32).fill(i + 1)),
      shortId: 100 + i,
      suites: suitePreference({ sealed: password !== null, cipher: "auto", hardwareAes: true }),
      router: undefined,
      process: undefined,
      alive: new Map(),
      events: [],
    }));
  }

  /** Processes and routers of all hosts, with each other in the overlay. */
  startAll(): void {
    for (const host of this.hosts) {
      this.startProcess(host);
      this.startRouter(host);
      this.showOverlay(host);
    }
  }

  startRouter(host: ToyHost): void {
    host.router = new DatapathControl(
      { crypto: this.#crypto, random: this.random },
      {
        identity: host.identity,
        password: this.#password,
        suites: host.suites,
        overlayMtu: 1_376,
        ...(this.fastPath && { fastPath: this.fastPath }),
        meshId: new Uint8Array(16).fill(7),
      },
    );
    this.#connect(host);
  }

  killRouter(host: ToyHost): void {
    host.router = undefined;
    if (host.process) host.process.router = undefined;
  }

  startProcess(host: ToyHost): void {
    host.process = new ToyProcess();
    this.#connect(host);
  }

  killProcess(host: ToyHost): void {
    host.process = undefined;
    this.step(host, { kind: "process-down" });
  }

  #connect(host: ToyHost): void {
    const { process, router } = host;
    if (!process || !router) return;
    process.router = (message: FromProcess) =>
      this.at(this.now + 1, () => {
        if (host.process === process && host.router === router) this.step(host, { kind: "process", message });
      });
    this.step(host, { kind: "process-up" });
  }

  showOverlay(host: ToyHost, shown: readonly ToyHost[] = this.hosts): void {
    const self = this.hosts.indexOf(host);
    const others = shown.filter((other) => other !== host);
    const floods = new Map([[host.identity.key, others.map((other) => other.identity.key)]]);
    const peers = others.map((other) => this.overlayPeer(other, this.isNeighbour(self, this.hosts.indexOf(other))));
    this.step(host, { kind: "overlay", self: this.overlayPeer(host, true), peers, floods });
  }

  overlayPeer(host: ToyHost, neighbour: boolean): OverlayPeer {
    const { key, name } = host.identity;
    const relay = this.hosts.find((other) => other !== host)?.identity.key as PeerKey;
    return {
      key,
      name,
      shortId: host.shortId,
      underlay: { host: `10.0.0.${host.shortId}`, port: 6783 },
      hops: neighbour ? [key] : [relay],
      linked: neighbour,
    };
  }

  step(host: ToyHost, input: DatapathInput): void {
    for (const output of host.router?.step(this.now, input) ?? []) this.#carryOut(host, output);
  }

  #carryOut(host: ToyHost, output: DatapathOutput): void {
    switch (output.kind) {
      case "process":
        host.process?.told(this.now, output.message);
        break;
      case "unicast":
        this.carried.push({ from: host.identity.key, to: output.to, payload: output.payload });
        this.#unicast(host.identity.key, output.to, output.payload);
        break;
      case "alive":
        host.alive.set(output.peer, output.alive);
        break;
      case "event":
        host.events.push(output.name);
        break;
      case "fast-path":
        break;
    }
  }

  #unicast(from: PeerKey, to: PeerKey, payload: Uint8Array): void {
    if (randomFraction(this.random) < this.weather.loss) return;
    const copies = randomFraction(this.random) < this.weather.repeat ? 2 : 1;
    for (let i = 0; i < copies; i++) {
      this.at(this.now + 1 + randomBelow(this.random, this.weather.delayMsMax + 1), () =>
        this.deliver(from, to, payload),
      );
    }
  }

  deliver(source: PeerKey, to: PeerKey, payload: Uint8Array): void {
    const host = this.hosts.find(({ identity }) => identity.key === to);
    if (host) this.step(host, { kind: "unicast", source, payload });
  }

  at(at: number, act: () => void): void {
    this.#queue.push({ at, order: this.#order++, act });
  }

  /** Runs until `until`; each host's process sends heartbeats twice a second and counters once. */
  run(forMs: number, each100Ms: () => void = () => {}): void {
    const until = this.now + forMs;
    for (let tick = this.now + 100; tick <= until; tick += 100) {
      this.#runTo(tick);
      each100Ms();
      if (this.now >= this.#beatsAt) this.#heartbeats();
      if (this.now >= this.#countsAt) {
        this.#countsAt = this.now + 1_000;
        for (const { process } of this.hosts) process?.router?.(process.counters(this.now));
      }
    }
    this.#runTo(until);
  }

  #heartbeats(): void {
    this.#beatsAt = this.now + 500;
    for (const one of this.hosts) {
      for (const other of this.hosts) {
        if (one === other || !one.process || !other.process) continue;
        one.process.beat(this.now, other.process, this.isNeighbour(this.hosts.indexOf(one), this.hosts.indexOf(other)));
      }
    }
  }

  #runTo(until: number): void {
    for (let steps = 0; ; steps++) {
      if (steps > 100_000) throw new Error("time does not move on");
      const next = this.#queue.toSorted((a, b) => a.at - b.at || a.order - b.order)[0];
      const waking = this.hosts.filter(({ router }) => router !== undefined);
      const wakeAt = Math.min(...waking.map(({ router }) => router?.wakeAt() ?? Number.POSITIVE_INFINITY));
      if (Math.min(next?.at ?? Number.POSITIVE_INFINITY, wakeAt) > until) break;
      if (next && next.at <= wakeAt) {
        this.now = Math.max(this.now, next.at);
        this.#queue = this.#queue.filter((item) => item !== next);
        next.act();
      } else {
        this.now = Math.max(this.now, wakeAt);
        for (const host of waking) if ((host.router?.wakeAt() ?? 0) <= this.now) this.step(host, { kind: "wake" });
      }
    }
    this.now = until;
  }
}
