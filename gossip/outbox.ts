/**
 * The outputs of one step in their order, and the bound on events: what a neighbour can provoke is told at most once in
 * `eventSpacingMs` for each name, with the number that was left out; counters in the status miss nothing. The catalogue:
 *
 *   gossip-malformed          a neighbour's frame did not decode or broke a limit
 *   gossip-oversized          our own payload or digest is too large: dropped
 *   gossip-unroutable         no route to a unicast's destination
 *   gossip-hop-limit          a message crossed too many links (routes looped)
 *   gossip-sources-full       no room to remember one more source: its broadcasts wait for anti-entropy
 *   gossip-neighbour-slow     deltas to a neighbour are held back
 *   gossip-neighbour-drained  it takes them again; what it missed follows
 *   gossip-unicast-dropped    even unicasts to it are dropped
 *   gossip-throttled          a neighbour asks more often than it is answered
 */
import { type EventOutput, event } from "../base/machine.ts";
import type { Millis } from "../base/time.ts";
import type { GossipOutput } from "./gossip-types.ts";

export const eventSpacingMs: Millis = 1_000;

export type GossipEventName =
  | "gossip-malformed"
  | "gossip-oversized"
  | "gossip-unroutable"
  | "gossip-hop-limit"
  | "gossip-sources-full"
  | "gossip-neighbour-slow"
  | "gossip-neighbour-drained"
  | "gossip-unicast-dropped"
  | "gossip-throttled";

export class Outbox {
  #outputs: GossipOutput[] = [];
  readonly #told = new Map<GossipEventName, { at: Millis; leftOut: number }>();

  push(output: Exclude<GossipOutput, EventOutput>): void {
    this.#outputs.push(output);
  }

  tell(now: Millis, level: EventOutput["level"], name: GossipEventName, facts: EventOutput["facts"]): void {
    const told = this.#told.get(name);
    if (told && now - told.at < eventSpacingMs) {
      told.leftOut++;
      return;
    }
    const leftOut = told?.leftOut ?? 0;
    this.#told.set(name, { at: now, leftOut: 0 });
    this.#outputs.push(event(level, name, leftOut === 0 ? facts : { ...facts, leftOut }));
  }

  take(): readonly GossipOutput[] {
    const outputs = this.#outputs;
    this.#outputs = [];
    return outputs;
  }
}
