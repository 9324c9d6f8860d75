/**
 * Brings a router up in this process, in an order in which nothing is promised before it holds: requirements, lock and
 * identity, durable store, host network (rules before interfaces), control port, datapath process, machines, claims of what
 * is attached already, and last the API, whose answer means *ready*. Whatever fails takes the launch down with its reason.
 */
import { randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { defaultPort } from "../api/defaults.ts";
import type { RunPaths } from "../api/paths.ts";
import { parseHostPort } from "../base/address.ts";
import { identityOf } from "../crypto/identity.ts";
import { realCrypto, stretchPassword, systemRandom } from "../crypto/primitives.ts";
import { suitePreference } from "../datapath/suite.ts";
import type { FastPathMode } from "../host/fast-path.ts";
import { readHardwareAes } from "../host/hardware-aes.ts";
import type { KernelChanges } from "../host/kernel-watch.ts";
import { assertRequirements } from "../host/preflight.ts";
import { overlayTap } from "../host/tap.ts";
import { underlayDevices } from "../host/underlay-devices.ts";
import { SqliteStore } from "../ipam-crdt/store.ts";
import { defaultAcceptedMax, TcpTransport } from "../mesh/tcp.ts";
import { apiRoutes } from "./api-routes.ts";
import { containersOf, sweepEveryMs } from "./attach.ts";
import { boottimeClock } from "./boottime.ts";
import type { RouterConfig } from "./config.ts";
import { createRouterCore } from "./core.ts";
import type { RouterStatus } from "./core-status.ts";
import type { RouterOptions } from "./core-types.ts";
import { openDatapath } from "./datapath-process.ts";
import { type DatapathSupervision, superviseDatapath } from "./datapath-supervision.ts";
import { type Drive, drive, type RememberedInput } from "./drive.ts";
import { FastPathShell, fastPathOf, fastPathPollMs } from "./fast-path.ts";
import { keepHeapSmall } from "./heap.ts";
import { assertUnanswered, createApiServer, listenOn } from "./http.ts";
import type { RouterLog } from "./log.ts";
import { readMachineFacts } from "./machine-facts.ts";
import { serveMetrics } from "./metrics-server.ts";
import { bringUpNetwork, watchForwarding } from "./network.ts";
import { operationsOf } from "./operations.ts";
import { checkRange, rangeIgnored } from "./range-check.ts";
import { type Ends, endsOf } from "./shutdown.ts";
import { watchStalls } from "./stalls.ts";
import { noteTwin, openStateDirectory } from "./state-dir.ts";
import { overlayMtuFor, probeCeilingFor } from "./underlay-mtu.ts";
import { upkeepEvery } from "./upkeep.ts";

export interface LaunchParts {
  readonly config: RouterConfig;
  readonly paths: RunPaths;
  readonly log: RouterLog;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Ends the process; what must be closed is closed. */
  exit(): void;
  /** A broken invariant: dumps and ends the process. */
  broken(error: unknown, lastInputs: readonly RememberedInput[]): void;
}

/**
 * Returns when the router is ready.
 * @throws the codes of `state-dir.ts`, host's, MESH_LISTEN_FAILED, DATAPATH_NOT_STARTED, ROUTER_ALREADY_RUNNING
 */
export async function launchRouter(parts: LaunchParts): Promise<Ends> {
  const { config, paths, log } = parts;
  await assertRequirements();
  await assertUnanswered(paths.socket);
  mkdirSync(paths.directory, { recursive: true, mode: 0o755 });
  const configWarnings = [...config.warnings, ...(await checkRange(config))];
  const state = openStateDirectory({
    path: config.stateDirectory,
    machine: readMachineFacts(parts.environment),
    identity: config.identity,
  });
  const store = SqliteStore.open(state.store);
  const { name } = identityOf(realCrypto, state.identitySeed);
  const devices = await underlayDevices(addressesIn(config.targets));
  const mtu = overlayMtuFor(config.mtu, devices);
  const kernelPath = fastPathOf(config, mtu);
  const network = await bringUpNetwork({ mac: name, mtu, fastPath: kernelPath.settings });
  for (const warning of [...configWarnings, ...network.warnings]) log.logger.warn(warning);

  const core = createRouterCore(
    { crypto: realCrypto, random: systemRandom, durable: store },
    { ...coreOptions(config, state.identitySeed, mtu), fastPath: kernelPath.options },
  );
  const now = boottimeClock();
  const stalls = watchStalls(now);
  const transport = new TcpTransport(
    { host: undefined, port: config.port, defaultPort: config.port, acceptedMax: defaultAcceptedMax },
    (input) => driver.feed(input),
  );
  const driver: Drive<RouterStatus> = drive(core, {
    now,
    transport: (output) => transport.execute(output),
    process: (message) => datapath.send(message),
    fastPath: (kernel) => fastPath.want(kernel),
    persist: (writes) => store.write(writes),
    took: (ms) => stalls.took(ms),
    event: (event) => {
      log.event(now(), event);
      if (event.name === "fenced") noteTwin(state.path);
      // Maybe somebody flushed its rules: then it need not wait for the next round.
      if (event.name === "fast-path-left") {
        fastPath.mend().catch((error: Error) => log.logger.warn({ reason: error.message }, "fast-path-not-mended"));
      }
    },
    broken: (error, lastInputs) => parts.broken(error, lastInputs),
  });
  const datapath = supervisionOf(parts, probeCeilingFor(devices, mtu), kernelPath.settings.mode, driver);
  const feed = driver.feed.bind(driver);
  const fastPath = new FastPathShell({ settings: kernelPath.settings, mac: name, log, feed });
  fastPath.begin(network.fastPath);
  await transport.listen();
  await datapath.start();
  driver.start();

  const containers = containersOf(
    {
      request: driver.request.bind(driver),
      ipam: () => core.ipamStatus(),
      now,
      event: (event) => log.event(now(), event),
    },
    { mtu, range: config.range, defaultSubnet: config.defaultSubnet },
  );
  const firewall = watchForwarding(network.warnings);
  containers.claim(network.attached);
  const mayBeLost = ({ interfaces, rules }: KernelChanges) => interfaces || rules;
  upkeepEvery(sweepEveryMs, log, [
    (changed) => containers.sweep(changed),
    async (changed) => (mayBeLost(changed) ? firewall.sweep(log) : undefined),
    async (changed) => (mayBeLost(changed) ? fastPath.mend() : undefined),
  ]);
  let followed = "";
  upkeepEvery(underlayEveryMs, log, [
    async ({ interfaces, routes }) => {
      const peers = driver.status().datapath.peers.flatMap(({ underlay }) => (underlay ? [underlay.host] : []));
      const addresses = [...new Set([...peers, ...addressesIn(config.targets)])].toSorted();
      if (!interfaces && !routes && addresses.join() === followed) return;
      const found = await underlayDevices(addresses);
      followed = addresses.join();
      if (found.length > 0) datapath.setUnderlayMtu(probeCeilingFor(found, mtu));
    },
  ]);
  upkeepEvery(fastPathPollMs, log, [() => fastPath.poll()]);
  keepHeapSmall();

  const ends = endsOf(
    {
      drive: driver,
      datapath,
      closeFastPath: () => fastPath.end(),
      closeTransport: () => transport.stop(),
      closeApi: () => {
        metrics.close();
        return closeServer(api);
      },
      closeState: () => {
        store.close();
        state[Symbol.dispose]();
      },
      stateDirectory: config.stateDirectory,
      paths,
    },
    () => parts.exit(),
  );
  const metricsWarnings: string[] = [];
  const operations = operationsOf({
    config,
    mtu,
    drive: driver,
    now,
    containers,
    ends,
    warnings: () => [
      ...configWarnings,
      ...rangeIgnored(config, core.ipamStatus().range),
      ...firewall.warnings(),
      ...containers.warnings(),
      ...metricsWarnings,
    ],
    datapathStarts: () => datapath.starts(),
    eventCounters: () => log.counters(),
    fastPath: () => fastPath.counters(),
    longestStallMs: () => stalls.longestMs(),
  });
  const metrics = await serveMetrics(config.metricsAt, {
    ready: () => operations.ready(),
    reading: async () => ({
      status: await operations.status(),
      ready: await operations.ready(),
      events: log.counters(),
      residentBytes: process.memoryUsage.rss(),
      cpuSeconds: cpuSeconds(),
    }),
  });
  if (metrics.warning !== undefined) {
    metricsWarnings.push(metrics.warning);
    log.logger.warn(metrics.warning);
  }
  const api = createApiServer(apiRoutes(operations), (error) =>
    log.logger.error({ error: (error as Error).stack }, "api-fault"),
  );
  await listenOn(api, paths.socket);
  stalls.begin();
  log.logger.info(
    {
      name,
      nickname: config.nickname,
      port: config.port,
      encrypted: config.password !== undefined,
      fresh: state.fresh,
    },
    "ready",
  );
  return ends;
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function coreOptions(config: RouterConfig, identitySeed: Uint8Array, overlayMtu: number): RouterOptions {
  return {
    nickname: config.nickname,
    identitySeed,
    bootNonce: new Uint8Array(randomBytes(8)),
    password: config.password === undefined ? undefined : stretchPassword(config.password),
    suites: suitePreference({
      sealed: config.password !== undefined,
      cipher: config.cipher,
      hardwareAes: readHardwareAes(),
    }),
    overlayMtu,
    port: config.port,
    targets: config.targets,
    discovery: config.discovery,
    connectionLimit: config.connectionLimit,
    restartWindowMs: config.restartWindowMs,
    range: config.range,
    rangeExplicit: config.rangeExplicit,
    leaseMs: config.leaseMs,
    ...(config.defaultSubnet && { defaultSubnet: config.defaultSubnet }),
    init: config.init,
  };
}

/** A narrower interface is noticed by the datapath itself; a wider one is used after as long. */
const underlayEveryMs = 5_000;

function addressesIn(targets: readonly string[]): readonly string[] {
  return targets.flatMap((target) => parseHostPort(target, defaultPort)?.host ?? []);
}

function supervisionOf(
  { config, paths, log, environment }: LaunchParts,
  underlayMtu: number,
  fastPathMode: FastPathMode,
  driver: Drive<RouterStatus>,
): DatapathSupervision {
  const options = {
    socket: paths.datapathSocket,
    tap: overlayTap,
    port: config.port,
    underlayMtu,
    threads: config.datapathThreads,
    fastPath: fastPathMode === "plain" || fastPathMode === "trusted",
    logFile: `${config.logFile === undefined ? paths.directory : dirname(config.logFile)}/datapath.log`,
  };
  const unit = environment["WEAVE_DATAPATH_UNIT"];
  return superviseDatapath({
    wanted: { port: options.port, underlayMtu, threads: options.threads, fastPath: options.fastPath },
    open: (events) =>
      openDatapath(options, events, unit === undefined ? undefined : { name: unit, flagsFile: paths.datapathFlags }),
    feed: (input) => driver.feed(input),
    event: (event) => log.event(performance.now(), event),
  });
}

function closeServer(server: ReturnType<typeof createApiServer>): Promise<void> {
  return new Promise((resolve) => {
    // Callers that wait for long (a ring) do not hold the end up.
    const patience = setTimeout(() => server.closeAllConnections(), 1_000);
    server.close(() => {
      clearTimeout(patience);
      resolve();
    });
    server.closeIdleConnections();
  });
}
