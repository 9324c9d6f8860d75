/**
 * A capture of a lab's whole underlay: every port of its switch. It begins when the switch is there, before any router is
 * launched, so it is to be started before the lab comes up.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { netnsOfName } from "../../host/netns.ts";
import { switchNetns } from "../../lab/state.ts";

export interface Capture {
  readonly bytes: Buffer;
  /** Since when, in seconds since the machine's boot. */
  readonly since: number;
}

export class UnderlayCapture {
  readonly #folder: Promise<string> = mkdtemp(join(tmpdir(), "weave-capture-"));
  readonly #running: Promise<{ readonly tcpdump: ChildProcess; readonly since: number }>;
  #said = "";
  #givenUp = false;

  constructor(lab: string) {
    this.#running = this.#begin(netnsOfName(switchNetns({ name: lab })));
    this.#running.catch(() => {});
  }

  /** Ends it, and removes the file. @throws when it missed a packet, or never ran */
  async end(): Promise<Capture> {
    const { tcpdump, since } = await this.#running;
    // What is in its buffer.
    await sleep(300);
    await stopped(tcpdump, "SIGINT");
    if (!/\b0 packets dropped by kernel/.test(this.#said)) throw new Error(`the capture has holes: ${this.#said}`);
    const bytes = await readFile(join(await this.#folder, "pcap"));
    await this.remove();
    return { bytes, since };
  }

  /** Whatever became of it. */
  async remove(): Promise<void> {
    this.#givenUp = true;
    await this.#running.then(({ tcpdump }) => stopped(tcpdump, "SIGKILL")).catch(() => {});
    await rm(await this.#folder, { recursive: true, force: true });
  }

  async #begin(netns: string): Promise<{ readonly tcpdump: ChildProcess; readonly since: number }> {
    const file = join(await this.#folder, "pcap");
    const deadline = performance.now() + 60_000;
    for (;;) {
      if (this.#givenUp || performance.now() > deadline)
        throw new Error(`there is no underlay to capture: ${this.#said}`);
      if (existsSync(netns)) {
        const words = ["tcpdump", "-i", "any", "-n", "-U", "-B", "32768", "-s", "0", "-Z", "root", "-w", file];
        const tcpdump = spawn("nsenter", [`--net=${netns}`, "--", ...words], { stdio: ["ignore", "ignore", "pipe"] });
        tcpdump.stderr?.on("data", (text) => {
          this.#said += text;
        });
        while (tcpdump.exitCode === null && !this.#said.includes("listening on")) await sleep(2);
        if (tcpdump.exitCode === null) return { tcpdump, since: await uptime() };
        // The namespace's file is there a moment before the namespace.
      }
      await sleep(2);
    }
  }
}

async function stopped(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("close", resolve));
  child.kill(signal);
  await ended;
}

async function uptime(): Promise<number> {
  return Number.parseFloat(await readFile("/proc/uptime", "utf8"));
}
