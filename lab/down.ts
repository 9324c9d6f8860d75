/**
 * Removing a lab, whatever state it is in: everything that runs in its namespaces is killed by id, then namespaces (and
 * with them interfaces, rules and mounts) and files go. Needs no file but the lab's name, so it also cleans up after a
 * crash of the lab itself, and may be repeated.
 */
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { namedNamespaces } from "../host/netns.ts";
import { labError } from "./error.ts";
import type { ProcessRecord } from "./process.ts";
import { checkLabName, isNetnsOf, labFolder, labNames, labsFolder, readJson } from "./state.ts";
import { takeTurn } from "./turn.ts";
import { clearNamespaces, removeMountPoints } from "./virtual-host.ts";

/** False when there was nothing to remove. @throws LAB_INVALID_ARGUMENT, HOST_COMMAND_FAILED */
export async function labDown(name: string): Promise<boolean> {
  if (!(await clearLab(name))) return false;
  await using _turn = await takeTurn();
  if ((await labNames()).length === 0) {
    await removeMountPoints();
    await rm(labsFolder, { recursive: true, force: true });
  }
  return true;
}

/** The same, but for what all labs share. False when there was nothing. @throws LAB_INVALID_ARGUMENT */
export async function clearLab(name: string): Promise<boolean> {
  checkLabName(name);
  const namespaces = (await filesIn(namedNamespaces)).filter((netns) => isNetnsOf(name, netns));
  const known = (await labNames()).includes(name);
  if (namespaces.length === 0 && !known) return false;
  await clearNamespaces(namespaces, await holdersOf(name));
  await rm(labFolder(name), { recursive: true, force: true });
  return true;
}

/** Throws unless there is something to remove. @throws LAB_UNKNOWN */
export async function labDownOrFail(name: string): Promise<void> {
  if (await labDown(name)) return;
  throw labError("LAB_UNKNOWN", `there is no lab ${name}; weave lab ls shows those that are up`, { lab: name });
}

/** Whatever `holder.json` there is: the lab's own description may be gone. */
async function holdersOf(name: string): Promise<readonly ProcessRecord[]> {
  const holders = await Promise.all(
    (await filesIn(labFolder(name))).map((entry) =>
      readJson<ProcessRecord>(join(labFolder(name), entry, "holder.json")),
    ),
  );
  return holders.filter((holder) => holder !== undefined);
}

async function filesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch {
    return [];
  }
}
