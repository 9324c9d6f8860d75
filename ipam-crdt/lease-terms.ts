/**
 * How long things take under leases of a given length, as pure formulas, and how large a hot block is. Why these numbers
 * are safe is argued in docs/ipam.md; in short:
 *
 *   hold      0.8 of the lease after it *asked*, an owner stops to give cold space away, by its own clock
 *   takeover  1.25 leases after it last *granted*, a voter may vote for a takeover, by its own clock
 *   gap       a step of its clock as large as this makes a voter wait anew, since it cannot tell sleep from a jump
 *
 * The clocks are those that go on while a host sleeps (CLOCK_BOOTTIME) and need not agree. With rates within `driftMax`
 * of the truth and two unnoticed steps, the first ends before the second begins.
 */
import type { Millis } from "../base/time.ts";
import type { Range } from "./range.ts";

/** Of a clock's rate from that of true time: far beyond any quartz, and what is left of 1.25 / 0.8 after two steps. */
export const driftMax = 0.1;

export interface LeaseTerms {
  /** What the mesh agreed on. */
  readonly leaseMs: Millis;
  readonly holdMs: Millis;
  readonly takeoverMs: Millis;
  readonly gapMs: Millis;
  /** Between renewals: three are tried before the hold ends. */
  readonly renewMs: Millis;
  /** Between attempts to have something granted. */
  readonly retryMs: Millis;
  /** Between takeovers that one voter proposes. */
  readonly spacingMs: Millis;
  /** So long an owner that was just launched waits for a voter's word before it believes its own store. */
  readonly patienceMs: Millis;
}

export function leaseTerms(leaseMs: Millis): LeaseTerms {
  return {
    leaseMs,
    holdMs: 0.8 * leaseMs,
    takeoverMs: 1.25 * leaseMs,
    gapMs: leaseMs / 8,
    renewMs: leaseMs / 5,
    retryMs: Math.min(2_000, Math.max(250, leaseMs / 40)),
    spacingMs: Math.min(10_000, leaseMs / 8),
    patienceMs: Math.min(10_000, leaseMs / 6),
  };
}

/** Addresses of a hot block: a /28, and less in a range that has few of them. */
export function hotBlockSize({ start, end }: Range): number {
  return Math.min(16, Math.max(1, 2 ** Math.floor(Math.log2((end - start) / 64))));
}
