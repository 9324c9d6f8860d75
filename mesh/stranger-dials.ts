/**
 * The bound on dials to strangers: peers of the topology that never answered here, so that there is only others' word
 * for them. A member can invent them, and places for them. So many dials may fail at once, and after that so many a
 * second (GCRA, the leaky bucket as a meter); what is answered costs nothing, so a mesh that forms is not slowed. Those
 * that must wait are spread over a time that grows with their failures, so that each gets its turn.
 */
import { type Random, randomFraction } from "../base/random.ts";
import type { Millis } from "../base/time.ts";

export const failuresBurst = 64;
export const failuresPerSecond = 4;
/** As many may be under way: some of all are left to those that did answer. */
const underWayMax = 12;
const waitMs = 10_000;
/** Waits end on multiples of this, to wake seldom. */
const beatMs = 250;

export class StrangerDials {
  readonly #random: Random;
  /** Until then failures are paid for. */
  #paidUntil: Millis = Number.NEGATIVE_INFINITY;
  /** How often one had to wait for the bound on failures. */
  held = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  failed(now: Millis): void {
    this.#paidUntil = Math.max(now, this.#paidUntil) + 1_000 / failuresPerSecond;
  }

  /** Until when one that is due and failed so often must wait; undefined when it may be dialled. */
  waitsUntil(now: Millis, underWay: number, failures: number): Millis | undefined {
    const from = this.#paidUntil - (failuresBurst * 1_000) / failuresPerSecond;
    if (from <= now && underWay < underWayMax) return undefined;
    if (from > now) this.held++;
    const spread = from > now ? randomFraction(this.#random) * waitMs * (1 + failures) : 0;
    return Math.ceil((Math.max(now, from) + beatMs + spread) / beatMs) * beatMs;
  }
}
