/**
 * Two kinds of failure. Operating errors (a user, a file, the kernel) are `WeaveError`s, thrown in shells only, matched
 * by `code`, never by class or message. What comes from the network is never thrown: decoders return a `Result`.
 */

/** Facts that name the thing: peer, address, file, limit. */
export type Facts = Readonly<Record<string, string | number | boolean | undefined>>;

/** An operating error with a stable code (`ROOM_WHAT_HAPPENED`), the facts, and what to do next in the message. */
export class WeaveError extends Error {
  readonly code: string;
  readonly facts: Facts;

  constructor(code: string, message: string, facts: Facts = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "WeaveError";
    this.code = code;
    this.facts = facts;
  }
}

/** The outcome of decoding or checking what a stranger sent; never thrown. */
export type Result<T, E = string> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: E };

export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

export function failed<E>(error: E): { readonly ok: false; readonly error: E } {
  return { ok: false, error };
}
