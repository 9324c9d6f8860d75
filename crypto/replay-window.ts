/**
 * The sliding window of RFC 6479: which counters of a session were taken already. A ring of 32-bit words holds one bit a
 * counter; moving ahead clears whole words instead of shifting bits. The native thread keeps the same window per session;
 * this one, tested against a plain set, is what it is compared with.
 *
 * Only counters of authenticated datagrams may be given to `accept`: nothing else may move the window.
 */
import { assert } from "../base/assert.ts";

const wordBits = 32;

export class ReplayWindow {
  readonly #words: Uint32Array;
  #highest = -1;

  /** Counters up to `size` behind the highest one are told apart; `size` is rounded up to whole words. */
  constructor(size: number) {
    assert(size >= 1 && size <= 2 ** 20, "a replay window of 1 to 2^20 counters");
    this.#words = new Uint32Array(Math.ceil(size / wordBits) + 1);
  }

  /** How far behind the highest counter one is still accepted, at least. */
  get size(): number {
    return (this.#words.length - 1) * wordBits;
  }

  /** True, once, for a counter (an integer below 2^53) that is new and not too old. */
  accept(counter: number): boolean {
    if (counter > this.#highest) this.#moveTo(counter);
    else if (this.#wordNumber(this.#highest) - this.#wordNumber(counter) >= this.#words.length) return false;
    else if (this.#isSet(counter)) return false;
    const at = this.#wordNumber(counter) % this.#words.length;
    this.#words[at] = ((this.#words[at] as number) | (1 << (counter % wordBits))) >>> 0;
    return true;
  }

  #moveTo(counter: number): void {
    const from = this.#highest < 0 ? -1 : this.#wordNumber(this.#highest);
    const to = this.#wordNumber(counter);
    const cleared = Math.min(to - from, this.#words.length);
    for (let i = 0; i < cleared; i++) this.#words[(to - i) % this.#words.length] = 0;
    this.#highest = counter;
  }

  #isSet(counter: number): boolean {
    const word = this.#words[this.#wordNumber(counter) % this.#words.length] as number;
    return ((word >>> (counter % wordBits)) & 1) === 1;
  }

  #wordNumber(counter: number): number {
    return Math.floor(counter / wordBits);
  }
}
