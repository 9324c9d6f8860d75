/**
 * Who reaches whom: a ping from every container of a lab to every other, over the overlay. A few at a time, so that the
 * machine's processors are not what is measured.
 */
import { netnsOfName } from "../host/netns.ts";
import { run } from "../host/run.ts";
import type { LabView } from "./list.ts";

export interface PingResult {
  readonly from: string;
  readonly to: string;
  /** Round trip of the answer; undefined when none came. */
  readonly rttMs: number | undefined;
}

export interface PingOptions {
  /** Called as results come. */
  readonly onResult?: (result: PingResult) => void;
  /** How long an answer may take; 1 s when absent. */
  readonly waitMs?: number;
  /** IPv6 addresses instead of IPv4. */
  readonly ipv6?: boolean;
}

const pingsAtOnce = 4;

/** A result for each ordered pair of containers that have an address, ordered by from, then to. */
export async function pingMatrix(lab: LabView, options: PingOptions = {}): Promise<readonly PingResult[]> {
  const containers = lab.hosts.flatMap((host) => host.containers);
  const pairs = containers.flatMap((from) =>
    containers.flatMap((to) => {
      const address = (options.ipv6 === true ? to.ipv6 : to.addresses)[0];
      return from.name === to.name || address === undefined ? [] : [{ from, to, address }];
    }),
  );
  const results: PingResult[] = [];
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < pairs.length; index = next++) {
      const { from, to, address } = pairs[index] as (typeof pairs)[number];
      const rttMs = await ping(netnsOfName(from.netns), address, options.waitMs ?? 1_000);
      const result = { from: from.name, to: to.name, rttMs };
      results[index] = result;
      options.onResult?.(result);
    }
  };
  await Promise.all(Array.from({ length: pingsAtOnce }, worker));
  return results;
}

/** One ping; the round trip in milliseconds, undefined when no answer came. */
export async function ping(netns: string, address: string, waitMs: number): Promise<number | undefined> {
  const args = ["-n", "-c", "1", "-W", String(waitMs / 1000), address];
  const { status, stdout } = await run("ping", args, { netns, acceptStatus: [0, 1, 2], timeoutMs: waitMs + 5_000 });
  const rtt = /time=([\d.]+) ms/.exec(stdout)?.[1];
  return status === 0 && rtt !== undefined ? Number(rtt) : undefined;
}
