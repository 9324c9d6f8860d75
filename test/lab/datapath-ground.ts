/**
 * The ground of the datapath's tests: hosts as network namespaces on one switch, each with a bridge, a datapath process
 * and one container behind a veth; and the tables that a router would push, pushed by the test. Names begin with
 * `wt-datapath-`; `close` removes everything whatever happened.
 */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { randomBytes, randomInt } from "node:crypto";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureProcess, ProcessClient } from "../../datapath/process-client.ts";
import {
  type FromProcess,
  type PeerCounters,
  processProtocolVersion,
  type SessionEntry,
  type ToProcess,
} from "../../datapath/process-messages.ts";
import type { DataSuite } from "../../datapath/suite.ts";
import { fileSender, hashReceiver } from "./transfer.ts";

const prefix = "wt-datapath-";
/** Has the process load the addon that `datapath/native/build.sh sanitized` made: it dies at its first fault. */
const sanitized = `
for word do
  shift
  case $word in */datapath/process.js) word=${new URL("../../build/sanitized/datapath/process.js", import.meta.url).pathname} ;; esac
  set -- "$@" "$word"
done
LD_PRELOAD="$(g++ -print-file-name=libasan.so) $(g++ -print-file-name=libubsan.so)"
ASAN_OPTIONS=detect_leaks=0
export LD_PRELOAD ASAN_OPTIONS
`;
export const sleevePort = 6783;

export function sh(script: string): string {
  return execFileSync("/bin/sh", ["-ec", script], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits until `check` answers something true; fails with `what` after `patienceMs`. */
export async function until<T>(what: string, check: () => T | undefined | false, patienceMs = 5_000): Promise<T> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const value = check();
    if (value) return value;
    if (performance.now() > deadline) throw new Error(`waited ${patienceMs} ms for: ${what}`);
    await sleep(20);
  }
}

export interface SessionPair {
  readonly suite: DataSuite;
  readonly keys: readonly [string, string];
  readonly indexes: readonly [number, number];
}

export class Host {
  readonly number: number;
  readonly namespace: string;
  readonly container: string;
  readonly socket: string;
  readonly underlay: string;
  readonly overlay: string;
  client: ProcessClient | undefined;
  readonly messages: FromProcess[] = [];
  readonly #node: string;
  readonly #log: string;

  constructor(name: string, number: number, folder: string) {
    this.number = number;
    this.namespace = `${prefix}${name}-h${number}`;
    this.container = `${prefix}${name}-c${number}`;
    this.socket = join(folder, `h${number}.sock`);
    this.underlay = `10.99.0.${number}`;
    this.overlay = `10.32.0.${number}`;
    this.#log = join(folder, `h${number}.log`);
    this.#node = join(folder, `node-h${number}`);
    const run = `exec nsenter --net=/run/netns/${this.namespace} ${process.execPath} "$@" $WT_DATAPATH_FLAGS\n`;
    writeFileSync(this.#node, `#!/bin/sh\n${process.env["WEAVE_TEST_SANITIZED"] === "1" ? sanitized : ""}${run}`);
    chmodSync(this.#node, 0o755);
  }

  async start(underlayMtu = 1500): Promise<void> {
    const { socket } = this;
    const options = { socket, tap: "weave-tap", port: sleevePort, underlayMtu, threads: 1, logFile: this.#log };
    await ensureProcess({ ...options, nodePath: this.#node });
    await this.connect();
  }

  async connect(): Promise<void> {
    this.client = await ProcessClient.connect(this.socket, {
      message: (message) => {
        if (this.messages.length < 100_000) this.messages.push(message);
      },
      closed: () => {
        this.client = undefined;
      },
    });
    this.send({ kind: "hello", protocol: processProtocolVersion });
  }

  /** The bridge with the TAP in it, and one container. */
  addContainer(mtu: number): void {
    const { namespace, container, number } = this;
    sh(`
      ip netns add ${container}
      ip -n ${namespace} link add weave mtu ${mtu} type bridge mcast_snooping 0
      ip -n ${namespace} link set weave up
      ip -n ${namespace} link set weave-tap mtu ${mtu} master weave up
      bridge -n ${namespace} link set dev weave-tap learning off
      ip link add eth0 netns ${container} address 02:00:00:00:00:0${number} mtu ${mtu} type veth peer name v1 netns ${namespace}
      ip -n ${namespace} link set v1 mtu ${mtu} master weave up
      ip -n ${container} addr add ${this.overlay}/24 dev eth0
      ip -n ${container} addr add fd00::${number}/64 dev eth0 nodad
      ip -n ${container} link set eth0 up
      ip -n ${container} link set lo up`);
  }

  send(message: ToProcess): void {
    if (!this.client) throw new Error(`no connection to the process of h${this.number}`);
    this.client.send(message);
  }

  /** Runs a program in the container; its output. */
  inContainer(command: string): string {
    return sh(`nsenter --net=/run/netns/${this.container} ${command}`);
  }

  spawnInContainer(...command: readonly string[]): ChildProcess {
    return spawn("nsenter", [`--net=/run/netns/${this.container}`, ...command], { stdio: ["pipe", "pipe", "pipe"] });
  }

  inHost(command: string): string {
    return sh(`nsenter --net=/run/netns/${this.namespace} ${command}`);
  }

  pid(): number {
    const state = this.messages.findLast((message) => message.kind === "state");
    if (state?.kind !== "state") throw new Error("no state has come");
    return state.pid;
  }

  /** Fresh counters: those that follow the state which we ask for. The ones of each second may be older than the question. */
  async counters(): Promise<Readonly<Record<string, number>> & { readonly peers: readonly PeerCounters[] }> {
    const seen = this.messages.length;
    this.send({ kind: "query" });
    const message = await until(`counters of h${this.number}`, () => {
      const since = this.messages.slice(seen);
      const state = since.findIndex((one) => one.kind === "state");
      return state < 0 ? undefined : since.slice(state).find((one) => one.kind === "counters");
    });
    if (message.kind !== "counters") throw new Error("unreachable");
    return { ...message.totals, peers: message.peers } as never;
  }

  log(): string {
    return readFileSync(this.#log, "utf8");
  }
}

export class Ground {
  readonly hosts: readonly Host[];
  readonly folder: string;
  readonly #name: string;

  constructor(name: string, hosts: number) {
    this.#name = name;
    this.folder = mkdtempSync(join(tmpdir(), "wt-datapath-"));
    this.hosts = Array.from({ length: hosts }, (_, i) => new Host(name, i + 1, this.folder));
  }

  /** Switch, hosts, processes, bridges, containers. */
  async open(options: { readonly mtu?: number; readonly flags?: string; readonly underlayMtu?: number } = {}) {
    this.#removeNamespaces();
    const sw = `${prefix}${this.#name}-sw`;
    sh(`ip netns add ${sw}; ip -n ${sw} link add br0 type bridge; ip -n ${sw} link set br0 up`);
    process.env["WT_DATAPATH_FLAGS"] = options.flags ?? "";
    for (const host of this.hosts) {
      const { namespace, number, underlay } = host;
      sh(`
        ip netns add ${namespace}
        ip link add e0 netns ${namespace} type veth peer name p${number} netns ${sw}
        ip -n ${sw} link set p${number} master br0 up
        ip -n ${namespace} addr add ${underlay}/24 dev e0
        ip -n ${namespace} addr add fd99::${number}/64 dev e0 nodad
        ip -n ${namespace} link set e0 up
        ip -n ${namespace} link set lo up`);
      await host.start(options.underlayMtu);
      host.addContainer(options.mtu ?? 1390);
    }
  }

  host(number: number): Host {
    return this.hosts[number - 1] as Host;
  }

  /** Cuts or heals the underlay between two hosts. */
  link(a: number, b: number, up: boolean): void {
    const sw = `${prefix}${this.#name}-sw`;
    const rule = (from: number, to: number) => `iifname p${from} oifname p${to} drop`;
    sh(
      up
        ? `nsenter --net=/run/netns/${sw} nft delete table bridge cut${a}${b}`
        : `nsenter --net=/run/netns/${sw} nft 'table bridge cut${a}${b} { chain forward { type filter hook forward priority 0; ${rule(a, b)}; ${rule(b, a)}; }; }'`,
    );
  }

  close(): void {
    for (const host of this.hosts) host.client?.send({ kind: "stop" });
    for (const host of this.hosts) host.client?.close();
    this.#removeNamespaces();
    rmSync(this.folder, { recursive: true, force: true });
  }

  #removeNamespaces(): void {
    let names: string[] = [];
    try {
      names = readdirSync("/run/netns").filter((name) => name.startsWith(`${prefix}${this.#name}-`));
    } catch {
      return;
    }
    for (const name of names) {
      for (const pid of sh(`ip netns pids ${name}`).split(/\s+/).filter(Boolean)) {
        try {
          process.kill(Number(pid), "SIGKILL");
        } catch {
          // It ended by itself.
        }
      }
      sh(`ip netns del ${name}`);
    }
  }
}

export function sessionPair(suite: DataSuite): SessionPair {
  const key = () => randomBytes(32).toString("hex");
  return { suite, keys: [key(), key()], indexes: [randomInt(1, 2 ** 32 - 1), randomInt(1, 2 ** 32 - 1)] };
}

/** The session as the first (`side` 0) or the second one of the two gets it. */
export function sessionEntry(pair: SessionPair, side: 0 | 1, peer: number, sending = true): SessionEntry {
  const other = (1 - side) as 0 | 1;
  return {
    localIndex: pair.indexes[side],
    remoteIndex: pair.indexes[other],
    peer,
    suite: pair.suite,
    sendKey: pair.keys[side],
    receiveKey: pair.keys[other],
    sending,
    lifetimeMs: 600_000,
  };
}

export function joinSession(a: Host, b: Host, suite: DataSuite): SessionPair {
  const pair = sessionPair(suite);
  a.send({ kind: "sessions", set: [sessionEntry(pair, 0, b.number)], remove: [] });
  b.send({ kind: "sessions", set: [sessionEntry(pair, 1, a.number)], remove: [] });
  return pair;
}

/** Tells `host` of a peer; `hops` by host number, the peer itself by default. */
export function setPeer(
  host: Host,
  peer: Host,
  hops: readonly number[] = [peer.number],
  reachable = true,
  address = peer.underlay,
): void {
  const endpoint = reachable ? { host: address, port: sleevePort } : undefined;
  const entry = { shortId: peer.number, name: `02:00:00:00:00:0${peer.number}`, endpoint, hops };
  host.send({ kind: "peers", set: [entry], remove: [] });
}

export function setFlood(host: Host, source: number, hops: readonly number[]): void {
  host.send({ kind: "floods", set: [{ source, hops }], remove: [] });
}

/** Sends `file` from a container to an address of the other by TCP; the receiver's SHA-256 in hex. */
export async function transfer(from: Host, to: Host, file: string, address = to.overlay): Promise<string> {
  const receiver = to.spawnInContainer(process.execPath, "-e", hashReceiver);
  let output = "";
  receiver.stdout?.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  await until("the receiver", () => output.includes("ready"));
  const sender = from.spawnInContainer(process.execPath, "-e", fileSender(file, address));
  const hash = await until("the transfer", () => /[0-9a-f]{64}/.exec(output)?.[0], 60_000);
  sender.kill();
  return hash;
}

/** Configuration, peers, sessions and floods of a full mesh. */
export function joinAll(hosts: readonly Host[], suite: DataSuite): void {
  for (const host of hosts) {
    host.send({ kind: "configure", shortId: host.number, requireSealed: suite !== "none" });
    for (const peer of hosts) if (peer !== host) setPeer(host, peer);
    setFlood(
      host,
      host.number,
      hosts.filter((peer) => peer !== host).map((peer) => peer.number),
    );
  }
  for (const [i, a] of hosts.entries()) for (const b of hosts.slice(i + 1)) joinSession(a, b, suite);
}
