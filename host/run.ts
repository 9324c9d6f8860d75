/**
 * The only place that starts a program. Arguments are arrays, never a shell's words; every run has a time limit and a
 * limit on its output; a failure is a `WeaveError` with code `HOST_COMMAND_FAILED` that names the command and what it
 * wrote to standard error. Cost: 2 to 3 ms a program. Secrets go through `input` or a file, never through arguments.
 *
 * A program is run inside another network namespace with `nsenter --net`, not with `ip netns exec`: the latter mounts a
 * new /sys, which hides the cgroups from container runtimes.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { hostError } from "./error.ts";

export interface RunOptions {
  /** Path of the network namespace to run in; our own when absent. */
  readonly netns?: string | undefined;
  /** Text for standard input; empty when absent. */
  readonly input?: string | undefined;
  readonly timeoutMs?: number | undefined;
  /** Exit statuses that are no failure; 0 only when absent. */
  readonly acceptStatus?: readonly number[] | undefined;
  readonly environment?: Readonly<Record<string, string>> | undefined;
}

export interface RunResult {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

const timeoutMsDefault = 10_000;
/** A listing of 10,000 interfaces in JSON takes about 8 MB. */
const outputBytesMax = 32 * 1024 * 1024;
const stderrCharactersShown = 2_000;

/** Debian's package of each program that we start. */
const packageOf: Readonly<Record<string, string>> = {
  ip: "iproute2",
  bridge: "iproute2",
  nft: "nftables",
  nsenter: "util-linux",
  unshare: "util-linux",
  tee: "coreutils",
  ethtool: "ethtool",
  iptables: "iptables",
  ip6tables: "iptables",
};

/**
 * Runs a program to its end and returns what it printed.
 * @throws HOST_COMMAND_FAILED, HOST_COMMAND_MISSING
 */
export async function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const [program, ...words] = inNamespace(options.netns, command, args);
  const child = spawn(program, words, {
    // In a session of its own: Ctrl-C at a terminal reaches us, who decide, and not half of what we are doing.
    detached: true,
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...process.env, LC_ALL: "C", ...options.environment },
  });
  const outcome = await outcomeOf(child, options.input ?? "", options.timeoutMs ?? timeoutMsDefault);
  const accepted = options.acceptStatus ?? [0];
  if (outcome.kind === "ended" && accepted.includes(outcome.status)) {
    return { status: outcome.status, stdout: outcome.stdout, stderr: outcome.stderr };
  }
  throw failureOf([command, ...args].join(" "), program, outcome);
}

/** Whether a program can be started at all. */
export async function isInstalled(command: string, args: readonly string[] = ["--version"]): Promise<boolean> {
  try {
    await run(command, args, { acceptStatus: Array.from({ length: 256 }, (_, status) => status) });
    return true;
  } catch {
    return false;
  }
}

export interface BackgroundOptions {
  readonly netns?: string | undefined;
  /** Standard output and error are appended here; thrown away when absent. */
  readonly logFile?: string | undefined;
  readonly workingDirectory?: string | undefined;
  readonly environment?: Readonly<Record<string, string>> | undefined;
}

/**
 * Starts a program in a session of its own, which outlives us, and returns its process id. `nsenter` becomes the
 * program, so the id is the program's own.
 * @throws HOST_COMMAND_MISSING
 */
export async function runInBackground(
  command: string,
  args: readonly string[],
  options: BackgroundOptions = {},
): Promise<number> {
  const [program, ...words] = inNamespace(options.netns, command, args);
  const log = options.logFile === undefined ? ("ignore" as const) : openSync(options.logFile, "a", 0o640);
  try {
    const child = spawn(program, words, {
      detached: true,
      stdio: ["ignore", log, log],
      cwd: options.workingDirectory,
      env: { ...process.env, ...options.environment },
    });
    await new Promise<void>((resolve, reject) => {
      child.once("spawn", resolve);
      child.once("error", (error) => reject(missing(program, error)));
    });
    child.unref();
    return child.pid as number;
  } finally {
    if (typeof log === "number") closeSync(log);
  }
}

/**
 * Runs a program on our own terminal: input, output and error are ours, and so are the signals that we get meanwhile.
 * Returns its exit status; 128 + the signal's number when a signal ended it, as shells do.
 * @throws HOST_COMMAND_MISSING
 */
export async function runInForeground(
  command: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<number> {
  let child: ChildProcess | undefined;
  const passed = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2"] as const;
  const pass = (signal: NodeJS.Signals) => {
    // A terminal sends its signals to the whole group, the child included: only what came to us alone is passed on.
    if (!(process.stdin.isTTY && (signal === "SIGINT" || signal === "SIGQUIT"))) child?.kill(signal);
  };
  // Before the start: what the program prints first may be the cue for a signal.
  for (const signal of passed) process.on(signal, pass);
  try {
    const started = spawn(command, args, { stdio: "inherit", env: { ...process.env, ...environment } });
    child = started;
    return await new Promise<number>((resolve, reject) => {
      started.once("error", (error) => reject(missing(command, error)));
      started.once("exit", (status, signal) => resolve(status ?? 128 + signalNumber(signal)));
    });
  } finally {
    for (const signal of passed) process.off(signal, pass);
  }
}

type Outcome =
  | { readonly kind: "ended"; readonly status: number; readonly stdout: string; readonly stderr: string }
  | { readonly kind: "not-started"; readonly error: Error }
  | { readonly kind: "stopped"; readonly why: string; readonly stderr: string };

function outcomeOf(child: ChildProcess, input: string, timeoutMs: number): Promise<Outcome> {
  return new Promise((resolve) => {
    const output = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
    let bytes = 0;
    let stopped: string | undefined;
    const stop = (why: string) => {
      stopped ??= why;
      child.kill("SIGKILL");
    };
    const deadline = setTimeout(() => stop(`took longer than ${timeoutMs} ms`), timeoutMs);
    for (const stream of ["stdout", "stderr"] as const) {
      child[stream]?.on("data", (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > outputBytesMax) stop(`printed more than ${outputBytesMax} bytes`);
        else output[stream].push(chunk);
      });
    }
    const textOf = (stream: "stdout" | "stderr") => Buffer.concat(output[stream]).toString("utf8");
    child.once("error", (error) => {
      clearTimeout(deadline);
      resolve({ kind: "not-started", error });
    });
    child.once("close", (status, signal) => {
      clearTimeout(deadline);
      if (stopped === undefined && status !== null) {
        resolve({ kind: "ended", status, stdout: textOf("stdout"), stderr: textOf("stderr") });
      } else resolve({ kind: "stopped", why: stopped ?? `ended by ${signal}`, stderr: textOf("stderr") });
    });
    // A program that ends without reading its input is judged by its status, not by the broken pipe.
    child.stdin?.on("error", () => {});
    child.stdin?.end(input);
  });
}

function failureOf(command: string, program: string, outcome: Outcome): Error {
  if (outcome.kind === "not-started") return missing(program, outcome.error);
  const stderr = outcome.stderr.trim().slice(0, stderrCharactersShown);
  const how = outcome.kind === "ended" ? `exit status ${outcome.status}` : outcome.why;
  const facts = { command, status: outcome.kind === "ended" ? outcome.status : undefined, stderr };
  return hostError("HOST_COMMAND_FAILED", `${command}: ${how}${stderr === "" ? "" : `: ${stderr}`}`, facts);
}

function missing(program: string, error: Error): Error {
  const debian = packageOf[program];
  const hint = debian === undefined ? "" : `; it is in Debian's package ${debian}`;
  return hostError(
    "HOST_COMMAND_MISSING",
    `cannot start ${program}: ${error.message}${hint}`,
    { command: program, package: debian },
    error,
  );
}

function inNamespace(netns: string | undefined, command: string, args: readonly string[]): [string, ...string[]] {
  return netns === undefined ? [command, ...args] : ["nsenter", `--net=${netns}`, "--", command, ...args];
}

const signalNumbers: Readonly<Record<string, number>> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGABRT: 6,
  SIGKILL: 9,
  SIGUSR1: 10,
  SIGSEGV: 11,
  SIGUSR2: 12,
  SIGPIPE: 13,
  SIGTERM: 15,
};

function signalNumber(signal: string | null): number {
  return signal === null ? 0 : (signalNumbers[signal] ?? 0);
}
