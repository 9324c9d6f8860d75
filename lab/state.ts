/**
 * What a lab is, on disk: a folder of files below /run/weave-lab/NAME, each written whole to a temporary name and then
 * renamed, so that every later command finds it as it is, also after a crash of the command that made it.
 *
 *   lab.json            what was asked for; written first, so that `down` finds even a lab that never came up
 *   password            the mesh's password, when it is encrypted
 *   hosts               bound over /etc/hosts inside hosts
 *   HOST/holder.json    the process that keeps the host's mount and host-name namespaces (absent: the host is down)
 *   HOST/{run,log,state,etc}  bound over /run/weave, /var/log/weave, /var/lib/weave and /etc/weave inside the host
 *   HOST/bin/weave      first on the path inside the host
 *   HOST/machine-id     bound over /etc/machine-id
 *   HOST/line.json      the settings of the line between the host and the switch, and its process (absent: no line)
 *
 * Which pairs are cut stands in the switch's own rules (`link.ts`), nowhere else.
 */
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { labError } from "./error.ts";
import type { ProcessRecord } from "./process.ts";

export type Topology = "full" | "line" | "ring" | "star";

/** What hosts have on the underlay: both families, and are dialled by IPv4; or IPv6 alone. */
export const underlays = ["both", "ipv6"] as const;
export type Underlay = (typeof underlays)[number];

export interface Lab {
  readonly version: 1;
  readonly name: string;
  /** How many; they are called h1, h2, … */
  readonly hosts: number;
  /** How many a host; h1's are called h1c1, h1c2, … */
  readonly containers: number;
  readonly topology: Topology;
  /** Absent: both. */
  readonly underlay?: Underlay;
  readonly encrypt: boolean;
  /** Further flags of `weave launch`, the same on every host. */
  readonly launchFlags: readonly string[];
  /** By host: the `weave` that it runs, when it is not this one; for old and new versions side by side. */
  readonly launchers: Readonly<Record<string, string>>;
  /** Milliseconds since 1970, for listings. */
  readonly createdAt: number;
}

export interface LabHost {
  /** `h1`. */
  readonly name: string;
  /** From 1. */
  readonly number: number;
  readonly netns: string;
  /** On the underlay: where others dial it. */
  readonly address: string;
  /** Undefined on an underlay without IPv4. */
  readonly address4: string | undefined;
  readonly address6: string;
  readonly mac: string;
  readonly folder: string;
  readonly containers: readonly LabContainer[];
}

export interface LabContainer {
  /** `h1c1`. */
  readonly name: string;
  readonly host: string;
  /** The namespace's name under /run/netns. */
  readonly netns: string;
}

export const labsFolder = "/run/weave-lab";
export const hostsMax = 200;
export const containersMax = 100;
const namePattern = /^[a-z0-9][a-z0-9-]{0,23}$/;

export function labFolder(name: string): string {
  return join(labsFolder, name);
}

/** @throws LAB_INVALID_ARGUMENT */
export function checkLabName(name: string): void {
  if (namePattern.test(name)) return;
  throw labError("LAB_INVALID_ARGUMENT", `a lab's name is 1 to 24 of a-z, 0-9 and -, not ${JSON.stringify(name)}`, {
    text: name,
  });
}

/** @throws LAB_UNKNOWN */
export async function readLab(name: string): Promise<Lab> {
  checkLabName(name);
  const lab = await readJson<Lab>(join(labFolder(name), "lab.json"));
  if (lab !== undefined) return lab;
  throw labError(
    "LAB_UNKNOWN",
    `there is no lab ${name}; weave lab ls shows those that are up, weave lab up makes one`,
    {
      lab: name,
    },
  );
}

/** Names of all labs that have left anything on this machine. */
export async function labNames(): Promise<readonly string[]> {
  try {
    const entries = await readdir(labsFolder, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  } catch {
    return [];
  }
}

export async function writeLab(lab: Lab): Promise<void> {
  await mkdir(labFolder(lab.name), { recursive: true, mode: 0o700 });
  await writeJson(join(labFolder(lab.name), "lab.json"), lab);
}

export function hostsOf(lab: Lab): readonly LabHost[] {
  return Array.from({ length: lab.hosts }, (_, i) => hostNumber(lab, i + 1));
}

/** @throws LAB_MEMBER_UNKNOWN */
export function hostNamed(lab: Lab, name: string): LabHost {
  const host = hostsOf(lab).find((candidate) => candidate.name === name);
  if (host !== undefined) return host;
  throw labError("LAB_MEMBER_UNKNOWN", `lab ${lab.name} has no host ${name}: its hosts are h1 to h${lab.hosts}`, {
    lab: lab.name,
    name,
  });
}

/** @throws LAB_MEMBER_UNKNOWN */
export function containerNamed(lab: Lab, name: string): { readonly host: LabHost; readonly container: LabContainer } {
  for (const host of hostsOf(lab)) {
    const container = host.containers.find((candidate) => candidate.name === name);
    if (container !== undefined) return { host, container };
  }
  throw labError("LAB_MEMBER_UNKNOWN", `lab ${lab.name} has no ${name}; weave lab ls shows its hosts and containers`, {
    lab: lab.name,
    name,
  });
}

export function switchNetns(lab: Pick<Lab, "name">): string {
  return `wl-${lab.name}-sw`;
}

/** Whether a namespace of this name is of the lab; `a` and `a-b` do not mix. */
export function isNetnsOf(lab: string, netns: string): boolean {
  return netns.startsWith(`wl-${lab}-`) && /^(sw|h\d+(c\d+)?)$/.test(netns.slice(`wl-${lab}-`.length));
}

/** Undefined when the host is down. */
export function readHolder(host: LabHost): Promise<ProcessRecord | undefined> {
  return readJson<ProcessRecord>(join(host.folder, "holder.json"));
}

export async function writeHolder(host: LabHost, holder: ProcessRecord | undefined): Promise<void> {
  const file = join(host.folder, "holder.json");
  if (holder === undefined) await rm(file, { force: true });
  else await writeJson(file, holder);
}

/** Undefined when there is no such file, or it is not JSON. */
export async function readJson<T>(file: string): Promise<T | undefined> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as T;
  } catch {
    return undefined;
  }
}

let written = 0;

export async function writeJson(file: string, value: unknown): Promise<void> {
  written += 1;
  const temporary = `${file}.${process.pid}-${written}.new`;
  await writeFile(temporary, `${JSON.stringify(value, undefined, 2)}\n`, { mode: 0o600 });
  await rename(temporary, file);
}

function hostNumber(lab: Lab, number: number): LabHost {
  const name = `h${number}`;
  const prefix = `wl-${lab.name}-`;
  const address4 = lab.underlay === "ipv6" ? undefined : `10.99.0.${number}`;
  const address6 = `fd99::${number.toString(16)}`;
  return {
    name,
    number,
    netns: prefix + name,
    address: address4 ?? address6,
    address4,
    address6,
    mac: `02:99:00:00:00:${number.toString(16).padStart(2, "0")}`,
    folder: join(labFolder(lab.name), name),
    containers: Array.from({ length: lab.containers }, (_, i) => ({
      name: `${name}c${i + 1}`,
      host: name,
      netns: `${prefix}${name}c${i + 1}`,
    })),
  };
}
