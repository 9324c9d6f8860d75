/**
 * A hundred pings a second from one container to another until it is stopped, and which of them were never answered. What
 * is under way when it stops is not counted as lost: at most `underWayMax` at the end.
 */
import type { LabProgram, MeshLab } from "./mesh-lab.ts";

export interface PingCount {
  /** `h1c1 to h2c1`. */
  readonly pair: string;
  readonly sent: number;
  /** Sequence numbers, from 1. */
  readonly lost: readonly number[];
}

export interface PingStream {
  readonly pair: string;
  readonly program: LabProgram;
}

/** Answers take below 100 ms, also on a machine that others use. */
const underWayMax = 10;
const intervalMs = 10;

/** One stream for each ordered pair of these containers, once every one of them was answered. */
export async function pingAllPairs(
  lab: MeshLab,
  containers: readonly string[] = lab.containers().map(({ name }) => name),
): Promise<readonly PingStream[]> {
  const pairs = containers.flatMap((from) => containers.filter((to) => to !== from).map((to) => [from, to] as const));
  const streams = pairs.map(([from, to]) => ({
    pair: `${from} to ${to}`,
    program: lab.start(from, "ping", "-n", "-i", String(intervalMs / 1_000), lab.address(to)),
  }));
  await Promise.all(streams.map(({ program }) => program.printed(/icmp_seq=\d+ /)));
  return streams;
}

/** Ends them all. */
export function stopPings(streams: readonly PingStream[]): Promise<readonly PingCount[]> {
  return Promise.all(
    streams.map(async ({ pair, program }) => {
      await program.stop("SIGINT");
      return countOf(pair, program.stdout());
    }),
  );
}

/** The longest run of pings without an answer, as time. */
export function longestGapMs({ lost }: PingCount): number {
  let longest = 0;
  let run = 0;
  lost.forEach((seq, i) => {
    run = lost[i - 1] === seq - 1 ? run + 1 : 1;
    longest = Math.max(longest, run);
  });
  return longest * intervalMs;
}

function countOf(pair: string, printed: string): PingCount {
  const sent = Number(/(\d+) packets transmitted/.exec(printed)?.[1]);
  if (!(sent > underWayMax)) throw new Error(`the ping from ${pair} did not run: ${printed.slice(-500)}`);
  const answered = new Set<number>();
  for (const [, seq] of printed.matchAll(/bytes from .* icmp_seq=(\d+) .*time=/g)) answered.add(Number(seq));
  const lost = Array.from({ length: sent - underWayMax }, (_, i) => i + 1).filter((seq) => !answered.has(seq));
  return { pair, sent, lost };
}
