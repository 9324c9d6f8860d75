/** What a run of many seeds comes to, in two lines: how it went, and how often each kind of fault struck. */
import { type Fault, faultKinds } from "./faults.ts";
import type { SeedReport } from "./seed-worker.ts";

export function summary(reports: readonly SeedReport[]): string {
  const failed = reports.filter((report) => report.violations.length > 0).length;
  const sum = (of: (report: SeedReport) => number) => reports.reduce((total, report) => total + of(report), 0);
  const virtual = (sum((report) => report.virtualMs) / 60_000).toFixed(0);
  const each = Math.round(sum((report) => report.milliseconds) / Math.max(1, reports.length));
  const given = sum((report) => report.addressesGiven);
  return `${reports.length} seeds, ${failed} failed: ${virtual} virtual minutes, ${given} addresses given, ${each} ms a seed`;
}

export function coverage(reports: readonly SeedReport[]): string {
  const strikes = strikesOf(reports);
  return `faults: ${faultKinds.map((kind) => `${kind} ${strikes.get(kind) ?? 0}`).join(", ")}`;
}

/** How often each kind of fault struck in all seeds together. */
export function strikesOf(reports: readonly SeedReport[]): ReadonlyMap<Fault["kind"], number> {
  return new Map(faultKinds.map((kind) => [kind, reports.reduce((sum, { faults }) => sum + (faults[kind] ?? 0), 0)]));
}
