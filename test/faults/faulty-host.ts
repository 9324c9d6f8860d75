/**
 * One host of a lab under faults: starting, killing and stopping its processes, with a record of which of them must be
 * alive. One that is found dead without having been struck died by itself, and that is a violation. A router's process is
 * recorded when it answers, the datapath's when the router tells it.
 */
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { WeaveClient } from "../../api/client.ts";
import { awaitRouter, clientOf, consoleLog, processesOf, startRouter } from "../../lab/host-process.ts";
import { isAlive, killAndWait, type ProcessRecord, recordOf } from "../../lab/process.ts";
import type { Lab, LabHost } from "../../lab/state.ts";
import { powerOff, powerOn } from "../../lab/virtual-host.ts";
import type { Ledger } from "./ledger.ts";

/** A start on a machine whose processors are all busy. */
const startMsMax = 60_000;
const callMsMax = 10_000;

export type ProcessKind = "router" | "datapath";

export class FaultyHost {
  readonly host: LabHost;
  readonly #lab: Lab;
  readonly #ledger: Ledger;
  /** That must be alive. */
  readonly #expected: Record<ProcessKind, ProcessRecord | undefined> = { router: undefined, datapath: undefined };
  /** Kinds whose processes are not to be recorded now, since they are struck. */
  readonly #struck = new Set<ProcessKind>();
  /** Grows with each loss of power: what was under way before is of another life. */
  life = 1;
  /** Has power. Its router may be dead. */
  isUp = false;
  /** The name of its identity, known once its router answered. */
  peerName = "";
  /** The most that a process of it was seen to have in memory, in MB. */
  readonly memoryMb: Record<ProcessKind, number> = { router: 0, datapath: 0 };

  constructor(lab: Lab, host: LabHost, ledger: Ledger) {
    this.#lab = lab;
    this.host = host;
    this.#ledger = ledger;
  }

  get number(): number {
    return this.host.number;
  }

  client(timeoutMs: number = callMsMax): WeaveClient {
    return clientOf(this.host, timeoutMs);
  }

  /** Its router, and its datapath if there is none; a router that runs is left alone. */
  async start(): Promise<void> {
    this.isUp = true;
    const since = performance.now();
    try {
      await startRouter(this.#lab, this.host);
      await awaitRouter(this.#lab, this.host, performance.now() + startMsMax);
      this.peerName = (await this.client().status()).router.name;
    } catch (error) {
      this.#ledger.violation(`the router of ${this.host.name} did not come up: ${(error as Error).message}`);
      return;
    }
    this.#struck.clear();
    [this.#expected.router] = await processesOf(this.host, "router");
    this.#ledger.note(
      `${this.host.name} is ready as ${this.peerName} after ${Math.round(performance.now() - since)} ms`,
    );
  }

  async kill(kind: ProcessKind): Promise<void> {
    this.#strike(kind);
    // A child that the victim had just forked still carries its command line: look again until there is none.
    for (let found = await processesOf(this.host, kind); found.length > 0; found = await processesOf(this.host, kind)) {
      await killAndWait(found);
      if (kind === "datapath") break;
    }
    if (kind === "datapath") this.#struck.delete(kind);
  }

  /** `weave stop`: both processes end, after goodbyes. */
  async endWeave(): Promise<void> {
    this.#strike("router");
    this.#strike("datapath");
    await this.client().stop();
    while ((await processesOf(this.host, "router")).length > 0) await sleep(50);
  }

  /** SIGSTOP, and what undoes it. */
  async suspend(kind: ProcessKind): Promise<() => Promise<void>> {
    // A router ends a datapath process that does not answer, and starts another.
    if (kind === "datapath") this.#strike(kind);
    const victims = await processesOf(this.host, kind);
    for (const { pid } of victims) signal(pid, "SIGSTOP");
    return async () => {
      for (const victim of victims) if (await isAlive(victim)) signal(victim.pid, "SIGCONT");
      this.#struck.delete("datapath");
    };
  }

  async losePower(): Promise<void> {
    this.#strike("router");
    this.#strike("datapath");
    this.isUp = false;
    this.life += 1;
    await powerOff(this.#lab, this.host);
  }

  /** Boots it; `start` is next. */
  async getPower(): Promise<void> {
    await powerOn(this.#lab, this.host);
  }

  /** As when a machine is replaced by another one that has its address. */
  async forgetState(): Promise<void> {
    await rm(join(this.host.folder, "state"), { recursive: true, force: true });
    await rm(join(this.host.folder, "machine-id"), { force: true });
  }

  /** Whether what must live does, and how much memory it takes. */
  async look(): Promise<void> {
    for (const kind of ["router", "datapath"] as const) {
      const expected = this.#expected[kind];
      if (expected === undefined) continue;
      if (await isAlive(expected)) {
        this.memoryMb[kind] = Math.max(this.memoryMb[kind], await residentMb(expected.pid));
      } else if (this.#expected[kind] === expected) {
        this.#expected[kind] = undefined;
        const said = kind === "router" ? `; its log ends: ${await endOf(consoleLog(this.host))}` : "";
        this.#ledger.violation(`the ${kind} process of ${this.host.name} ended by itself${said}`);
      }
    }
    if (this.isUp && this.#expected.datapath === undefined && !this.#struck.has("datapath"))
      await this.#learnDatapath();
  }

  async #learnDatapath(): Promise<void> {
    const status = await this.client(1_000)
      .statusPart("datapath")
      .catch(() => undefined);
    if (status === undefined || !status.running || status.pid === null) return;
    const record = await recordOf(status.pid);
    if (!this.#struck.has("datapath")) this.#expected.datapath = record;
  }

  #strike(kind: ProcessKind): void {
    this.#struck.add(kind);
    this.#expected[kind] = undefined;
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

async function residentMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1_024;
}

async function endOf(file: string): Promise<string> {
  const text = await readFile(file, "utf8").catch(() => "");
  return text.trimEnd().split("\n").slice(-3).join(" | ").slice(-1_500);
}
