/**
 * `weave stop` and `weave reset`. A running router ends itself (goodbyes, datapath process) and answers before; without
 * one, what is left over is ended and removed by `router/offline.ts` in a process of its own, since the command may not
 * touch what is the router's.
 */
import { WeaveClient } from "../api/client.ts";
import { type RunPaths, runPaths } from "../api/paths.ts";
import type { WeaveError } from "../base/error.ts";
import { run } from "../host/run.ts";
import { assertRoot, cliError } from "./error.ts";
import { routerProgram } from "./launch.ts";
import { print } from "./output.ts";
import { awaitEnd, endSupervisor, routerPid, supervisorPid } from "./processes.ts";
import { isSystemd, stopUnits } from "./systemd.ts";

export async function stop(options: { readonly json?: boolean }): Promise<void> {
  assertRoot("stop");
  const wasRunning = await endRunning((client) => client.stop());
  if (!wasRunning) await offline("stop");
  print({ json: options.json ?? false }, { wasRunning }, () => (wasRunning ? "" : "weave was not running"));
}

export async function reset(options: { readonly json?: boolean; readonly force?: boolean }): Promise<void> {
  assertRoot("reset");
  const force = options.force ?? false;
  const wasRunning = await endRunning((client) => client.leave(force));
  if (!wasRunning) {
    if (!force) {
      throw cliError(
        "ROUTER_NOT_RUNNING",
        "no router runs, so this host's addresses cannot be handed over; weave launch first, or weave reset --force and weave rmpeer on another host",
      );
    }
    await offline("reset");
  }
  print({ json: options.json ?? false }, { wasRunning }, () => "");
}

/** False when no router answers; its supervisor is ended in any case. */
async function endRunning(ask: (client: WeaveClient) => Promise<unknown>): Promise<boolean> {
  const paths = runPaths(process.env);
  const pids = [routerPid(paths), supervisorPid(paths)];
  const answered = await ask(new WeaveClient()).then(
    () => true,
    (error: WeaveError) => {
      if (error.code === "API_UNREACHABLE") return false;
      throw error;
    },
  );
  if (answered) for (const pid of pids) await awaitEnd(pid);
  await endLeftOver(paths);
  if (isSystemd()) await stopUnits();
  return answered;
}

/** A supervisor between two attempts. */
async function endLeftOver(paths: RunPaths): Promise<void> {
  const pid = supervisorPid(paths);
  if (pid !== undefined) await endSupervisor(pid);
}

async function offline(what: "stop" | "reset"): Promise<void> {
  await run(process.execPath, [...process.execArgv, routerProgram("offline.ts"), what], { timeoutMs: 30_000 });
}
