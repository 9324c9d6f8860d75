/**
 * A lab of real routers under a plan of strikes, with containers that come and go all the while, looked at from outside.
 * Four parts: up, faults, quiet (everything healed, resumed and started), and down, whatever happened. Costs about 1.6 GB
 * of memory for 12 hosts, and both processors of a small machine most of the time; programs are started a few at a time.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { randomBelow, seededRandom } from "../../base/random.ts";
import { buildLab } from "../../lab/build.ts";
import { labDown } from "../../lab/down.ts";
import { hostsOf, type Lab } from "../../lab/state.ts";
import { containerLoad } from "./containers.ts";
import { FaultyHost } from "./faulty-host.ts";
import { Ledger } from "./ledger.ts";
import type { MeshMode, Plan, StrikeKind } from "./plan.ts";
import { checkSettled, type SettledTimes } from "./settled.ts";
import { Strikes } from "./strikes.ts";
import { checkKernel, reachFrom, Witnesses } from "./witness.ts";

export interface FaultReport {
  /** Empty when every promise was kept. */
  readonly violations: readonly string[];
  readonly journal: readonly string[];
  /** Attachments and detachments that were answered. */
  readonly answers: number;
  readonly refusals: number;
  /** How many of each kind were carried out. */
  readonly strikes: Readonly<Partial<Record<StrikeKind, number>>>;
  readonly broadcastsHeard: number;
  readonly unicastsHeard: number;
  readonly settled: SettledTimes | undefined;
  /** The most that a process of any host had in memory. */
  readonly memoryMb: { readonly router: number; readonly datapath: number };
  readonly upMs: number;
  readonly allMs: number;
}

export interface FaultRunOptions {
  /** Of the lab. */
  readonly name: string;
  /** `--conn-limit` of all hosts: with fewer than there are, not all are connected. The product's own when absent. */
  readonly connectionLimit?: number | undefined;
}

const restartWindowSeconds = 5;
/** Small, so that hosts ask each other for space while addresses that were given back rest. */
const range = "10.77.0.0/22";
const startsAtOnce = 4;
const lookEveryMs = 1_000;
const kernelEveryMs = 3_000;
const arpEveryMs = 8_000;
/** Of any process, in MB: what leaks shows in an hour. */
const memoryMbMax = { router: 250, datapath: 200 } as const;
/** A strike that is not undone by then never is. */
const undoneMsMax = 150_000;

export async function runFaults(plan: Plan, { name, connectionLimit }: FaultRunOptions): Promise<FaultReport> {
  const since = performance.now();
  const ledger = new Ledger();
  const witnesses = new Witnesses(ledger);
  const lab = await buildLab({
    name,
    hosts: plan.hosts,
    containers: 0,
    topology: "full",
    encrypt: plan.mode !== "plain",
    launchFlags: [
      ...launchFlags(plan.mode, plan.hosts),
      ...(connectionLimit === undefined ? [] : [`--conn-limit=${connectionLimit}`]),
    ],
  });
  const hosts = hostsOf(lab).map((host) => new FaultyHost(lab, host, ledger));
  let settled: SettledTimes | undefined;
  let upMs = 0;
  const faults = underFaults(lab, hosts, plan, ledger, witnesses);
  try {
    await inTurn(hosts, startsAtOnce, (host) => host.start());
    for (const load of faults.loads) {
      const witness = await load.attachWitness();
      if (witness !== undefined) witnesses.watch(witness);
    }
    upMs = performance.now() - since;
    ledger.note("up");
    if (ledger.violations.length === 0)
      settled = await faults.run(connectionLimit === undefined || connectionLimit >= plan.hosts - 1);
    await witnesses.endAll();
  } finally {
    await witnesses.endAll();
    await labDown(name);
  }
  const memoryMb = {
    router: Math.max(...hosts.map((host) => host.memoryMb.router)),
    datapath: Math.max(...hosts.map((host) => host.memoryMb.datapath)),
  };
  for (const kind of ["router", "datapath"] as const) {
    if (memoryMb[kind] > memoryMbMax[kind]) ledger.violation(`a ${kind} process took ${Math.round(memoryMb[kind])} MB`);
  }
  const { violations, journal, answers, refusals } = ledger;
  const strikes = Object.fromEntries(faults.counts());
  const { broadcastsHeard, unicastsHeard } = witnesses;
  const allMs = performance.now() - since;
  return {
    violations,
    journal,
    answers,
    refusals,
    strikes,
    broadcastsHeard,
    unicastsHeard,
    settled,
    memoryMb,
    upMs,
    allMs,
  };
}

function underFaults(lab: Lab, hosts: readonly FaultyHost[], plan: Plan, ledger: Ledger, witnesses: Witnesses) {
  const random = seededRandom(plan.seed ^ 0x5eed);
  const loads = hosts.map((host) => containerLoad(lab, host, ledger, seededRandom(random.uint32())));
  const strikes = new Strikes({ lab, hosts, loads, ledger, witnesses });

  async function run(isFullMesh: boolean): Promise<SettledTimes> {
    let isEnding = false;
    let isOver = false;
    const works = loads.map((load) =>
      guarded(
        load.run(() => isEnding),
        ledger,
      ),
    );
    const looks = [
      every(
        lookEveryMs,
        () => isOver,
        ledger,
        async () => {
          for (const host of hosts) await host.look();
        },
      ),
      every(
        kernelEveryMs,
        () => isOver,
        ledger,
        () => checkKernel(ledger),
      ),
      every(
        arpEveryMs,
        () => isEnding,
        ledger,
        async () => {
          const held = ledger.held();
          const from = held[randomBelow(random, Math.max(1, held.length))];
          if (from !== undefined) await reachFrom(from, held, 0, ledger);
        },
      ),
    ];
    const since = performance.now();
    const undone: Promise<void>[] = [];
    for (const strike of plan.strikes) {
      await sleep(Math.max(0, strike.atMs - (performance.now() - since)));
      undone.push(guarded(strikes.carryOut(strike), ledger));
      if (ledger.violations.length > 0) break;
    }
    await sleep(Math.max(0, ledger.violations.length > 0 ? 0 : plan.durationMs - (performance.now() - since)));
    await withinTime(Promise.all(undone), undoneMsMax, () => ledger.violation("a strike was not undone"));
    ledger.note("the faults are over");
    isEnding = true;
    await withinTime(Promise.all(works), undoneMsMax, () => ledger.violation("a call was never answered"));
    const settled = await checkSettled(hosts, loads, ledger, {
      isFullMesh,
      containersWereLost: strikes.counts.has("lose-container"),
    });
    isOver = true;
    await Promise.all(looks);
    await checkKernel(ledger);
    for (const host of hosts) await host.look();
    return settled;
  }

  return { loads, run, counts: () => strikes.counts };
}

function launchFlags(mode: MeshMode, hosts: number): readonly string[] {
  const half = Array.from({ length: Math.ceil(hosts / 2) }, (_, index) => `10.99.0.${index + 1}/32`);
  return [
    `--restart-window=${restartWindowSeconds}`,
    `--ipalloc-range=${range}`,
    ...(mode === "trusted" ? [`--fast-path=trusted=${half.join(",")}`] : []),
  ];
}

async function inTurn<T>(items: readonly T[], atOnce: number, act: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async () => {
    for (let item = items[next++]; item !== undefined; item = items[next++]) await act(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

async function every(periodMs: number, isOver: () => boolean, ledger: Ledger, act: () => Promise<void>): Promise<void> {
  for (; !isOver(); await sleep(periodMs)) await guarded(act(), ledger);
}

/** What the lab itself cannot do is told like a violation: nothing may pass for good because a strike failed. */
async function guarded(work: Promise<void>, ledger: Ledger): Promise<void> {
  try {
    await work;
  } catch (error) {
    ledger.violation(`the lab failed: ${(error as Error).message}`);
  }
}

async function withinTime(work: Promise<unknown>, limitMs: number, late: () => void): Promise<void> {
  const isLate = Symbol("late");
  const limit = new AbortController();
  const first = await Promise.race([work, sleep(limitMs, isLate, { signal: limit.signal, ref: false })]);
  limit.abort();
  if (first === isLate) late();
}
