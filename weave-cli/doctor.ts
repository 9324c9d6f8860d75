/**
 * `weave doctor`: looks at this host and, when a router runs, at the mesh. Each finding says how it stands, why it matters
 * and what to do next. Exit status: 0 no failure (warnings included), 1 some failure.
 */
import { existsSync, readFileSync } from "node:fs";
import { WeaveClient } from "../api/client.ts";
import { parseConfigFile } from "../api/config-file.ts";
import {
  defaultMetricsPort,
  defaultMtu,
  defaultPort,
  defaultRange,
  defaultStateDirectory,
  tunnelBytes,
} from "../api/defaults.ts";
import { configFile } from "../api/launch-options.ts";
import { runPaths } from "../api/paths.ts";
import type { ReportView, StatusView } from "../api/types.ts";
import type { WhyView } from "../api/why-types.ts";
import { type Cidr, parseCidr, parseHostPort } from "../base/address.ts";
import { WeaveError } from "../base/error.ts";
import { type Finding, type FindingLevel, fail, ok } from "../host/doctor/finding.ts";
import { type InspectOptions, inspectHost } from "../host/doctor/inspect.ts";
import { type MeshFacts, meshFindings } from "./doctor-mesh.ts";
import { exitStatuses } from "./exit-code.ts";
import { print } from "./output.ts";
import { plural } from "./render.ts";
import { commandVersion } from "./version.ts";

/** Probing a silent host takes seconds, and a doctor is waited for. */
const probedMax = 64;
const probesAtOnce = 16;

export interface DoctorView {
  readonly findings: readonly Finding[];
  readonly failures: number;
  readonly warnings: number;
}

export async function doctor(options: { readonly json?: boolean }): Promise<void> {
  const client = new WeaveClient({ timeoutMs: 15_000 });
  const { report, trouble } = await reportIfAny(client);
  const { settings, findings: configuration } = settingsIn(configFile);
  const host = [...configuration, ...(await inspectHost(inspectOptions(report, settings)))];
  const mesh = report === undefined ? [trouble] : meshFindings(await meshFacts(client, report.status));
  const findings = [...host, ...mesh];
  const count = (level: FindingLevel) => findings.filter((finding) => finding.level === level).length;
  const view: DoctorView = { findings, failures: count("fail"), warnings: count("warn") };
  print({ json: options.json ?? false }, view, doctorText);
  if (view.failures > 0) process.exitCode = exitStatuses.failed.status;
}

/** @example "FAIL  underlay-mtu  containers' MTU 1376 needs …\n      why: …\n      do:  …" */
export function doctorText({ findings, failures, warnings }: DoctorView): string {
  const width = Math.max(...findings.map(({ check }) => check.length));
  const labels = { ok: "ok  ", warn: "WARN", fail: "FAIL" };
  const lines = findings.flatMap(({ check, level, what, why, next }) => [
    `${labels[level]}  ${check.padEnd(width)}  ${what}`,
    ...(level === "ok" ? [] : [`      why: ${why}`, `      do:  ${next}`]),
  ]);
  return [...lines, "", `${plural(failures, "failure")}, ${plural(warnings, "warning")}`].join("\n");
}

async function reportIfAny(client: WeaveClient): Promise<{ report: ReportView | undefined; trouble: Finding }> {
  const none = ok("mesh", "no router runs on this host, so the mesh is not looked at; weave launch starts one");
  try {
    return { report: await client.report(), trouble: none };
  } catch (error) {
    if (!(error instanceof WeaveError)) throw error;
    if (error.code === "API_UNREACHABLE") return { report: undefined, trouble: none };
    const why = "the mesh cannot be looked at without it";
    return {
      report: undefined,
      trouble: fail("mesh", `the router does not answer: ${error.message}`, why, "weave logs"),
    };
  }
}

/** What the running router has; else what the configuration file says; else the defaults. */
function inspectOptions(report: ReportView | undefined, settings: Settings): InspectOptions {
  const given = (name: string) => settings.get(name)?.value || undefined;
  const status = report?.status;
  const metricsAt = report?.options["metricsAt"];
  return {
    port: status?.router.port ?? numberOf(given("port")) ?? defaultPort,
    metricsPort:
      typeof metricsAt === "string"
        ? (JSON.parse(metricsAt) as { port: number }).port
        : (parseHostPort(given("metrics-addr") ?? "", defaultMetricsPort)?.port ?? defaultMetricsPort),
    overlayMtu: status?.router.mtu ?? numberOf(given("mtu")) ?? defaultMtu,
    tunnelBytes,
    range: parseCidr(status?.ipam.range ?? given("ipalloc-range") ?? defaultRange) ?? (parseCidr(defaultRange) as Cidr),
    stateDirectory: status?.router.stateDirectory ?? given("state-dir") ?? defaultStateDirectory,
    passwordFiles: passwordFiles(given("password-file")),
    ours: status === undefined ? [] : [status.router.pid, status.datapath.pid].filter((pid) => pid !== null),
    peers: (status?.peers ?? []).flatMap(({ self, underlay }) =>
      self || underlay === null ? [] : [parseHostPort(underlay, defaultPort)?.host ?? ""],
    ),
  };
}

function passwordFiles(configured: string | undefined): readonly string[] {
  // Where a launch puts a password that came from the environment.
  const handedOver = `${runPaths(process.env).directory}/password`;
  return [...(configured === undefined ? [] : [configured]), ...(existsSync(handedOver) ? [handedOver] : [])];
}

type Settings = ReadonlyMap<string, { readonly value: string }>;

/** What a launch would take from the file, and whether it would take the file at all. */
function settingsIn(path: string): { readonly settings: Settings; readonly findings: readonly Finding[] } {
  const check = "configuration";
  let text = "";
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return { settings: new Map(), findings: [] };
    const what = `${path} cannot be read: ${(error as Error).message}`;
    return { settings: new Map(), findings: [fail(check, what, "no router can be launched", `chmod u+r ${path}`)] };
  }
  try {
    return { settings: parseConfigFile(text, path).settings, findings: [ok(check, `${path} can be read`)] };
  } catch (error) {
    if (!(error instanceof WeaveError)) throw error;
    const found = fail(check, error.message, "no router can be launched", `correct ${path}; see weave launch --help`);
    return { settings: new Map(), findings: [found] };
  }
}

function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,5}$/.test(text) ? Number(text) : undefined;
}

async function meshFacts(client: WeaveClient, status: StatusView): Promise<MeshFacts> {
  const connected = [
    ...new Set(
      status.connections.flatMap(({ state, name }) => (state === "established" && name !== null ? [name] : [])),
    ),
  ];
  const names = connected.slice(0, probedMax);
  const probes: WhyView[] = [];
  const worker = async () => {
    for (let name = names.shift(); name !== undefined; name = names.shift()) {
      const probe = await client.why("", name).catch(() => undefined);
      // A host that left meanwhile is nobody's trouble.
      if (probe !== undefined) probes.push(probe);
    }
  };
  await Promise.all(Array.from({ length: probesAtOnce }, worker));
  const [ready, router] = await Promise.all([client.ready(), client.version()]);
  return {
    status: await client.status(),
    ready,
    router,
    version: commandVersion(),
    probes: probes.toSorted((a, b) => (a.to.nickname < b.to.nickname ? -1 : 1)),
    unprobed: connected.length - Math.min(connected.length, probedMax),
  };
}
