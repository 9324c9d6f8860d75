/**
 * One metric: its name, kind, help and labels, and how its samples are read from a snapshot. Names begin with `weave_`,
 * units are base units (seconds, bytes), and what only grows ends in `_total`.
 */
import type { ReadyView, StatusView } from "../api/types.ts";

/** One snapshot, taken at a scrape. */
export interface Reading {
  readonly status: StatusView;
  readonly ready: ReadyView;
  readonly events: Readonly<Record<string, number>>;
  /** Of the router's own process. */
  readonly residentBytes: number;
  readonly cpuSeconds: number;
}

type Labels = Readonly<Record<string, string>>;
export type Sample = readonly [value: number | null, labels?: Labels];

export interface Metric {
  readonly name: string;
  readonly kind: "gauge" | "counter";
  /** One line, without a backslash. */
  readonly help: string;
  readonly labels: readonly string[];
  /** Samples without a value are left out. */
  readonly read: (reading: Reading) => readonly Sample[];
}

export function gauge(name: string, help: string, labels: readonly string[], read: Metric["read"]): Metric {
  return { name: `weave_${name}`, kind: "gauge", help, labels, read };
}

export function counter(name: string, help: string, labels: readonly string[], read: Metric["read"]): Metric {
  return { name: `weave_${name}`, kind: "counter", help, labels, read };
}

/** One series. */
export const whole = (read: (reading: Reading) => number | null) => (reading: Reading) => [[read(reading)] as const];

export const dropPrefix = /^drop(?=[A-Z])/;
export const snake = (name: string) => name.replace(/(?<=.)[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
export const seconds = (ms: number | null) => (ms === null ? null : ms / 1_000);

/** Drops by reason, of all or of one peer. */
export function drops(counts: Readonly<Record<string, number>>): readonly Sample[] {
  return Object.entries(counts)
    .filter(([name]) => dropPrefix.test(name))
    .map(([name, count]) => [count, { reason: snake(name.replace(dropPrefix, "")) }]);
}

export function bothWays(inwards: number | undefined, outwards: number | undefined): readonly Sample[] {
  return [
    [inwards ?? null, { direction: "in" }],
    [outwards ?? null, { direction: "out" }],
  ];
}
