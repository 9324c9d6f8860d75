/**
 * The kernel's settings under /proc/sys, by path below it (`net/ipv4/conf/weave/arp_notify`: interface names may hold
 * dots). Our own namespace's are read and written as files; another's through `tee` in that namespace, one program for
 * all settings of one value, since a process sees its own namespace's settings only.
 */
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { run } from "./run.ts";

const root = "/proc/sys";

/** False when the kernel was started without IPv6. */
export function hasIpv6(): boolean {
  return existsSync(`${root}/net/ipv6`);
}

/** Whether interfaces of this MTU have IPv6 at all: below 1280 bytes (RFC 8200) the kernel takes it off them. */
export function carriesIpv6(mtu: number): boolean {
  return mtu >= 1280 && hasIpv6();
}

/** Undefined when the kernel has no such setting (a module is not loaded). */
export async function readSysctl(name: string): Promise<string | undefined> {
  try {
    return (await readFile(`${root}/${name}`, "utf8")).trim();
  } catch {
    return undefined;
  }
}

/** Writes what differs. A file that cannot be written fails with the system's own error, which names it. */
export async function writeSysctls(settings: Readonly<Record<string, string>>, netns?: string): Promise<void> {
  if (netns !== undefined) return writeInNamespace(settings, netns);
  for (const [name, value] of Object.entries(settings)) {
    if ((await readSysctl(name)) !== value) await writeFile(`${root}/${name}`, value);
  }
}

async function writeInNamespace(settings: Readonly<Record<string, string>>, netns: string): Promise<void> {
  const filesOf = new Map<string, string[]>();
  for (const [name, value] of Object.entries(settings)) {
    filesOf.set(value, [...(filesOf.get(value) ?? []), `${root}/${name}`]);
  }
  await Promise.all([...filesOf].map(([value, files]) => run("tee", files, { netns, input: value })));
}
