/**
 * Keeps a small heap small. A router at rest makes a little garbage that lives long enough to be taken for old, and V8, which
 * goes by how fast memory is asked for, lets that lie for an hour: 5 to 20 MB. So once a minute it is looked whether there
 * may be enough of it to be worth the 20 ms of a collection. A large heap is V8's own affair: its collections come by
 * themselves, in steps, and a whole one would hold the router up.
 */
import type { Millis } from "../base/time.ts";

export interface Heap {
  /** Bytes in use, garbage included. */
  used(): number;
  collect(): void;
}

const lookEveryMs: Millis = 60_000;
const garbageBytesMin = 3 << 20;
const smallBytesMax = 64 << 20;

/** Needs Node's `--expose-gc`; does nothing without. */
export function keepHeapSmall(): void {
  const { gc } = globalThis;
  if (gc === undefined) return;
  const look = heapKeeper({ used: () => process.memoryUsage().heapUsed, collect: () => gc() });
  setInterval(look, lookEveryMs).unref();
}

/** Each call is a look. */
export function heapKeeper(heap: Heap): () => void {
  let kept = 0;
  return () => {
    const used = heap.used();
    if (used > smallBytesMax || used - kept < garbageBytesMin) return;
    heap.collect();
    kept = heap.used();
  };
}
