/**
 * systemd as the parent of router and datapath process: units from `deploy/systemd/`, installed by `weave setup`, or a
 * transient unit when nobody ran that. The flags of a launch go to the installed unit through a file, which systemd splits
 * at blanks, so flags with blanks or quotes are refused there.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { runPaths } from "../api/paths.ts";
import { WeaveError } from "../base/error.ts";
import { run } from "../host/run.ts";
import { cliError } from "./error.ts";

const unitFolder = "/etc/systemd/system";
const units = ["weave.service", "weave-datapath.service"] as const;
const permanentStatuses = "64 69 73 78";

/** Whether systemd is the first process of this host. */
export function isSystemd(): boolean {
  return existsSync("/run/systemd/system");
}

export async function launchUnit(
  flags: readonly string[],
  program: string,
  environment: Readonly<Record<string, string>>,
): Promise<void> {
  const paths = runPaths(process.env);
  if (!existsSync(`${unitFolder}/weave.service`)) {
    const properties = [
      "Restart=on-failure",
      "RestartSec=1",
      `RestartPreventExitStatus=${permanentStatuses}`,
      "KillMode=process",
    ];
    await run("systemd-run", [
      "--unit=weave",
      "--collect",
      ...properties.flatMap((property) => ["-p", property]),
      ...Object.entries(environment).map(([name, value]) => `--setenv=${name}=${value}`),
      process.execPath,
      ...process.execArgv,
      program,
      ...flags,
    ]);
    return;
  }
  const odd = flags.find((flag) => /[\s"'\\$]/.test(flag));
  if (odd !== undefined)
    throw new WeaveError(
      "CONFIG_INVALID",
      `${odd}: write this option into /etc/weave/weave.conf; systemd would split it`,
      { option: odd },
    );
  mkdirSync(paths.directory, { recursive: true, mode: 0o755 });
  writeFileSync(paths.launchFlags, `WEAVE_LAUNCH_FLAGS=${flags.join(" ")}\n`, { mode: 0o600 });
  await run("systemctl", ["start", "weave.service"], { timeoutMs: 60_000 });
}

/** Ends both units; those that do not run are left alone. */
export async function stopUnits(): Promise<void> {
  for (const unit of units) await run("systemctl", ["stop", unit], { acceptStatus: [0, 1, 5], timeoutMs: 60_000 });
}

/** @throws SETUP_NOT_POSSIBLE */
export async function installUnits(launcher: string): Promise<readonly string[]> {
  if (!existsSync("/etc/systemd"))
    throw cliError(
      "SETUP_NOT_POSSIBLE",
      "there is no systemd on this host; start `weave launch` from whatever starts services here",
    );
  const files = unitTexts(launcher);
  mkdirSync(unitFolder, { recursive: true });
  for (const [unit, text] of files) writeFileSync(`${unitFolder}/${unit}`, text, { mode: 0o644 });
  if (isSystemd()) await run("systemctl", ["daemon-reload"]);
  // Works without a running systemd too, as when an image is made: it is a link for the next boot.
  await run("systemctl", ["enable", "weave.service"]);
  return [...files.keys()].map((unit) => `${unitFolder}/${unit}`);
}

export async function removeUnits(): Promise<readonly string[]> {
  const present = units.map((unit) => `${unitFolder}/${unit}`).filter((file) => existsSync(file));
  if (present.length > 0) await run("systemctl", ["disable", "weave.service"], { acceptStatus: [0, 1] });
  for (const file of present) rmSync(file, { force: true });
  if (isSystemd()) await run("systemctl", ["daemon-reload"]);
  return present;
}

/** The units as installed: the templates with the places of launcher, Node and product filled in. */
export function unitTexts(launcher: string): ReadonlyMap<string, string> {
  const root = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");
  const filled = (text: string) =>
    text.replaceAll("@weave@", launcher).replaceAll("@node@", process.execPath).replaceAll("@root@", root);
  return new Map(units.map((unit) => [unit, filled(readFileSync(`${root}/deploy/systemd/${unit}`, "utf8"))]));
}
