/**
 * One simulated host: a disk, a datapath twin, and the real router core behind the gate that keeps the order of outputs
 * and the persist barriers. It does what the product's shell does (time, transport, process socket, requests), so that
 * a crash may strike between any two outputs.
 */
import type { Cidr } from "../../base/address.ts";
import { assert } from "../../base/assert.ts";
import type { EventOutput } from "../../base/machine.ts";
import { type Random, seededRandom } from "../../base/random.ts";
import { type Millis, never } from "../../base/time.ts";
import type { Crypto } from "../../crypto/crypto-port.ts";
import { type Identity, identityOf } from "../../crypto/identity.ts";
import { type DataSuite, suitePreference } from "../../datapath/suite.ts";
import type { IpamReply } from "../../ipam-crdt/ipam-types.ts";
import { createRouterCore, type RouterCore } from "../../router/core.ts";
import type { IpamInit, RouterInput, RouterOutput, RouterRequest } from "../../router/core-types.ts";
import type { DatapathTwin } from "./datapath-twin.ts";
import { Disk, OutputGate } from "./durable.ts";
import type { EventQueue } from "./event-queue.ts";
import { type Network, routerPort } from "./network.ts";
import type { Trace } from "./trace.ts";

/** What all hosts of a world launch with. */
export interface LaunchOptions {
  readonly range: Cidr;
  readonly init: IpamInit;
  readonly password: Uint8Array | undefined;
  readonly restartWindowMs: Millis;
  readonly discovery: boolean;
  readonly connectionLimit: number;
  readonly targets: readonly string[];
}

/** What a host shares with its world. */
export interface HostPorts {
  readonly time: EventQueue;
  readonly network: Network;
  readonly twin: DatapathTwin;
  readonly crypto: Crypto;
  readonly random: Random;
  readonly trace: Trace;
  onEvent(host: Host, event: EventOutput): void;
}

/** Processors with and without AES, and routers that take one suite only as those of the first release. */
function suitesOf(index: number, sealed: boolean): readonly DataSuite[] {
  const cipher = index % 4 === 3 ? "nacl" : "auto";
  return suitePreference({ sealed, cipher, hardwareAes: index % 2 === 0 });
}

type Answer = (reply: IpamReply) => void;

/** A step that wants to run again at once, this often in a row, will never end. */
const idleWakesMax = 10_000;
/** How long a caller waits before the shell gives up for it. */
const requestTimeoutMs: Millis = 60_000;

export class Host {
  router: RouterCore | undefined;
  launch: LaunchOptions;
  identity: Identity;
  /** Set when a takeover gave its space away for good. */
  removed = false;
  launches = 0;
  launchedAt: Millis = 0;
  readonly index: number;
  readonly nickname: string;
  readonly disk = new Disk();
  readonly twin: DatapathTwin;
  readonly #ports: HostPorts;
  readonly #answers = new Map<number, Answer>();
  #gate: OutputGate<RouterOutput> | undefined;
  #nextRequest = 1;
  #wakeScheduledAt: Millis = never;
  #wakesInARow = 0;
  /** The most outputs that ever waited for a sync. */
  waitingMost = 0;

  constructor(index: number, ports: HostPorts, launch: LaunchOptions) {
    this.index = index;
    this.nickname = `h${index + 1}`;
    this.#ports = ports;
    this.launch = launch;
    this.twin = ports.twin;
    this.identity = identityOf(ports.crypto, ports.random.bytes(32));
  }

  get running(): boolean {
    return this.router !== undefined;
  }

  get pendingRequests(): number {
    return this.#answers.size;
  }

  /** Launches the router (and the datapath process where none lives) from the durable state. */
  start(): void {
    if (this.router) return;
    const { crypto, random, time, network } = this.#ports;
    this.launches++;
    this.launchedAt = time.now;
    const { launch, disk } = this;
    const router = createRouterCore(
      { crypto, random: seededRandom(random.uint32()), durable: disk },
      {
        ...launch,
        nickname: this.nickname,
        suites: suitesOf(this.index, launch.password !== undefined),
        overlayMtu: undefined,
        identitySeed: this.identity.seed,
        bootNonce: random.bytes(8),
        port: routerPort,
        rangeExplicit: false,
      },
    );
    this.router = router;
    this.#gate = new OutputGate(
      time,
      disk,
      () => 0.3 + (random.uint32() % 4000) / 1000,
      (output) => {
        if (this.router === router) this.#carryOut(output);
      },
    );
    this.#wakeScheduledAt = never;
    network.start(this.index, (input) => this.#step(input));
    if (!this.twin.running) this.twin.start();
    this.twin.attach((message) => this.#step({ kind: "process", message }));
    this.#step({ kind: "wake" });
    this.#step({ kind: "process-up" });
  }

  /** SIGKILL of the router: its kernel, containers and datapath process live on. */
  kill(): void {
    this.#end("stopped");
    this.twin.attach(undefined);
  }

  /** The whole host goes: router, datapath process, containers; nobody is told. */
  powerCut(): void {
    this.#end("off");
    this.twin.stop();
  }

  /** SIGKILL of the datapath process; its parent starts it again at once, with nothing in its tables. */
  restartDatapath(): void {
    if (!this.twin.running) return;
    this.twin.stop();
    if (this.router) this.#step({ kind: "process-down" });
    this.#ports.time.after(100, () => {
      if (this.twin.running) return;
      this.twin.start();
      if (!this.router) return;
      this.twin.attach((message) => this.#step({ kind: "process", message }));
      this.#step({ kind: "process-up" });
    });
  }

  /** A new machine under the old nickname: no state, another key. */
  replace(): void {
    assert(!this.router, "a running host is not replaced");
    this.disk.erase();
    this.identity = identityOf(this.#ports.crypto, this.#ports.random.bytes(32));
    this.removed = false;
  }

  /** As a client of the API: the answer comes once, or never when the router dies first. */
  request(body: RouterRequest, answer: Answer): void {
    const request = this.#nextRequest++;
    this.#answers.set(request, answer);
    this.#step({ kind: "request", request, body });
    const { router } = this;
    this.#ports.time.after(requestTimeoutMs, () => {
      if (this.router !== router || !this.#answers.delete(request)) return;
      this.#step({ kind: "cancel", request });
      answer({ ok: false, code: "TIMED_OUT", message: "the caller gave up" });
    });
  }

  #end(power: "stopped" | "off"): void {
    if (this.router) {
      this.router = undefined;
      this.#gate?.close();
      this.disk.crash(this.#ports.random);
      this.#answers.clear();
    }
    this.#ports.network.end(this.index, power);
  }

  #step(input: RouterInput): void {
    const { router } = this;
    const { time, trace } = this.#ports;
    if (!router) return;
    trace.message(time.now, this.index, input);
    const outputs = router.step(time.now, input);
    this.#gate?.take(outputs);
    if (this.#gate) this.waitingMost = Math.max(this.waitingMost, this.#gate.waitingMost);
    this.#scheduleWake(router);
  }

  #scheduleWake(router: RouterCore): void {
    const { time } = this.#ports;
    const at = router.wakeAt();
    if (at >= this.#wakeScheduledAt || at === never) return;
    this.#wakesInARow = at <= time.now ? this.#wakesInARow + 1 : 0;
    assert(this.#wakesInARow < idleWakesMax, `${this.nickname} wants to be woken for ever at ${time.now} ms`);
    const scheduledAt = Math.max(at, time.now);
    this.#wakeScheduledAt = scheduledAt;
    time.schedule(scheduledAt, () => {
      if (this.router !== router || this.#wakeScheduledAt !== scheduledAt) return;
      this.#wakeScheduledAt = never;
      if (router.wakeAt() <= time.now) this.#step({ kind: "wake" });
      else this.#scheduleWake(router);
    });
  }

  #carryOut(output: RouterOutput): void {
    const { network, time, trace } = this.#ports;
    trace.message(time.now, this.index, output);
    switch (output.kind) {
      case "dial":
        network.dial(this.index, output.connection, output.endpoint);
        return;
      case "write":
        network.write(this.index, output.connection, output.bytes);
        return;
      case "close":
        network.close(this.index, output.connection);
        return;
      case "resolve":
        this.#resolve(output.target);
        return;
      case "process":
        this.twin.take(output.message);
        return;
      case "reply": {
        const answer = this.#answers.get(output.request);
        this.#answers.delete(output.request);
        answer?.(output.reply);
        return;
      }
      case "event":
        this.#ports.onEvent(this, output);
        return;
      case "fast-path":
        assert(false, "a simulated router has no fast path");
        return;
      case "persist":
        assert(false, "the gate keeps what is to be persisted");
    }
  }

  #resolve(target: string): void {
    const { router } = this;
    const endpoints = this.#ports.network.resolve(target);
    this.#ports.time.after(1, () => {
      if (this.router === router) this.#step({ kind: "resolved", target, endpoints });
    });
  }
}
