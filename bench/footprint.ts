/**
 * What router and datapath process of a host take, in a lab where every host has all others as peers: at rest, and then
 * under traffic for as long as asked (TCP both ways from the first host's container to every other one's, paced, and small
 * UDP packets). Every host is measured; the first one carries all of the traffic. Memory is judged after a warm-up by the
 * slope of a fitted line, since a single reading moves with each collection of garbage.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { netnsOfName } from "../host/netns.ts";
import { runInBackground } from "../host/run.ts";
import { labDownOrFail } from "../lab/down.ts";
import { processesOf } from "../lab/host-process.ts";
import type { LabView } from "../lab/list.ts";
import { hostsOf, readLab } from "../lab/state.ts";
import { labUp } from "../lab/up.ts";
import { type ProcessUsage, usageOf } from "./process-usage.ts";
import { slopeOf, summaryOf } from "./statistics.ts";

export interface FootprintOptions {
  readonly peers: number;
  readonly minutes: number;
  /** Minutes; 0 for none. */
  readonly soak: number;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

export interface FootprintReport {
  readonly peers: number;
  readonly phases: readonly PhaseReport[];
}

/** Of one of the processes, or of both together: the middle of all hosts, and the first host's. */
export interface PartReport {
  /** Percent of one core, the whole phase long. */
  readonly cpuPercent: { readonly median: number; readonly first: number };
  /** Of that, programs that the process started. */
  readonly childPercent: { readonly median: number; readonly first: number };
  /** Megabytes (10^6 bytes), at the end. */
  readonly resident: { readonly median: number; readonly first: number; readonly max: number };
  readonly proportional: { readonly median: number; readonly first: number };
}

export interface PhaseReport {
  readonly name: "at rest" | "under traffic";
  readonly seconds: number;
  readonly parts: Readonly<Record<Part | "both", PartReport>>;
  /** Megabytes an hour that both together grow by, after the first third; null for phases that are too short to say. */
  readonly growth: { readonly median: number; readonly first: number } | null;
  readonly grows: boolean;
  /** Resident megabytes of both, of the first host, with the second of each sample: to be drawn. */
  readonly samples: readonly (readonly [number, number])[];
}

type Part = "router" | "datapath";
type Sample = Readonly<Record<Part, ProcessUsage>>;

/** Until connections, sessions and the search for the MTU are done. */
const settleMs = 30_000;
const sampleEveryMs = 10_000;
/** Shorter phases say nothing about growth. */
const growthSecondsMin = 300;
/** What a phase may end above its fitted beginning: collections of garbage alone move the reading by more. */
const growthMegabytesMax = 4;
const bitsEach = "10M";
const udpBitsEach = "256K";
const basePort = 5_201;

/** Undefined when it was interrupted. */
export async function footprint(options: FootprintOptions): Promise<FootprintReport | undefined> {
  const { peers, say, signal } = options;
  const name = `bench-${process.pid}`;
  try {
    const request = { name, hosts: peers + 1, containers: 1, topology: "full", encrypt: true } as const;
    const view = await labUp({ ...request, onProgress: say, signal });
    const hosts = await pidsOf(name);
    await sleep(settleMs, undefined, { signal });
    const phases = [await phase("at rest", hosts, options.minutes, options)];
    if (options.soak > 0) phases.push(await underTraffic(view, hosts, options));
    return { peers, phases };
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  } finally {
    await labDownOrFail(name).catch((error: Error) => say(error.message));
  }
}

type HostPids = Readonly<Record<Part, number>>;

async function pidsOf(name: string): Promise<readonly HostPids[]> {
  const lab = await readLab(name);
  return Promise.all(
    hostsOf(lab).map(async (host) => {
      const [router, datapath] = [await processesOf(host, "router"), await processesOf(host, "datapath")];
      if (router.length !== 1 || datapath.length !== 1)
        throw new Error(`${host.name} does not have one process of each`);
      return { router: router[0]?.pid as number, datapath: datapath[0]?.pid as number };
    }),
  );
}

async function underTraffic(
  view: LabView,
  hosts: readonly HostPids[],
  options: FootprintOptions,
): Promise<PhaseReport> {
  const [first, ...others] = view.hosts.map(({ containers }) => containers[0]);
  const programs: number[] = [];
  const start = async (netns: string, words: readonly string[]) =>
    void programs.push(await runInBackground("iperf3", words, { netns: netnsOfName(netns) }));
  try {
    const port = (number: number) => `--port=${basePort + number}`;
    for (const other of others)
      for (const number of [0, 1]) await start(other?.netns ?? "", ["--server", port(number)]);
    await sleep(1_000);
    for (const other of others) {
      const client = [`--client=${other?.addresses[0]}`, `--time=${options.soak * 60 + 30}`];
      await start(first?.netns ?? "", [...client, port(0), "--bidir", `--bitrate=${bitsEach}`]);
      await start(first?.netns ?? "", [...client, port(1), "--udp", "--length=64", `--bitrate=${udpBitsEach}`]);
    }
    return await phase("under traffic", hosts, options.soak, options);
  } finally {
    for (const pid of programs) {
      try {
        process.kill(pid, "SIGTERM");
      } catch {
        // It has ended.
      }
    }
  }
}

async function phase(
  name: PhaseReport["name"],
  hosts: readonly HostPids[],
  minutes: number,
  { say, signal }: FootprintOptions,
): Promise<PhaseReport> {
  say(`${name}: ${minutes} min`);
  const from = performance.now();
  const elapsed = () => (performance.now() - from) / 1_000;
  const sample = (): readonly Sample[] =>
    hosts.map(({ router, datapath }) => ({ router: usageOf(router), datapath: usageOf(datapath) }));
  const samples: (readonly [second: number, hosts: readonly Sample[]])[] = [[0, sample()]];
  while (elapsed() < minutes * 60) {
    await sleep(Math.min(sampleEveryMs, Math.max(0, minutes * 60_000 - elapsed() * 1_000)), undefined, { signal });
    samples.push([elapsed(), sample()]);
  }
  return reportOf(name, samples);
}

function reportOf(
  name: PhaseReport["name"],
  samples: readonly (readonly [second: number, hosts: readonly Sample[]])[],
): PhaseReport {
  const [, before] = samples[0] as (typeof samples)[number];
  const [seconds, after] = samples.at(-1) as (typeof samples)[number];
  const part = (parts: readonly Part[]): PartReport => {
    const each = (read: (usage: ProcessUsage) => number, of: readonly Sample[]) =>
      of.map((sample) => parts.reduce((sum, one) => sum + read(sample[one]), 0));
    const spent = (read: (usage: ProcessUsage) => number) => {
      const earlier = each(read, before);
      return of(each(read, after).map((value, host) => (100 * (value - (earlier[host] as number))) / seconds));
    };
    const resident = each(({ residentBytes }) => residentBytes / 1e6, after);
    return {
      cpuPercent: spent(({ cpuSeconds }) => cpuSeconds),
      childPercent: spent(({ childSeconds }) => childSeconds),
      resident: { ...of(resident), max: Math.max(...resident) },
      proportional: of(each(({ proportionalBytes }) => proportionalBytes / 1e6, after)),
    };
  };
  const settled = samples.filter(([second]) => second >= seconds / 3);
  const line = (host: number) => samples.map(([second, hosts]) => [second, residentOf(hosts[host] as Sample)] as const);
  const slopes = after.map((_, host) => slopeOf(line(host).slice(-settled.length)) ?? 0);
  const isLong = seconds >= growthSecondsMin;
  const growth = isLong ? of(slopes.map((slope) => slope * 3_600)) : null;
  const grown = slopes.map((slope) => (slope * seconds * 2) / 3);
  return {
    name,
    seconds,
    parts: { router: part(["router"]), datapath: part(["datapath"]), both: part(["router", "datapath"]) },
    growth,
    grows: isLong && Math.max(of(grown).median, grown[0] as number) > growthMegabytesMax,
    samples: line(0),
  };
}

function residentOf({ router, datapath }: Sample): number {
  return (router.residentBytes + datapath.residentBytes) / 1e6;
}

function of(values: readonly number[]): { readonly median: number; readonly first: number } {
  return { median: summaryOf(values)?.median ?? Number.NaN, first: values[0] ?? Number.NaN };
}
