/**
 * What tells one machine from another: systemd's machine id, the firmware's UUID, and the file system that the machine
 * booted from. A copy of a state directory that wakes up on another machine differs in at least one of them. Hosts of a
 * lab share the machine; there the environment variable `WEAVE_MACHINE_FACTS` stands for all of them.
 */
import { readdirSync, readFileSync, statSync } from "node:fs";

/** By name; a fact that the machine does not tell is left out. */
export type MachineFacts = Readonly<Record<string, string>>;

export function readMachineFacts(environment: Readonly<Record<string, string | undefined>>): MachineFacts {
  const injected = environment["WEAVE_MACHINE_FACTS"];
  if (injected !== undefined && injected !== "") return { injected };
  return withoutUndefined({
    "machine-id": readLine("/etc/machine-id"),
    "firmware-uuid": readLine("/sys/class/dmi/id/product_uuid"),
    "boot-disk": bootDisk(),
  });
}

/** The names of facts that both know and that differ; what only one of them knows says nothing. */
export function changedFacts(remembered: MachineFacts, found: MachineFacts): readonly string[] {
  return Object.keys(remembered).filter((name) => found[name] !== undefined && found[name] !== remembered[name]);
}

function readLine(path: string): string | undefined {
  try {
    const line = readFileSync(path, "utf8").trim();
    return line === "" || line.length > 256 ? undefined : line;
  } catch {
    return undefined; // not on this kind of machine, or not for us to read
  }
}

/** The UUID of the root file system, when it lies on a disk of its own. */
function bootDisk(): string | undefined {
  const folder = "/dev/disk/by-uuid";
  try {
    const device = statSync("/").dev;
    return readdirSync(folder).find((uuid) => statSync(`${folder}/${uuid}`).rdev === device);
  } catch {
    return undefined;
  }
}

function withoutUndefined(facts: Readonly<Record<string, string | undefined>>): MachineFacts {
  const known: Record<string, string> = {};
  for (const [name, value] of Object.entries(facts)) if (value !== undefined) known[name] = value;
  return known;
}
