/**
 * Where the datapath process comes from: one that serves the socket already; else systemd's unit, when the router itself is
 * one (`WEAVE_DATAPATH_UNIT` names it), so that the process is in no way part of the router; else a process of our own
 * making, detached.
 */
import { writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { ensureProcess, ProcessClient, type ProcessOptions } from "../datapath/process-client.ts";
import { run } from "../host/run.ts";
import type { ProcessConnection, ProcessEvents } from "./datapath-supervision.ts";

const unitPatienceMs = 10_000;
const pollMs = 25;

/** Connects to the process, after it was started if none was there. @throws DATAPATH_NOT_STARTED, DATAPATH_UNREACHABLE */
export async function openDatapath(
  options: ProcessOptions,
  events: ProcessEvents,
  unit: { readonly name: string; readonly flagsFile: string } | undefined,
): Promise<{ readonly connection: ProcessConnection; readonly started: boolean }> {
  if (unit === undefined) {
    const { started } = await ensureProcess(options);
    return { connection: await ProcessClient.connect(options.socket, events), started };
  }
  const found = await ProcessClient.connect(options.socket, events).catch(() => undefined);
  if (found !== undefined) return { connection: found, started: false };
  const flags = `--socket ${options.socket} --tap ${options.tap} --port ${options.port} --underlay-mtu ${options.underlayMtu} --threads ${options.threads}${options.fastPath === true ? " --fast-path" : ""}`;
  writeFileSync(unit.flagsFile, `WEAVE_DATAPATH_FLAGS=${flags}\n`, { mode: 0o600 });
  await run("systemctl", ["start", unit.name], { timeoutMs: 30_000 });
  for (const deadline = performance.now() + unitPatienceMs; ; await sleep(pollMs)) {
    const connection = await ProcessClient.connect(options.socket, events).catch((error: Error) => error);
    if (!(connection instanceof Error)) return { connection, started: true };
    if (performance.now() > deadline) throw connection;
  }
}
