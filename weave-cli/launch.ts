/**
 * `weave launch`: starts the router under systemd where that runs, else under a small parent of our own (the supervisor),
 * waits until its API answers, and says why when it does not. `--foreground` becomes the router, in this process.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { WeaveClient } from "../api/client.ts";
import { isProblem } from "../api/error.ts";
import { launchOptions } from "../api/launch-options.ts";
import { type RunPaths, runPaths } from "../api/paths.ts";
import type { StatusView } from "../api/types.ts";
import { WeaveError } from "../base/error.ts";
import { runInBackground } from "../host/run.ts";
import { assertRoot, cliError } from "./error.ts";
import { claimLaunch } from "./launch-claim.ts";
import { print } from "./output.ts";
import { endSupervisor, isAlive, supervisorPid } from "./processes.ts";
import { peer } from "./render.ts";
import { isSystemd, launchUnit, stopUnits } from "./systemd.ts";

const readySeconds = 60;
const pollMs = 50;

export async function launch(peers: readonly string[], options: Readonly<Record<string, unknown>>): Promise<void> {
  assertRoot("launch");
  const flags = [...flagsOf(options), ...peers];
  if (options["foreground"] === true) becomeRouter(flags);
  const paths = runPaths(process.env);
  mkdirSync(paths.directory, { recursive: true, mode: 0o755 });
  using _alone = claimLaunch(paths);
  await refuseWhenRunning(paths);
  rmSync(paths.failure, { force: true });
  const start = isSystemd() ? await startUnder(flags) : await startSupervisor(flags);
  const status = await awaitReady(start);
  for (const warning of status.router.warnings) process.stderr.write(`weave: warning: ${warning}\n`);
  print(
    { json: options["json"] === true },
    status,
    ({ router }) =>
      `router ${peer(router.name, router.nickname)} is ready, ${router.encryption ? "encrypted" : "not encrypted: launch with --password-file to encrypt"}`,
  );
}

/** The router's words for what commander parsed; it checks the values itself. */
export function flagsOf(options: Readonly<Record<string, unknown>>): readonly string[] {
  return launchOptions.flatMap(({ name, value }) => {
    if (value === undefined) return options[propertyOf(name.replace(/^no-/, ""))] === false ? [`--${name}`] : [];
    const given = options[propertyOf(name)] as string | undefined;
    return given === undefined ? [] : [`--${name}=${given}`];
  });
}

/** Commander's name of an option's property: `log-file` is `logFile`. */
function propertyOf(name: string): string {
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** Does not return: this process goes on as the router, with the same id, terminal and signals. */
function becomeRouter(flags: readonly string[]): never {
  const environment = { ...process.env, ...routerEnvironment(), WEAVE_FOREGROUND: "1" };
  process.execve?.(
    process.execPath,
    [process.execPath, ...process.execArgv, routerProgram("main.ts"), ...flags],
    environment,
  );
  throw new Error("this Node cannot replace its process");
}

/**
 * Node keeps what it made of our sources in the cache: a router starts in a third of the time, which its respawn needs, and
 * takes less memory. So it does with one heap for all of Node's threads, which hardly use theirs.
 */
function routerEnvironment(): Readonly<Record<string, string>> {
  const folder = process.env["NODE_COMPILE_CACHE"] ?? fileURLToPath(new URL("../build/compile-cache", import.meta.url));
  return { NODE_COMPILE_CACHE: folder, MALLOC_ARENA_MAX: "1" };
}

export function routerProgram(file: string): string {
  return fileURLToPath(new URL(`../router/${file}`, import.meta.url));
}

/** @throws ROUTER_ALREADY_RUNNING */
async function refuseWhenRunning(paths: RunPaths): Promise<void> {
  const running = await new WeaveClient({ timeoutMs: 3_000 }).version().then(
    () => true,
    (error: WeaveError) => error.code !== "API_UNREACHABLE",
  );
  if (running || supervisorPid(paths) !== undefined) {
    throw new WeaveError(
      "ROUTER_ALREADY_RUNNING",
      "weave runs on this host already; weave status shows it, weave stop ends it",
      { socket: paths.socket },
    );
  }
}

/** How the router was started: whether that still lives, and how to give up on it. */
interface Start {
  isAlive(): boolean;
  giveUp(): Promise<void>;
  /** Where to read more. */
  readonly log: string;
}

async function startSupervisor(flags: readonly string[]): Promise<Start> {
  const log = "/var/log/weave/supervisor.log";
  mkdirSync("/var/log/weave", { recursive: true, mode: 0o750 });
  const pid = await runInBackground(process.execPath, [...process.execArgv, routerProgram("supervisor.ts"), ...flags], {
    logFile: log,
    workingDirectory: "/",
    environment: routerEnvironment(),
  });
  return { isAlive: () => isAlive(pid), giveUp: () => endSupervisor(pid), log };
}

async function startUnder(flags: readonly string[]): Promise<Start> {
  await launchUnit(withoutPasswordInEnvironment(flags), routerProgram("main.ts"), routerEnvironment());
  return { isAlive: () => true, giveUp: stopUnits, log: "journalctl -u weave" };
}

/** A service manager shows the environment of its units to everybody, so the password goes into a file of root's. */
function withoutPasswordInEnvironment(flags: readonly string[]): readonly string[] {
  const password = process.env["WEAVE_PASSWORD"];
  if (password === undefined || password === "" || flags.some((flag) => flag.startsWith("--password-file=")))
    return flags;
  const file = `${runPaths(process.env).directory}/password`;
  rmSync(file, { force: true });
  writeFileSync(file, `${password}\n`, { mode: 0o600 });
  return [`--password-file=${file}`, ...flags];
}

/** @throws what the router said, LAUNCH_FAILED, LAUNCH_TIMEOUT */
async function awaitReady(start: Start): Promise<StatusView> {
  const { failure } = runPaths(process.env);
  const client = new WeaveClient({ timeoutMs: 5_000 });
  for (const deadline = performance.now() + 1_000 * readySeconds; performance.now() < deadline; ) {
    const status = await client.status().catch(() => undefined);
    if (status !== undefined) return status;
    const alive = start.isAlive();
    const reason = failureIn(failure);
    if (reason !== undefined) {
      await start.giveUp();
      throw reason;
    }
    if (!alive)
      throw cliError("LAUNCH_FAILED", `the router ended before it was ready; see ${start.log}`, { log: start.log });
    await sleep(pollMs);
  }
  await start.giveUp();
  throw cliError("LAUNCH_TIMEOUT", `the router is not ready after ${readySeconds} s; see ${start.log} and weave logs`, {
    log: start.log,
    seconds: readySeconds,
  });
}

function failureIn(file: string): WeaveError | undefined {
  try {
    const problem: unknown = JSON.parse(readFileSync(file, "utf8"));
    return isProblem(problem) ? new WeaveError(problem.code, problem.detail, problem.facts) : undefined;
  } catch {
    return undefined; // not there, or not yet whole
  }
}
