/** What a run of many seeds comes to: how it went, and which faults struck, alone and in pairs. */
import { coverageOf, coverageText } from "./coverage.ts";
import type { SeedReport } from "./seed-worker.ts";

export function summary(reports: readonly SeedReport[]): string {
  const failed = reports.filter((report) => report.violations.length > 0).length;
  const sum = (of: (report: SeedReport) => number) => reports.reduce((total, report) => total + of(report), 0);
  const virtual = (sum((report) => report.virtualMs) / 60_000).toFixed(0);
  const each = Math.round(sum((report) => report.milliseconds) / Math.max(1, reports.length));
  const hosts = reports.map((report) => report.hosts).toSorted((a, b) => a - b);
  const sizes = `${hosts[0] ?? 0} to ${hosts.at(-1) ?? 0} hosts, median ${hosts[hosts.length >> 1] ?? 0}`;
  const given = `${sum((report) => report.addressesGiven)} addresses given`;
  const looks = `${sum((report) => report.looks)} changes of space checked`;
  return `${reports.length} seeds, ${failed} failed: ${sizes}, ${virtual} virtual minutes, ${given}, ${looks}, ${each} ms a seed`;
}

export function coverage(reports: readonly SeedReport[]): string {
  return coverageText(coverageOf(reports.map(({ faults }) => faults)));
}
