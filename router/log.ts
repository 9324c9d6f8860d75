/**
 * The log: JSON lines (pino's shape) in a file that is rotated by size, or text on standard error. Machines do not log;
 * their `event` outputs come here and become a line and a counter each. An event that repeats is limited by name, so that
 * a peer can fill neither the disk nor anybody's patience; what was held back is counted and said.
 */
import { chmodSync, closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from "node:fs";
import path from "node:path";
import { type Logger, pino } from "pino";
import { formatLogLine } from "../api/log-line.ts";
import type { EventOutput } from "../base/machine.ts";
import type { Millis } from "../base/time.ts";
import type { LogLevel } from "./config.ts";

export interface RouterLog {
  readonly logger: Logger;
  /** Takes a machine's event: at most `linesPerWindow` lines of a name in `windowMs`. */
  event(now: Millis, event: EventOutput): void;
  /** How often each event happened. */
  counters(): Readonly<Record<string, number>>;
}

/** Ten megabytes are a month of a quiet mesh; six files bound what a noisy one takes. */
const fileBytesMax = 10 * 1024 * 1024;
const oldFiles = 5;
const linesPerWindow = 20;
const windowMs: Millis = 10_000;
/** Names come from catalogues in code; the limit guards against one made from input by mistake. */
const namesMax = 1_000;

export interface LogOptions {
  /** Undefined: standard error only. */
  readonly file: string | undefined;
  readonly level: LogLevel;
  /** Text on standard error beside the file: somebody looks on. */
  readonly echo: boolean;
}

/** Opens the log. An error of the system is thrown when the file cannot be made. */
export function openLog(options: LogOptions): RouterLog {
  const sink = sinkOf(options);
  const logger = pino({ level: options.level, base: null }, sink);
  const counts = new Map<string, number>();
  const windows = new Map<string, { since: Millis; lines: number; heldBack: number }>();
  return {
    logger,
    event(now, { level, name, facts }) {
      if (!counts.has(name) && counts.size >= namesMax) return;
      counts.set(name, (counts.get(name) ?? 0) + 1);
      const window = windows.get(name) ?? { since: now, lines: 0, heldBack: 0 };
      windows.set(name, window);
      if (now - window.since >= windowMs) {
        if (window.heldBack > 0) logger[level]({ heldBack: window.heldBack }, name);
        Object.assign(window, { since: now, lines: 0, heldBack: 0 });
      }
      if (window.lines >= linesPerWindow) window.heldBack++;
      else {
        window.lines++;
        logger[level](facts, name);
      }
    },
    counters: () => Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

function sinkOf({ file, echo }: LogOptions): Sink {
  if (file === undefined) return standardError;
  const onDisk = rotatingFile(file);
  if (!echo) return onDisk;
  return {
    write(line) {
      onDisk.write(line);
      standardError.write(line);
    },
  };
}

interface Sink {
  write(line: string): void;
}

const standardError: Sink = {
  write(line) {
    process.stderr.write(`${formatLogLine(line.trimEnd())}\n`);
  },
};

/** Synchronous, so that the last line before an end is on disk; a full disk loses lines, not the router. */
export function rotatingFile(file: string, bytesMax: number = fileBytesMax): Sink {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o750 });
  // Undefined between two files: a closed descriptor's number may be a socket's or the store's by the next line.
  let descriptor: number | undefined = open(file);
  let bytes = fstatSync(descriptor).size;
  return {
    write(line) {
      try {
        if (descriptor !== undefined && bytes > 0 && bytes + Buffer.byteLength(line) > bytesMax) {
          const full = descriptor;
          descriptor = undefined;
          closeSync(full);
          rotate(file);
        }
        if (descriptor === undefined) {
          descriptor = open(file);
          bytes = fstatSync(descriptor).size;
        }
        bytes += writeSync(descriptor, line);
      } catch (error) {
        process.stderr.write(`weave: cannot write ${file}: ${(error as Error).message}\n`);
      }
    },
  };
}

function open(file: string): number {
  const descriptor = openSync(file, "a", 0o640);
  chmodSync(file, 0o640);
  return descriptor;
}

/** `router.log` becomes `router.log.1`, and so on; the oldest goes. */
function rotate(file: string): void {
  for (let number = oldFiles - 1; number >= 0; number--) {
    try {
      renameSync(number === 0 ? file : `${file}.${number}`, `${file}.${number + 1}`);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    }
  }
}
