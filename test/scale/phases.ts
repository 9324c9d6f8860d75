/**
 * What is measured of a large mesh, each phase from a settled mesh to the next: nothing happens; one host joins; a tenth
 * of all vanish at once (power cut, nobody says goodbye); two halves that were cut apart meet again; all restart at once.
 * The rates of a phase are over a fixed time from its event, so that sizes can be compared.
 */
import type { PeerKey } from "../../base/peer-name.ts";
import type { Millis } from "../../base/time.ts";
import { LargeMesh, reachesExactly, viewOf } from "./large-mesh.ts";
import type { Tally } from "./traffic.ts";

export const phaseNames = ["idle", "join", "leave", "partition", "restart"] as const;
export type PhaseName = (typeof phaseNames)[number];

export interface PhaseReport {
  readonly phase: PhaseName | "start";
  /** Over which the rates are. */
  readonly seconds: number;
  /** From the event until all views say the same and the truth; null: not within the limit. Absent for `idle`. */
  readonly convergedMs?: number | null;
  /** Join only: until everybody reaches the newcomer. */
  readonly knownMs?: number | null;
  readonly bytesPerHostSecond: number;
  readonly writesPerHostSecond: number;
  /** Of the host that sent most. */
  readonly mostBytesPerSecond: number;
  /** Of this process, simulator and garbage collection included; null for a model. */
  readonly cpuMsPerHostSecond: number | null;
  /** Bytes per host and second by channel and form, largest first. */
  readonly kinds: Readonly<Record<string, number>>;
}

export interface ScaleReport {
  readonly hosts: number;
  readonly connectionLimit: number;
  readonly mode: "full mesh" | "sparse";
  readonly seed: number;
  /** Connections of a host, in the settled mesh. */
  readonly connections: number;
  /** Heap of this process after a collection, settled, divided by the hosts; null where `--expose-gc` is missing. */
  readonly heapBytesPerHost: number | null;
  readonly phases: readonly PhaseReport[];
}

export interface ScaleCall {
  readonly hosts: number;
  readonly connectionLimit: number;
  readonly seed: number;
  readonly phases: readonly PhaseName[];
  readonly progress: (line: string) => void;
}

const limitMs: Millis = 120_000;
/** After which what an event set off has died down. */
const restMs: Millis = 20_000;
const windows: Readonly<Record<PhaseName, Millis>> = {
  idle: 60_000,
  join: 10_000,
  leave: 30_000,
  partition: 30_000,
  restart: 60_000,
};

export function measureScale(call: ScaleCall): ScaleReport {
  const { hosts, connectionLimit, seed, phases, progress } = call;
  const mesh = new LargeMesh({ hosts: hosts + 1, seed, connectionLimit });
  const reports: PhaseReport[] = [];
  const note = (report: PhaseReport) => {
    reports.push(report);
    progress(`${hosts} hosts: ${lineOf(report)}`);
  };
  note(start(mesh, hosts));
  mesh.run(restMs);
  const connections = meanConnections(mesh);
  const heapBytesPerHost = heapPerHost(hosts);
  for (const phase of phases) note(measurePhase(mesh, phase, hosts));
  const mode = connectionLimit === 0 || connectionLimit >= hosts - 1 ? "full mesh" : "sparse";
  return { hosts, connectionLimit, mode, seed, connections, heapBytesPerHost, phases: reports };
}

/** Launches within 10 s, up to a minute for a thousand. */
function start(mesh: LargeMesh, hosts: number): PhaseReport {
  const spread = Math.min(60_000, 60 * hosts);
  return measured(mesh, "start", 0, () => {
    mesh.startAll(0, hosts, spread);
    mesh.run(spread);
    return { convergedMs: untilConverged(mesh) };
  });
}

function measurePhase(mesh: LargeMesh, phase: PhaseName, hosts: number): PhaseReport {
  switch (phase) {
    case "idle":
      return measured(mesh, phase, windows.idle, () => ({}));
    case "join":
      return join(mesh, hosts);
    case "leave":
      return leave(mesh, hosts);
    case "partition":
      return partition(mesh, hosts);
    case "restart":
      return restart(mesh);
  }
}

function join(mesh: LargeMesh, newcomer: number): PhaseReport {
  const report = measured(mesh, "join", windows.join, () => {
    const began = mesh.time.now;
    mesh.host(newcomer).start();
    const { key } = mesh.host(newcomer).identity;
    const everybody = new Set(mesh.running.map((host) => host.identity.key));
    const knows = mesh.until(
      () => (host) => (host.identity.key === key ? reachesExactly(host, everybody) : reaches(viewOf(host), key)),
      limitMs,
    );
    const converged = untilConverged(mesh);
    return { knownMs: knows ?? null, convergedMs: converged === null ? null : mesh.time.now - began };
  });
  mesh.run(restMs);
  return report;
}

function leave(mesh: LargeMesh, hosts: number): PhaseReport {
  const gone = Array.from({ length: Math.max(1, Math.round(hosts / 10)) }, (_, i) => hosts - 1 - i);
  const report = measured(mesh, "leave", windows.leave, () => {
    for (const index of gone) mesh.host(index).powerCut(false);
    return { convergedMs: untilConverged(mesh) };
  });
  for (const index of gone) mesh.host(index).start();
  untilConverged(mesh);
  mesh.run(restMs);
  return report;
}

function partition(mesh: LargeMesh, hosts: number): PhaseReport {
  const isLeft = (index: number) => index < hosts / 2;
  mesh.cut(isLeft, true);
  mesh.run(60_000);
  const report = measured(mesh, "partition", windows.partition, () => {
    mesh.cut(isLeft, false);
    return { convergedMs: untilConverged(mesh) };
  });
  mesh.run(restMs);
  return report;
}

function restart(mesh: LargeMesh): PhaseReport {
  return measured(mesh, "restart", windows.restart, () => {
    const all = mesh.running;
    for (const host of all) host.powerCut(false);
    mesh.run(1_000);
    const began = mesh.time.now;
    for (const host of all) mesh.time.after(host.index % 1_000, () => host.start());
    mesh.run(1_000);
    const converged = untilConverged(mesh);
    return { convergedMs: converged === null ? null : mesh.time.now - began };
  });
}

function untilConverged(mesh: LargeMesh): number | null {
  return mesh.until(() => mesh.converged(), limitMs) ?? null;
}

type Times = Pick<PhaseReport, "convergedMs" | "knownMs">;

/** Runs the event and then the rest of the window, or longer where the event takes longer. */
function measured(mesh: LargeMesh, phase: PhaseReport["phase"], windowMs: Millis, event: () => Times): PhaseReport {
  const before = mesh.tally();
  const cpuBefore = mesh.cpuMicros;
  const began = mesh.time.now;
  const times = event();
  if (mesh.time.now < began + windowMs) mesh.run(began + windowMs - mesh.time.now);
  const seconds = (mesh.time.now - began) / 1000;
  const hosts = mesh.running.length;
  return {
    phase,
    seconds,
    ...times,
    ...ratesOf(before, mesh.tally(), hosts, seconds),
    cpuMsPerHostSecond: round((mesh.cpuMicros - cpuBefore) / 1000 / hosts / seconds, 4),
  };
}

function ratesOf(before: Tally, after: Tally, hosts: number, seconds: number) {
  const rate = (from: number, to: number) => round((to - from) / hosts / seconds, 2);
  const most = after.bytesOf.reduce((max, bytes, i) => Math.max(max, bytes - (before.bytesOf[i] as number)), 0);
  const kinds = [...after.kinds]
    .map(([kind, bytes]) => [kind, rate(before.kinds.get(kind) ?? 0, bytes)] as const)
    .filter(([, bytes]) => bytes > 0)
    .sort(([, a], [, b]) => b - a);
  return {
    bytesPerHostSecond: rate(before.bytes, after.bytes),
    writesPerHostSecond: rate(before.writes, after.writes),
    mostBytesPerSecond: round(most / seconds, 2),
    kinds: Object.fromEntries(kinds),
  };
}

function reaches(view: ReturnType<typeof viewOf>, key: PeerKey): boolean {
  return view?.peers.get(key)?.reachable ?? false;
}

function meanConnections(mesh: LargeMesh): number {
  const counts = mesh.running.map(
    (host) => host.router?.status().mesh.connections.filter(({ state }) => state === "established").length ?? 0,
  );
  return round(counts.reduce((sum, count) => sum + count, 0) / counts.length, 1);
}

function heapPerHost(hosts: number): number | null {
  if (!globalThis.gc) return null;
  globalThis.gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return Math.round((heapUsed + arrayBuffers) / hosts);
}

function round(value: number, digits: number): number {
  return Math.round(value * 10 ** digits) / 10 ** digits;
}

export function lineOf(report: PhaseReport): string {
  const { phase, seconds, convergedMs, knownMs, bytesPerHostSecond, cpuMsPerHostSecond } = report;
  const took = (name: string, ms: number | null | undefined) =>
    ms === undefined
      ? ""
      : `, ${name} ${ms === null ? `not within ${limitMs / 1000} s` : `in ${(ms / 1000).toFixed(1)} s`}`;
  const cpu = cpuMsPerHostSecond === null ? "" : ` and ${cpuMsPerHostSecond.toFixed(3)} ms of processor`;
  const rates = `${bytesPerHostSecond.toFixed(0)} B${cpu} a host and second`;
  return `${phase.padEnd(9)} ${rates} over ${seconds.toFixed(0)} s${took("known", knownMs)}${took("converged", convergedMs)}`;
}
