/**
 * The interfaces that lead to other hosts, those of the default routes and of the routes to given addresses, and their
 * MTUs. Reads only; two programs, whatever the number of addresses.
 */
import { isIP } from "node:net";
import { run } from "./run.ts";

export interface UnderlayDevice {
  readonly name: string;
  readonly mtu: number;
}

/** Addresses that are asked for; more hosts are reached through the same interfaces. */
const addressesMax = 32;

interface Row {
  readonly dev?: string;
  readonly ifname?: string;
  readonly mtu?: number;
}

/** What is no address, and what has no route, is left out. */
export async function underlayDevices(addresses: readonly string[]): Promise<readonly UnderlayDevice[]> {
  const asked = addresses.slice(0, addressesMax);
  const gets = (family: 4 | 6) => asked.filter((text) => isIP(text) === family).map((text) => `route get ${text}`);
  const [rows4, rows6] = await Promise.all([
    ipRows("-4", ["link show", "route show default", ...gets(4)]),
    ipRows("-6", ["route show default", ...gets(6)]),
  ]);
  const names = new Set([...rows4, ...rows6].flatMap(({ dev }) => (dev === undefined || dev === "lo" ? [] : [dev])));
  return rows4.flatMap(({ ifname, mtu }) =>
    ifname !== undefined && mtu !== undefined && names.has(ifname) ? [{ name: ifname, mtu }] : [],
  );
}

/** Each command answers with a line, unless it fails. */
async function ipRows(family: string, commands: readonly string[]): Promise<readonly Row[]> {
  const input = `${commands.join("\n")}\n`;
  try {
    const { stdout } = await run("ip", ["-j", family, "-force", "-batch", "-"], { input, acceptStatus: [0, 1, 2] });
    return stdout.split("\n").flatMap((line) => (line.startsWith("[") ? (JSON.parse(line) as Row[]) : []));
  } catch {
    return [];
  }
}
