/**
 * The condition of one direction between two hosts, and what it does to a datagram. TCP hides loss and reordering from
 * the control connections; they see delay, jitter, a bandwidth, silence, and loss as time that sending again takes. Datagrams see everything. Afflictions add
 * up: the longest delay, the least bandwidth, the greatest loss of all that strike at once.
 */
import { type Random, randomFraction } from "../../base/random.ts";
import type { Millis } from "../../base/time.ts";

export interface Affliction {
  readonly delayMs?: Millis;
  readonly jitterMs?: Millis;
  readonly bytesPerMs?: number;
  /** Probabilities; for datagrams only, but that TCP sends again what is lost. */
  readonly loss?: number;
  readonly reorder?: number;
  readonly duplicate?: number;
}

const soundJitterMs: Millis = 1;

export class Link {
  /** Nothing passes: a cut. */
  blocked = false;
  /** TCP waits and comes all at once in the end; datagrams are lost. */
  clogged = false;
  delayMs: Millis;
  jitterMs: Millis = soundJitterMs;
  /** Infinity for no limit. */
  bytesPerMs: number = Number.POSITIVE_INFINITY;
  loss = 0;
  reorder = 0;
  duplicate = 0;
  readonly #soundDelayMs: Millis;
  readonly #afflictions = new Set<Affliction>();

  constructor(delayMs: Millis) {
    this.delayMs = delayMs;
    this.#soundDelayMs = delayMs;
  }

  afflict(affliction: Affliction): void {
    this.#afflictions.add(affliction);
    this.#derive();
  }

  relieve(affliction: Affliction): void {
    if (this.#afflictions.delete(affliction)) this.#derive();
  }

  relieveAll(): void {
    this.#afflictions.clear();
    this.#derive();
  }

  #derive(): void {
    const all = [...this.#afflictions];
    const most = (of: (affliction: Affliction) => number | undefined) => Math.max(0, ...all.map((one) => of(one) ?? 0));
    this.delayMs = this.#soundDelayMs + most(({ delayMs }) => delayMs);
    this.jitterMs = soundJitterMs + most(({ jitterMs }) => jitterMs);
    this.bytesPerMs = Math.min(...all.map(({ bytesPerMs }) => bytesPerMs ?? Number.POSITIVE_INFINITY));
    this.loss = most(({ loss }) => loss);
    this.reorder = most(({ reorder }) => reorder);
    this.duplicate = most(({ duplicate }) => duplicate);
  }
}

/** How one datagram fares: the extra delays of its copies; empty when it is lost. */
export function datagramCopies(link: Link, random: Random): readonly Millis[] {
  if (link.blocked || link.clogged || randomFraction(random) < link.loss) return [];
  const late = link.reorder > 0 && randomFraction(random) < link.reorder ? 3 * link.delayMs + 5 : 0;
  const first = link.delayMs + link.jitterMs * randomFraction(random) + late;
  if (link.duplicate > 0 && randomFraction(random) < link.duplicate) return [first, first + 1];
  return [first];
}
