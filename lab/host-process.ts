/**
 * How the product runs inside a virtual host: the one place that knows the router's command line, where its socket is
 * and what its processes look like. A router of a lab runs in the foreground and without a supervisor, so that what is
 * killed stays dead until somebody starts it.
 */
import { mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { WeaveClient } from "../api/client.ts";
import { runInBackground } from "../host/run.ts";
import { labError } from "./error.ts";
import { commandLineOf, isAlive, type ProcessRecord, processesIn, recordOf } from "./process.ts";
import { hostsOf, type Lab, type LabHost, labFolder, readHolder } from "./state.ts";
import { isLinked } from "./underlay.ts";
import { entryTo } from "./virtual-host.ts";

/** The `weave` that a host runs: this one, unless the lab says otherwise. */
export function launcherOf(lab: Lab, host: LabHost): string {
  return lab.launchers[host.name] ?? join(dirname(dirname(fileURLToPath(import.meta.url))), "weave");
}

/** First on the path inside the host; the product's folder itself holds other things too. */
export function programsFolder(host: LabHost): string {
  return join(host.folder, "bin");
}

export function passwordFile(lab: string): string {
  return join(labFolder(lab), "password");
}

/** A client of a host's router, from outside the host. */
export function clientOf(host: LabHost, timeoutMs = 5_000): WeaveClient {
  return new WeaveClient({ socket: join(host.folder, "run/weave.sock"), timeoutMs });
}

/** The lab's own flags come last, and so win. */
export function launchArguments(lab: Lab, host: LabHost): readonly string[] {
  const neighbours = hostsOf(lab).filter(
    (other) => other.number !== host.number && isLinked(lab, host.number, other.number),
  );
  return [
    "launch",
    "--foreground",
    `--nickname=${host.name}`,
    `--ipalloc-init=consensus=${lab.hosts}`,
    ...(lab.encrypt ? [`--password-file=${passwordFile(lab.name)}`] : []),
    ...lab.launchFlags,
    ...neighbours.map((neighbour) => neighbour.address),
  ];
}

/** Starts the host's router, unless it runs; ready only after `awaitRouter`. @throws LAB_HOST_DOWN */
export async function startRouter(lab: Lab, host: LabHost): Promise<void> {
  if ((await processesOf(host, "router")).length > 0) return;
  await mkdir(join(host.folder, "run"), { recursive: true, mode: 0o755 });
  const inside = [
    ...(await entryTo(lab, host)),
    "--wdns=/",
    "--",
    launcherOf(lab, host),
    ...launchArguments(lab, host),
  ];
  const pid = await runInBackground("nsenter", inside, {
    logFile: consoleLog(host),
    workingDirectory: "/",
    environment: hostEnvironment(lab, host),
  });
  const launched = await recordOf(pid);
  if (launched !== undefined) launchedOf.set(host.netns, launched);
}

/** Waits until the router answers, until `deadline` on the monotonic clock. @throws LAB_NOT_READY with the end of its log, at once when its process ended */
export async function awaitRouter(lab: Lab, host: LabHost, deadline: number, signal?: AbortSignal): Promise<void> {
  const client = clientOf(host);
  let ended = false;
  for (;;) {
    const answer = await client.version().then(
      () => "ready",
      (error: Error) => error.message,
    );
    if (answer === "ready") return;
    const launched = launchedOf.get(host.netns);
    // One more question after its end: it may have handed over to another process.
    if (ended || performance.now() > deadline) {
      const said = await lastLineOf(consoleLog(host));
      const how = ended ? "its process ended" : answer;
      throw labError(
        "LAB_NOT_READY",
        `the router of ${host.name} did not become ready: ${how}; the last line of its log: ${said || "none"}`,
        { lab: lab.name, what: host.name, answer, log: consoleLog(host) },
      );
    }
    signal?.throwIfAborted();
    ended = launched !== undefined && !(await isAlive(launched));
    await sleep(30);
  }
}

/** What programs inside a host find in their environment. */
export function hostEnvironment(lab: Lab, host: LabHost): Readonly<Record<string, string>> {
  return {
    PATH: `${programsFolder(host)}:${process.env["PATH"] ?? "/usr/sbin:/usr/bin:/sbin:/bin"}`,
    // Hosts of a lab share the machine's firmware and disk, which must not make them look like one.
    WEAVE_MACHINE_FACTS: `${lab.name}/${host.name}/${lab.createdAt}`,
    WEAVE_LAB: lab.name,
    WEAVE_LAB_HOST: host.name,
  };
}

/** Where the router's standard output and error go. */
export function consoleLog(host: LabHost): string {
  return join(host.folder, "log/console.log");
}

/** Empty when there is none. */
async function lastLineOf(file: string): Promise<string> {
  const text = await readFile(file, "utf8").catch(() => "");
  return text.trimEnd().split("\n").at(-1)?.slice(-500) ?? "";
}

/** The host's processes of one kind; `router` includes the command that launched it. */
export async function processesOf(host: LabHost, kind: "router" | "datapath"): Promise<readonly ProcessRecord[]> {
  const holder = await readHolder(host);
  if (holder === undefined) return [];
  const found: ProcessRecord[] = [];
  for (const candidate of await processesIn(new Set(), [holder])) {
    if (isKind(await commandLineOf(candidate.pid), kind)) found.push(candidate);
  }
  return found;
}

/** Routers that this process started: tells at once when one ended instead of becoming ready. */
const launchedOf = new Map<string, ProcessRecord>();

function isKind(words: readonly string[], kind: "router" | "datapath"): boolean {
  const runs = (program: string) => words.slice(0, 8).some((word) => word.endsWith(`/${program}`));
  if (kind === "datapath") return runs("datapath/process.js");
  // A supervisor, of a router that somebody launched inside without --foreground, would start it again.
  if (runs("router/main.ts") || runs("router/supervisor.ts")) return true;
  return (runs("weave-cli/main.ts") || runs("weave")) && words.includes("launch");
}
