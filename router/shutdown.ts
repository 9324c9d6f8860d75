/**
 * The ends of a router. *Stop*: say goodbye, end the datapath process, leave bridge, containers and state. *Leave*: hand
 * the addresses over first and remove everything afterwards. *Signal* (SIGTERM, SIGINT): the router alone ends, as for an
 * upgrade; the datapath process goes on and peers keep us as stale. Whatever happens, the process is gone `endMsMax` later at most.
 */
import type { RunPaths } from "../api/paths.ts";
import type { DatapathSupervision } from "./datapath-supervision.ts";
import type { Drive } from "./drive.ts";
import { takeDownNetwork } from "./network.ts";
import { clearRunDirectory } from "./run-directory.ts";
import { removeState } from "./state-dir.ts";

export interface Running {
  readonly drive: Drive<unknown>;
  readonly datapath: DatapathSupervision;
  /** Withdraws the kernel's own path. */
  closeFastPath(): Promise<void>;
  /** Flushes and closes control connections. */
  closeTransport(): Promise<void>;
  /** Stops answering the API; what is being answered is answered. */
  closeApi(): Promise<void>;
  /** Closes store and lock. */
  closeState(): void;
  readonly stateDirectory: string;
  readonly paths: RunPaths;
}

export interface Ends {
  /** The router alone, for a restart or an upgrade. */
  interrupt(): Promise<void>;
  stop(): Promise<void>;
  /** @throws the code for which nobody takes the addresses, unless forced; then nothing has changed */
  leave(force: boolean): Promise<void>;
}

const handOverMsMax = 30_000;
/** Closing takes milliseconds; a connection, a disk or a program that hangs must not keep a router from ending. */
const endMsMax = 30_000;

/** `exit` ends the process; it is called after the answer to the caller had time to leave. */
export function endsOf(running: Running, exit: () => void): Ends {
  let ending: Promise<void> | undefined;
  const finish = () => {
    void running.closeApi().then(exit, exit);
  };

  /** Whatever fails on the way is the caller's to hear; the process ends all the same. */
  const once = (work: () => Promise<void>) => {
    if (ending === undefined) {
      setTimeout(exit, endMsMax).unref();
      ending = work().finally(finish);
    }
    return ending;
  };

  const close = async (stopProcess: boolean) => {
    running.datapath.end(stopProcess);
    running.drive.end();
    await running.closeTransport();
    running.closeState();
  };

  return {
    interrupt: () => once(() => close(false)),
    stop: () =>
      once(async () => {
        await running.drive.request({ kind: "stop", leave: false });
        // The process that watches over it ends, too.
        await running.closeFastPath();
        await close(true);
      }),
    async leave(force) {
      if (ending !== undefined) return ending;
      try {
        await running.drive.request({ kind: "leave" }, handOverMsMax);
      } catch (error) {
        if (!force) throw error;
      }
      return once(async () => {
        await running.drive.request({ kind: "stop", leave: true });
        await close(true);
        await takeDownNetwork();
        removeState(running.stateDirectory);
        clearRunDirectory(running.paths);
      });
    },
  };
}
