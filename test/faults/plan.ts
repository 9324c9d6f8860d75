/**
 * What strikes a lab, and when: drawn whole from a seed before anything starts, so that a seed replays the same strikes at
 * the same moments (what the machine makes of them differs from run to run). Each kind strikes at least once; a host has one
 * strike of its own at a time, and most hosts are up at any moment, since without a majority nobody can be replaced.
 */
import { type Random, randomBelow, seededRandom, shuffled } from "../../base/random.ts";

/** `end-weave` is `weave stop`; a lost container is one that ends without a word to its router; what is stopped otherwise gets SIGSTOP, what is killed SIGKILL. */
const strikeKinds = [
  "replace-host",
  "cut-power",
  "end-weave",
  "kill-router",
  "kill-datapath",
  "lose-container",
  "stop-router",
  "stop-datapath",
  "cut",
  "cut-one-way",
  "isolate",
  "split",
] as const;

export type StrikeKind = (typeof strikeKinds)[number];

export interface Strike {
  /** Since the first moment of the faults. */
  readonly atMs: number;
  readonly kind: StrikeKind;
  /** Numbers of hosts from 1: the victim, the two ends of a link, or one side of a split. */
  readonly hosts: readonly number[];
  /** Until it is undone; what a host needs to come back is not counted. */
  readonly forMs: number;
}

/** How the hosts' containers reach each other: all by VXLAN where it passes, none of it, or between the first half only. */
export type MeshMode = "plain" | "encrypted" | "trusted";

export interface Plan {
  readonly seed: number;
  readonly mode: MeshMode;
  readonly hosts: number;
  readonly durationMs: number;
  readonly strikes: readonly Strike[];
}

const modes: readonly MeshMode[] = ["trusted", "encrypted", "plain"];
/** [from, to] milliseconds that a strike lasts. */
const lengths: Readonly<Record<StrikeKind, readonly [number, number]>> = {
  "replace-host": [0, 3_000],
  "cut-power": [500, 6_000],
  "end-weave": [0, 5_000],
  "kill-router": [200, 8_000],
  "kill-datapath": [0, 0],
  "lose-container": [0, 0],
  "stop-router": [500, 9_000],
  "stop-datapath": [300, 6_000],
  cut: [1_000, 10_000],
  "cut-one-way": [1_000, 10_000],
  isolate: [1_000, 9_000],
  split: [2_000, 10_000],
};
/** How often each is drawn, beside once for certain. */
const weights: Readonly<Record<StrikeKind, number>> = {
  "replace-host": 1,
  "cut-power": 2,
  "end-weave": 2,
  "kill-router": 5,
  "kill-datapath": 4,
  "lose-container": 3,
  "stop-router": 3,
  "stop-datapath": 3,
  cut: 4,
  "cut-one-way": 4,
  isolate: 2,
  split: 2,
};
const firstAtMs = 1_000;
const gapMs = [400, 3_400] as const;
/** What a host needs after its strike is over, before it may be struck again. */
const recoveryMs = 4_000;
const replacingMs = 25_000;
/** A router takes a minute and more to believe that a container is gone, and the quiet act waits for it: not in a short run. */
const forgettingMs = 120_000;

/** The same plan for the same arguments. */
export function drawPlan(seed: number, hosts: number, durationMs: number): Plan {
  const random = seededRandom(seed);
  const mode = modes[randomBelow(random, modes.length)] as MeshMode;
  const free = Array.from({ length: hosts }, () => 0);
  const certain = shuffled(random, strikeKindsIn(durationMs));
  // Replacing takes longest, so it comes early in a short run.
  certain.sort((a, b) => Number(b === "replace-host") - Number(a === "replace-host"));
  const strikes: Strike[] = [];
  for (let atMs = firstAtMs; atMs < durationMs; atMs += between(random, gapMs)) {
    const kind = certain.shift() ?? drawKind(random);
    if (kind === "lose-container" && atMs + forgettingMs > durationMs) continue;
    const victims = drawHosts(random, kind, free, atMs);
    if (victims === undefined) continue;
    const forMs = Math.min(between(random, lengths[kind]), durationMs - atMs);
    for (const host of isOfHost(kind) ? victims : [])
      free[host - 1] = atMs + forMs + (kind === "replace-host" ? replacingMs : recoveryMs);
    strikes.push({ atMs, kind, hosts: victims, forMs });
  }
  return { seed, mode, hosts, durationMs, strikes };
}

/** Those that a plan of this length has. */
export function strikeKindsIn(durationMs: number): readonly StrikeKind[] {
  return strikeKinds.filter((kind) => kind !== "lose-container" || durationMs > 2 * forgettingMs);
}

/** Whether it strikes a host itself, and not its links or containers. */
export function isOfHost(kind: StrikeKind): boolean {
  return !["cut", "cut-one-way", "isolate", "split", "lose-container"].includes(kind);
}

/** Undefined when too many are struck already. */
function drawHosts(
  random: Random,
  kind: StrikeKind,
  free: readonly number[],
  atMs: number,
): readonly number[] | undefined {
  const all = free.map((_, index) => index + 1);
  if (kind === "split") return shuffled(random, all).slice(0, 1 + randomBelow(random, Math.floor(all.length / 2)));
  if (!isOfHost(kind)) return shuffled(random, all).slice(0, kind === "cut" || kind === "cut-one-way" ? 2 : 1);
  const candidates = all.filter((host) => (free[host - 1] ?? 0) <= atMs);
  const struck = all.length - candidates.length;
  if (struck >= Math.floor((all.length - 1) / 2)) return undefined;
  return [candidates[randomBelow(random, candidates.length)] as number];
}

function drawKind(random: Random): StrikeKind {
  const sum = strikeKinds.reduce((total, kind) => total + weights[kind], 0);
  let drawn = randomBelow(random, sum);
  for (const kind of strikeKinds) {
    drawn -= weights[kind];
    if (drawn < 0) return kind;
  }
  return "cut";
}

function between(random: Random, [from, to]: readonly [number, number]): number {
  return from + randomBelow(random, to - from + 1);
}

/** One line of a plan, as people read it. */
export function formatStrike({ atMs, kind, hosts, forMs }: Strike): string {
  const who = hosts.map((host) => `h${host}`).join(" ");
  return `${(atMs / 1_000).toFixed(1)} s: ${kind} ${who}${forMs > 0 ? `, for ${(forMs / 1_000).toFixed(1)} s` : ""}`;
}
