/**
 * Which kinds of fault, and which pairs of kinds in one scenario, a run of many seeds has seen: drawn, or struck. A rule
 * that was never tried under a fault is not proven under it, so tests ask for least numbers.
 */
import { type FaultKind, faultKinds } from "./faults.ts";
import type { Scenario } from "./scenario.ts";

/** Every two different kinds, once. */
export const pairsOfKinds: readonly (readonly [FaultKind, FaultKind])[] = faultKinds.flatMap((kind, at) =>
  faultKinds.slice(at + 1).map((other) => [kind, other] as const),
);

/** Counts from scenario to scenario, in room that does not grow with them. */
export class Coverage {
  /** Strikes of each kind. */
  readonly kinds: Map<FaultKind, number> = new Map(faultKinds.map((kind) => [kind, 0]));
  /** Scenarios in which both kinds of a pair occur. */
  readonly pairs: Map<string, number> = new Map(pairsOfKinds.map((pair) => [nameOf(pair), 0]));

  add(strikes: Readonly<Record<string, number>>): void {
    for (const [kind, count] of this.kinds) this.kinds.set(kind, count + (strikes[kind] ?? 0));
    for (const pair of pairsOfKinds) {
      const name = nameOf(pair);
      if (pair.every((kind) => strikes[kind])) this.pairs.set(name, (this.pairs.get(name) ?? 0) + 1);
    }
  }

  /** Two lines: each kind, and the pair that was seen least. */
  text(): string {
    const [rarest = "none", least = 0] = [...this.pairs].toSorted(([, a], [, b]) => a - b)[0] ?? [];
    const each = [...this.kinds].map(([kind, count]) => `${kind} ${count}`).join(", ");
    return `faults: ${each}\npairs of kinds in one scenario: ${this.pairs.size}, each at least ${least} times (${rarest})`;
  }
}

export function coverageOf(scenarios: readonly Readonly<Record<string, number>>[]): Coverage {
  const coverage = new Coverage();
  for (const strikes of scenarios) coverage.add(strikes);
  return coverage;
}

function nameOf(pair: readonly [FaultKind, FaultKind]): string {
  return pair.join(" + ");
}

/** What a scenario was drawn to suffer, without playing it. */
export function drawnFaults(scenario: Scenario): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const step of scenario.steps) {
    if ("fault" in step) counts[step.fault.kind] = (counts[step.fault.kind] ?? 0) + 1;
  }
  return counts;
}
