/**
 * How long the router was held up at most: while it works on one thing, or gets no processor time, its event loop answers
 * nobody, and neighbours, callers and probes wait. Two sources: each step of the machines is measured whole (`took`), and a
 * timer of libuv tells what else held the loop up, or kept the process from running; it beats every `beatMs` only, for a
 * router at rest shall sleep, so it finds all that lasts longer and of the shorter ones some.
 *
 * The longest of the last ten minutes is kept by the minute. Suspending the host counts, as it did for the neighbours.
 */
import { monitorEventLoopDelay } from "node:perf_hooks";
import type { Millis } from "../base/time.ts";

const beatMs: Millis = 100;
const minuteMs: Millis = 60_000;
const minutesKept = 10;
/** Longer ones are told: heartbeats of control connections and leases have seconds, not minutes, of patience. */
export const stallToldMs: Millis = 1_000;

export interface Stalls {
  /** Forgets what was before: a launch may take its time. */
  begin(): void;
  took(ms: Millis): void;
  /** The longest of the last ten minutes. */
  longestMs(): Millis;
}

/** The longest delay of the event loop since the last `reset`, which itself may miss one beat. */
export interface LoopDelay {
  longestMs(): Millis;
  reset(): void;
}

/** By default of this process's loop. */
export function watchStalls(now: () => Millis, loop: LoopDelay = eventLoopDelay()): Stalls {
  /** By minute. */
  const longest = new Map<number, Millis>();
  const note = (ms: Millis) => {
    const minute = Math.floor(now() / minuteMs);
    if (ms <= (longest.get(minute) ?? 0)) return;
    longest.set(minute, ms);
    for (const old of longest.keys()) if (old <= minute - minutesKept) longest.delete(old);
  };
  const turn = () => {
    note(loop.longestMs());
    loop.reset();
  };
  setInterval(turn, minuteMs).unref();
  return {
    begin() {
      loop.reset();
      longest.clear();
    },
    took: note,
    longestMs() {
      note(loop.longestMs());
      const oldest = Math.floor(now() / minuteMs) - minutesKept;
      return Math.max(0, ...[...longest].flatMap(([minute, ms]) => (minute > oldest ? [ms] : [])));
    },
  };
}

/** The histogram holds the beat itself, too. */
function eventLoopDelay(): LoopDelay {
  const histogram = monitorEventLoopDelay({ resolution: beatMs });
  histogram.enable();
  return {
    longestMs: () => (histogram.count === 0 ? 0 : Math.max(0, histogram.max / 1e6 - beatMs)),
    reset: () => histogram.reset(),
  };
}
