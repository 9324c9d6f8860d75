/** `weave setup`: the router comes back after a reboot, with the options of /etc/weave/weave.conf. */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { configFile, launchOptions } from "../api/launch-options.ts";
import { assertRoot, cliError } from "./error.ts";
import { print } from "./output.ts";
import { installUnits, isSystemd, removeUnits } from "./systemd.ts";

export async function setup(options: { readonly json?: boolean; readonly remove?: boolean }): Promise<void> {
  assertRoot("setup");
  refuseInLab();
  const output = { json: options.json ?? false };
  if (options.remove)
    return print(output, { removed: await removeUnits() }, ({ removed }) =>
      removed.map((file) => `removed ${file}`).join("\n"),
    );
  const installed = await installUnits(fileURLToPath(new URL("../weave", import.meta.url)));
  const configuration = writeConfigurationOnce();
  print(output, { installed, configuration, active: isSystemd() }, (done) =>
    [
      ...done.installed.map((file) => `installed ${file}`),
      `options and peers are read from ${configFile}`,
      done.active
        ? "weave.service is enabled; systemctl start weave starts it now"
        : "systemd does not run here now; the units count from the next boot",
    ].join("\n"),
  );
}

/** Hosts of a lab share the machine's service manager and its files. @throws SETUP_NOT_POSSIBLE */
function refuseInLab(): void {
  const { WEAVE_LAB: lab, WEAVE_LAB_HOST: host } = process.env;
  if (lab === undefined) return;
  throw cliError(
    "SETUP_NOT_POSSIBLE",
    `${host} is a host of the lab ${lab}: its units would be the machine's own; run weave setup outside of the lab`,
    { lab, host: host ?? "" },
  );
}

/** Every option, explained and with its default, as comments; a file that is there is left alone. */
function writeConfigurationOnce(): string {
  if (existsSync(configFile)) return configFile;
  mkdirSync("/etc/weave", { recursive: true, mode: 0o755 });
  writeFileSync(configFile, configurationText(), { mode: 0o640 });
  return configFile;
}

/** The file that `weave setup` writes when there is none. */
export function configurationText(): string {
  const lines = launchOptions.flatMap(({ name, value, fallback, help }) => [
    `# ${help}`,
    `# Default: ${fallback}`,
    `#${name} = ${value === undefined ? "true" : value}`,
    "",
  ]);
  return [
    "# Options of weave launch; flags win. Lines that begin with # are off.",
    "",
    "# hosts to connect to",
    "#peers = host1 host2",
    "",
    ...lines,
  ].join("\n");
}
