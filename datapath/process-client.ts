/**
 * The router's side of the datapath process: start it when none is there (detached, in a session of its own, so that it
 * outlives the router), connect, send tables, receive events. Lines of JSON as process-messages.ts describes; the
 * process is ours, so lines are parsed, not validated, but their length is bounded.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, renameSync, statSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { fileURLToPath } from "node:url";
import { WeaveError } from "../base/error.ts";
import type { FromProcess, ToProcess } from "./process-messages.ts";

/** A line from the process: counters of the largest mesh fit in it. */
const lineBytesMax = 16 << 20;
const connectRetryMs = 25;
const startPatienceMs = 10_000;
/** A log that is longer when a process starts becomes `<name>.1`; a process writes at most 4 MiB, so both stay small. */
const logBytesKept = 1 << 20;

export interface ProcessOptions {
  /** Path of its unix socket. */
  readonly socket: string;
  readonly tap: string;
  readonly port: number;
  /** Datagrams are made to fit it; 576 to 9216. */
  readonly underlayMtu: number;
  /** Threads that move packets: 1, or 2, one a direction. */
  readonly threads: number;
  /** With a socket by which it can use the kernel's own path; whoever took the process over could send any frame by it. */
  readonly fastPath?: boolean;
  /** Receives its few lines and what Node says when it crashes. */
  readonly logFile: string;
  /** The Node that runs it; the running one by default. */
  readonly nodePath?: string;
}

export interface ProcessEvents {
  message(message: FromProcess): void;
  /** The connection is over: the process ended, or another router took its place. Called once; not after `close`. */
  closed(reason: string): void;
}

/** Starts the process unless one serves the socket. `DATAPATH_NOT_STARTED` says where its log is. */
export async function ensureProcess(options: ProcessOptions): Promise<{ readonly started: boolean }> {
  if (await isServed(options.socket)) return { started: false };
  const child = spawnDetached(options);
  const deadline = performance.now() + startPatienceMs;
  let exit: string | undefined;
  child.on("error", (error) => {
    exit = error.message;
  });
  child.on("exit", (code, signal) => {
    exit = `it ended with ${signal ?? `code ${code}`}`;
  });
  while (!(await isServed(options.socket))) {
    if (exit === undefined && performance.now() > deadline) exit = "it does not answer";
    if (exit !== undefined) {
      const facts = { socket: options.socket, logFile: options.logFile };
      const said = lastLineOf(options.logFile);
      throw new WeaveError(
        "DATAPATH_NOT_STARTED",
        `the datapath process did not start: ${exit}${said && `; it said: ${said}`}`,
        facts,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, connectRetryMs));
  }
  return { started: true };
}

/** Why it did not start, since that is all it can say; empty when it said nothing. */
function lastLineOf(file: string): string {
  try {
    return readFileSync(file, "utf8").trimEnd().split("\n").at(-1)?.slice(-500) ?? "";
  } catch {
    return "";
  }
}

function spawnDetached(options: ProcessOptions): ChildProcess {
  const entry = fileURLToPath(new URL("./process.js", import.meta.url));
  rotate(options.logFile);
  const log = openSync(options.logFile, "a", 0o600);
  const flags = ["--socket", options.socket, "--tap", options.tap, "--port", String(options.port)];
  const child = spawn(
    options.nodePath ?? process.execPath,
    [
      "--jitless",
      // Its few lines of JSON need no more; the packet thread's memory is not JavaScript's.
      "--max-old-space-size=64",
      "--max-semi-space-size=1",
      "--disable-warning=ExperimentalWarning",
      entry,
      ...flags,
      "--underlay-mtu",
      String(options.underlayMtu),
      "--threads",
      String(options.threads),
      ...(options.fastPath === true ? ["--fast-path"] : []),
    ],
    { detached: true, stdio: ["ignore", log, log], cwd: "/", env: { PATH: process.env["PATH"] ?? "" } },
  );
  closeSync(log);
  child.unref();
  return child;
}

function rotate(logFile: string): void {
  try {
    if (statSync(logFile).size > logBytesKept) renameSync(logFile, `${logFile}.1`);
  } catch {
    // There is none yet, or it is a device.
  }
}

function isServed(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.on("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.on("error", () => resolve(false));
  });
}

/** One connection to the process. The first message must be `hello`; the process answers with `state` and `counters`. */
export class ProcessClient {
  readonly #socket: Socket;
  readonly #events: ProcessEvents;
  #parts: string[] = [];
  #partsLength = 0;
  #over = false;

  private constructor(socket: Socket, events: ProcessEvents) {
    this.#socket = socket;
    this.#events = events;
    socket.setEncoding("utf8");
    socket.on("data", (chunk: string) => this.#receive(chunk));
    socket.on("error", (error) => this.#end(error.message));
    socket.on("close", () => this.#end("the datapath process closed the connection"));
  }

  /** `DATAPATH_UNREACHABLE` when nobody serves the socket. */
  static connect(path: string, events: ProcessEvents): Promise<ProcessClient> {
    return new Promise((resolve, reject) => {
      const socket = connect(path);
      const refuse = (cause: Error) => {
        reject(new WeaveError("DATAPATH_UNREACHABLE", `no datapath process serves ${path}`, { socket: path }, cause));
      };
      socket.once("error", refuse);
      socket.once("connect", () => {
        socket.off("error", refuse);
        resolve(new ProcessClient(socket, events));
      });
    });
  }

  send(message: ToProcess): void {
    if (!this.#over) this.#socket.write(`${JSON.stringify(message)}\n`);
  }

  /** Leaves; the process goes on. What was sent before still arrives. */
  close(): void {
    this.#over = true;
    this.#socket.end();
    this.#socket.unref();
  }

  #receive(chunk: string): void {
    const lines = chunk.split("\n");
    this.#parts.push(lines[0] as string);
    this.#partsLength += chunk.length;
    if (lines.length === 1) {
      if (this.#partsLength > lineBytesMax) this.#end("the datapath process sent a line that is too long");
      return;
    }
    lines[0] = this.#parts.join("");
    const rest = lines.pop() as string;
    this.#parts = [rest];
    this.#partsLength = rest.length;
    for (const line of lines) {
      if (this.#over) return;
      this.#events.message(JSON.parse(line) as FromProcess);
    }
  }

  #end(reason: string): void {
    if (this.#over) return;
    this.#over = true;
    this.#socket.destroy();
    this.#events.closed(reason);
  }
}
