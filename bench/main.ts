/**
 * `./bench/run`: sets two hosts up for each row, measures, and prints medians and ratios; with `--idle`, what a host takes
 * at rest and under traffic instead; with `--ring`, what address management costs. Progress goes to standard error, the table to standard output. Exit statuses: 0 measured, 1 a row that is there failed in a round, 64 a flag, 69 no
 * iperf3 or ping, 130 ended by a signal, after the row at hand.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { cpus, release, totalmem } from "node:os";
import { Command, InvalidArgumentError, Option } from "commander";
import { footprint } from "./footprint.ts";
import { footprintText } from "./footprint-report.ts";
import { type Condition, conditions, containerMtu, underlayMtu } from "./ground.ts";
import { figures } from "./measure.ts";
import { missingInstruments } from "./programs.ts";
import { rowReports, tableText } from "./report.ts";
import { ringFigures, ringText } from "./ring.ts";
import { playRounds } from "./rounds.ts";
import { rows } from "./rows.ts";

interface Options {
  readonly only?: readonly string[];
  readonly seconds: number;
  readonly rounds: number;
  readonly condition: Condition;
  readonly json?: string;
  readonly idle?: true;
  readonly ring?: true;
  readonly peers: number;
  readonly minutes: number;
  readonly soak: number;
}

const whole = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 3_600) throw new InvalidArgumentError("a number from 1 to 3600");
  return value;
};
const count = (text: string): number => (text === "0" ? 0 : whole(text));
const names = (text: string): readonly string[] => {
  const wanted = text.split(",");
  const unknown = wanted.find((name) => !rows.some((row) => row.name === name));
  if (unknown !== undefined) throw new InvalidArgumentError(`there is no row ${unknown}`);
  return wanted;
};

const list = (entries: Readonly<Record<string, string>>) =>
  Object.entries(entries)
    .map(([name, what]) => `  ${name.padEnd(16)} ${what}`)
    .join("\n");

const program = new Command("bench/run")
  .description("Measures ways from container to container side by side, in network namespaces of its own.")
  .option("--only <names>", "these rows, separated by commas (ratios are to vxlan and to wireguard-go)", names)
  .option("--seconds <n>", "of each figure that takes time", whole, 5)
  .option("--rounds <n>", "each takes every row once, in another order", whole, 5)
  .addOption(new Option("--condition <name>", "of the underlay").choices(Object.keys(conditions)).default("veth"))
  .option("--json <file>", "write everything there too")
  .option("--idle", "instead: processor time and memory of router and datapath process, in a lab")
  .option("--ring", "instead: what allocation and merges cost in a ring of 1,000 hosts, in this process")
  .option("--peers <n>", "with --idle: hosts beside the first", whole, 10)
  .option("--minutes <n>", "with --idle: how long at rest", whole, 2)
  .option("--soak <minutes>", "with --idle: then under traffic, for so long", count, 0)
  .addHelpText("after", `\nRows:\n${list(Object.fromEntries(rows.map(({ name, what }) => [name, what])))}`)
  .addHelpText("after", `\nConditions:\n${list(conditions)}\n\nFigures:\n${list(figures)}`)
  .addHelpText(
    "after",
    `
WIREGUARD_GO, NEBULA and NEBULA_CERT name binaries; else Go installs them by version, where Go is at hand. WEAVER names
Weave Net's router; else its rows are computed from vxlan and marked so. FLANNELD names flannel's daemon. tinc, fastd and what takes the figures come
from Debian's packages. A row that cannot be had is named below the table with the reason.

Read ratios, not figures: everything runs on this machine at once, and rows of one round share its mood. For a quick
look: bench/run --only vxlan,sleeve-plain,wireguard-go --seconds 3 --rounds 3

--idle makes a lab of its own: each host has all others as peers. Processor time includes the programs that the router
starts. An hour under traffic: bench/run --idle --soak 60

Exit statuses: 0 measured, 1 a row failed in a round, 64 an unknown flag or row, 69 iperf3 or ping cannot be had, 77 not
root, 130 ended by a signal; what it has started and made is gone in each case.`,
  )
  .exitOverride();

async function main(): Promise<number> {
  program.parse();
  const { only, seconds, rounds, condition, json, idle, ring, peers, minutes, soak } = program.opts<Options>();
  if (idle === true) return measureFootprint({ peers, minutes, soak, ...(json === undefined ? {} : { json }) });
  if (ring === true) return measureRing(json);
  const chosen = rows.filter(({ name }) => only === undefined || only.includes(name));
  const missing = await missingInstruments();
  if (missing !== undefined) {
    process.stderr.write(`bench: ${missing}\n`);
    return 69;
  }
  const interrupt = interruption();
  const results = await playRounds({ rows: chosen, condition, seconds, rounds, say, signal: interrupt.signal });
  const reports = rowReports(chosen, results);
  const congestion = condition === "cubic" ? "cubic" : congestionControl();
  const set = `${condition} (${conditions[condition]}), TCP by ${congestion}, ${rounds} rounds, ${seconds} s a figure`;
  const mtus = `underlay MTU ${underlayMtu}, containers ${containerMtu}`;
  process.stdout.write(`${machine.processor}, ${machine.cores} cores, Linux ${machine.kernel}; ${mtus}\n${set}\n\n`);
  process.stdout.write(`${tableText(reports)}\n`);
  if (json !== undefined)
    writeFileSync(
      json,
      `${JSON.stringify({ machine, condition, congestion, seconds, rounds, rows: reports }, null, 2)}\n`,
    );
  if (interrupt.signal.aborted) return 130;
  return reports.some(({ name, trouble }) => trouble !== null && results.readings.has(name)) ? 1 : 0;
}

/** Exit status 1 when a figure is above its bound. */
function measureRing(json: string | undefined): number {
  const reached = ringFigures(say);
  process.stdout.write(`${machine.processor}, ${machine.cores} cores, Linux ${machine.kernel}\n`);
  process.stdout.write(`${ringText(reached)}\n`);
  if (json !== undefined) writeFileSync(json, `${JSON.stringify({ machine, figures: reached }, null, 2)}\n`);
  return reached.some(({ value, bound }) => bound !== undefined && value > bound) ? 1 : 0;
}

/** Exit statuses as above; 1 too when memory grows. */
async function measureFootprint(
  options: Pick<Options, "peers" | "minutes" | "soak"> & { readonly json?: string },
): Promise<number> {
  const missing = options.soak > 0 ? await missingInstruments() : undefined;
  if (missing !== undefined) {
    process.stderr.write(`bench: ${missing}\n`);
    return 69;
  }
  const interrupt = interruption();
  const report = await footprint({ ...options, say, signal: interrupt.signal });
  if (report === undefined) return 130;
  process.stdout.write(`${machine.processor}, ${machine.cores} cores, Linux ${machine.kernel}\n`);
  process.stdout.write(`${footprintText(report)}\n`);
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify({ machine, ...report }, null, 2)}\n`);
  return report.phases.some(({ grows }) => grows) ? 1 : 0;
}

function interruption(): AbortController {
  const interrupt = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => interrupt.abort());
  return interrupt;
}

const say = (line: string): void => void process.stderr.write(`${line}\n`);

const machine = {
  processor: cpus()[0]?.model ?? "unknown",
  cores: cpus().length,
  kernel: release(),
  memory: totalmem(),
};

const congestionControl = () => readFileSync("/proc/sys/net/ipv4/tcp_congestion_control", "utf8").trim();

main().then(
  (status) => process.exit(status),
  (error: Error & { exitCode?: number }) => {
    // Help and version are no failure; commander has printed what there is to say of a flag.
    if (error.exitCode !== undefined) process.exit(error.exitCode === 0 ? 0 : 64);
    process.stderr.write(`bench: ${error.stack}\n`);
    process.exit(1);
  },
);
