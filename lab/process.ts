/**
 * Processes of a lab, known by id and start time together, since an id alone may be another process's by now. Nothing is
 * ever found or ended by its name. Everything that runs in a host's namespaces is found through these.
 */
import { readdir, readFile, readlink } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

export interface ProcessRecord {
  readonly pid: number;
  /** Clock ticks since boot, field 22 of /proc/PID/stat. */
  readonly startTime: number;
}

/** Undefined when there is no such process, or it has ended and nobody asked for its status yet. */
export async function recordOf(pid: number): Promise<ProcessRecord | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, "utf8");
    // The program's name, in parentheses, may hold anything.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" || fields[0] === "X" ? undefined : { pid, startTime: Number(fields[19]) };
  } catch {
    return undefined;
  }
}

export async function isAlive(process: ProcessRecord): Promise<boolean> {
  return (await recordOf(process.pid))?.startTime === process.startTime;
}

/** Kills without any chance to clean up, and waits until it is gone. Does nothing when it is gone already. */
export async function killAndWait(victims: readonly ProcessRecord[]): Promise<void> {
  for (const victim of victims) if (await isAlive(victim)) signal(victim.pid, "SIGKILL");
  const deadline = performance.now() + 5_000;
  for (const victim of victims) {
    while ((await isAlive(victim)) && performance.now() < deadline) await sleep(5);
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** The processes in any of these network namespaces, or in the mount namespace of any of these; never ourselves. */
export async function processesIn(
  netnsInodes: ReadonlySet<number>,
  mountsOf: readonly ProcessRecord[],
): Promise<readonly ProcessRecord[]> {
  const mounts = new Set<string>();
  for (const owner of mountsOf) {
    const inode = (await isAlive(owner)) ? await namespaceOf(owner.pid, "mnt") : undefined;
    if (inode !== undefined) mounts.add(inode);
  }
  const nets = new Set([...netnsInodes].map((inode) => `net:[${inode}]`));
  const found: ProcessRecord[] = [];
  for (const entry of await readdir("/proc")) {
    const pid = Number(entry);
    if (!/^\d+$/.test(entry) || pid === process.pid) continue;
    const inside = nets.has((await namespaceOf(pid, "net")) ?? "") || mounts.has((await namespaceOf(pid, "mnt")) ?? "");
    const record = inside ? await recordOf(pid) : undefined;
    if (record !== undefined) found.push(record);
  }
  return found;
}

/** The words of its command line; empty when it is gone. */
export async function commandLineOf(pid: number): Promise<readonly string[]> {
  try {
    return (await readFile(`/proc/${pid}/cmdline`, "utf8")).split("\0").filter((word) => word !== "");
  } catch {
    return [];
  }
}

/** `net:[4026531840]`. */
async function namespaceOf(pid: number, kind: "net" | "mnt"): Promise<string | undefined> {
  try {
    return await readlink(`/proc/${pid}/ns/${kind}`);
  } catch {
    return undefined;
  }
}
