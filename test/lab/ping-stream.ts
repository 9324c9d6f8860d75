/**
 * A hundred pings a second from one container to another until it is stopped, and which of them were never answered. What
 * is under way when it stops is not counted as lost: at most `underWayMax` at the end.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { netnsOfName } from "../../host/netns.ts";
import type { LabView } from "../../lab/list.ts";

export interface PingCount {
  readonly pair: string;
  readonly sent: number;
  /** Sequence numbers from 1. */
  readonly lost: readonly number[];
}

/** Answers take below 100 ms, also on a machine that others use. */
const underWayMax = 10;
export const pingIntervalMs = 10;

export class PingStream {
  readonly pair: string;
  readonly #ping: ChildProcess;
  readonly #output: Promise<string>;

  constructor(pair: string, netns: string, address: string) {
    this.pair = pair;
    const words = ["ping", "-n", "-i", String(pingIntervalMs / 1_000), "-W", "1", address];
    this.#ping = spawn("nsenter", [`--net=${netnsOfName(netns)}`, "--", ...words], {
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, LC_ALL: "C" },
    });
    this.#output = new Promise((resolve) => {
      let text = "";
      this.#ping.stdout?.on("data", (chunk) => {
        text += chunk;
      });
      this.#ping.on("close", () => resolve(text));
    });
  }

  async stop(): Promise<PingCount> {
    this.#ping.kill("SIGINT");
    const text = await this.#output;
    const sent = Number(/(\d+) packets transmitted/.exec(text)?.[1]);
    if (!(sent > 0)) throw new Error(`ping ${this.pair} did not run: ${text.slice(0, 500)}`);
    const answered = new Set<number>();
    // ping counts its sequence numbers in 16 bits: a longer stream comes round.
    for (const [, seq] of text.matchAll(/bytes from .* icmp_seq=(\d+) .*time=/g)) answered.add(Number(seq));
    const lost = Array.from({ length: sent - underWayMax }, (_, i) => i + 1).filter((seq) => !answered.has(seq));
    return { pair: this.pair, sent, lost };
  }
}

/** One stream for each ordered pair of the lab's containers. */
export function pingAllPairs(lab: LabView): readonly PingStream[] {
  const containers = lab.hosts.flatMap((host) => host.containers);
  return containers.flatMap((from) =>
    containers
      .filter((to) => to.name !== from.name)
      .map((to) => new PingStream(`${from.name} to ${to.name}`, from.netns, to.addresses[0] as string)),
  );
}

export function stopAll(streams: readonly PingStream[]): Promise<readonly PingCount[]> {
  return Promise.all(streams.map((stream) => stream.stop()));
}

/** The longest run of pings without an answer, as time. */
export function longestGapMs({ lost }: PingCount): number {
  let longest = 0;
  let run = 0;
  lost.forEach((seq, i) => {
    run = i > 0 && lost[i - 1] === seq - 1 ? run + 1 : 1;
    longest = Math.max(longest, run);
  });
  return longest * pingIntervalMs;
}
