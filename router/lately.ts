/**
 * Answers that serve for a moment: a listing of the kernel's tables takes some milliseconds, and a status may be asked for
 * many times a second. What cannot be read is undefined; whoever keeps the tables right tells why.
 */
import type { Millis } from "../base/time.ts";

/** Reads at most once in `freshMs`; callers within it share the answer. */
export function lately<T>(freshMs: Millis, now: () => Millis, read: () => Promise<T>): () => Promise<T | undefined> {
  let last: { readonly at: Millis; readonly answer: Promise<T | undefined> } | undefined;
  return () => {
    if (last === undefined || now() - last.at > freshMs) last = { at: now(), answer: read().catch(() => undefined) };
    return last.answer;
  };
}
