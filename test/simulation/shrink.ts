/**
 * Makes a failing scenario small: leaves out hosts, then faults, then work, in halves and then one by one (delta
 * debugging, Zeller and Hildebrandt 2002), as long as it breaks the same rule; then heals as early as it can. What is
 * left is named by the numbers of its steps, which the command that replays it carries (`--keep 0-3,7@9000`, the number
 * behind `@` is when faults stop).
 */
import { assert } from "../../base/assert.ts";
import { hostsOf as hostsOfFault } from "./faults.ts";
import type { Scenario, Step } from "./scenario.ts";

export interface Kept {
  readonly steps: readonly number[];
  readonly healAt: number | undefined;
}

/** The scenario with these steps only; first boot expects the hosts that are left. */
export function keepSteps(scenario: Scenario, { steps: kept, healAt = scenario.healAt }: Kept): Scenario {
  const steps = kept.flatMap((index) => scenario.steps[index] ?? []);
  const present = new Set(steps.flatMap((step) => ("launch" in step ? [step.launch] : [])));
  const launches = scenario.launches.map((launch, index) => {
    const { init } = launch;
    const expecting = init.kind === "consensus" ? { ...launch, init: { ...init, peers: present.size } } : launch;
    return present.has(index) ? expecting : ({ ...expecting, spare: true } as const);
  });
  return { ...scenario, launches, steps, healAt, settledAt: scenario.settledAt - scenario.healAt + healAt };
}

/** `0-3,7`, with `@9000` behind it when healing is earlier. */
export function formatSteps({ steps, healAt }: Kept): string {
  const parts: string[] = [];
  for (let i = 0; i < steps.length; i++) {
    const first = steps[i] as number;
    while (i + 1 < steps.length && steps[i + 1] === (steps[i] as number) + 1) i++;
    const last = steps[i] as number;
    parts.push(first === last ? `${first}` : `${first}-${last}`);
  }
  return parts.join(",") + (healAt === undefined ? "" : `@${healAt}`);
}

export function parseSteps(text: string): Kept {
  const [ranges = "", heal] = text.split("@");
  const steps = ranges.split(",").flatMap((range) => {
    const [first = Number.NaN, last = first] = range.split("-").map(Number);
    assert(Number.isInteger(first) && Number.isInteger(last), "steps are numbers and ranges of numbers");
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
  return { steps, healAt: heal === undefined ? undefined : Number(heal) };
}

/**
 * The least that `fails`, asked at most `playsMax` times; the whole is known to fail. One that fails is replaced by a
 * smaller one that fails, so the answer is a scenario that was played.
 */
export function shrink(scenario: Scenario, fails: (kept: Kept) => boolean, playsMax: number): Kept {
  let plays = 0;
  const attempt = (kept: Kept) => plays++ < playsMax && fails(kept);
  let steps: readonly number[] = scenario.steps.map((_, index) => index);
  const at = (index: number) => scenario.steps[index] as Step;
  for (const host of hostsOfScenario(scenario)) {
    const without = steps.filter((index) => !concerns(at(index), host));
    if (launchesIn(scenario, without) >= 2 && attempt({ steps: without, healAt: undefined })) steps = without;
  }
  for (const removable of [isWork, isFault]) {
    steps = reduce(
      steps,
      (index) => removable(at(index)),
      (kept) => attempt({ steps: kept, healAt: undefined }),
    );
  }
  let healAt: number | undefined;
  for (const share of [0.25, 0.5, 0.75]) {
    const earlier = Math.round(scenario.healAt * share);
    if (healAt === undefined && attempt({ steps, healAt: earlier })) healAt = earlier;
  }
  return { steps, healAt };
}

function reduce(
  whole: readonly number[],
  isRemovable: (index: number) => boolean,
  fails: (kept: readonly number[]) => boolean,
): readonly number[] {
  let kept = whole;
  for (let size = kept.filter(isRemovable).length; size >= 1; size = Math.floor(size / 2)) {
    const removable = kept.filter(isRemovable);
    for (let from = 0; from < removable.length; from += size) {
      const dropped = new Set(removable.slice(from, from + size));
      const rest = kept.filter((index) => !dropped.has(index));
      if (fails(rest)) kept = rest;
    }
  }
  return kept;
}

function isWork(step: Step): boolean {
  return "work" in step;
}

function isFault(step: Step): boolean {
  return "fault" in step;
}

/** The last ones first: others' targets are earlier ones. */
function hostsOfScenario(scenario: Scenario): readonly number[] {
  return scenario.launches.flatMap(({ spare }, index) => (spare ? [] : [index])).toReversed();
}

function launchesIn(scenario: Scenario, steps: readonly number[]): number {
  return steps.filter((index) => "launch" in (scenario.steps[index] as Step)).length;
}

function concerns(step: Step, host: number): boolean {
  if ("launch" in step) return step.launch === host;
  if ("work" in step) return step.work.host === host;
  return hostsOfFault(step.fault).includes(host);
}

/** The rule that a violation breaks, without names and numbers, so that two runs can be held against each other. */
export function ruleOf(violation: string): string {
  return (
    violation
      .replace(/^at [\d.]+ ms: /, "")
      .split("\n")[0]
      ?.replace(/[0-9a-f]{12,}|h\d+\S*|[\d.]+/g, "#") ?? ""
  );
}
