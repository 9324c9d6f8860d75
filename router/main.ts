/**
 * The router's process: `node router/main.ts [FLAGS] [PEER...]`, flags as in `weave launch`. SIGTERM and SIGINT end the
 * router alone, as for an upgrade: the datapath process and containers' traffic go on. Exit statuses are those of
 * `error.ts`: 0 as asked, 1 a failure that a new start may mend, 64 a flag, 69 the host, 70 a broken assertion (the last
 * inputs are dumped next to the log), 73 the state directory, 78 the identity.
 */
import { dirname } from "node:path";
import { runPaths } from "../api/paths.ts";
import { WeaveError } from "../base/error.ts";
import { dumpBroken } from "./broken.ts";
import { type RouterConfig, readConfig } from "./config.ts";
import type { RememberedInput } from "./drive.ts";
import { exitStatus, exitStatusOf, routerError } from "./error.ts";
import { launchRouter } from "./launch.ts";
import { openLog, type RouterLog } from "./log.ts";
import { announce, announceFailure, announceReady, withdraw } from "./run-directory.ts";
import { version } from "./version.ts";

const paths = runPaths(process.env);

async function main(): Promise<void> {
  const config = readConfig({ arguments: process.argv.slice(2), environment: process.env });
  // Whoever reads our environment later, or starts a program with it, does not find the password.
  delete process.env["WEAVE_PASSWORD"];
  const log = openLogOf(config);
  const broken = (error: unknown, lastInputs: readonly RememberedInput[]) => {
    // A full or failing disk is no fault of ours: nothing may leave that is not durable, so we end, and a start tells more.
    if (error instanceof WeaveError && error.code.startsWith("STORE_")) {
      log.logger.error({ code: error.code, reason: error.message }, "store-failed");
      announceFailure(paths, error);
      process.exit(exitStatus.failed);
    }
    const folder = config.logFile === undefined ? paths.directory : dirname(config.logFile);
    const dump = dumpBroken(folder, error, lastInputs);
    log.logger.error({ error: error instanceof Error ? error.stack : String(error), dump }, "broken");
    process.exit(exitStatus.broken);
  };
  process.on("uncaughtException", (error) => broken(error, []));
  log.logger.info({ version, node: process.version, pid: process.pid }, "launch");
  try {
    const exit = () => {
      log.logger.info("ended");
      withdraw(paths);
      process.exit(exitStatus.done);
    };
    const ends = await launchRouter({ config, paths, log, environment: process.env, exit, broken });
    announce(paths);
    announceReady(paths);
    for (const signal of ["SIGTERM", "SIGINT"] as const)
      process.on(signal, () => {
        ends.interrupt().catch((error: Error) => log.logger.error({ reason: error.message }, "end-failed"));
      });
  } catch (error) {
    log.logger.error({ code: (error as WeaveError).code, reason: (error as Error).message }, "launch-failed");
    throw error;
  }
}

function openLogOf(config: RouterConfig): RouterLog {
  try {
    return openLog({ file: config.logFile, level: config.logLevel, echo: process.env["WEAVE_FOREGROUND"] === "1" });
  } catch (cause) {
    throw routerError(
      "CONFIG_INVALID",
      `--log-file: cannot write ${config.logFile}: ${(cause as Error).message}`,
      { file: config.logFile },
      cause,
    );
  }
}

if (import.meta.main)
  main().catch((error: unknown) => {
    const known =
      error instanceof WeaveError ? error : new WeaveError("ROUTER_FAULT", (error as Error).stack ?? String(error));
    announceFailure(paths, known);
    process.stderr.write(`weave: ${known.message} (${known.code})\n`);
    process.exit(error instanceof WeaveError ? exitStatusOf(known.code) : exitStatus.broken);
  });
