/** The API's operations on a running router: its machines' status, and what the shell knows beside them. */
import { cpus, release, totalmem } from "node:os";
import type * as view from "../api/types.ts";
import { overlayBridge } from "../host/bridge.ts";
import type { FastPathCounters } from "../host/fast-path-entries.ts";
import { countPortDrops } from "../host/spoof.ts";
import type { Operations } from "./api-routes.ts";
import type { Containers } from "./attach.ts";
import type { RouterConfig } from "./config.ts";
import type { RouterStatus } from "./core-status.ts";
import type { Drive } from "./drive.ts";
import { explainView } from "./explain-view.ts";
import { lately } from "./lately.ts";
import { peerKeyOf } from "./peer-lookup.ts";
import { awaitAnswer } from "./probe.ts";
import { bridgeTrouble, readiness } from "./readiness.ts";
import type { Ends } from "./shutdown.ts";
import { statusView } from "./status-view.ts";
import { version } from "./version.ts";
import { explain } from "./why.ts";
import { placeOf } from "./why-place.ts";

const portDropsFreshMs = 1_000;

export interface OperationsParts {
  readonly config: RouterConfig;
  /** Of the overlay. */
  readonly mtu: number;
  readonly drive: Drive<RouterStatus>;
  readonly containers: Containers;
  readonly ends: Ends;
  /** The clock that the machines are driven by. */
  now(): number;
  warnings(): readonly string[];
  datapathStarts(): number;
  /** Of the kernel's own path; undefined without a guard. */
  fastPath(): Promise<FastPathCounters | undefined>;
  /** Of the last ten minutes. */
  longestStallMs(): number;
  eventCounters(): Readonly<Record<string, number>>;
}

export function operationsOf(parts: OperationsParts): Operations {
  const { config, drive, containers, ends } = parts;
  const portDrops = lately(portDropsFreshMs, () => performance.now(), countPortDrops);
  const status = async (): Promise<view.StatusView> =>
    statusView(drive.status(), {
      now: parts.now(),
      pid: process.pid,
      uptimeMs: Math.round(process.uptime() * 1_000),
      mtu: parts.mtu,
      bridge: overlayBridge,
      stateDirectory: config.stateDirectory,
      logFile: config.logFile ?? null,
      warnings: parts.warnings(),
      datapathStarts: parts.datapathStarts(),
      longestStallMs: parts.longestStallMs(),
      portDrops: await portDrops(),
      fastPath: (await parts.fastPath()) ?? null,
    });
  const places = { status: () => drive.status(), containers: () => containers.list() };
  return {
    status,
    async why(from, to) {
      const [start, end] = [await placeOf(from, places), await placeOf(to, places)];
      const other = [end, start].find((place) => place.host !== drive.status().mesh.key);
      const isOurs = [end, start].some((place) => place.host === drive.status().mesh.key);
      if (other !== undefined && isOurs) await awaitAnswer(drive, other.host, () => parts.now());
      return explain(drive.status(), { now: parts.now(), from: start, to: end, bridgeTrouble: await bridgeTrouble() });
    },
    explain: (about) => explainView(drive.status(), about),
    ready: async () => readiness(drive.status(), parts.now(), await bridgeTrouble()),
    version: () => {
      const { mesh } = drive.status();
      return { version, protocol: { min: mesh.protocolMin, max: mesh.protocolMax } };
    },
    async report() {
      return {
        status: await status(),
        containers: await containers.list(),
        events: parts.eventCounters(),
        options: optionsShown(config),
        internals: plain(drive.status()),
        host: { kernel: release(), node: process.version, cpus: cpus().length, memoryBytes: totalmem() },
      };
    },
    ring: () => {
      const shown = statusView(drive.status(), noShellFacts).ipam;
      return { state: shown.state, range: shown.range, meshId: shown.meshId };
    },
    request: drive.request.bind(drive),
    containers,
    peerKeyOf: (peer) => peerKeyOf(drive.status(), peer),
    stop: () => ends.stop(),
    leave: (force) => ends.leave(force),
  };
}

const noShellFacts = {
  now: 0,
  pid: 0,
  uptimeMs: 0,
  mtu: 0,
  bridge: "",
  stateDirectory: "",
  logFile: null,
  warnings: [],
  datapathStarts: 0,
  longestStallMs: 0,
  portDrops: undefined,
  fastPath: null,
};

function optionsShown(config: RouterConfig): Readonly<Record<string, string | number | boolean>> {
  const shown: Record<string, string | number | boolean> = {};
  for (const [name, value] of Object.entries(config)) {
    if (name === "password") shown[name] = value !== undefined;
    else if (typeof value === "number" || typeof value === "boolean" || typeof value === "string") shown[name] = value;
    else if (value !== undefined) shown[name] = JSON.stringify(value);
  }
  return shown;
}

/** Maps, sets and bytes as JSON shows them best. */
function plain(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_key, inner: unknown) => {
      if (inner instanceof Uint8Array) return Buffer.from(inner).toString("hex");
      if (inner instanceof Map) return Object.fromEntries(inner);
      if (inner instanceof Set) return [...inner];
      return inner;
    }),
  );
}
