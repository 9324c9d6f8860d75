/**
 * `./test/soak-faults [--minutes N] [--seed S] [--hosts N] [--conn-limit N]`: one run of `run.ts`, with its journal
 * printed. Exit status 1 when a promise was broken.
 */
import { parseArgs } from "node:util";
import { labDown } from "../../lab/down.ts";
import { drawPlan, formatStrike } from "./plan.ts";
import { runFaults } from "./run.ts";

const usage = `usage: ./test/soak-faults [--minutes N] [--seed S] [--hosts N] [--conn-limit N] [--plan]
  12 real routers in network namespaces of their own (root) under random faults, with containers that come and go.
  --minutes N      how long faults strike (60 without it)
  --seed S         what strikes, and when (drawn from the clock without it)
  --hosts N        4 to 30 (12 without it)
  --conn-limit N   connections of a host at most, to have fewer than a full mesh has
  --plan           prints the plan of the seed, and ends`;

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "60" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    hosts: { type: "string", default: "12" },
    "conn-limit": { type: "string" },
    plan: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});
const [minutes, seed, hosts] = [values.minutes, values.seed, values.hosts].map(Number) as [number, number, number];
if (values.help || !(minutes > 0) || !Number.isInteger(seed) || !(hosts >= 4 && hosts <= 30)) {
  console.error(usage);
  process.exit(values.help ? 0 : 64);
}

const plan = drawPlan(seed, hosts, minutes * 60_000);
console.log(`seed ${seed}: ${hosts} hosts, ${plan.mode}, ${plan.strikes.length} strikes in ${minutes} minutes`);
if (values.plan) {
  console.log(plan.strikes.map(formatStrike).join("\n"));
  process.exit(0);
}
const limit = values["conn-limit"];
const connectionLimit = limit === undefined ? undefined : Number(limit);
const name = `soak${process.pid}`;
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void labDown(name).finally(() => process.exit(130)));
}
const { journal, violations, ...report } = await runFaults(plan, { name, connectionLimit });
console.log(journal.join("\n"));
console.log(JSON.stringify(report, undefined, 1));
console.log(violations.length === 0 ? "no violation" : `${violations.length} violations:\n${violations.join("\n")}`);
console.log(
  `replay: ./test/soak-faults --minutes ${minutes} --seed ${seed} --hosts ${hosts}${limit === undefined ? "" : ` --conn-limit ${limit}`}`,
);
process.exit(violations.length === 0 ? 0 : 1);
