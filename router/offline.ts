/**
 * Ending and removing what a router leaves when none runs: `node router/offline.ts stop` ends a datapath process that
 * outlived its router; `reset` also removes bridge, containers' interfaces, rules and state. For `weave stop` and
 * `weave reset --force`. The state directory is the configured one.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { runPaths } from "../api/paths.ts";
import { ProcessClient } from "../datapath/process-client.ts";
import { processProtocolVersion } from "../datapath/process-messages.ts";
import { readConfig } from "./config.ts";
import { takeDownNetwork } from "./network.ts";
import { clearLeftOver, clearRunDirectory } from "./run-directory.ts";
import { removeState } from "./state-dir.ts";

const endMsMax = 5_000;

/** True when there was one. Waits until it is gone. */
export async function stopDatapath(socket: string): Promise<boolean> {
  let closed = false;
  const events = {
    message: () => {},
    closed: () => {
      closed = true;
    },
  };
  const client = await ProcessClient.connect(socket, events).catch(() => undefined);
  if (client === undefined) return false;
  client.send({ kind: "hello", protocol: processProtocolVersion });
  client.send({ kind: "stop" });
  for (const deadline = performance.now() + endMsMax; !closed && performance.now() < deadline; ) await sleep(20);
  return true;
}

async function main(what: string | undefined): Promise<void> {
  const paths = runPaths(process.env);
  await stopDatapath(paths.datapathSocket);
  if (what === "reset") {
    await takeDownNetwork();
    clearRunDirectory(paths);
    removeState(readConfig({ arguments: [], environment: {} }).stateDirectory);
  }
  clearLeftOver(paths);
}

if (import.meta.main) await main(process.argv[2]);
