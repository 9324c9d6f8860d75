/**
 * Ending parts of a host with SIGKILL, and starting them again. What is killed gets no chance to say goodbye or to write
 * anything; it stays dead until `labStart`.
 */

import { processesOf } from "./host-process.ts";
import { suspendLine } from "./line.ts";
import { killAndWait } from "./process.ts";
import { hostNamed, readLab } from "./state.ts";
import { attachContainers, awaitConnections, startHosts } from "./up.ts";
import { isUp, powerOff, powerOn } from "./virtual-host.ts";

/** `router`: its process alone; `datapath`: the process that moves packets; `host`: everything, as a power cut does. */
export type Victim = "router" | "datapath" | "host";

/** Returns how many processes were killed. @throws LAB_UNKNOWN, LAB_MEMBER_UNKNOWN */
export async function labKill(name: string, hostName: string, victim: Victim): Promise<number> {
  const lab = await readLab(name);
  const host = hostNamed(lab, hostName);
  if (victim === "host") {
    await suspendLine(lab, host);
    await powerOff(lab, host);
    return 0;
  }
  let killed = 0;
  // A child that the victim had just forked still carries its command line: look again until there is none.
  for (;;) {
    const found = await processesOf(host, victim);
    if (found.length === 0) return killed;
    await killAndWait(found);
    killed += found.length;
  }
}

export interface LabStartOptions {
  /** Waits for the connections of the whole lab too. */
  readonly connected?: boolean;
  readonly timeoutMs?: number;
}

/**
 * Brings a host back to where `up` left it: powered on, its line in, its router running, its containers attached. What
 * runs is left alone. @throws LAB_UNKNOWN, LAB_MEMBER_UNKNOWN, LAB_NOT_READY
 */
export async function labStart(name: string, hostName: string, options: LabStartOptions = {}): Promise<void> {
  const lab = await readLab(name);
  const host = hostNamed(lab, hostName);
  const deadline = performance.now() + (options.timeoutMs ?? 60_000);
  if (!(await isUp(host))) {
    // A holder that somebody killed leaves the namespaces: they go as well.
    await powerOff(lab, host);
    await powerOn(lab, host);
  }
  await startHosts(lab, [host], deadline);
  await attachContainers(host);
  if (options.connected === true) await awaitConnections(lab, deadline);
}
