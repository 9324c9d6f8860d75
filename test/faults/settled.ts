/**
 * The liveness phase: faults have stopped, and within a bounded time every router is connected to every other, all tell
 * the same ring and nothing of it is disputed, what routers say is used equals what containers hold, and two containers
 * of each host reach each other by IPv4 and IPv6 (more would be more neighbours than a kernel keeps for all its
 * namespaces together). What is missing at the deadline is told, not only that something is.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { type ContainerLoad, withoutPrefix } from "./containers.ts";
import type { FaultyHost } from "./faulty-host.ts";
import type { Ledger } from "./ledger.ts";
import { reachFrom } from "./witness.ts";

export interface SettledTimes {
  /** Since the faults stopped. */
  readonly connectedMs: number;
  readonly agreedMs: number;
  readonly reachedMs: number;
}

/** For all of it; a machine that others use takes three times what a quiet one does. */
const settledMsMax = 60_000;
/** A router that was started last thing needs so much longer to believe that a container is gone. */
const forgottenMsMax = 90_000;
const everyMs = 300;
const reachAtOnce = 8;
const reachSeconds = 4;

/** What is not as it should be is a violation; the times are of what was. */
export async function checkSettled(
  hosts: readonly FaultyHost[],
  loads: readonly ContainerLoad[],
  ledger: Ledger,
  { isFullMesh, containersWereLost }: { readonly isFullMesh: boolean; readonly containersWereLost: boolean },
): Promise<SettledTimes> {
  const since = performance.now();
  const elapsed = () => Math.round(performance.now() - since);
  const deadline = since + settledMsMax + (containersWereLost ? forgottenMsMax : 0);
  await becomesTrue("all routers are connected", () => notConnected(hosts, isFullMesh), deadline, ledger);
  const connectedMs = elapsed();
  await Promise.all(loads.map((load) => load.trim()));
  await becomesTrue("all tell one ring, and what is used", () => notAgreed(hosts, ledger), deadline, ledger);
  const agreedMs = elapsed();
  await becomesTrue("all containers reach all", () => notReached(ledger), deadline, ledger);
  return { connectedMs, agreedMs, reachedMs: elapsed() };
}

/** `probe` returns what is missing, a sentence each. */
async function becomesTrue(
  what: string,
  probe: () => Promise<readonly string[]>,
  deadline: number,
  ledger: Ledger,
): Promise<void> {
  for (;;) {
    const missing = await probe();
    if (missing.length === 0) return ledger.note(`settled: ${what}`);
    if (performance.now() > deadline) {
      const some = missing.slice(0, 6).join("; ");
      return ledger.violation(`long after the last fault it is not so that ${what}: ${some}`);
    }
    await sleep(everyMs);
  }
}

async function notConnected(hosts: readonly FaultyHost[], isFullMesh: boolean): Promise<readonly string[]> {
  const missing = await Promise.all(
    hosts.map(async (host) => {
      const peers = await host
        .client()
        .statusPart("peers")
        .catch(() => []);
      const own = peers.find(({ self }) => self);
      const others = hosts.filter((other) => other !== host);
      return others.flatMap((other) => {
        const seen = peers.find(({ name }) => name === other.peerName);
        const connection = own?.connections.find(({ name }) => name === other.peerName);
        if (seen?.reachable === true && !seen.stale && (!isFullMesh || connection?.established === true)) return [];
        const how = seen === undefined ? "does not know" : seen.stale ? "has as stale" : "has no way or connection to";
        return [`${host.host.name} ${how} ${other.host.name}`];
      });
    }),
  );
  return missing.flat();
}

async function notAgreed(hosts: readonly FaultyHost[], ledger: Ledger): Promise<readonly string[]> {
  const missing: string[] = [];
  const rings = new Set<string>();
  for (const host of hosts) {
    const { name } = host.host;
    const ipam = await host
      .client()
      .statusPart("ipam")
      .catch(() => undefined);
    const listed = await host
      .client()
      .containers()
      .catch(() => undefined);
    if (ipam === undefined || listed === undefined) {
      missing.push(`${name} does not answer`);
      continue;
    }
    if (ipam.state !== "ready") missing.push(`${name} is ${ipam.state}: ${ipam.detail}`);
    if (ipam.disputed.length > 0) missing.push(`${name} says that ${ipam.disputed.join()} is disputed`);
    const shares = ipam.owners.map((owner) => `${owner.name} ${owner.addresses} ${owner.used}`).toSorted();
    rings.add(`${ipam.meshId} ${shares.join(", ")}`);
    for (const owner of ipam.owners) {
      const which = hosts.find(({ peerName }) => peerName === owner.name);
      if (which === undefined) missing.push(`${name} says that ${owner.name}, which is gone, has ${owner.addresses}`);
    }
    missing.push(...leaksOf(host, ledger, listed, ipam.allocated));
  }
  if (rings.size > 1) missing.push(`there are ${rings.size} rings: ${[...rings].join(" / ")}`);
  return missing;
}

/** What a router lists against what its containers were given. */
function leaksOf(
  host: FaultyHost,
  ledger: Ledger,
  listed: readonly { readonly id: string; readonly addresses: readonly string[] }[],
  allocated: number,
): readonly string[] {
  const said = listed.map(({ id, addresses }) => `${id} ${addresses.map(withoutPrefix).join()}`);
  const held = ledger.ofHost(host.number).flatMap(({ name, held }) => (held ? [`${name} ${held.address}`] : []));
  const leaked = said.filter((one) => !held.includes(one)).map((one) => `${host.host.name} keeps ${one}`);
  const lost = held.filter((one) => !said.includes(one)).map((one) => `${host.host.name} does not list ${one}`);
  const counted =
    allocated === held.length
      ? []
      : [`${host.host.name} says ${allocated} addresses are used, which are ${held.length}`];
  return [...leaked, ...lost, ...counted];
}

async function notReached(ledger: Ledger): Promise<readonly string[]> {
  const all = ledger.held();
  const missing: string[] = [];
  let next = 0;
  const worker = async () => {
    for (let from = all[next++]; from !== undefined; from = all[next++]) {
      const { silent } = await reachFrom(from, all, reachSeconds, ledger);
      missing.push(...silent.map((address) => `${from.name} does not reach ${address}`));
    }
  };
  await Promise.all(Array.from({ length: reachAtOnce }, worker));
  return missing;
}
