/**
 * Routers of an earlier release, as they were released: its sources are taken out of the repository's history once, to
 * `build/releases/`, and loaded beside today's. Where the history is missing (a shallow clone, an archive) the error says
 * so. Loaded by the shell of a run, before its clocks are taken away.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { createRouterCore } from "../../router/core.ts";

/** What makes a router of a release: today's where none is named. */
export type RouterRelease = "today" | "0.1.0";
export type RouterFactory = typeof createRouterCore;

const root = path.resolve(import.meta.dirname, "../..");
const rooms = ["base", "crypto", "gossip", "mesh", "ipam-crdt", "datapath", "router"];

/** The makers of all releases; reads the history at the first call on a machine. */
export async function loadReleases(): Promise<(release: RouterRelease) => RouterFactory> {
  const old = await loadRelease("0.1.0");
  return (release) => (release === "today" ? createRouterCore : old);
}

async function loadRelease(version: string): Promise<RouterFactory> {
  const commits = JSON.parse(readFileSync(path.join(root, "test/releases.json"), "utf8")) as Record<string, string>;
  const commit = commits[version];
  if (commit === undefined) throw new Error(`test/releases.json names no commit for ${version}`);
  const folder = path.join(root, "build/releases", `${version}-${commit.slice(0, 12)}`);
  if (!existsSync(folder)) extract(version, commit, folder);
  const core = (await import(pathToFileURL(path.join(folder, "router/core.ts")).href)) as {
    createRouterCore: RouterFactory;
  };
  return core.createRouterCore;
}

/** Appears whole or not at all, since threads may do so at the same time. */
function extract(version: string, commit: string, folder: string): void {
  const parent = path.dirname(folder);
  mkdirSync(parent, { recursive: true });
  const draft = mkdtempSync(path.join(parent, "draft-"));
  try {
    const archive = execFileSync("git", ["archive", "--format=tar", commit, ...rooms], {
      cwd: root,
      maxBuffer: 256 * 1024 * 1024,
      stdio: ["ignore", "pipe", "pipe"],
    });
    execFileSync("tar", ["-x", "-C", draft], { input: archive });
  } catch (cause) {
    rmSync(draft, { recursive: true, force: true });
    const missing = `the sources of release ${version} (commit ${commit}) cannot be read from the repository's history`;
    throw new Error(`${missing}: fetch it whole (git fetch --unshallow), and mark the folder as safe for git`, {
      cause,
    });
  }
  try {
    renameSync(draft, folder);
  } catch (cause) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(folder)) throw cause;
  }
}
