/**
 * Network interfaces, read with `ip -j` and changed with `ip -batch`: one program for any number of changes, which
 * stops at the first that fails. Every function takes the path of a network namespace; our own when absent. Interfaces
 * are never read through /sys, which shows the namespace of whoever mounted it.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { hostError } from "./error.ts";
import { run } from "./run.ts";

/** What `ip -j -d link` tells, as far as we use it. */
export interface LinkRecord {
  readonly ifindex: number;
  readonly ifname: string;
  /** The other end's index, for a veth, in the namespace that `link_netnsid` stands for. */
  readonly link_index?: number;
  readonly link?: string;
  readonly flags: readonly string[];
  readonly mtu: number;
  readonly master?: string;
  readonly address: string;
  readonly ifalias?: string;
  readonly gso_max_size?: number;
  readonly linkinfo?: {
    readonly info_kind?: string;
    readonly info_data?: Readonly<Record<string, unknown>>;
    readonly info_slave_data?: Readonly<Record<string, unknown>>;
  };
}

/** Interface names as the kernel takes them and as our rules can quote them. */
export const interfaceNamePattern: RegExp = /^[A-Za-z0-9_.:-]{1,15}$/;

/** The interfaces that `ip link show` selects, e.g. `["type", "veth"]`. */
export async function showLinks(selection: readonly string[], netns?: string): Promise<readonly LinkRecord[]> {
  const { stdout } = await run("ip", ["-j", "-d", "link", "show", ...selection], { netns });
  return stdout.trim() === "" ? [] : (JSON.parse(stdout) as LinkRecord[]).filter((link) => link.ifname !== undefined);
}

/** Undefined when there is no such interface. */
export async function showLink(name: string, netns?: string): Promise<LinkRecord | undefined> {
  const { status, stdout } = await run("ip", ["-j", "-d", "link", "show", "dev", name], {
    netns,
    acceptStatus: [0, 1],
  });
  return status === 0 && stdout.trim() !== "" ? (JSON.parse(stdout) as LinkRecord[])[0] : undefined;
}

/** Carries out lines of `ip -batch` in order; stops at the first that fails. */
export async function ipBatch(lines: readonly string[], netns?: string): Promise<void> {
  if (lines.length === 0) return;
  const { status, stderr } = await run("ip", ["-batch", "-"], {
    netns,
    input: `${lines.join("\n")}\n`,
    acceptStatus: [0, 1, 2],
  });
  if (status === 0) return;
  // `Command failed -:3` names the line.
  const line = lines[Number(/Command failed -:(\d+)/.exec(stderr)?.[1] ?? 1) - 1];
  const reason = stderr.replace(/\s*Command failed -:\d+\s*/, "").trim();
  throw hostError("HOST_COMMAND_FAILED", `ip ${line}: ${reason}`, { command: `ip ${line}`, status, stderr });
}

/** Succeeds when the interface is gone already. */
export async function deleteLink(name: string, netns?: string): Promise<void> {
  // The kernel may be taking it away by itself just now, with its peer's namespace: ip fails, and it is gone or going.
  for (let left = deleteRetriesMax; left > 0; left--) {
    const { status } = await run("ip", ["link", "del", "dev", name], { netns, acceptStatus: [0, 1, 2] });
    if (status === 0 || (await showLink(name, netns)) === undefined) return;
    await sleep(deleteRetryMs);
  }
  await run("ip", ["link", "del", "dev", name], { netns });
}

const deleteRetriesMax = 10;
const deleteRetryMs = 50;
