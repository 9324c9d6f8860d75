/**
 * What containers see, asked of the kernel and of the network and never of a router: addresses on interfaces, answers to
 * ARP and pings, and by a program in one container of each host what arrives that never should.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { netnsOfName } from "../../host/netns.ts";
import { run } from "../../host/run.ts";
import { networkInterface } from "./containers.ts";
import type { FaultContainer, HeldContainer, Ledger } from "./ledger.ts";
import {
  addressesProgram,
  type ReachAnswer,
  reachProgram,
  type WitnessLine,
  witnessProgram,
} from "./witness-program.ts";

interface Watching {
  readonly child: ChildProcess;
  readonly address: string;
}

export class Witnesses {
  readonly #ledger: Ledger;
  /** By number of the host. */
  readonly #watching = new Map<number, Watching>();
  broadcastsHeard = 0;
  unicastsHeard = 0;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  watch(container: FaultContainer): void {
    if (container.held === undefined) return;
    const name = `h${container.host}`;
    const program = witnessProgram(name, networkInterface);
    const child = spawn("nsenter", [`--net=${netnsOfName(container.name)}`, "--", "python3", "-c", program], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    child.stdin.on("error", () => {});
    createInterface({ input: child.stdout }).on("line", (line) =>
      this.#hear(container, JSON.parse(line) as WitnessLine),
    );
    this.#watching.set(container.host, { child, address: container.held.address });
    this.#tellAll();
  }

  /** Ends the program before the container goes, so that its namespace is not held. */
  async end(host: number): Promise<void> {
    const watching = this.#watching.get(host);
    if (watching === undefined) return;
    this.#watching.delete(host);
    const closed = new Promise((resolve) => watching.child.once("close", resolve));
    if (watching.child.exitCode !== null) return;
    watching.child.kill("SIGTERM");
    await closed;
  }

  async endAll(): Promise<void> {
    await Promise.all([...this.#watching.keys()].map((host) => this.end(host)));
  }

  #tellAll(): void {
    for (const { child, address } of this.#watching.values()) {
      const others = [...this.#watching.values()].map((one) => one.address).filter((one) => one !== address);
      child.stdin?.write(`${others.join(" ")}\n`);
    }
  }

  #hear({ name }: FaultContainer, line: WitnessLine): void {
    if (line.kind === "own") this.#ledger.violation(`${name} got its own frame back (${line.count}): ${line.frame}`);
    if (line.kind === "twice") {
      const which = `broadcast ${line.number} of ${line.from} twice, ${line.afterMs} ms apart`;
      this.#ledger.violation(`${name} got ${which}`);
    }
    if (line.kind === "heard") {
      this.broadcastsHeard += line.broadcasts;
      this.unicastsHeard += line.unicasts;
    }
  }
}

/** Reads the addresses of all living containers: none is on two of them, and each has what its router said. */
export async function checkKernel(ledger: Ledger): Promise<void> {
  const before = [...ledger.containers.values()].map((container) => ({ container, held: container.held }));
  const { stdout } = await run("python3", ["-c", addressesProgram], {
    input: `${JSON.stringify(before.map(({ container }) => container.name))}\n`,
    timeoutMs: 60_000,
  });
  const addresses = JSON.parse(stdout) as Readonly<Record<string, readonly string[]>>;
  const owners = new Map<string, string>();
  for (const { container, held } of before) {
    const { name } = container;
    // Gone with its host, or given back, while we looked.
    if (ledger.containers.get(name) !== container) continue;
    const found = addresses[name] ?? [];
    for (const address of found) {
      const other = owners.get(address);
      if (other !== undefined) ledger.violation(`the kernel has ${address} in ${other} and in ${name}`);
      owners.set(address, name);
    }
    if (held === undefined || container.held !== held) continue;
    const wanted = [held.address, held.ipv6];
    if (wanted.every((one) => found.includes(one)) && found.length === wanted.length) continue;
    ledger.violation(`${name} was given ${wanted.join(" and ")}, and the kernel has ${found.join(", ") || "nothing"}`);
  }
}

export interface Reach {
  /** Addresses that answered no ping. */
  readonly silent: readonly string[];
}

/** Pings others from a container by IPv4 and IPv6, and asks by ARP who has their addresses: nobody but they. */
export async function reachFrom(
  from: HeldContainer,
  to: readonly HeldContainer[],
  seconds: number,
  ledger: Ledger,
): Promise<Reach> {
  const others = to.filter((one) => one.name !== from.name);
  const asked = {
    own: from.held.address,
    ipv4: others.map(({ held }) => held.address),
    ipv6: others.map(({ held }) => held.ipv6),
    seconds,
  };
  const { status, stdout } = await run("python3", ["-c", reachProgram(networkInterface)], {
    netns: netnsOfName(from.name),
    input: `${JSON.stringify(asked)}\n`,
    timeoutMs: 1_000 * seconds + 30_000,
    acceptStatus: [0, 1],
  });
  // Its namespace may be gone by now.
  if (status !== 0) return { silent: [] };
  const answer = JSON.parse(stdout) as ReachAnswer;
  for (const one of others) {
    const others = (answer.macs[one.held.address] ?? []).filter((mac) => mac !== one.held.mac);
    // Given to somebody else since we asked.
    if (ledger.containers.get(one.name)?.held !== one.held) continue;
    if (others.length > 0)
      ledger.violation(`${one.held.address} of ${one.name} is answered for by ${others.join()} too`);
  }
  return { silent: answer.silent };
}
