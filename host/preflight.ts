/**
 * Whether this host can run a router: root, the TAP device, the programs that we start. Each thing missing says what to
 * do about it, with the name of Debian's package.
 */
import { access, constants } from "node:fs/promises";
import { hostError } from "./error.ts";
import { isInstalled } from "./run.ts";

export interface Requirement {
  readonly name: string;
  readonly met: boolean;
  /** What to do when it is not met. */
  readonly remedy: string;
}

const programs: readonly { readonly name: string; readonly args: readonly string[]; readonly package: string }[] = [
  { name: "ip", args: ["-V"], package: "iproute2" },
  { name: "bridge", args: ["-V"], package: "iproute2" },
  { name: "nft", args: ["--version"], package: "nftables" },
  { name: "nsenter", args: ["--version"], package: "util-linux" },
];

/** Everything that is looked at, met or not. */
export async function checkRequirements(): Promise<readonly Requirement[]> {
  const installed = await Promise.all(
    programs.map(async (program): Promise<Requirement> => {
      const met = await isInstalled(program.name, program.args);
      return { name: program.name, met, remedy: `apt-get install ${program.package}` };
    }),
  );
  return [
    { name: "root", met: process.geteuid?.() === 0, remedy: "run it as root: it changes the host's network" },
    {
      name: "/dev/net/tun",
      met: await canOpenTun(),
      remedy: "load the module (modprobe tun), or give the container /dev/net/tun",
    },
    ...installed,
  ];
}

/** @throws HOST_REQUIREMENT_MISSING that names everything missing, with remedies */
export async function assertRequirements(): Promise<void> {
  const missing = (await checkRequirements()).filter((requirement) => !requirement.met);
  if (missing.length === 0) return;
  const text = missing.map(({ name, remedy }) => `${name} (${remedy})`).join(", ");
  throw hostError("HOST_REQUIREMENT_MISSING", `this host lacks ${text}`, {
    missing: missing.map(({ name }) => name).join(", "),
  });
}

async function canOpenTun(): Promise<boolean> {
  try {
    await access("/dev/net/tun", constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
