/**
 * Draws `docs/scale/*.svg` from `docs/scale/results.jsonl`, one report of `./test/scale/run --json` a line: bytes and
 * processor time of a host in each phase, by the number of hosts, both axes logarithmic. `node test/scale/plot.ts`.
 */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { PhaseReport, ScaleReport } from "./phases.ts";

type Result = ScaleReport & { readonly what: "ours" | "before" | "weave" };
type Point = readonly [hosts: number, value: number];

interface Series {
  readonly name: string;
  readonly colour: string;
  readonly dash: string;
  readonly holds: (result: Result) => boolean;
}

const folder = path.resolve(import.meta.dirname, "../../docs/scale");
const width = 640;
const height = 400;
const margin = { left: 70, right: 150, top: 40, bottom: 50 };

const allSeries: readonly Series[] = [
  { name: "Weave (model)", colour: "#b33", dash: "", holds: ({ what }) => what === "weave" },
  { name: "before", colour: "#888", dash: "2 3", holds: ({ what }) => what === "before" },
  {
    name: "full mesh",
    colour: "#26a",
    dash: "",
    holds: ({ what, mode }) => what === "ours" && mode === "full mesh",
  },
  { name: "sparse", colour: "#283", dash: "6 3", holds: ({ what, mode }) => what === "ours" && mode === "sparse" },
];

const phases: readonly (readonly [phase: PhaseReport["phase"], title: string])[] = [
  ["idle", "nothing happens"],
  ["join", "one host joins"],
  ["leave", "a tenth vanish at once"],
  ["partition", "two halves meet again"],
];

const results = readFileSync(path.join(folder, "results.jsonl"), "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as Result);

for (const [phase, title] of phases) {
  const bytes = valuesOf(phase, ({ bytesPerHostSecond }) => bytesPerHostSecond);
  const cpu = valuesOf(phase, ({ cpuMsPerHostSecond }) => cpuMsPerHostSecond);
  writeFileSync(path.join(folder, `${phase}-bytes.svg`), plotOf(`Bytes a host and second: ${title}`, bytes));
  writeFileSync(path.join(folder, `${phase}-cpu.svg`), plotOf(`Processor, ms a host and second: ${title}`, cpu));
}

function valuesOf(phase: PhaseReport["phase"], readingOf: (report: PhaseReport) => number | null) {
  return allSeries.map((series) => {
    const points = results.filter(series.holds).flatMap((result): Point[] => {
      const report = result.phases.find((one) => one.phase === phase);
      const value = report && readingOf(report);
      return typeof value === "number" && value > 0 ? [[result.hosts, value]] : [];
    });
    return { series, points: points.toSorted(([a], [b]) => a - b) };
  });
}

function plotOf(
  title: string,
  lines: readonly { readonly series: Series; readonly points: readonly Point[] }[],
): string {
  const values = lines.flatMap(({ points }) => points.map(([, value]) => value));
  const low = Math.floor(Math.log10(Math.min(...values)));
  const high = Math.ceil(Math.log10(Math.max(...values)));
  const [hostsLow, hostsHigh] = [Math.log10(8), Math.log10(1300)];
  const right = width - margin.right;
  const bottom = height - margin.bottom;
  const x = (hosts: number) =>
    margin.left + ((Math.log10(hosts) - hostsLow) / (hostsHigh - hostsLow)) * (right - margin.left);
  const y = (value: number) => bottom - ((Math.log10(value) - low) / Math.max(1, high - low)) * (bottom - margin.top);
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">`,
    `<title>${title}</title>`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    `<text x="${margin.left}" y="22" font-size="14">${title}</text>`,
  ];
  for (let power = low; power <= high; power++) {
    const at = y(10 ** power).toFixed(1);
    parts.push(`<line x1="${margin.left}" y1="${at}" x2="${right}" y2="${at}" stroke="#ddd"/>`);
    parts.push(`<text x="${margin.left - 8}" y="${at}" dy="4" text-anchor="end">${shown(10 ** power)}</text>`);
  }
  for (const hosts of [10, 30, 100, 300, 1000]) {
    const at = x(hosts).toFixed(1);
    parts.push(`<line x1="${at}" y1="${margin.top}" x2="${at}" y2="${bottom}" stroke="#eee"/>`);
    parts.push(`<text x="${at}" y="${bottom + 18}" text-anchor="middle">${hosts}</text>`);
  }
  parts.push(`<text x="${(margin.left + right) / 2}" y="${height - 10}" text-anchor="middle">hosts</text>`);
  lines
    .filter(({ points }) => points.length > 0)
    .forEach(({ series, points }, row) => {
      const { name, colour, dash } = series;
      const path = points.map(([hosts, value]) => `${x(hosts).toFixed(1)},${y(value).toFixed(1)}`).join(" ");
      const line = `fill="none" stroke="${colour}" stroke-width="2" stroke-dasharray="${dash}"`;
      parts.push(`<polyline points="${path}" ${line}/>`);
      for (const [hosts, value] of points)
        parts.push(`<circle cx="${x(hosts).toFixed(1)}" cy="${y(value).toFixed(1)}" r="3" fill="${colour}"/>`);
      const at = margin.top + 12 + 20 * row;
      parts.push(`<line x1="${right + 12}" y1="${at}" x2="${right + 40}" y2="${at}" ${line}/>`);
      parts.push(`<text x="${right + 46}" y="${at + 4}">${name}</text>`);
    });
  return `${parts.join("\n")}\n</svg>\n`;
}

/** 1000000 as 1 M. */
function shown(value: number): string {
  if (value >= 1e6) return `${value / 1e6} M`;
  return value >= 1e3 ? `${value / 1e3} k` : String(value);
}
