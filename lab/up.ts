/**
 * Bringing a lab up: hosts, routers, connections, containers. Returns when every container has its address and every
 * connection of the topology is established on both ends. A lab that does not come up is taken down again.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { netnsOfName } from "../host/netns.ts";
import { atOnce } from "./at-once.ts";
import { buildLab, type LabRequest } from "./build.ts";
import { labDown } from "./down.ts";
import { labError } from "./error.ts";
import { awaitRouter, clientOf, startRouter } from "./host-process.ts";
import { ensureLine } from "./line.ts";
import { describeLab, type LabView } from "./list.ts";
import { hostsOf, type Lab, type LabHost } from "./state.ts";
import { isLinked } from "./underlay.ts";

export interface LabUpOptions extends LabRequest {
  /** One short sentence for each thing that is done. */
  readonly onProgress?: (text: string) => void;
  /** Leaves a lab that does not come up, to be looked at. */
  readonly keepFailed?: boolean;
  /** For all of it; 60 s and 5 s more a host when absent. */
  readonly timeoutMs?: number;
  /** Gives up when it is aborted; the lab has been taken down when the promise rejects, with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** @throws what `buildLab` throws; LAB_NOT_READY; the codes of the router's answers to an attach; the signal's reason */
export async function labUp(options: LabUpOptions): Promise<LabView> {
  const { onProgress = () => {}, keepFailed = false, timeoutMs, signal, ...request } = options;
  const deadline = performance.now() + (timeoutMs ?? 60_000 + 5_000 * request.hosts);
  signal?.throwIfAborted();
  onProgress(`making ${request.hosts} hosts (${request.topology})`);
  const lab = await buildLab(request);
  try {
    signal?.throwIfAborted();
    onProgress(lab.encrypt ? "starting routers, encrypted" : "starting routers");
    await startHosts(lab, hostsOf(lab), deadline, signal);
    onProgress("waiting for connections");
    await awaitConnections(lab, deadline, signal);
    if (lab.containers > 0) onProgress("attaching containers");
    for (const host of hostsOf(lab)) {
      signal?.throwIfAborted();
      await attachContainers(host);
    }
    return await describeLab(lab);
  } catch (error) {
    if (!keepFailed || signal?.aborted === true) await labDown(lab.name);
    throw error;
  }
}

/** Starts the routers of hosts that are powered on, puts their lines in, and waits until each router answers. */
export async function startHosts(
  lab: Lab,
  hosts: readonly LabHost[],
  deadline: number,
  signal?: AbortSignal,
): Promise<void> {
  await atOnce(hosts, async (host) => {
    await ensureLine(lab, host);
    await startRouter(lab, host);
    await awaitRouter(lab, host, deadline, signal);
  });
}

/** Gives every container of the host its address; those that have one keep it. */
export async function attachContainers(host: LabHost): Promise<void> {
  const client = clientOf(host);
  await atOnce(host.containers, async (container) => {
    await client.attach({ container: netnsOfName(container.netns) });
  });
}

/**
 * Waits until the routers of every link of the topology list each other as established, or reach each other in a mesh that
 * is sparse by `--conn-limit`, and the mesh has a ring.
 */
export async function awaitConnections(lab: Lab, deadline: number, signal?: AbortSignal): Promise<void> {
  const hosts = hostsOf(lab);
  await atOnce(hosts, async (host) => {
    const wanted = hosts
      .filter((peer) => peer.number !== host.number && isLinked(lab, host.number, peer.number))
      .map((peer) => peer.name);
    await awaitPeers(lab, host, wanted, deadline, signal);
    signal?.throwIfAborted();
    await clientOf(host).ring(Math.max(1_000, deadline - performance.now()));
  });
}

async function awaitPeers(
  lab: Lab,
  host: LabHost,
  wanted: readonly string[],
  deadline: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  const client = clientOf(host);
  for (;;) {
    const status = await client.status().catch(() => undefined);
    const connections = status?.connections ?? [];
    const established = connections.filter((connection) => connection.state === "established");
    const there = status?.router.sparse === true ? status.peers.filter(({ reachable }) => reachable) : established;
    const missing = wanted.filter((peer) => !there.some(({ nickname }) => nickname === peer));
    if (missing.length === 0) return;
    if (performance.now() > deadline) {
      const reasons = connections.filter((connection) => connection.reason !== "");
      const why = reasons.map((connection) => `${connection.remote}: ${connection.reason}`).join("; ");
      throw labError("LAB_NOT_READY", `${host.name} has no connection to ${missing.join(", ")}${why && ` (${why})`}`, {
        lab: lab.name,
        what: host.name,
      });
    }
    signal?.throwIfAborted();
    await sleep(50);
  }
}
