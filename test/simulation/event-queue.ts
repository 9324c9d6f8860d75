/**
 * Virtual time: a binary heap of moments, run one after another. Two events of one moment run in the order in which they
 * were scheduled, so a run is a pure function of its seed. O(log n) an event; nothing is ever cancelled, an event that
 * no longer matters finds that out when it runs.
 */
import { assert } from "../../base/assert.ts";
import type { Millis } from "../../base/time.ts";

interface Moment {
  readonly at: Millis;
  readonly order: number;
  readonly run: () => void;
}

export class EventQueue {
  now: Millis = 0;
  /** Events run so far. */
  ran = 0;
  /** Runs after each event. */
  afterEach: () => void = () => undefined;
  readonly #heap: Moment[] = [];
  #order = 0;

  /** Runs `run` at `at`, or now when `at` has passed. */
  schedule(at: Millis, run: () => void): void {
    const moment = { at: Math.max(at, this.now), order: this.#order++, run };
    const heap = this.#heap;
    let slot = heap.length;
    heap.push(moment);
    while (slot > 0) {
      const above = (slot - 1) >> 1;
      const parent = heap[above] as Moment;
      if (!earlier(moment, parent)) break;
      heap[slot] = parent;
      slot = above;
    }
    heap[slot] = moment;
  }

  after(delay: Millis, run: () => void): void {
    this.schedule(this.now + delay, run);
  }

  /** Runs everything up to and including `end`, and sets the clock there. */
  runUntil(end: Millis): void {
    for (let next = this.#heap[0]; next !== undefined && next.at <= end; next = this.#heap[0]) {
      this.#removeFirst();
      assert(next.at >= this.now, "virtual time runs forward");
      this.now = next.at;
      this.ran++;
      next.run();
      this.afterEach();
    }
    this.now = end;
  }

  #removeFirst(): void {
    const heap = this.#heap;
    const last = heap.pop() as Moment;
    const size = heap.length;
    if (size === 0) return;
    let slot = 0;
    for (;;) {
      let below = 2 * slot + 1;
      if (below >= size) break;
      if (below + 1 < size && earlier(heap[below + 1] as Moment, heap[below] as Moment)) below++;
      const child = heap[below] as Moment;
      if (!earlier(child, last)) break;
      heap[slot] = child;
      slot = below;
    }
    heap[slot] = last;
  }
}

function earlier(a: Moment, b: Moment): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
