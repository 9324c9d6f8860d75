/**
 * What a process takes, out of /proc (proc(5)): processor time with that of the programs it started and waited for, resident
 * memory, and its proportional share of it, in which a page that two processes map counts half for each. Node's own program
 * file is most of what two of our processes share.
 */
import { readFileSync } from "node:fs";

export interface ProcessUsage {
  /** Since it started. */
  readonly cpuSeconds: number;
  /** Of that, the programs it started. */
  readonly childSeconds: number;
  readonly residentBytes: number;
  readonly proportionalBytes: number;
}

/** `hertz` is the kernel's USER_HZ, 100. Undefined when the text is none. */
export function cpuOf(
  stat: string,
  hertz = 100,
): { readonly cpuSeconds: number; readonly childSeconds: number } | undefined {
  // The program's name, in parentheses, may hold anything.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [user, system, childUser, childSystem] = fields.slice(11, 15).map(Number);
  if (user === undefined || system === undefined || childUser === undefined || childSystem === undefined)
    return undefined;
  const childSeconds = (childUser + childSystem) / hertz;
  return { cpuSeconds: (user + system) / hertz + childSeconds, childSeconds };
}

/** Of /proc/PID/smaps_rollup. */
export function memoryOf(
  rollup: string,
): { readonly residentBytes: number; readonly proportionalBytes: number } | undefined {
  const kibibytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(rollup)?.[1] ?? Number.NaN);
  const [resident, proportional] = [kibibytes("Rss"), kibibytes("Pss")];
  if (Number.isNaN(resident) || Number.isNaN(proportional)) return undefined;
  return { residentBytes: resident * 1_024, proportionalBytes: proportional * 1_024 };
}

/** @throws Error when there is no such process */
export function usageOf(pid: number): ProcessUsage {
  const cpu = cpuOf(readFileSync(`/proc/${pid}/stat`, "utf8"));
  const memory = memoryOf(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"));
  if (cpu === undefined || memory === undefined) throw new Error(`process ${pid} is gone`);
  return { ...cpu, ...memory };
}
