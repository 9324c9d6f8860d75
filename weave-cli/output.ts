/** What a command prints: text for people, or one JSON document. Errors go to standard error in the same form. */
import { problemOf } from "../api/error.ts";
import { WeaveError } from "../base/error.ts";
import { exitStatuses, exitStatusOf } from "./exit-code.ts";

export interface OutputOptions {
  readonly json: boolean;
}

/** Prints `value` as JSON, or the text that `render` makes of it; an empty text prints nothing. */
export function print<T>(options: OutputOptions, value: T, render: (value: T) => string): void {
  const text = options.json ? JSON.stringify(value, null, 2) : render(value);
  if (text !== "") process.stdout.write(`${text}\n`);
}

/** Says what happened, why and what to do, and returns the exit status. */
export function reportError(error: unknown, json: boolean): number {
  const known = error instanceof WeaveError;
  if (json) {
    const shown = known ? error : new WeaveError("CLI_FAULT", String(error));
    process.stderr.write(`${JSON.stringify(problemOf(shown, 0))}\n`);
  } else if (known) process.stderr.write(`weave: ${error.message} (${error.code})\n`);
  else process.stderr.write(`weave: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return known ? exitStatusOf(error.code) : exitStatuses.fault.status;
}
