/**
 * The condition of one direction between two hosts, and what it does to a datagram. TCP hides loss and reordering from
 * the control connections; they see delay, jitter, a bandwidth and silence. Datagrams see everything.
 */
import { type Random, randomFraction } from "../../base/random.ts";
import type { Millis } from "../../base/time.ts";

export interface Link {
  delayMs: Millis;
  jitterMs: Millis;
  /** Nothing passes: a cut, one direction at a time. */
  blocked: boolean;
  /** Infinity for no limit. */
  bytesPerMs: number;
  /** Probabilities, for datagrams only. */
  loss: number;
  reorder: number;
  duplicate: number;
}

export function soundLink(delayMs: Millis): Link {
  return {
    delayMs,
    jitterMs: 1,
    blocked: false,
    bytesPerMs: Number.POSITIVE_INFINITY,
    loss: 0,
    reorder: 0,
    duplicate: 0,
  };
}

/** How one datagram fares: the extra delays of its copies; empty when it is lost. */
export function datagramCopies(link: Link, random: Random): readonly Millis[] {
  if (link.blocked || randomFraction(random) < link.loss) return [];
  const late = link.reorder > 0 && randomFraction(random) < link.reorder ? 3 * link.delayMs + 5 : 0;
  const first = link.delayMs + link.jitterMs * randomFraction(random) + late;
  if (link.duplicate > 0 && randomFraction(random) < link.duplicate) return [first, first + 1];
  return [first];
}
