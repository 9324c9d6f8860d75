/**
 * Mutations of well-formed messages for fuzz tests, from a seed: bits, bytes, cuts, repeats, splices of two messages,
 * and lengths as protobuf writes them, which are what parsers trip over. What comes out is at most `bytesMax` long.
 */
import { concatBytes } from "../../base/bytes.ts";
import { type Random, randomBelow } from "../../base/random.ts";

const bytesMax = 4_096;
const edges = [0x00, 0x01, 0x7f, 0x80, 0xff];

/** One to four mutations of a member of `corpus`; now and then plain noise. */
export function mutant(random: Random, corpus: readonly Uint8Array[]): Uint8Array {
  if (randomBelow(random, 10) === 0) return random.bytes(randomBelow(random, 200));
  let bytes = pick(random, corpus);
  for (let i = randomBelow(random, 4); i >= 0; i--) bytes = mutated(random, bytes, corpus);
  return bytes.slice(0, bytesMax);
}

function mutated(random: Random, bytes: Uint8Array, corpus: readonly Uint8Array[]): Uint8Array {
  const at = randomBelow(random, bytes.length + 1);
  const until = at + randomBelow(random, bytes.length - at + 1);
  switch (randomBelow(random, 7)) {
    case 0:
      return edited(bytes, at, (byte) => byte ^ (1 << randomBelow(random, 8)));
    case 1:
      return edited(bytes, at, () => edges[randomBelow(random, edges.length)] ?? 0);
    case 2:
      return edited(bytes, at, (byte) => byte + randomBelow(random, 5) - 2);
    case 3:
      return bytes.slice(0, at);
    case 4:
      return concatBytes(bytes.slice(0, at), bytes.slice(until));
    case 5:
      return concatBytes(bytes.slice(0, until), bytes.slice(at));
    default:
      return concatBytes(bytes.slice(0, at), pick(random, corpus).slice(at));
  }
}

function edited(bytes: Uint8Array, at: number, edit: (byte: number) => number): Uint8Array {
  const copy = bytes.slice();
  if (at < copy.length) copy[at] = edit(copy[at] ?? 0);
  return copy;
}

function pick(random: Random, corpus: readonly Uint8Array[]): Uint8Array {
  return corpus[randomBelow(random, corpus.length)] ?? new Uint8Array(0);
}
