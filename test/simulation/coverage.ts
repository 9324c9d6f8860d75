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

export interface Coverage {
  /** Strikes of each kind. */
  readonly kinds: ReadonlyMap<string, number>;
  /** Scenarios in which both kinds of a pair occur. */
  readonly pairs: ReadonlyMap<string, number>;
}

export function coverageOf(scenarios: readonly Readonly<Record<string, number>>[]): Coverage {
  const kinds = new Map(faultKinds.map((kind) => [kind as string, 0]));
  const pairs = new Map(pairsOfKinds.map((pair) => [pair.join(" + "), 0]));
  for (const strikes of scenarios) {
    for (const kind of faultKinds) kinds.set(kind, (kinds.get(kind) ?? 0) + (strikes[kind] ?? 0));
    for (const [a, b] of pairsOfKinds) {
      const name = `${a} + ${b}`;
      if (strikes[a] && strikes[b]) pairs.set(name, (pairs.get(name) ?? 0) + 1);
    }
  }
  return { kinds, pairs };
}

/** What a scenario was drawn to suffer, without playing it. */
export function drawnFaults(scenario: Scenario): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const step of scenario.steps) {
    if ("fault" in step) counts[step.fault.kind] = (counts[step.fault.kind] ?? 0) + 1;
  }
  return counts;
}

/** Two lines: each kind, and the pair that was seen least. */
export function coverageText({ kinds, pairs }: Coverage): string {
  const [rarest = "none", least = 0] = [...pairs].toSorted(([, a], [, b]) => a - b)[0] ?? [];
  const each = [...kinds].map(([kind, count]) => `${kind} ${count}`).join(", ");
  return `faults: ${each}\npairs of kinds in one scenario: ${pairs.size}, each at least ${least} times (${rarest})`;
}
