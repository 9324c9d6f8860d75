/**
 * The wait between two turns of something that many changes ask for: the first turn comes at once, the next after
 * `leastMs`, and while changes keep coming each wait is twice the one before, up to `mostMs`; a pause of two waits ends
 * the rush. So a single change travels fast, and a mesh that forms, where each link changes two records, does not pay
 * for every one of them.
 */
import type { Millis } from "../base/time.ts";

export interface PacingLimits {
  readonly leastMs: Millis;
  readonly mostMs: Millis;
}

export class Pacing {
  readonly #limits: PacingLimits;
  #waitMs: Millis;
  #lastAt: Millis = Number.NEGATIVE_INFINITY;

  constructor(limits: PacingLimits) {
    this.#limits = limits;
    this.#waitMs = limits.leastMs;
  }

  /** No turn before this. */
  get notBefore(): Millis {
    return this.#lastAt + this.#waitMs;
  }

  took(now: Millis): void {
    const rushes = now - this.#lastAt <= 2 * this.#waitMs;
    this.#waitMs = rushes ? Math.min(2 * this.#waitMs, this.#limits.mostMs) : this.#limits.leastMs;
    this.#lastAt = now;
  }
}
