/**
 * Whether a peer's datapath answers ours directly: heard within `aliveWithinMs` makes it alive, `deadAfterMs` of silence
 * or a dead direct path makes it dead. In between it stays what it was, so that a lost heartbeat changes nothing.
 *
 * Who was late himself does not judge others by it (Lifeguard's local health, Dadgar et al. 2018): the process tells each
 * second what it hears, and after a while without processor time that is still to be read. So a late router gives everybody
 * a few seconds more, though never more than twice the time: a starved host must notice a death in the end.
 */
import { type Millis, never } from "../base/time.ts";

const aliveWithinMs = 3_000;
const deadAfterMs = 10_000;
/** In which a process tells what it heard, with some to spare. */
const pardonMs = 3_000;

export class Liveness {
  #heardAt: Millis = -never;
  #diedAt: Millis = -never;
  #alive = false;
  /** Nobody is declared dead for silence before. */
  #pardonedUntil: Millis = -never;

  get alive(): boolean {
    return this.#alive;
  }

  /** When an authenticated datagram last came directly from the peer; undefined: never yet. */
  get heardAt(): Millis | undefined {
    return this.#heardAt === -never ? undefined : this.#heardAt;
  }

  heard(at: Millis): void {
    this.#heardAt = Math.max(this.#heardAt, at);
  }

  /** The direct path died or lives again. */
  path(now: Millis, lives: boolean): void {
    this.#diedAt = lives ? -never : now;
    if (lives) this.heard(now);
  }

  /** We ourselves were late. */
  pardon(now: Millis): void {
    this.#pardonedUntil = Math.min(now + pardonMs, this.#heardAt + 2 * deadAfterMs);
  }

  /** True when `alive` changed. */
  update(now: Millis): boolean {
    const was = this.#alive;
    const heardSinceDeath = this.#heardAt > this.#diedAt;
    if (was) this.#alive = heardSinceDeath && now < this.#deadAt();
    else this.#alive = heardSinceDeath && now <= this.#heardAt + aliveWithinMs;
    return this.#alive !== was;
  }

  deadline(): Millis {
    return this.#alive ? this.#deadAt() : never;
  }

  /** The same sum for the check and the deadline: rounded differently, a machine would be woken for ever. */
  #deadAt(): Millis {
    return Math.max(this.#heardAt + deadAfterMs, this.#pardonedUntil);
  }
}
