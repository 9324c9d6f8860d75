/**
 * An earlier release, as it was released: its sources, taken out of the repository's history once a checkout, to
 * `build/releases/`; and, for labs, its command, with the native part built from those sources. `releases.json` names the
 * commits. Where the history is missing (a shallow clone, an archive) the error says so.
 *
 * Packages are those of today's `node_modules`, which have the same versions; `prom-client`, which today's router does
 * without, is stood in for, so the metrics of an old router are not to be looked at. The message classes of a release get
 * a root of their own: in one process protobufjs would otherwise give those of one release to the other.
 */
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");

/** The folder with the sources of a release. */
export function releaseSources(version: string): string {
  const commits = JSON.parse(readFileSync(path.join(root, "test/releases.json"), "utf8")) as Record<string, string>;
  const commit = commits[version];
  if (commit === undefined) throw new Error(`test/releases.json names no commit for ${version}`);
  const folder = path.join(root, "build/releases", `v${version}-${commit.slice(0, 12)}-own-root`);
  if (!existsSync(folder)) extract(version, commit, folder);
  return folder;
}

/** The path of a release's `weave`, ready to run. The first call builds its native part: 20 s of a processor. */
export function releaseCommand(version: string): string {
  const folder = releaseSources(version);
  const build = path.join(folder, "build");
  if (!existsSync(path.join(build, "ready"))) {
    linkPackages(path.join(folder, "node_modules"));
    mkdirSync(build, { recursive: true });
    execFileSync("sh", ["datapath/native/build.sh"], { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
    // Newer than all that it is compared with.
    writeFileSync(path.join(build, "ready"), "");
  }
  return path.join(folder, "weave");
}

function linkPackages(packages: string): void {
  rmSync(packages, { recursive: true, force: true });
  mkdirSync(path.join(packages, "prom-client"), { recursive: true });
  const standIn = "export class Counter {}\nexport class Gauge {}\nexport class Registry {}\n";
  writeFileSync(path.join(packages, "prom-client/index.js"), standIn);
  writeFileSync(path.join(packages, "prom-client/package.json"), '{ "type": "module", "exports": "./index.js" }\n');
  for (const name of readdirSync(path.join(root, "node_modules"))) {
    if (name !== "prom-client") symlinkSync(path.join(root, "node_modules", name), path.join(packages, name));
  }
}

/** Appears whole or not at all, since threads may do so at the same time. */
function extract(version: string, commit: string, folder: string): void {
  const parent = path.dirname(folder);
  mkdirSync(parent, { recursive: true });
  const draft = mkdtempSync(path.join(parent, "draft-"));
  try {
    const archive = execFileSync("git", ["archive", "--format=tar", commit], {
      cwd: root,
      maxBuffer: 256 * 1024 * 1024,
      stdio: ["ignore", "pipe", "pipe"],
    });
    execFileSync("tar", ["-x", "--touch", "-C", draft], { input: archive });
    for (const room of readdirSync(draft)) giveOwnRoot(path.join(draft, room, "wire.pb.js"), version);
  } catch (cause) {
    rmSync(draft, { recursive: true, force: true });
    const missing = `the sources of release ${version} (commit ${commit}) cannot be read from the repository's history`;
    throw new Error(`${missing}: fetch it whole (git fetch --unshallow), and mark the folder as safe for git`, {
      cause,
    });
  }
  // Its datapath process gives up root, and reads on.
  chmodSync(draft, 0o755);
  try {
    renameSync(draft, folder);
  } catch (cause) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(folder)) throw cause;
  }
}

function giveOwnRoot(file: string, version: string): void {
  if (!existsSync(file)) return;
  writeFileSync(file, readFileSync(file, "utf8").replaceAll('roots["weave-', `roots["${version}-weave-`));
}
