/**
 * Which sequence numbers of one epoch of one source were seen: a sliding bitmap as in RFC 6479, so that moving on costs
 * nothing but clearing whole words. What lies behind the window counts as seen: it is never delivered twice, and
 * anti-entropy brings what was lost. The last `windowWidth` numbers are told apart exactly. About 120 bytes, O(1).
 */

const words = 8;
const wordBits = 32;
/** How far behind the highest number one may arrive and still count as new. */
export const windowWidth: number = (words - 1) * wordBits;

export class SequenceWindow {
  #highest = 0;
  readonly #bitmap: number[] = [0, 0, 0, 0, 0, 0, 0, 0];

  /** True exactly once for each number (from 1) inside the window or above it. */
  admit(sequence: number): boolean {
    if (sequence > this.#highest) this.#advance(sequence);
    else if (this.#highest - sequence >= windowWidth) return false;
    const slot = Math.floor(sequence / wordBits) % words;
    const bit = 1 << (sequence % wordBits);
    const word = this.#bitmap[slot] ?? 0;
    if ((word & bit) !== 0) return false;
    this.#bitmap[slot] = word | bit;
    return true;
  }

  #advance(sequence: number): void {
    const from = Math.floor(this.#highest / wordBits);
    const to = Math.floor(sequence / wordBits);
    const cleared = Math.min(to - from, words);
    for (let step = 0; step < cleared; step++) this.#bitmap[(to - step) % words] = 0;
    this.#highest = sequence;
  }
}
