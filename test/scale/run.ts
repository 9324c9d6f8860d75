/** `./test/scale/run`: measures a large mesh and prints a line a phase, or one JSON object. Exit status 64: wrong call. */
import { parseArgs } from "node:util";
import { lineOf, measureScale, type PhaseName, phaseNames, type ScaleCall } from "./phases.ts";
import { measureWeave } from "./weave-phases.ts";

const usage = `usage: ./test/scale/run --hosts N [--conn-limit K] [--phase NAME]... [--seed S] [--json]

Runs N real router cores in one process under virtual time and measures bytes and processor time a host and second, and
how long everybody takes to know.
  --hosts N        2 to 10000
  --conn-limit K   connections at most, as the router's flag (default 0: none, a full mesh)
  --phase NAME     ${phaseNames.join(", ")} or all (default idle); may be given more than once
  --seed S         default 1
  --weave          a model of Weave Net's published gossip instead of our routers, to compare with
  --json           one JSON object at the end; progress goes to standard error

examples:
  ./test/scale/run --hosts 100 --phase all
  ./test/scale/run --hosts 1000 --conn-limit 30 --phase idle --phase join --json
`;

const hostsMax = 10_000;

process.exitCode = main(process.argv.slice(2));

function main(args: readonly string[]): number {
  const call = parseCall(args);
  if (typeof call === "string") {
    process.stderr.write(`${call}\n\n${usage}`);
    return 64;
  }
  const report = call.weave ? measureWeave(call) : measureScale(call);
  if (call.weave) for (const phase of report.phases) call.progress(`${report.hosts} hosts of Weave: ${lineOf(phase)}`);
  if (call.json) process.stdout.write(`${JSON.stringify(report)}\n`);
  return 0;
}

function parseCall(
  args: readonly string[],
): (ScaleCall & { readonly json: boolean; readonly weave: boolean }) | string {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        hosts: { type: "string", default: "" },
        "conn-limit": { type: "string", default: "0" },
        phase: { type: "string", multiple: true, default: ["idle"] },
        seed: { type: "string", default: "1" },
        json: { type: "boolean", default: false },
        weave: { type: "boolean", default: false },
      },
    });
    const hosts = Number(values.hosts);
    const connectionLimit = Number(values["conn-limit"]);
    const seed = Number(values.seed);
    if (!Number.isInteger(hosts) || hosts < 2 || hosts > hostsMax) return `--hosts takes 2 to ${hostsMax}`;
    if (!Number.isInteger(connectionLimit) || connectionLimit < 0) return "--conn-limit takes a number";
    if (!Number.isInteger(seed)) return "--seed takes a number";
    const phases = values.phase.includes("all") ? phaseNames : values.phase.map(phaseOf);
    const { json, weave } = values;
    const out = json ? process.stderr : process.stdout;
    return { hosts, connectionLimit, seed, phases, json, weave, progress: (line) => void out.write(`${line}\n`) };
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause);
  }
}

function phaseOf(text: string): PhaseName {
  const known = phaseNames.find((name) => name === text);
  if (!known) throw new Error(`--phase takes ${phaseNames.join(", ")} or all`);
  return known;
}
