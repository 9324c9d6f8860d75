/**
 * Who may start a handshake with us. A handshake costs about 2 ms of processor, and anybody can open TCP connections,
 * so attempts are admitted by rate (GCRA, the leaky bucket as a meter), per source and in all, and the number of
 * unfinished ones is bounded, per source and in all. What is not admitted is closed at once, unread. An IPv6 source is
 * its /64. Memory: `sourcesMax` numbers, whatever comes.
 */
import type { Millis } from "../base/time.ts";

export interface AdmissionLimits {
  readonly perSourceBurst: number;
  readonly perSourcePerSecond: number;
  readonly totalBurst: number;
  readonly totalPerSecond: number;
  readonly halfOpenPerSourceMax: number;
  readonly halfOpenMax: number;
}

export const defaultAdmissionLimits: AdmissionLimits = {
  perSourceBurst: 32,
  perSourcePerSecond: 8,
  totalBurst: 256,
  totalPerSecond: 100,
  halfOpenPerSourceMax: 32,
  halfOpenMax: 256,
};

export const sourcesMax = 4_096;

export type Admitted = "admitted" | "rate-limited" | "half-open-limit";

export class Admission {
  readonly #limits: AdmissionLimits;
  /** When the bucket of a source is empty again. */
  readonly #sources = new Map<string, Millis>();
  readonly #halfOpen = new Map<string, number>();
  #total: Millis = Number.NEGATIVE_INFINITY;
  #halfOpenTotal = 0;

  constructor(limits: AdmissionLimits) {
    this.#limits = limits;
  }

  get sources(): number {
    return this.#sources.size;
  }

  get halfOpen(): number {
    return this.#halfOpenTotal;
  }

  /** Counts an attempt; when admitted it is half open until `finished`. */
  admit(now: Millis, host: string): Admitted {
    const source = sourceOf(host);
    const limits = this.#limits;
    const open = this.#halfOpen.get(source) ?? 0;
    if (this.#halfOpenTotal >= limits.halfOpenMax || open >= limits.halfOpenPerSourceMax) return "half-open-limit";
    const ownNext = conform(now, this.#sources.get(source), limits.perSourceBurst, limits.perSourcePerSecond);
    if (ownNext === undefined) return "rate-limited";
    const totalNext = conform(now, this.#total, limits.totalBurst, limits.totalPerSecond);
    if (totalNext === undefined) return "rate-limited";
    this.#remember(now, source, ownNext);
    this.#total = totalNext;
    this.#halfOpen.set(source, open + 1);
    this.#halfOpenTotal++;
    return "admitted";
  }

  /** The attempt was authenticated, or ended. */
  finished(host: string): void {
    const source = sourceOf(host);
    const open = this.#halfOpen.get(source);
    if (open === undefined) return;
    this.#halfOpenTotal--;
    if (open > 1) this.#halfOpen.set(source, open - 1);
    else this.#halfOpen.delete(source);
  }

  /** Insertion order is age: the oldest make room, first those whose bucket is empty. */
  #remember(now: Millis, source: string, emptyAt: Millis): void {
    this.#sources.delete(source);
    this.#sources.set(source, emptyAt);
    for (const [oldest, at] of this.#sources) {
      if (this.#sources.size <= sourcesMax && at > now) return;
      if (oldest === source) return;
      this.#sources.delete(oldest);
    }
  }
}

/** GCRA: the new theoretical arrival time, or undefined when the attempt comes too early. */
function conform(now: Millis, emptyAt: Millis | undefined, burst: number, perSecond: number): Millis | undefined {
  const interval = 1000 / perSecond;
  const next = Math.max(emptyAt ?? now, now) + interval;
  return next - now > burst * interval + 1e-6 ? undefined : next;
}

function sourceOf(host: string): string {
  if (!host.includes(":")) return host;
  const [head = ""] = host.split("%");
  const [before = "", after] = head.split("::");
  const groups = before.split(":").filter((group) => group !== "");
  if (after !== undefined) {
    const tail = after.split(":").filter((group) => group !== "");
    while (groups.length + tail.length < 8) groups.push("0");
    groups.push(...tail);
  }
  return `${groups.slice(0, 4).join(":")}::/64`;
}
