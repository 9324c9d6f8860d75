/**
 * 12 real routers under random faults, with containers that come and go all the while; what is looked at, and how, stands
 * in `test/faults/`. A minute of faults, ten in the full run; longer and with other seeds by `./test/soak-faults`.
 */
import { expect, test } from "vitest";
import { drawPlan, strikeKindsIn } from "../faults/plan.ts";
import { runFaults } from "../faults/run.ts";

const isFull = process.env["WEAVE_TEST_FULL"] === "1";
const hosts = 12;
const minutes = isFull ? 10 : 1;
/** The same each time where everybody waits for it; another each time where there is time to look for the cause. */
const seed = isFull ? Date.now() % 1_000_000 : 20;
const replay = `./test/soak-faults --minutes ${minutes} --seed ${seed} --hosts ${hosts}`;

test(
  `${hosts} routers under ${minutes} min of faults keep every promise, and settle afterwards (${replay})`,
  async () => {
    const report = await runFaults(drawPlan(seed, hosts, minutes * 60_000), { name: `faults${process.pid}` });
    const { settled, strikes, answers, memoryMb, upMs, allMs } = report;
    console.info(`${replay}: ${JSON.stringify({ settled, strikes, answers, memoryMb, upMs, allMs })}`);
    if (report.violations.length > 0) console.info(report.journal.join("\n"));
    expect(report.violations, replay).toEqual([]);
    for (const kind of strikeKindsIn(minutes * 60_000))
      expect(strikes[kind], `${kind} of ${replay}`).toBeGreaterThan(0);
    expect(answers).toBeGreaterThan(hosts * 10 * minutes);
    // Witnesses talk twice a second to 11 others; most of it arrives, or the faults took all there was.
    expect(report.broadcastsHeard).toBeGreaterThan(hosts * (hosts - 1) * 30 * minutes);
  },
  (minutes * 60 + 400) * 1_000,
);
