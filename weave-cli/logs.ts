/** `weave logs`: the router's log as text, or as it stands on disk with `--json`; `-f` follows it through rotation. */
import { closeSync, fstatSync, openSync, readFileSync, readSync, statSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { WeaveClient } from "../api/client.ts";
import { formatLogLine } from "../api/log-line.ts";
import { cliError } from "./error.ts";

const usualFile = "/var/log/weave/router.log";
const pollMs = 200;
const chunkBytes = 64 * 1024;

export async function logs(options: {
  readonly json?: boolean;
  readonly follow?: boolean;
  readonly lines?: string;
}): Promise<void> {
  const file = await logFile();
  const write = (line: string) => process.stdout.write(`${options.json ? line : formatLogLine(line)}\n`);
  const { text, size } = readWhole(file);
  const lines = text.split("\n").filter((line) => line !== "");
  const count = options.lines === undefined ? lines.length : Math.max(0, Number.parseInt(options.lines, 10) || 0);
  for (const line of lines.slice(lines.length - Math.min(count, lines.length))) write(line);
  if (options.follow) await follow(file, size, write);
}

/** Where the running router writes; else where it would. */
async function logFile(): Promise<string> {
  const status = await new WeaveClient({ timeoutMs: 2_000 }).status().catch(() => undefined);
  if (status === undefined) return usualFile;
  if (status.router.logFile !== null) return status.router.logFile;
  throw cliError("LOG_UNREADABLE", "the running router logs to its standard error; look where that goes");
}

function readWhole(file: string): { readonly text: string; readonly size: number } {
  try {
    const bytes = readFileSync(file);
    return { text: bytes.toString("utf8"), size: bytes.length };
  } catch (cause) {
    throw cliError("LOG_UNREADABLE", `cannot read the log ${file}: ${(cause as Error).message}`, { file }, cause);
  }
}

async function follow(file: string, from: number, write: (line: string) => void): Promise<void> {
  let descriptor = openSync(file, "r");
  let position = from;
  let rest = "";
  for (;;) {
    const chunk = Buffer.alloc(chunkBytes);
    const read = readSync(descriptor, chunk, 0, chunkBytes, position);
    if (read > 0) {
      position += read;
      const lines = (rest + chunk.toString("utf8", 0, read)).split("\n");
      rest = lines.pop() as string;
      lines.forEach(write);
      continue;
    }
    const rotated = inodeAt(file);
    if (rotated !== undefined && rotated !== fstatSync(descriptor).ino) {
      closeSync(descriptor);
      descriptor = openSync(file, "r");
      position = 0;
      rest = "";
      continue;
    }
    await sleep(pollMs);
  }
}

function inodeAt(file: string): number | undefined {
  try {
    return statSync(file).ino;
  } catch {
    return undefined; // between two files
  }
}
