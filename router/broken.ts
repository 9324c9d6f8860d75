/**
 * What a broken assertion leaves behind: a file with the error and the last inputs, next to the log, so that the fault can
 * be replayed. Long byte arrays are cut; inputs hold no password and no key.
 */
import { writeFileSync } from "node:fs";
import { toHex } from "../base/bytes.ts";
import type { RememberedInput } from "./drive.ts";

const bytesShown = 256;

/** Writes the dump and returns its path, or undefined when the disk does not take it. */
export function dumpBroken(folder: string, error: unknown, lastInputs: readonly RememberedInput[]): string | undefined {
  const file = `${folder}/broken-${process.pid}.json`;
  const description = { error: error instanceof Error ? (error.stack ?? error.message) : String(error), lastInputs };
  try {
    writeFileSync(file, `${JSON.stringify(description, showBytes, 2)}\n`, { mode: 0o600 });
    return file;
  } catch {
    return undefined;
  }
}

function showBytes(_key: string, value: unknown): unknown {
  if (!(value instanceof Uint8Array))
    return value instanceof Map ? [...value] : value instanceof Set ? [...value] : value;
  return value.length <= bytesShown ? toHex(value) : `${toHex(value.subarray(0, bytesShown))}… (${value.length} bytes)`;
}
