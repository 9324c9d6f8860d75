/**
 * Building a lab up to the point where routers can start: its files, the switch, and hosts that are powered on. What was
 * asked for is written down first, so that whatever goes wrong later, `down` finds it.
 */
import { randomBytes } from "node:crypto";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { atOnce } from "./at-once.ts";
import { clearLab, labDown } from "./down.ts";
import { labError } from "./error.ts";
import { launcherOf, passwordFile, programsFolder } from "./host-process.ts";
import {
  checkLabName,
  containersMax,
  hostsMax,
  hostsOf,
  type Lab,
  labFolder,
  labNames,
  type Topology,
  type Underlay,
  underlays,
  writeLab,
} from "./state.ts";
import { takeTurn } from "./turn.ts";
import { makeSwitch } from "./underlay.ts";
import { makeMountPoints, powerOn } from "./virtual-host.ts";

export interface LabRequest {
  readonly name: string;
  readonly hosts: number;
  /** On each host. */
  readonly containers: number;
  readonly topology: Topology;
  readonly underlay?: Underlay;
  readonly encrypt: boolean;
  /** Further flags of `weave launch` on every host. */
  readonly launchFlags?: readonly string[];
  /** By host: the path of the `weave` that it runs, when it is not this one. */
  readonly launchers?: Readonly<Record<string, string>>;
}

export const labNameDefault = "weave";

/** What fails is taken down again. @throws LAB_INVALID_ARGUMENT, LAB_NOT_ROOT, LAB_EXISTS, HOST_COMMAND_FAILED */
export async function buildLab(request: LabRequest): Promise<Lab> {
  check(request);
  const lab: Lab = { version: 1, launchFlags: [], launchers: {}, ...request, createdAt: Date.now() };
  await register(lab);
  try {
    await writeFiles(lab);
    await makeSwitch(lab);
    await atOnce(hostsOf(lab), (host) => powerOn(lab, host));
    return lab;
  } catch (error) {
    await labDown(lab.name);
    throw error;
  }
}

/** From here on the name is taken, and no other lab's end removes what this one stands on. @throws LAB_EXISTS */
async function register(lab: Lab): Promise<void> {
  await using _turn = await takeTurn();
  if ((await labNames()).includes(lab.name)) {
    const remove = lab.name === labNameDefault ? "weave lab down" : `weave lab down --name ${lab.name}`;
    throw labError("LAB_EXISTS", `lab ${lab.name} is up, or was left over; remove it with: ${remove}`, {
      lab: lab.name,
    });
  }
  // Namespaces of a lab whose files are gone.
  await clearLab(lab.name);
  await writeLab(lab);
  await makeMountPoints();
}

async function writeFiles(lab: Lab): Promise<void> {
  for (const host of hostsOf(lab)) {
    const launcher = join(programsFolder(host), "weave");
    await mkdir(programsFolder(host), { recursive: true });
    await writeFile(launcher, `#!/bin/sh\nexec '${launcherOf(lab, host)}' "$@"\n`);
    await chmod(launcher, 0o755);
  }
  // One address a name: with two it would be tried over IPv6 first, and cuts of one family are not what a lab is about.
  const lines = hostsOf(lab).map((host) => `${host.address} ${host.name}\n`);
  const local = "127.0.0.1 localhost\n::1 localhost ip6-localhost ip6-loopback\n";
  await writeFile(join(labFolder(lab.name), "hosts"), local + lines.join(""));
  if (lab.encrypt)
    await writeFile(passwordFile(lab.name), `${randomBytes(24).toString("base64url")}\n`, { mode: 0o600 });
}

function check(request: LabRequest): void {
  checkLabName(request.name);
  bounded(request.hosts, 1, hostsMax, "hosts");
  bounded(request.containers, 0, containersMax, "containers");
  if (request.underlay !== undefined && !underlays.includes(request.underlay)) {
    throw labError("LAB_INVALID_ARGUMENT", `an underlay is ${underlays.join(" or ")}, not ${request.underlay}`, {
      text: request.underlay,
    });
  }
  if (process.geteuid?.() !== 0) throw labError("LAB_NOT_ROOT", "a lab makes network namespaces: run it as root");
}

function bounded(value: number, min: number, max: number, what: string): void {
  if (Number.isInteger(value) && value >= min && value <= max) return;
  throw labError("LAB_INVALID_ARGUMENT", `a lab has ${min} to ${max} ${what}, not ${value}`, { text: String(value) });
}
