/**
 * Ready means that packets pass, not that a process runs. Four checks, all of which must hold:
 *
 * - `datapath`: the packet thread answered within `answerMsMax` (it tells its counters every second);
 * - `bridge`: the bridge and the TAP device exist and are up;
 * - `addresses`: this host can give out addresses, or will once the first one is asked for;
 * - `peers`: of the hosts with an established control connection, one at least has a path that works. A host that is
 *   connected to nobody is ready: it must not wait for others that wait for it.
 *
 * Pure, but for `bridgeTrouble`, which asks the kernel (two programs, the answer kept for a second).
 */
import type { ReadyView } from "../api/types.ts";
import type { Millis } from "../base/time.ts";
import { eagerPeersMax } from "../datapath/control.ts";
import { overlayBridge } from "../host/bridge.ts";
import { showLink } from "../host/link.ts";
import { overlayTap } from "../host/tap.ts";
import type { RouterStatus } from "./core-status.ts";
import { describeIpam } from "./status-view.ts";

/** Three of the reports that come every second. */
const answerMsMax: Millis = 3_000;

type Check = ReadyView["checks"][number];

/** `now`: of the clock that drives the machines. `trouble`: what `bridgeTrouble` found. */
export function readiness(status: RouterStatus, now: Millis, trouble: string | undefined): ReadyView {
  const checks = [datapathCheck(status, now), bridgeCheck(trouble), addressesCheck(status), peersCheck(status)];
  return { ready: checks.every(({ ok }) => ok), checks };
}

function datapathCheck({ datapath }: RouterStatus, now: Millis): Check {
  const name = "datapath";
  if (!datapath.process) return { name, ok: false, detail: "the datapath process is not running; weave logs says why" };
  const { answeredMs, pid } = datapath.process;
  if (answeredMs === undefined)
    return { name, ok: false, detail: `process ${pid} is up, and its packet thread has not answered yet` };
  const silentMs = answeredMs + now - datapath.asOf;
  const late = Math.round(silentMs / 1_000);
  if (silentMs > answerMsMax)
    return { name, ok: false, detail: `the packet thread of process ${pid} has not answered for ${late} s` };
  return { name, ok: true, detail: `the packet thread of process ${pid} answers` };
}

function bridgeCheck(trouble: string | undefined): Check {
  return { name: "bridge", ok: trouble === undefined, detail: trouble ?? `${overlayBridge} and ${overlayTap} are up` };
}

function addressesCheck({ ipam, mesh }: RouterStatus): Check {
  const name = "addresses";
  if (mesh.fenced) return { name, ok: false, detail: `fenced: ${mesh.fenced.reason}` };
  const ok = ipam.state === "ready" || ipam.state === "unconfirmed" || ipam.state === "idle";
  return { name, ok, detail: describeIpam(ipam) };
}

function peersCheck({ mesh, datapath }: RouterStatus): Check {
  const name = "peers";
  const connected = new Set(
    mesh.connections.flatMap(({ state, peer }) => (state === "established" && peer !== undefined ? [peer] : [])),
  );
  if (connected.size === 0) return { name, ok: true, detail: "no other host is connected" };
  const working = datapath.peers.filter(
    ({ key, candidates }) => connected.has(key) && candidates.some(({ state }) => state === "in-use"),
  ).length;
  const detail = `${working} of ${connected.size} connected hosts answer probes`;
  // With many neighbours there is a session only where there is traffic, so none may have been probed.
  const idle = datapath.peers.filter(({ key, session, handshaking }) => connected.has(key) && !session && !handshaking);
  const isIdle = idle.length === connected.size && connected.size > eagerPeersMax;
  return { name, ok: working > 0 || isIdle, detail: isIdle ? "no path is in use" : detail };
}

const freshMs: Millis = 1_000;
let looked: { readonly at: Millis; readonly trouble: Promise<string | undefined> } | undefined;

/** What is wrong with bridge or TAP device; undefined: nothing. */
export function bridgeTrouble(): Promise<string | undefined> {
  const now = performance.now();
  if (looked === undefined || now - looked.at > freshMs) looked = { at: now, trouble: lookAtBridge() };
  return looked.trouble;
}

async function lookAtBridge(): Promise<string | undefined> {
  try {
    const [bridge, tap] = await Promise.all([showLink(overlayBridge), showLink(overlayTap)]);
    for (const [name, link] of [
      [overlayBridge, bridge],
      [overlayTap, tap],
    ] as const) {
      if (link === undefined) return `the interface ${name} is gone; launch the router again to make it`;
      if (!link.flags.includes("UP")) return `the interface ${name} is down: ip link set dev ${name} up`;
    }
    return tap?.master === overlayBridge ? undefined : `${overlayTap} is not a port of ${overlayBridge}`;
  } catch (error) {
    return `interfaces cannot be read: ${(error as Error).message}`;
  }
}
