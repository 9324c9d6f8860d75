/**
 * A lab of the real product for one test file, driven from outside as a user would: only `./weave lab ...` and the
 * programs run through `weave lab exec`. Up before the file's tests under a name of its own, down after them whatever
 * happened; programs left in the background end with it.
 *
 *     const lab = meshLab({ hosts: 3, encrypt: true });
 *     test("...", async () => { await lab.ok("h1c1", "ping", "-c1", lab.address("h2c1")); });
 */
import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll } from "vitest";
import { type RunResult, run } from "../../host/run.ts";
import type { LabContainerView, LabView } from "../../lab/list.ts";
import { labUp } from "../../lab/up.ts";

export interface MeshLabOptions {
  readonly hosts?: number;
  /** Containers on each host; 1 when absent. */
  readonly containers?: number;
  readonly topology?: "full" | "line" | "ring" | "star";
  readonly encrypt?: boolean;
  /** Further words of `weave lab up`. */
  readonly words?: readonly string[];
  /** Instead of these, when the command cannot say it: by host, the `weave` that it runs, and flags of `weave launch`. */
  readonly launchers?: () => Readonly<Record<string, string>>;
  readonly launchFlags?: readonly string[];
}

/** A program in the background inside a host or container. Signals to `weave lab exec` are passed on to it. */
export interface LabProgram {
  /** What it has printed so far. */
  stdout(): string;
  stderr(): string;
  /** Resolves with its exit status, whatever that is. */
  readonly ended: Promise<number | null>;
  /** Ends it with a signal (SIGTERM) and waits for its end. */
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** Waits until it has printed this; throws at the deadline or when it ended without. */
  printed(text: string | RegExp, timeoutMs?: number): Promise<void>;
}

export interface MeshLab {
  readonly name: string;
  /** As `weave lab up --json` printed it. */
  readonly view: () => LabView;
  readonly containers: () => readonly LabContainerView[];
  /** A container's first overlay address. */
  address(container: string): string;
  ipv6(container: string): string;
  /** `weave lab WORDS --name ...`: its standard output. Throws when it fails. */
  lab(...words: string[]): Promise<string>;
  /** Runs a program in a host or container to its end, whatever its exit status. */
  exec(member: string, ...command: string[]): Promise<RunResult>;
  /** The same, and its standard output; throws when its exit status is not 0. */
  ok(member: string, ...command: string[]): Promise<string>;
  /** `weave WORDS --json` of a host, parsed. The caller says what it is, as in the API's types. */
  json<Answer>(host: string, ...words: string[]): Promise<Answer>;
  start(member: string, ...command: string[]): LabProgram;
}

/** The command at the repository's root. */
export const weave = fileURLToPath(new URL("../../weave", import.meta.url));
/** Long: another file's lab or a build may be using the processors. */
const commandMsMax = 110_000;
const anyStatus = Array.from({ length: 256 }, (_, status) => status);
let labsMade = 0;

/** To be called at the top of a test file (or in a `describe`). */
export function meshLab(options: MeshLabOptions = {}): MeshLab {
  const name = `t${process.pid}-${++labsMade}`;
  const programs: ChildProcess[] = [];
  let up: LabView | undefined;

  const view = () => {
    if (up === undefined) throw new Error(`lab ${name} is not up`);
    return up;
  };
  const lab = async (...words: string[]) => {
    const [first = "", ...rest] = words;
    const { stdout } = await run(weave, ["lab", first, "--name", name, ...rest], { timeoutMs: commandMsMax });
    return stdout;
  };
  const containers = () => view().hosts.flatMap((host) => host.containers);
  const container = (which: string) => {
    const found = containers().find((one) => one.name === which);
    if (found === undefined) throw new Error(`lab ${name} has no container ${which}`);
    return found;
  };
  const inside = (member: string, command: readonly string[]) => [
    "lab",
    "exec",
    "--name",
    name,
    member,
    "--",
    ...command,
  ];
  const ok = async (member: string, ...command: string[]) => {
    const { stdout } = await run(weave, inside(member, command), { timeoutMs: commandMsMax });
    return stdout;
  };

  beforeAll(async () => {
    if (options.launchers !== undefined) {
      const { hosts = 3, containers = 1, topology = "full", encrypt = false, launchFlags = [] } = options;
      up = await labUp({ name, hosts, containers, topology, encrypt, launchFlags, launchers: options.launchers() });
      return;
    }
    const words = [`--hosts=${options.hosts ?? 3}`, `--containers=${options.containers ?? 1}`];
    words.push(`--topology=${options.topology ?? "full"}`, ...(options.encrypt === true ? ["--encrypt"] : []));
    up = JSON.parse(await lab("up", ...words, ...(options.words ?? []), "--json")) as LabView;
  }, commandMsMax);

  afterAll(async () => {
    for (const program of programs) if (program.exitCode === null) program.kill("SIGTERM");
    await run(weave, ["lab", "down", "--name", name], { timeoutMs: commandMsMax, acceptStatus: anyStatus });
  }, commandMsMax);

  return {
    name,
    view,
    containers,
    lab,
    ok,
    address: (which) => container(which).addresses[0] ?? "",
    ipv6: (which) => container(which).ipv6[0] ?? "",
    exec: (member, ...command) =>
      run(weave, inside(member, command), { timeoutMs: commandMsMax, acceptStatus: anyStatus }),
    json: async (host, ...words) => JSON.parse(await ok(host, "weave", ...words, "--json")),
    start(member, ...command) {
      const child = spawn(weave, inside(member, command), { stdio: ["ignore", "pipe", "pipe"] });
      programs.push(child);
      return programOf(child, `${member}: ${command.join(" ")}`);
    },
  };
}

function programOf(child: ChildProcess, what: string): LabProgram {
  const printed = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream]?.setEncoding("utf8").on("data", (text: string) => {
      printed[stream] += text;
    });
  }
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  return {
    stdout: () => printed.stdout,
    stderr: () => printed.stderr,
    ended,
    async stop(signal = "SIGTERM") {
      child.kill(signal);
      await ended;
    },
    async printed(text, timeoutMs = 20_000) {
      const found = () =>
        typeof text === "string" ? printed.stdout.includes(text) : text.exec(printed.stdout) !== null;
      await until(
        async () => {
          if (!found() && child.exitCode !== null) {
            throw new Error(`${what} ended with status ${child.exitCode}: ${printed.stdout}${printed.stderr}`);
          }
          return found();
        },
        { what: `${what} to print ${text}`, timeoutMs },
      );
    },
  };
}

/**
 * Asks again and again until the answer is neither false nor undefined, and returns that. Throws at the deadline with
 * what was waited for. An exception of `probe` ends the waiting.
 */
export async function until<Answer>(
  probe: () => Promise<Answer | false | undefined>,
  options: { readonly what: string; readonly timeoutMs?: number; readonly everyMs?: number },
): Promise<Answer> {
  const { what, timeoutMs = 30_000, everyMs = 50 } = options;
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const answer = await probe();
    if (answer !== false && answer !== undefined) return answer;
    if (performance.now() > deadline) throw new Error(`waited ${timeoutMs} ms in vain for ${what}`);
    await sleep(everyMs);
  }
}
