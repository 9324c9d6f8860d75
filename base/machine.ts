/**
 * The one shape of every protocol: a deterministic machine without I/O.
 *
 * A machine never reads a clock, draws its own entropy, or calls back. Its driver (the router's shell, or the
 * simulator) feeds inputs, carries out the outputs in their order, and calls again at `wakeAt`. `persist` is a
 * barrier: outputs after it may leave only once it is durable.
 */
import type { Millis } from "./time.ts";

export interface Machine<Input, Output, Status> {
  /** Takes one input at monotonic time `now`; outputs are carried out in order. */
  step(now: Millis, input: Input): readonly Output[];
  /** The next moment at which the machine wants a `wake` input; `never` when idle. */
  wakeAt(): Millis;
  /** A snapshot for API, CLI and metrics. */
  status(): Status;
}

/** Time has passed `wakeAt()`. Every machine accepts it, at any time. */
export interface Wake {
  readonly kind: "wake";
}

/**
 * Something an operator may want to know. `name` is from the room's catalogue (kebab-case, stable); `facts` name
 * peers, addresses and counts. The shell makes a log line and a counter of each.
 */
export interface EventOutput {
  readonly kind: "event";
  readonly level: "debug" | "info" | "warn" | "error";
  readonly name: string;
  readonly facts: Readonly<Record<string, string | number | boolean>>;
}

/** Durable key-value writes, applied atomically. `undefined` deletes. Later outputs wait until it is durable. */
export interface PersistOutput {
  readonly kind: "persist";
  readonly writes: readonly DurableWrite[];
}

export interface DurableWrite {
  /** `room/name...`, e.g. `ipam/ring`. */
  readonly key: string;
  readonly value: Uint8Array | undefined;
}

/** What a machine reads once, at construction, of what it persisted before. */
export interface DurableState {
  get(key: string): Uint8Array | undefined;
  /** Keys that start with `prefix`, in ascending order. */
  keys(prefix: string): readonly string[];
}

export function event(level: EventOutput["level"], name: string, facts: EventOutput["facts"] = {}): EventOutput {
  return { kind: "event", level, name, facts };
}
