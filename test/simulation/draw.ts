/** Small words for drawing from a seed. */
import { type Random, randomBelow, randomFraction, shuffled } from "../../base/random.ts";

export function chance(random: Random, probability: number): boolean {
  return randomFraction(random) < probability;
}

export function pick<T>(random: Random, items: readonly T[]): T {
  return items[randomBelow(random, items.length)] as T;
}

/** Whole numbers from `least` to `most`, both included. */
export function between(random: Random, least: number, most: number): number {
  return least + randomBelow(random, most - least + 1);
}

/** Different ones of `0..count-1`, in random order. */
export function some(random: Random, count: number, wanted: number): readonly number[] {
  const all = Array.from({ length: count }, (_, index) => index);
  return shuffled(random, all).slice(0, wanted);
}
