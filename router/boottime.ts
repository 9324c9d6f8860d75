/**
 * The clock that the machines run on: monotonic, and going on while the host sleeps, as CLOCK_BOOTTIME does. Node's own
 * (`performance.now`, CLOCK_MONOTONIC) stands still then, and a host that wakes up would believe that its lease still holds
 * (docs/ipam.md). Node tells the host's uptime, which counts sleep, to 10 ms: what it is ahead of the other clock by since
 * the start is the time slept, as soon as it is more than `noiseMs`. Cost: 7 microseconds a reading.
 */
import { uptime } from "node:os";
import type { Millis } from "../base/time.ts";

/** Of the uptime's steps and of the two readings' distance. Who slept for less may as well have been slow. */
const noiseMs: Millis = 500;

interface Clocks {
  /** Stands still while the host sleeps. */
  running(): Millis;
  /** Does not; coarse. */
  up(): Millis;
}

const hostClocks: Clocks = { running: () => performance.now(), up: () => 1_000 * uptime() };

/** Reads it in milliseconds; the origin is arbitrary. */
export function boottimeClock(clocks: Clocks = hostClocks): () => Millis {
  const apart = clocks.up() - clocks.running();
  let slept: Millis = 0;
  return () => {
    const now = clocks.running();
    const ahead = clocks.up() - now - apart;
    if (ahead > slept + noiseMs) slept = ahead;
    return now + slept;
  };
}
