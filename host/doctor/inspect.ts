/**
 * Looks at this host and says what it finds: gathers facts, then judges them by the files beside this one, which are pure.
 * Every fact that cannot be had (not root, a program missing) makes its check say so or drop out; nothing is changed, but
 * for kernel modules that the kernel loads for a device in a namespace that is thrown away. About 20 programs, 0.2 s.
 */
import { existsSync, readFileSync } from "node:fs";
import { access, constants, stat, statfs } from "node:fs/promises";
import { release } from "node:os";
import { dirname } from "node:path";
import { type Cidr, formatCidr } from "../../base/address.ts";
import { checkRequirements } from "../preflight.ts";
import { routesOverlapping } from "../route.ts";
import { run } from "../run.ts";
import { readSysctl } from "../sysctl.ts";
import { underlayDevices } from "../underlay-devices.ts";
import type { Finding } from "./finding.ts";
import { firewallFindings } from "./firewall.ts";
import { type KernelFacts, kernelFindings } from "./kernel.ts";
import { type ResourceFacts, resourceFindings } from "./resources.ts";
import type { Nft } from "./ruleset.ts";
import { bridgedFramesAreFiltered, settingsFindings, settingsRead } from "./settings.ts";
import { type Listener, underlayFindings } from "./underlay.ts";

/** What the router has, or would have. */
export interface InspectOptions {
  readonly port: number;
  readonly metricsPort: number;
  readonly overlayMtu: number;
  readonly tunnelBytes: number;
  readonly range: Cidr;
  readonly stateDirectory: string;
  readonly passwordFiles: readonly string[];
  /** Process ids of this host's router and datapath process. */
  readonly ours: readonly number[];
  /** Underlay addresses of other hosts, to see which way they are. */
  readonly peers: readonly string[];
}

export async function inspectHost(options: InspectOptions): Promise<readonly Finding[]> {
  const [kernel, values, ruleset, devices] = await Promise.all([
    kernelFacts(),
    settingsValues(),
    readRuleset(),
    underlayDevices(options.peers),
  ]);
  const [legacyRules, firewalld, listeners, overlapping, resources] = await Promise.all([
    readLegacyRules(),
    printed("firewall-cmd", ["--state"]).then((text) => text?.trim() === "running"),
    readListeners(),
    routesOverlapping(options.range).catch(() => []),
    resourceFacts(options),
  ]);
  return [
    ...kernelFindings(kernel),
    ...settingsFindings({ values, underlayDevices: devices.length }),
    ...firewallFindings({
      ruleset,
      legacyRules,
      firewalld,
      ufw: /^ENABLED=yes/m.test(textOf("/etc/ufw/ufw.conf") ?? ""),
      bridgedFramesAreFiltered: bridgedFramesAreFiltered({ values }),
      port: options.port,
    }),
    ...underlayFindings({
      port: options.port,
      metricsPort: options.metricsPort,
      listeners,
      ours: options.ours,
      devices,
      overlayMtu: options.overlayMtu,
      tunnelBytes: options.tunnelBytes,
      range: formatCidr(options.range),
      overlapping,
    }),
    ...resourceFindings(resources),
  ];
}

async function kernelFacts(): Promise<KernelFacts> {
  const root = process.geteuid?.() === 0;
  const requirements = await checkRequirements();
  const programs = requirements.filter(({ name, met }) => !met && name !== "root" && !name.startsWith("/"));
  const made = (...words: readonly string[]) => (root ? works("unshare", ["--net", "--", ...words]) : undefined);
  const tun = requirements.find(({ name }) => name === "/dev/net/tun");
  return {
    release: release(),
    tunDevice: tun?.met ? "ok" : existsSync("/dev/net/tun") ? "denied" : "missing",
    bridge: await made("ip", "link", "add", "wd0", "type", "bridge"),
    vxlan: await made("ip", "link", "add", "wd0", "type", "vxlan", "id", "1", "dstport", "4789"),
    nftables: await made("nft", "add", "table", "bridge", "weave-doctor"),
    missingPrograms: programs.map(({ name, remedy }) => ({ name, remedy })),
    root,
  };
}

async function settingsValues(): Promise<Readonly<Record<string, string | undefined>>> {
  return Object.fromEntries(
    await Promise.all(settingsRead.map(async (name) => [name, await readSysctl(name)] as const)),
  );
}

async function readRuleset(): Promise<Nft | undefined> {
  const text = await printed("nft", ["-j", "list", "ruleset"]);
  return text === undefined ? undefined : jsonOf<Nft>(text);
}

/** Asked only where the kernel has such a table, or the question would make one. */
async function readLegacyRules(): Promise<readonly string[]> {
  if (!(textOf("/proc/net/ip_tables_names") ?? "").includes("filter")) return [];
  return ((await printed("iptables-legacy", ["-w", "5", "-S"])) ?? "").split("\n");
}

async function readListeners(): Promise<readonly Listener[]> {
  return listenersIn((await printed("ss", ["-H", "-l", "-n", "-t", "-u", "-p"])) ?? "");
}

/** Lines such as `udp UNCONN 0 0 0.0.0.0:6783 0.0.0.0:* users:(("node",pid=7,fd=20))`. */
export function listenersIn(text: string): readonly Listener[] {
  return text.split("\n").flatMap((line) => {
    const [protocol, , , , local = ""] = line.split(/\s+/);
    const colon = local.lastIndexOf(":");
    const port = Number(local.slice(colon + 1));
    if ((protocol !== "tcp" && protocol !== "udp") || colon < 0 || !Number.isInteger(port)) return [];
    const [, program, pid] = /users:\(\("([^"]*)",pid=(\d+)/.exec(line) ?? [];
    return [
      { protocol, address: local.slice(0, colon), port, program, pid: pid === undefined ? undefined : Number(pid) },
    ];
  });
}

async function resourceFacts(options: InspectOptions): Promise<ResourceFacts> {
  const [routerPid] = options.ours;
  const available = /^MemAvailable:\s+(\d+) kB/m.exec(textOf("/proc/meminfo") ?? "")?.[1];
  const limits = textOf(`/proc/${routerPid ?? "self"}/limits`) ?? textOf("/proc/self/limits") ?? "";
  const files = /^Max open files\s+\S+\s+(\S+)/m.exec(limits)?.[1];
  const synchronised = (await printed("timedatectl", ["show", "-p", "NTPSynchronized", "--value"]))?.trim();
  return {
    memoryAvailableBytes: available === undefined ? Number.POSITIVE_INFINITY : 1_024 * Number(available),
    openFilesMax: files === undefined || files === "unlimited" ? Number.MAX_SAFE_INTEGER : Number(files),
    year: new Date().getUTCFullYear(),
    clockSynchronised: synchronised === "yes" ? true : synchronised === "no" ? false : undefined,
    stateDirectory: await directoryFacts(options.stateDirectory),
    passwordFiles: await Promise.all(options.passwordFiles.map(async (path) => ({ path, mode: await modeOf(path) }))),
  };
}

async function directoryFacts(path: string): Promise<ResourceFacts["stateDirectory"]> {
  let nearest = path;
  while (!existsSync(nearest) && nearest !== "/") nearest = dirname(nearest);
  const disk = await statfs(nearest).catch(() => undefined);
  return {
    path,
    exists: existsSync(path),
    writable: await access(nearest, constants.W_OK).then(
      () => true,
      () => false,
    ),
    freeBytes: disk === undefined ? Number.POSITIVE_INFINITY : disk.bavail * disk.bsize,
    identityMode: await modeOf(`${path}/identity.json`),
  };
}

async function modeOf(path: string): Promise<number | undefined> {
  return stat(path).then(
    ({ mode }) => mode,
    () => undefined,
  );
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function jsonOf<T>(text: string): T | undefined {
  try {
    return JSON.parse(text) as T;
  } catch {
    return undefined;
  }
}

/** What a program prints; undefined when it is not there or fails: then there is nothing to be seen. */
async function printed(command: string, args: readonly string[]): Promise<string | undefined> {
  return run(command, args).then(
    ({ stdout }) => stdout,
    () => undefined,
  );
}

async function works(command: string, args: readonly string[]): Promise<boolean> {
  return (await printed(command, args)) !== undefined;
}
