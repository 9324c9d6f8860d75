/**
 * `./test/simulate`: plays seeds and says what broke. One line a seed that fails, with the command that plays it again,
 * and one line in the end; `--json` prints one object a seed instead. A soak goes on for as many seeds as are wanted, tells
 * how far it is, and keeps counts only. Exit status 1 on a violation, 64 on a wrong call.
 */
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { hostsMax, hostsMin } from "./generate.ts";
import { playSeed, type SeedJob, type SeedReport, showScenario, shrunk } from "./seed-worker.ts";
import { playSeeds } from "./seeds.ts";
import { Summary } from "./summary.ts";

const usage = `usage: ./test/simulate [--seeds FROM..TO | --soak N [--from S] | --seed S] [--hosts N] [--leases] [--conn-limit N] [--json] [--log] [--real-crypto] [--threads N]

Plays random scenarios on the real router core under virtual time: delay, jitter, loss, reorder, duplication, bandwidth,
cuts, one-way cuts, partitions, clogs, kills, power cuts with torn and lost writes, clocks that skew and step, suspended
and starved hosts, clones, restored snapshots, mixed releases, hosts that are gone for good.
  --seeds FROM..TO   which seeds to play, both ends included (default 1..20)
  --seed S           play one seed; with --log every event of every router is printed as it happens
  --soak N           play N seeds however many fail, with a line of progress each minute; an interrupt ends it early
  --from S           with --soak: the first one (default 1)
  --hosts N          hosts in each scenario (default: ${hostsMin} to ${hostsMax}, drawn from the seed)
  --leases           every scenario with leases (default: one of ten)
  --conn-limit N     connections of each host at most, 0 for no limit (default: drawn from the seed)
  --keep STEPS       with --seed: these steps of its scenario only, as a shrunk one names them
  --shrink           make each seed that fails as small as it gets, and print the command that replays it
  --show             with --seed: print the scenario instead of playing it
  --json             one JSON object a seed
  --real-crypto      real cryptography instead of the stand-in (about 100 times slower handshakes)
  --threads N        seeds played at the same time (default: one a core)

Exit status: 0 all held, 1 a rule was broken, 64 wrong call.
examples:
  ./test/simulate --seeds 1..400
  ./test/simulate --seed 17 --shrink
  ./test/simulate --soak 100000 --from 10001
  ./test/simulate --hosts 5 --seed 17 --log
`;

interface Call {
  /** Those of one seed or range, in order. */
  readonly first: number;
  readonly count: number;
  readonly settings: Omit<SeedJob, "seed">;
  readonly json: boolean;
  readonly log: boolean;
  readonly threads: number;
  readonly shrink: boolean;
  readonly show: boolean;
  readonly soak: boolean;
}

const hostsLimit = 1000;
const progressEveryMs = 60_000;

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  const call = parseCall(args);
  if (typeof call === "string") {
    process.stderr.write(`${call}\n\n${usage}`);
    return 64;
  }
  if (call === undefined) {
    process.stdout.write(usage);
    return 0;
  }
  const lines = (line: string) => process.stdout.write(`${line}\n`);
  const only: SeedJob = { ...call.settings, seed: call.first };
  if (call.show) {
    lines(showScenario(only));
    return 0;
  }
  const summary = new Summary();
  const failing: SeedReport[] = [];
  const take = (report: SeedReport) => {
    summary.add(report);
    if (call.shrink && report.violations.length > 0) failing.push(report);
    print(report, call.json);
  };
  if (call.soak) await soak(call, summary, take);
  else if (call.count === 1) take(playSeed(only, call.log ? lines : undefined));
  else await playSeeds(jobsOf(call), call.threads, take);
  for (const { seed } of failing) lines(shrunk({ ...call.settings, seed }));
  if (!call.json) lines(`${summary.text()}\n${summary.coverage.text()}`);
  return summary.failed > 0 ? 1 : 0;
}

function* jobsOf({ first, count, settings }: Call, isOver = () => false): Iterable<SeedJob> {
  for (let seed = first; seed < first + count && !isOver(); seed++) yield { ...settings, seed };
}

async function soak(call: Call, summary: Summary, take: (report: SeedReport) => void): Promise<void> {
  const began = performance.now();
  const tell = () => process.stderr.write(`${summary.seeds} of ${call.count} seeds, ${summary.failed} failed\n`);
  const progress = setInterval(tell, progressEveryMs);
  let interrupted = false;
  process.once("SIGINT", () => {
    interrupted = true;
  });
  await playSeeds(
    jobsOf(call, () => interrupted),
    call.threads,
    take,
  );
  clearInterval(progress);
  if (call.json) return;
  for (const replay of summary.failing) process.stdout.write(`again: ${replay}\n`);
  process.stdout.write(`${summary.soakText(performance.now() - began)}\n`);
}

function parseCall(args: readonly string[]): Call | string | undefined {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        hosts: { type: "string" },
        leases: { type: "boolean", default: false },
        "conn-limit": { type: "string" },
        keep: { type: "string" },
        shrink: { type: "boolean", default: false },
        show: { type: "boolean", default: false },
        seeds: { type: "string", default: "1..20" },
        seed: { type: "string" },
        soak: { type: "string" },
        from: { type: "string", default: "1" },
        json: { type: "boolean", default: false },
        log: { type: "boolean", default: false },
        "real-crypto": { type: "boolean", default: false },
        threads: { type: "string", default: String(availableParallelism()) },
        help: { type: "boolean", default: false },
      },
    });
    const { json, log, shrink, show, keep } = values;
    const hosts = values.hosts === undefined ? undefined : Number(values.hosts);
    const connectionLimit = values["conn-limit"] === undefined ? undefined : Number(values["conn-limit"]);
    const isLimit = connectionLimit === undefined || (Number.isInteger(connectionLimit) && connectionLimit >= 0);
    if (!isLimit) return "--conn-limit takes a number from 0 on";
    const threads = Number(values.threads);
    const isSize = hosts === undefined || (Number.isInteger(hosts) && hosts >= hostsMin && hosts <= hostsLimit);
    if (!isSize) return `--hosts takes ${hostsMin} to ${hostsLimit}`;
    if (!Number.isInteger(threads) || threads < 1) return "--threads takes a number from 1 on";
    if (values.help) return undefined;
    const range = rangeOf(values);
    if (!range) return "--seeds takes FROM..TO, --seed, --soak and --from a number from 1 on";
    const single = log || show || keep !== undefined;
    if (single && values.seed === undefined) return "--log, --show and --keep go with --seed";
    const leases = values.leases ? true : undefined;
    const crypto = values["real-crypto"] ? "real" : "stand-in";
    const settings = { hosts, leases, connectionLimit, crypto, keep } as const;
    return { ...range, settings, json, log, threads, shrink, show, soak: values.soak !== undefined };
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause);
  }
}

/** The first seed, and how many. */
function rangeOf(values: {
  readonly seed?: string | undefined;
  readonly soak?: string | undefined;
  readonly from: string;
  readonly seeds: string;
}): { readonly first: number; readonly count: number } | undefined {
  const [first, count] = values.seed
    ? [Number(values.seed), 1]
    : values.soak
      ? [Number(values.from), Number(values.soak)]
      : countOf(/^(\d+)\.\.(\d+)$/.exec(values.seeds));
  return Number.isInteger(first) && Number.isInteger(count) && count >= 1 ? { first, count } : undefined;
}

function countOf(range: RegExpExecArray | null): readonly [first: number, count: number] {
  const [first, last] = [Number(range?.[1]), Number(range?.[2])];
  return [first, last - first + 1];
}

function print(report: SeedReport, json: boolean): void {
  if (json) {
    process.stdout.write(`${JSON.stringify(report)}\n`);
    return;
  }
  if (report.violations.length === 0) return;
  process.stdout.write(`seed ${report.seed} failed; again: ${report.replay}\n`);
  for (const violation of report.violations) process.stdout.write(`  ${violation}\n`);
}
