/**
 * One simulated host: a disk, a datapath twin, and the real router core behind the gate that keeps the order of outputs
 * and the persist barriers. It does what the product's shell does (time, transport, process socket, requests), so that
 * a crash may strike between any two outputs.
 */
import { assert } from "../../base/assert.ts";
import { seededRandom } from "../../base/random.ts";
import type { Millis } from "../../base/time.ts";
import { type Identity, identityOf } from "../../crypto/identity.ts";
import { type DataSuite, suitePreference } from "../../datapath/suite.ts";
import type { IpamReply } from "../../ipam-crdt/ipam-types.ts";
import type { RouterCore } from "../../router/core.ts";
import type { RouterInput, RouterOutput, RouterRequest } from "../../router/core-types.ts";
import { Alarm } from "./alarm.ts";
import { HostClock } from "./clock.ts";
import type { DatapathTwin } from "./datapath-twin.ts";
import { Disk, OutputGate } from "./durable.ts";
import type { DatapathProcess, HostPorts, LaunchOptions } from "./host-ports.ts";
import { Inlet } from "./inlet.ts";
import { routerPort } from "./network.ts";
import type { RouterRelease } from "./releases.ts";

/** Processors with and without AES, and routers that take one suite only as those of the first release. */
function suitesOf(index: number, sealed: boolean): readonly DataSuite[] {
  const cipher = index % 4 === 3 ? "nacl" : "auto";
  return suitePreference({ sealed, cipher, hardwareAes: index % 2 === 0 });
}

/** Hosts' clocks start anywhere within this: what a host is up when the run begins. */
const uptimeMaxMs = 10_000_000;

type Answer = (reply: IpamReply) => void;

/** How long a caller waits before the shell gives up for it. */
const requestTimeoutMs: Millis = 60_000;

export class Host<Process extends DatapathProcess = DatapathTwin> {
  router: RouterCore | undefined;
  launch: LaunchOptions;
  identity: Identity;
  /** Set when a takeover gave its space away for good. */
  removed = false;
  /** Its containers are stopped, and it hands its space over before it is gone for good. */
  leaving = false;
  /** It said so: what leaves it later was decided later. */
  fenced = false;
  /** Identities that were here before. */
  replaced = 0;
  release: RouterRelease = "today";
  launches = 0;
  launchedAt: Millis = 0;
  readonly index: number;
  readonly nickname: string;
  readonly disk = new Disk();
  readonly twin: Process;
  readonly #ports: HostPorts<Process>;
  readonly #answers = new Map<number, Answer>();
  readonly #clock: HostClock;
  readonly #alarm: Alarm;
  readonly #inlet: Inlet<RouterInput>;
  #slowDiskMs: Millis = 0;
  #gate: OutputGate<RouterOutput> | undefined;
  #nextRequest = 1;
  /** In the inlet. */
  #wakeWaits = false;
  /** The most outputs that ever waited for a sync. */
  waitingMost = 0;
  /** Event lines of all its lives. */
  events = 0;
  /** Broadcasts that its earlier lives published, by channel. */
  readonly published = new Map<string, number>();

  constructor(index: number, ports: HostPorts<Process>, launch: LaunchOptions) {
    this.index = index;
    this.nickname = `h${index + 1}`;
    this.#ports = ports;
    this.launch = launch;
    this.twin = ports.twin;
    this.identity = identityOf(ports.crypto, ports.random.bytes(32));
    this.#clock = new HostClock(ports.random.uint32() % uptimeMaxMs);
    this.#alarm = new Alarm(ports.time, this.#clock, () => this.#wake());
    this.#inlet = new Inlet(ports.time, (input) => this.#step(input));
  }

  get running(): boolean {
    return this.router !== undefined;
  }

  /** What its clock shows. */
  get localNow(): Millis {
    return this.#clock.read(this.#ports.time.now);
  }

  /** Its clock stood still while others' went on: what a lease must not be asked to stand. */
  clockStood = false;

  get waitingInputs(): number {
    return this.#inlet.waiting;
  }

  get waitingOutputs(): number {
    return this.#gate?.waiting ?? 0;
  }

  get pendingRequests(): number {
    return this.#answers.size;
  }

  /** Launches the router (and the datapath process where none lives) from the durable state. */
  start(): void {
    if (this.router) return;
    const { crypto, random, time, network } = this.#ports;
    this.launches++;
    this.fenced = false;
    this.launchedAt = time.now;
    const { launch, disk } = this;
    const router = this.#ports.releases(this.release)(
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
        // Who upgrades gets a limit with the release that can be sparse; the one before has none unless it is asked.
        connectionLimit: this.release === "today" ? launch.connectionLimit : 0,
      },
    );
    this.router = router;
    this.#gate = new OutputGate(
      time,
      disk,
      () => 0.3 + (random.uint32() % 4000) / 1000 + this.#slowDiskMs,
      (output) => {
        if (this.router === router) this.#carryOut(output);
      },
    );
    network.start(this.index, (input) => this.#inlet.take(input));
    const containersLive = this.twin.running;
    if (!containersLive) this.twin.start();
    this.twin.attach((message) => this.#inlet.take({ kind: "process", message }));
    this.#inlet.take({ kind: "wake" });
    this.#inlet.take({ kind: "process-up" });
    if (containersLive) this.#claimHoldings();
    this.#ports.onRing();
  }

  /** As the shell does at launch with what it finds on containers' interfaces. */
  #claimHoldings(): void {
    const { prefixLength } = this.launch.range;
    for (const [address, { container }] of this.#ports.holdings()) {
      const owner = { container, interface: "eth0" };
      this.request({ kind: "claim", owner, address: { address, prefixLength } }, () => undefined);
    }
  }

  /** SIGKILL of the router: its kernel, containers and datapath process live on. */
  kill(): void {
    this.#end("stopped", true);
    this.twin.attach(undefined);
  }

  /** The whole host goes: router, datapath process, containers; nobody is told. Writes under way may be kept, or not. */
  powerCut(losesWrites: boolean): void {
    this.#end("off", !losesWrites);
    this.twin.stop();
    this.#clock.restart(this.#ports.time.now);
  }

  get stopped(): boolean {
    return this.#inlet.stopped;
  }

  /** The router stands still, or the whole host sleeps, with its clock perhaps. */
  stop(whole: boolean, clockStands: boolean): void {
    this.#inlet.stop();
    this.#gate?.pause(true);
    if (!whole) return;
    this.twin.asleep = true;
    this.#ports.network.setAsleep(this.index, true);
    if (!clockStands) return;
    this.#clock.run(this.#ports.time.now, 0);
    this.clockStood = true;
  }

  resume(): void {
    if (!this.stopped) return;
    this.twin.asleep = false;
    this.#ports.network.setAsleep(this.index, false);
    this.setClockRate(1);
    this.#gate?.pause(false);
    this.#inlet.resume();
  }

  /** Each input takes the router `stepMs`, its disk more; 0: as ever. */
  starve(stepMs: Millis): void {
    this.slowDisk(5 * stepMs);
    this.#inlet.slow(stepMs);
  }

  slowDisk(byMs: Millis): void {
    this.#slowDiskMs = byMs;
  }

  setClockRate(rate: number): void {
    this.#clock.run(this.#ports.time.now, rate);
    this.#alarm.reset();
  }

  jumpClock(ahead: Millis): void {
    this.#clock.jump(this.#ports.time.now, ahead);
    this.#alarm.reset();
  }

  /** All that ails it ends. */
  relieve(): void {
    this.resume();
    this.starve(0);
    this.setClockRate(1);
  }

  /** SIGKILL of the datapath process; its parent starts it again at once, with nothing in its tables. */
  restartDatapath(): void {
    if (!this.twin.running) return;
    this.twin.stop();
    if (this.router) this.#inlet.take({ kind: "process-down" });
    this.#ports.time.after(100, () => {
      if (this.twin.running) return;
      this.twin.start();
      if (!this.router) return;
      this.twin.attach((message) => this.#inlet.take({ kind: "process", message }));
      this.#inlet.take({ kind: "process-up" });
    });
  }

  /** A new machine under the old nickname: no state, another key, and what is released today. */
  replace(): void {
    assert(!this.router, "a running host is not replaced");
    this.disk.erase();
    this.identity = identityOf(this.#ports.crypto, this.#ports.random.bytes(32));
    this.removed = false;
    this.leaving = false;
    this.release = "today";
    this.replaced++;
  }

  /** As a client of the API: the answer comes once, or never when the router dies first. */
  request(body: RouterRequest, answer: Answer): void {
    const request = this.#nextRequest++;
    this.#answers.set(request, answer);
    this.#inlet.take({ kind: "request", request, body });
    const { router } = this;
    this.#ports.time.after(requestTimeoutMs, () => {
      if (this.router !== router || !this.#answers.delete(request)) return;
      this.#inlet.take({ kind: "cancel", request });
      answer({ ok: false, code: "TIMED_OUT", message: "the caller gave up" });
    });
  }

  #end(power: "stopped" | "off", keepsSome: boolean): void {
    this.#inlet.clear();
    this.#wakeWaits = false;
    this.resume();
    this.#inlet.slow(0);
    if (this.router) {
      for (const { channel, published } of this.router.status().gossip.channels) {
        this.published.set(channel, (this.published.get(channel) ?? 0) + published);
      }
      this.router = undefined;
      this.#alarm.drop();
      this.#gate?.close();
      this.disk.crash(keepsSome ? this.#ports.random : undefined);
      this.#answers.clear();
    }
    this.#ports.network.end(this.index, power);
    this.#ports.onRing();
  }

  #step(input: RouterInput): void {
    const { router } = this;
    const { time, trace } = this.#ports;
    if (input.kind === "wake") this.#wakeWaits = false;
    if (!router) return;
    trace.message(time.now, this.index, input);
    const outputs = router.step(this.#clock.read(time.now), input);
    if (outputs.some(touchesSpace)) this.#ports.onRing();
    this.#gate?.take(outputs);
    if (this.#gate) this.waitingMost = Math.max(this.waitingMost, this.#gate.waitingMost);
    if (this.router === router) this.#alarm.set(() => router.wakeAt());
  }

  #wake(): void {
    if (this.#wakeWaits) return;
    this.#wakeWaits = true;
    this.#inlet.take({ kind: "wake" });
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
        this.events++;
        this.fenced ||= output.name === "fenced";
        this.#ports.onEvent(output);
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
      if (this.router === router) this.#inlet.take({ kind: "resolved", target, endpoints });
    });
  }
}

/** Something changes that may change who owns what, or whether this host gives. */
function touchesSpace(output: RouterOutput): boolean {
  if (output.kind === "event") return output.name.startsWith("store-") || output.name === "fenced";
  return output.kind === "persist" && output.writes.some(({ key }) => ownershipKey.test(key));
}

/** Tokens, reminders, seed claims and decrees, and the mesh itself. */
const ownershipKey = /^ipam\/(mesh|record\/(token|reminder|seed|decree)\/|lease\/tenure)/;
