/**
 * Where router and command meet on a host. Everything that runs lives in one directory, so that a host of a lab has its
 * own by a mount or by the environment variable `WEAVE_RUN_DIR`.
 */

export interface RunPaths {
  readonly directory: string;
  /** The API's socket. */
  readonly socket: string;
  /** Where the datapath process listens for the router. */
  readonly datapathSocket: string;
  /** Process ids in decimal, one line. */
  readonly routerPid: string;
  readonly supervisorPid: string;
  /** Locked by a launch until its router is ready. */
  readonly launchLock: string;
  /** Why the last start of a router failed, as a `Problem` in JSON; absent when it did not. */
  readonly failure: string;
  /** The flags of the last launch, for a service manager that starts the router: `WEAVE_LAUNCH_FLAGS=...`. */
  readonly launchFlags: string;
  /** The same for the datapath process: `WEAVE_DATAPATH_FLAGS=...`. */
  readonly datapathFlags: string;
}

export function runPaths(environment: Readonly<Record<string, string | undefined>>): RunPaths {
  const directory = environment["WEAVE_RUN_DIR"] ?? "/run/weave";
  return {
    directory,
    socket: `${directory}/weave.sock`,
    datapathSocket: `${directory}/datapath.sock`,
    routerPid: `${directory}/router.pid`,
    supervisorPid: `${directory}/supervisor.pid`,
    launchLock: `${directory}/launch.lock`,
    failure: `${directory}/failure.json`,
    launchFlags: `${directory}/launch.env`,
    datapathFlags: `${directory}/datapath.env`,
  };
}
