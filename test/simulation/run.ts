/**
 * `./test/simulate`: plays seeds and says what broke. One line a seed that fails, with the command that plays it again,
 * and one line in the end; `--json` prints one object a seed instead. Exit status 1 on a violation, 64 on a wrong call.
 */
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { hostsMax, hostsMin } from "./generate.ts";
import { playSeed, type SeedJob, type SeedReport, showScenario, shrunk } from "./seed-worker.ts";
import { playSeeds } from "./seeds.ts";
import { coverage, summary } from "./summary.ts";

const usage = `usage: ./test/simulate [--seeds FROM..TO | --seed S] [--hosts N] [--json] [--log] [--real-crypto] [--threads N]

Plays random scenarios on the real router core under virtual time: delay, jitter, loss, reorder, duplication, bandwidth,
cuts, one-way cuts, partitions, clogs, kills, power cuts with torn and lost writes, clocks that skew and step, suspended
and starved hosts, clones, restored snapshots, mixed releases, hosts that are gone for good.
  --seeds FROM..TO   which seeds to play, both ends included (default 1..20)
  --seed S           play one seed; with --log every event of every router is printed as it happens
  --hosts N          hosts in each scenario (default: ${hostsMin} to ${hostsMax}, drawn from the seed)
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
  ./test/simulate --hosts 5 --seed 17 --log
`;

interface Call {
  readonly jobs: readonly SeedJob[];
  readonly json: boolean;
  readonly log: boolean;
  readonly threads: number;
  readonly shrink: boolean;
  readonly show: boolean;
}

const hostsLimit = 1000;

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  const call = parseCall(args);
  if (typeof call === "string") {
    process.stderr.write(`${call}\n\n${usage}`);
    return 64;
  }
  if (call.jobs.length === 0) {
    process.stdout.write(usage);
    return 0;
  }
  const reports: SeedReport[] = [];
  const take = (report: SeedReport) => {
    reports.push(report);
    print(report, call.json);
  };
  const lines = (line: string) => process.stdout.write(`${line}\n`);
  const [only] = call.jobs;
  if (only && call.show) {
    lines(showScenario(only));
    return 0;
  }
  if (only && call.jobs.length === 1) take(playSeed(only, call.log ? lines : undefined));
  else await playSeeds(call.jobs, call.threads, take);
  const failing = reports.filter((report) => report.violations.length > 0);
  if (call.shrink) for (const { seed } of failing) lines(shrunk(call.jobs.find((job) => job.seed === seed) as SeedJob));
  if (!call.json) process.stdout.write(`${summary(reports)}\n${coverage(reports)}\n`);
  return failing.length > 0 ? 1 : 0;
}

function parseCall(args: readonly string[]): Call | string {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        hosts: { type: "string" },
        keep: { type: "string" },
        shrink: { type: "boolean", default: false },
        show: { type: "boolean", default: false },
        seeds: { type: "string", default: "1..20" },
        seed: { type: "string" },
        json: { type: "boolean", default: false },
        log: { type: "boolean", default: false },
        "real-crypto": { type: "boolean", default: false },
        threads: { type: "string", default: String(availableParallelism()) },
        help: { type: "boolean", default: false },
      },
    });
    const { json, log, shrink, show, keep } = values;
    const hosts = values.hosts === undefined ? undefined : Number(values.hosts);
    const threads = Number(values.threads);
    const isSize = hosts === undefined || (Number.isInteger(hosts) && hosts >= hostsMin && hosts <= hostsLimit);
    if (!isSize) return `--hosts takes ${hostsMin} to ${hostsLimit}`;
    if (!Number.isInteger(threads) || threads < 1) return "--threads takes a number from 1 on";
    const rest = { json, log, threads, shrink, show };
    if (values.help) return { jobs: [], ...rest };
    const text = values.seed === undefined ? values.seeds : `${values.seed}..${values.seed}`;
    const range = /^(\d+)\.\.(\d+)$/.exec(text);
    if (!range || Number(range[1]) > Number(range[2])) return "--seeds takes FROM..TO, --seed a number";
    const single = log || show || keep !== undefined;
    if (single && values.seed === undefined) return "--log, --show and --keep go with --seed";
    const crypto = values["real-crypto"] ? "real" : "stand-in";
    const jobs: SeedJob[] = [];
    for (let seed = Number(range[1]); seed <= Number(range[2]); seed++) jobs.push({ seed, hosts, crypto, keep });
    return { jobs, ...rest };
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause);
  }
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
