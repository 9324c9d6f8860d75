/**
 * What reaches a process, when it has time for it: at once as a rule, one after another when each input takes it long,
 * and not at all while it stands still; then all that came meanwhile, in order.
 */
import type { Millis } from "../../base/time.ts";
import type { EventQueue } from "./event-queue.ts";

export class Inlet<Input> {
  stopped = false;
  readonly #time: EventQueue;
  readonly #step: (input: Input) => void;
  #late: Input[] = [];
  #stepMs: Millis = 0;
  #busyUntil: Millis = 0;

  constructor(time: EventQueue, step: (input: Input) => void) {
    this.#time = time;
    this.#step = step;
  }

  /** Inputs that wait. */
  get waiting(): number {
    return this.#late.length;
  }

  take(input: Input): void {
    if (!this.stopped && this.#late.length === 0 && this.#busyUntil <= this.#time.now) {
      this.#work(input);
      return;
    }
    this.#late.push(input);
    if (this.#late.length === 1) this.#later();
  }

  /** From now on each input takes so long. */
  slow(stepMs: Millis): void {
    this.#stepMs = stepMs;
    if (stepMs === 0) this.#busyUntil = this.#time.now;
    this.#catchUp();
  }

  stop(): void {
    this.stopped = true;
  }

  resume(): void {
    this.stopped = false;
    this.#catchUp();
  }

  /** The process is gone. */
  clear(): void {
    this.#late = [];
  }

  #work(input: Input): void {
    if (this.#stepMs > 0) this.#busyUntil = this.#time.now + this.#stepMs;
    this.#step(input);
  }

  #later(): void {
    if (!this.stopped) this.#time.schedule(this.#busyUntil, () => this.#catchUp());
  }

  #catchUp(): void {
    while (this.#late.length > 0 && !this.stopped && this.#busyUntil <= this.#time.now) {
      this.#work(this.#late.shift() as Input);
    }
    if (this.#late.length > 0) this.#later();
  }
}
