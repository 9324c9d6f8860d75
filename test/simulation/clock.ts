/**
 * A host's monotonic clock beside true (virtual) time: it starts anywhere, runs a little fast or slow, jumps ahead, and
 * stands still while the host sleeps. It never runs back, as CLOCK_MONOTONIC does not; a boot starts it near 0. So a
 * router that keeps a moment in its durable state, or compares its clock with another's, is found out.
 */
import { type Millis, never } from "../../base/time.ts";

export class HostClock {
  /** Local milliseconds in a true one. */
  #rate = 1;
  #since: Millis = 0;
  #local: Millis;

  constructor(local: Millis) {
    this.#local = local;
  }

  read(now: Millis): Millis {
    return this.#local + (now - this.#since) * this.#rate;
  }

  /** The true time at which the clock shows `local`, if nothing happens to it. */
  whenItShows(local: Millis): Millis {
    if (local === never || this.#rate === 0) return never;
    return this.#since + (local - this.#local) / this.#rate;
  }

  run(now: Millis, rate: number): void {
    this.#local = this.read(now);
    this.#since = now;
    this.#rate = rate;
  }

  jump(now: Millis, ahead: Millis): void {
    this.run(now, this.#rate);
    this.#local += ahead;
  }

  /** After a boot. */
  restart(now: Millis): void {
    this.#local = 0;
    this.#since = now;
    this.#rate = 1;
  }
}
