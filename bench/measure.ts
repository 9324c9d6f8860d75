/** The figures of a row that is up, one after the other. A figure that a program could not take is left out. */
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { run, runInBackground } from "../host/run.ts";
import type { Condition } from "./ground.ts";
import { usageOf } from "./process-usage.ts";
import { busySeconds, pingTimes, tcpReading, udpReading } from "./readings.ts";
import type { Way } from "./row.ts";
import { summaryOf } from "./statistics.ts";

export const figures = {
  tcp1: "TCP, one stream, Gbit/s",
  tcp4: "TCP, four streams, Gbit/s",
  udp100k: "UDP 64 B received of 100 kpps offered, kpps",
  udpMax: "UDP 64 B received at overload, kpps",
  rttIdle: "ping RTT idle, ms",
  rttLoaded: "ping RTT under a TCP stream, ms",
  cpuPerGigabyte: "CPU seconds per gigabyte, whole machine",
  memory: "resident memory of one host's processes, MB",
} as const;
export type Figure = keyof typeof figures;
export type Reading = Partial<Record<Figure, number>>;

/** 64 bytes at 100,000 packets a second. */
const bitsAt100k = 64 * 8 * 100_000;
const reachableMsMax = 20_000;
const anyStatus = Array.from({ length: 256 }, (_, status) => status);

export async function measure(way: Way, seconds: number, condition: Condition): Promise<Reading> {
  // For the socket: a namespace of its own may not have a default that the machine does not let everybody use.
  const congestion = condition === "cubic" ? ["--congestion=cubic"] : [];
  await awaitReachable(way);
  const server = await runInBackground("iperf3", ["--server"], { netns: way.to });
  try {
    await sleep(300);
    const rttIdle = await roundTrip(way, 200, 0.01);
    const before = busySeconds(readFileSync("/proc/stat", "utf8")) ?? 0;
    const one = tcpReading(await iperf(way, seconds, congestion));
    const busy = (busySeconds(readFileSync("/proc/stat", "utf8")) ?? 0) - before;
    const four = tcpReading(await iperf(way, seconds, [...congestion, "--parallel=4"]));
    const offered = udpReading(await iperf(way, seconds, ["--udp", "--length=64", `--bitrate=${bitsAt100k}`]));
    const overload = udpReading(await iperf(way, seconds, ["--udp", "--length=64", "--bitrate=0"]));
    const [rttLoaded] = await Promise.all([loadedRoundTrip(way, seconds), iperf(way, seconds, congestion)]);
    return withoutHoles({
      tcp1: one?.gigabitsPerSecond,
      tcp4: four?.gigabitsPerSecond,
      // A sender that was slower than asked offers less, and is judged by what it offered.
      udp100k: offered && (offered.received / offered.offered) * 100,
      udpMax: overload && overload.received / 1_000,
      rttIdle,
      rttLoaded,
      cpuPerGigabyte: one && busy / (one.bytes / 1e9),
      memory: memoryOf(way.processes),
    });
  } finally {
    process.kill(server, "SIGTERM");
  }
}

async function awaitReachable({ from, address }: Way): Promise<void> {
  for (const deadline = performance.now() + reachableMsMax; performance.now() < deadline; ) {
    const { status } = await run("ping", ["-n", "-c", "1", "-W", "1", address], {
      netns: from,
      acceptStatus: anyStatus,
    });
    if (status === 0) return;
  }
  throw new Error(`${address} is not reached within ${reachableMsMax / 1_000} s`);
}

async function iperf({ from, address }: Way, seconds: number, words: readonly string[]): Promise<string> {
  const common = ["--client", address, "--json", `--time=${seconds}`, ...words];
  const options = { netns: from, timeoutMs: 1_000 * (seconds + 20), acceptStatus: anyStatus };
  return (await run("iperf3", common, options)).stdout;
}

/** The median of `count` pings, in milliseconds. */
async function roundTrip({ from, address }: Way, count: number, intervalSeconds: number): Promise<number | undefined> {
  const words = ["-n", "-c", String(count), "-i", String(intervalSeconds), "-W", "1", address];
  const { stdout } = await run("ping", words, { netns: from, acceptStatus: anyStatus, timeoutMs: 30_000 });
  return summaryOf(pingTimes(stdout))?.median;
}

/** Once the stream has found its speed. */
async function loadedRoundTrip(way: Way, seconds: number): Promise<number | undefined> {
  await sleep(1_000);
  return roundTrip(way, Math.max(20, Math.floor((seconds - 2) * 50)), 0.02);
}

/** Megabytes (10^6 bytes); undefined for rows without a process. */
function memoryOf(processes: readonly number[]): number | undefined {
  if (processes.length === 0) return undefined;
  return processes.reduce((sum, pid) => sum + usageOf(pid).residentBytes, 0) / 1e6;
}

function withoutHoles(reading: Readonly<Record<Figure, number | undefined>>): Reading {
  return Object.fromEntries(Object.entries(reading).filter(([, value]) => value !== undefined));
}
