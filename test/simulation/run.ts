/**
 * `./test/simulate`: plays seeds and says what broke. One line a seed that fails, with the command that plays it again,
 * and one line in the end; `--json` prints one object a seed instead. Exit status 1 on a violation, 64 on a wrong call.
 */
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { playSeed, type SeedJob, type SeedReport } from "./seed-worker.ts";
import { playSeeds } from "./seeds.ts";
import { coverage, summary } from "./summary.ts";

const usage = `usage: ./test/simulate [--hosts N] [--seeds FROM..TO | --seed S] [--json] [--log] [--real-crypto] [--threads N]

Plays random scenarios (crash, partition, loss, reorder, restart) on the real router core under virtual time.
  --hosts N          hosts in each scenario (default 20)
  --seeds FROM..TO   which seeds to play, both ends included (default 1..20)
  --seed S           play one seed; with --log every event of every router is printed as it happens
  --json             one JSON object a seed
  --real-crypto      real cryptography instead of the stand-in (about 100 times slower handshakes)
  --threads N        seeds played at the same time (default: one a core)

Exit status: 0 all held, 1 a rule was broken, 64 wrong call.
examples:
  ./test/simulate --seeds 1..200
  ./test/simulate --hosts 5 --seed 17 --log
`;

interface Call {
  readonly jobs: readonly SeedJob[];
  readonly json: boolean;
  readonly log: boolean;
  readonly threads: number;
}

const hostsMax = 1000;

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
  if (only && call.jobs.length === 1) take(playSeed(only, call.log ? lines : undefined));
  else await playSeeds(call.jobs, call.threads, take);
  const failed = reports.filter((report) => report.violations.length > 0).length;
  if (!call.json) process.stdout.write(`${summary(reports)}\n${coverage(reports)}\n`);
  return failed > 0 ? 1 : 0;
}

function parseCall(args: readonly string[]): Call | string {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        hosts: { type: "string", default: "20" },
        seeds: { type: "string", default: "1..20" },
        seed: { type: "string" },
        json: { type: "boolean", default: false },
        log: { type: "boolean", default: false },
        "real-crypto": { type: "boolean", default: false },
        threads: { type: "string", default: String(availableParallelism()) },
        help: { type: "boolean", default: false },
      },
    });
    const { json, log } = values;
    const hosts = Number(values.hosts);
    const threads = Number(values.threads);
    if (!Number.isInteger(hosts) || hosts < 2 || hosts > hostsMax) return `--hosts takes 2 to ${hostsMax}`;
    if (!Number.isInteger(threads) || threads < 1) return "--threads takes a number from 1 on";
    if (values.help) return { jobs: [], json, log, threads };
    const text = values.seed === undefined ? values.seeds : `${values.seed}..${values.seed}`;
    const range = /^(\d+)\.\.(\d+)$/.exec(text);
    if (!range || Number(range[1]) > Number(range[2])) return "--seeds takes FROM..TO, --seed a number";
    if (log && values.seed === undefined) return "--log goes with --seed";
    const crypto = values["real-crypto"] ? "real" : "stand-in";
    const jobs: SeedJob[] = [];
    for (let seed = Number(range[1]); seed <= Number(range[2]); seed++) jobs.push({ seed, hosts, crypto });
    return { jobs, json, log, threads };
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
