/** The table of `--idle`: a phase after the other, beside what was set out to be reached. */
import type { FootprintReport, PartReport, PhaseReport } from "./footprint.ts";

/** For both processes with ten peers: percent of a core at rest, megabytes after an hour's traffic. */
const goal = { cpuPercent: 0.5, megabytes: 150 } as const;

export function footprintText({ peers, phases }: FootprintReport): string {
  const first = `One host of ${peers + 1}, each connected to all others, encrypted; medians of all hosts, and the first host.\n`;
  return [first, ...phases.map(phaseText)].join("\n");
}

function phaseText({ name, seconds, parts, growth, grows }: PhaseReport): string {
  const rows = Object.entries(parts).map(([part, report]) => `| ${part} | ${cells(report).join(" | ")} |\n`);
  const columns = [
    `${name}, ${Math.round(seconds)} s`,
    "CPU, % of a core",
    "of it programs started",
    "resident, MB",
    "largest",
    "proportional, MB",
  ];
  const head = `| ${columns.join(" | ")} |\n|${"---|".repeat(columns.length)}\n`;
  const both = parts.both;
  const marks = [
    name === "at rest" &&
      `at most ${goal.cpuPercent} % of a core: ${verdict(both.cpuPercent.median <= goal.cpuPercent)}`,
    `at most ${goal.megabytes} MB: ${verdict(Math.max(both.resident.median, both.resident.first) <= goal.megabytes)}`,
    growth !== null &&
      `growth after the first third, fitted: ${signed(growth.median)} MB an hour, first host ${signed(growth.first)}: ${grows ? "it grows" : "none"}`,
  ].filter((mark) => mark !== false);
  return `${head}${rows.join("")}${marks.map((mark) => `- ${mark}\n`).join("")}`;
}

function cells({ cpuPercent, childPercent, resident, proportional }: PartReport): readonly string[] {
  const pair = ({ median, first }: { readonly median: number; readonly first: number }, digits: number) =>
    `${median.toFixed(digits)} (${first.toFixed(digits)})`;
  return [
    pair(cpuPercent, 2),
    pair(childPercent, 2),
    pair(resident, 1),
    resident.max.toFixed(1),
    pair(proportional, 1),
  ];
}

const verdict = (isReached: boolean) => (isReached ? "reached" : "not reached");
const signed = (value: number) => `${value < 0 ? "" : "+"}${value.toFixed(1)}`;
