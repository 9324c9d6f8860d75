/**
 * Two hosts and a container on each, in network namespaces of their own, the same for every row: an underlay veth of MTU
 * 1,500 between the hosts (10.201.0.1 and .2), containers with MTU 1,376 whatever the row's own overhead is, so that rows
 * differ by their datapath and not by the size of their packets. Everything goes when the ground is disposed of:
 * processes by their ids, then namespaces, and with them every interface.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { netnsOfName } from "../host/netns.ts";
import { run, runInBackground } from "../host/run.ts";

export const containerMtu = 1_376;
export const underlayMtu = 1_500;
/** The interface of the underlay in each host. */
export const underlayLink = "under0";
export const bridge = "bench0";

export type Condition = "veth" | "cubic" | "mtu";
export const conditions: Readonly<Record<Condition, string>> = {
  veth: "offloads of veth as they come, the machine's congestion control",
  cubic: "the same, TCP by cubic, which does not pace",
  mtu: "the underlay carries frames of its MTU: UDP, tunnel and TCP segmentation offload off, GRO on",
};

export interface Place {
  readonly host: string;
  readonly container: string;
  /** Of the underlay. */
  readonly address: string;
}

const notOffloaded = ["tx-udp-segmentation", "tx-udp_tnl-segmentation", "tx-udp_tnl-csum-segmentation", "tso"];
const endMsMax = 5_000;
let made = 0;

export class Ground implements AsyncDisposable {
  /** Index 0 sends in every figure. */
  readonly places: readonly [Place, Place];
  /** For keys and configuration. */
  readonly folder: string;
  readonly #namespaces: readonly string[];
  readonly #processes: number[] = [];

  private constructor(label: string) {
    const name = (of: string) => `wb-${process.pid}-${label}-${of}`;
    const place = (number: number): Place => ({
      host: netnsOfName(name(`h${number}`)),
      container: netnsOfName(name(`c${number}`)),
      address: `10.201.0.${number}`,
    });
    this.places = [place(1), place(2)];
    this.#namespaces = ["h1", "h2", "c1", "c2"].map(name);
    this.folder = mkdtempSync(`${tmpdir()}/weave-bench-`);
  }

  static async make(condition: Condition): Promise<Ground> {
    const ground = new Ground(String(++made));
    try {
      await ground.#bringUp(condition);
      return ground;
    } catch (error) {
      await ground[Symbol.asyncDispose]();
      throw error;
    }
  }

  async #bringUp(condition: Condition): Promise<void> {
    for (const name of this.#namespaces) await run("ip", ["netns", "add", name]);
    const [first, second] = this.#namespaces as [string, string];
    const link = [underlayLink, "mtu", String(underlayMtu)];
    await run("ip", ["-n", first, "link", "add", ...link, "type", "veth", "peer", ...link, "netns", second]);
    for (const { host, container, address } of this.places) {
      for (const netns of [host, container]) await run("ip", ["link", "set", "lo", "up"], { netns });
      await run("ip", ["address", "add", `${address}/24`, "dev", underlayLink], { netns: host });
      await run("ip", ["link", "set", underlayLink, "up"], { netns: host });
      if (condition === "mtu") {
        const features = [...notOffloaded.flatMap((name) => [name, "off"]), "gro", "on"];
        await run("ethtool", ["-K", underlayLink, ...features], { netns: host });
      }
    }
  }

  /** A bridge on each host with its container behind it; the container's address is `addresses[i]`, with prefix. */
  async bridgeContainers(addresses: readonly [string, string]): Promise<void> {
    for (const { host } of this.places) {
      await run("ip", ["link", "add", bridge, "mtu", String(containerMtu), "type", "bridge"], { netns: host });
      await run("ip", ["link", "set", bridge, "up"], { netns: host });
    }
    await this.plugContainers(addresses);
  }

  /** Where the row's own program has made the bridges. */
  async plugContainers(addresses: readonly [string, string]): Promise<void> {
    const mtu = ["mtu", String(containerMtu)];
    for (const [index, { host, container }] of this.places.entries()) {
      const inside = container.replace(/.*\//, "");
      await run("ip", ["link", "add", "port0", ...mtu, "type", "veth", "peer", "eth0", ...mtu, "netns", inside], {
        netns: host,
      });
      await run("ip", ["link", "set", "port0", "master", bridge, "up"], { netns: host });
      await run("ip", ["address", "add", addresses[index] as string, "dev", "eth0"], { netns: container });
      await run("ip", ["link", "set", "eth0", "up"], { netns: container });
    }
  }

  /** Bridges with a gateway, a network of 256 addresses a host (its first three bytes). Returns the containers' addresses. */
  async routeContainers(networks: readonly [string, string]): Promise<readonly [string, string]> {
    const [first, second] = networks.map((network) => `${network}.2`) as [string, string];
    await this.bridgeContainers([`${first}/24`, `${second}/24`]);
    for (const [index, { host, container }] of this.places.entries()) {
      const gateway = `${networks[index]}.1`;
      await run("sysctl", ["-qw", "net.ipv4.ip_forward=1"], { netns: host });
      await run("ip", ["address", "add", `${gateway}/24`, "dev", bridge], { netns: host });
      await run("ip", ["route", "add", "default", "via", gateway], { netns: container });
    }
    return [first, second];
  }

  /** Starts a program that ends with the ground. Returns its process id. */
  async start(
    netns: string,
    program: string,
    words: readonly string[],
    environment: Readonly<Record<string, string>> = {},
  ): Promise<number> {
    const logFile = `${this.folder}/programs.log`;
    const pid = await runInBackground(program, words, { netns, logFile, environment });
    this.#processes.push(pid);
    return pid;
  }

  /** Ends with the ground too: a process that something else started. */
  adopt(pid: number): void {
    this.#processes.push(pid);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const alive = this.#processes.filter((pid) => signal(pid, "SIGTERM"));
    for (const deadline = performance.now() + endMsMax; performance.now() < deadline; await sleep(50)) {
      if (!alive.some((pid) => signal(pid, 0))) break;
    }
    for (const pid of alive) signal(pid, "SIGKILL");
    for (const name of this.#namespaces) await run("ip", ["netns", "del", name], { acceptStatus: [0, 1] });
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** False when there is no such process any more. */
function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

/** Waits until a program that was just started has made its interface. */
export async function awaitLink(netns: string, name: string): Promise<void> {
  for (const deadline = performance.now() + 10_000; ; await sleep(50)) {
    const { status } = await run("ip", ["link", "show", name], { netns, acceptStatus: [0, 1] });
    if (status === 0) return;
    if (performance.now() > deadline) throw new Error(`the interface ${name} did not appear in ${netns}`);
  }
}
