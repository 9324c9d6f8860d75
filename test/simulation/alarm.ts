/**
 * Wakes a machine when its own clock shows the moment that it wants, which may change at each of its steps: the latest
 * wish counts. A machine that wants to be woken at once again and again will never end, which is an error.
 */
import { assert } from "../../base/assert.ts";
import { type Millis, never } from "../../base/time.ts";
import type { HostClock } from "./clock.ts";
import type { EventQueue } from "./event-queue.ts";

const idleWakesMax = 10_000;
/** Larger than what rounding does to a clock that runs at a rate of its own. */
const clockSlackMs: Millis = 0.001;

export class Alarm {
  readonly #time: EventQueue;
  readonly #clock: HostClock;
  readonly #ring: () => void;
  #wakeAt: () => Millis = () => never;
  #scheduledAt: Millis = never;
  #atOnceInARow = 0;

  constructor(time: EventQueue, clock: HostClock, ring: () => void) {
    this.#time = time;
    this.#clock = clock;
    this.#ring = ring;
  }

  /** Nobody wants to be woken any more. */
  drop(): void {
    this.#wakeAt = () => never;
    this.#scheduledAt = never;
    this.#atOnceInARow = 0;
  }

  /** The clock changed its ways. */
  reset(): void {
    this.#scheduledAt = never;
    this.set(this.#wakeAt);
  }

  /** `wakeAt`, by the clock, is asked again when it is due. */
  set(wakeAt: () => Millis): void {
    this.#wakeAt = wakeAt;
    const { now } = this.#time;
    const at = this.#clock.whenItShows(wakeAt());
    const scheduledAt = Math.max(at, now) + clockSlackMs;
    if (scheduledAt >= this.#scheduledAt || at === never) return;
    this.#atOnceInARow = at <= now ? this.#atOnceInARow + 1 : 0;
    assert(this.#atOnceInARow < idleWakesMax, `a router wants to be woken for ever at ${now} ms`);
    this.#scheduledAt = scheduledAt;
    this.#time.schedule(scheduledAt, () => {
      if (this.#scheduledAt !== scheduledAt) return;
      this.#scheduledAt = never;
      if (this.#wakeAt() <= this.#clock.read(this.#time.now)) this.#ring();
      else this.set(this.#wakeAt);
    });
  }
}
