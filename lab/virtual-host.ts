/**
 * A virtual host: a network namespace, and a mount and host-name namespace in which the places that are a machine's own
 * (/run/weave, /var/log/weave, /var/lib/weave, /etc/weave, /etc/hosts, /etc/machine-id) are the host's. Everything else
 * is the machine's; /run/netns is shared both ways, so that a container's namespace is seen by all. The namespaces are
 * held by one idle process, recorded with its start time.
 *
 * A host that is powered down has no namespaces: whatever a reboot would clear is gone, its state directory is not.
 */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { netnsOfName } from "../host/netns.ts";
import { run, runInBackground } from "../host/run.ts";
import { atOnce } from "./at-once.ts";
import { labError } from "./error.ts";
import { commandLineOf, isAlive, killAndWait, type ProcessRecord, processesIn, recordOf } from "./process.ts";
import {
  type Lab,
  type LabHost,
  labFolder,
  labsFolder,
  readHolder,
  readJson,
  writeHolder,
  writeJson,
} from "./state.ts";
import { plugIn, unplug } from "./underlay.ts";

const ownFolders: readonly (readonly [string, string])[] = [
  ["run", "/run/weave"],
  ["log", "/var/log/weave"],
  ["state", "/var/lib/weave"],
  ["etc", "/etc/weave"],
];

/** Makes the host's namespaces, plugs it into the switch and makes its containers' namespaces. */
export async function powerOn(lab: Lab, host: LabHost): Promise<void> {
  for (const [folder] of ownFolders) await mkdir(join(host.folder, folder), { recursive: true, mode: 0o755 });
  await run("ip", ["netns", "add", host.netns]);
  await plugIn(lab, host);
  const holder = await startHolder(host);
  await mountOwnPlaces(lab, host, holder);
  await run("nsenter", [`--target=${holder.pid}`, "--uts", "--", "tee", "/proc/sys/kernel/hostname"], {
    input: host.name,
  });
  await atOnce(host.containers, (container) => makeContainer(container.netns));
  await writeHolder(host, holder);
}

/** Ends everything of the host at once, as when its power fails. */
export async function powerOff(lab: Lab, host: LabHost): Promise<void> {
  const holder = await readHolder(host);
  const namespaces = [host.netns, ...host.containers.map((container) => container.netns)];
  await clearNamespaces(namespaces, holder === undefined ? [] : [holder]);
  await unplug(lab, host);
  await writeHolder(host, undefined);
  // What a reboot clears.
  await rm(join(host.folder, "run"), { recursive: true, force: true });
}

/** Kills whatever runs in these network namespaces, or in the mount namespaces of the holders, and removes them. */
export async function clearNamespaces(names: readonly string[], holders: readonly ProcessRecord[]): Promise<void> {
  const inodes = new Set<number>();
  for (const name of names) {
    const inode = await stat(netnsOfName(name)).then(
      (file) => file.ino,
      () => undefined,
    );
    if (inode !== undefined) inodes.add(inode);
  }
  // Those that are started meanwhile by what is being killed are found in the next round.
  for (let round = 0; round < 10; round++) {
    const victims = await processesIn(inodes, holders);
    // The holders last: the mount namespace is found through them.
    const others = victims.filter((victim) => !holders.some((holder) => holder.pid === victim.pid));
    if (others.length === 0) break;
    await killAndWait(others);
  }
  await killAndWait(holders);
  for (const name of names) {
    if (existsSync(netnsOfName(name))) await run("ip", ["netns", "del", name], { acceptStatus: [0, 1] });
  }
}

/**
 * The arguments of `nsenter` that lead into the host, before the program and its arguments.
 * @throws LAB_HOST_DOWN
 */
export async function entryTo(lab: Lab, host: LabHost, netns: string = host.netns): Promise<readonly string[]> {
  const holder = await readHolder(host);
  if (holder !== undefined && (await isAlive(holder))) {
    return [`--target=${holder.pid}`, "--mount", "--uts", `--net=${netnsOfName(netns)}`];
  }
  throw labError("LAB_HOST_DOWN", `${host.name} is down; weave lab start ${host.name} brings it up`, {
    lab: lab.name,
    host: host.name,
  });
}

export async function isUp(host: LabHost): Promise<boolean> {
  const holder = await readHolder(host);
  return holder !== undefined && (await isAlive(holder));
}

async function makeContainer(netns: string): Promise<void> {
  await run("ip", ["netns", "add", netns]);
  await run("ip", ["link", "set", "dev", "lo", "up"], { netns: netnsOfName(netns) });
}

async function startHolder(host: LabHost): Promise<ProcessRecord> {
  // Propagation stays as it is, or /run/netns would be cut off; the rest is made private afterwards.
  const args = ["--mount", "--uts", "--propagation", "unchanged", "--", "sleep", "infinity"];
  const pid = await runInBackground("unshare", args, { netns: netnsOfName(host.netns), workingDirectory: "/" });
  const deadline = performance.now() + 5_000;
  while ((await commandLineOf(pid))[0] !== "sleep") {
    if (performance.now() > deadline || (await recordOf(pid)) === undefined) {
      throw labError("LAB_NOT_READY", `cannot make the namespaces of ${host.name}; is unshare allowed here?`, {
        what: host.name,
      });
    }
    await sleep(2);
  }
  return (await recordOf(pid)) as ProcessRecord;
}

async function mountOwnPlaces(lab: Lab, host: LabHost, holder: ProcessRecord): Promise<void> {
  const bound: (readonly [string, string])[] = ownFolders.map(([own, place]) => [join(host.folder, own), place]);
  bound.push([join(labFolder(lab.name), "hosts"), "/etc/hosts"]);
  if (existsSync("/etc/machine-id")) {
    const file = join(host.folder, "machine-id");
    if (!existsSync(file)) await writeFile(file, `${machineIdOf(lab, host)}\n`);
    bound.push([file, "/etc/machine-id"]);
  }
  await makeMountPoints();
  const inside = [`--target=${holder.pid}`, "--mount", "--"];
  for (const mountPoint of await mountPointsAbove(bound.map(([, place]) => place))) {
    await run("nsenter", [...inside, "mount", "--make-private", mountPoint]);
  }
  const table = join(host.folder, "fstab");
  await writeFile(table, bound.map(([own, place]) => `${own} ${place} none bind 0 0\n`).join(""));
  await run("nsenter", [...inside, "mount", "--all", "--fstab", table]);
}

/** The folders that hosts' own are bound over; those that we make are remembered, to be removed with the last lab. */
export async function makeMountPoints(): Promise<void> {
  const made: string[] = [];
  for (const [, place] of ownFolders) {
    if (existsSync(place)) continue;
    await mkdir(place, { recursive: true, mode: 0o755 });
    made.push(place);
  }
  if (made.length === 0) return;
  const before = (await readJson<string[]>(madeFile)) ?? [];
  await writeJson(madeFile, [...new Set([...before, ...made])]);
}

/** Those made for labs, and empty: the machine's own weave, installed since, keeps its. */
export async function removeMountPoints(): Promise<void> {
  for (const place of (await readJson<string[]>(madeFile)) ?? []) {
    if (ownFolders.some(([, known]) => known === place)) await run("rmdir", [place], { acceptStatus: [0, 1] });
  }
  await rm(madeFile, { force: true });
}

const madeFile = join(labsFolder, "made-folders.json");

/** The mounts that hold these places: only they must be private, or what is bound there shows up on the machine. */
async function mountPointsAbove(places: readonly string[]): Promise<ReadonlySet<string>> {
  const mounted = (await readFile("/proc/self/mountinfo", "utf8")).split("\n").map((line) => line.split(" ")[4] ?? "");
  const points = new Set(mounted.filter((point) => point !== ""));
  const above = places.map((place) => {
    let folder = place;
    while (folder !== "/" && !points.has(folder)) folder = dirname(folder);
    return folder;
  });
  return new Set(above);
}

/** Another for each host and each life of a lab, as machines have; the same after a reboot. */
function machineIdOf(lab: Lab, host: LabHost): string {
  return createHash("sha256").update(`${lab.name}/${host.name}/${lab.createdAt}`).digest("hex").slice(0, 32);
}
