/**
 * How many events a stranger can cause: a bucket of `burst` events that fills at `perSecond`. What exceeds it is only
 * counted, so that nobody fills our log by knocking at the door.
 */
import type { Millis } from "../base/time.ts";

const burst = 20;
const perSecond = 1;

export class EventBudget {
  #left = burst;
  #asOf: Millis = 0;

  /** Takes one event from the bucket; false when it is empty. */
  allows(now: Millis): boolean {
    this.#left = Math.min(burst, this.#left + ((now - this.#asOf) / 1000) * perSecond);
    this.#asOf = now;
    if (this.#left < 1) return false;
    this.#left--;
    return true;
  }
}
