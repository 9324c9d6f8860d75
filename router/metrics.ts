/**
 * The metrics in Prometheus' text format: one table of name, kind, help, labels and how to read it from the status that
 * the API shows. Pulled: nothing is counted here, a scrape reads one snapshot. Names begin with `weave_`, units are base
 * units (seconds, bytes), what only grows ends in `_total`. A counter begins anew with the process that counts it.
 *
 * Cardinality is bounded: per-peer series exist for the `peersMax` peers with most traffic (`weave_peers_omitted` says how
 * many more there are), reasons and events come from catalogues. `docs/operations.md` lists every metric; a test compares.
 */
import {
  bothWays,
  counter,
  dropPrefix,
  drops,
  gauge,
  type Metric,
  type Reading,
  type Sample,
  seconds,
  snake,
  whole,
} from "./metric.ts";
import { peerMetrics } from "./peer-metrics.ts";

/** The text of a scrape (exposition format 0.0.4 of Prometheus), and its content type. */
export function metricsText(reading: Reading): { readonly type: string; readonly text: string } {
  const text = metrics.map((metric) => metricText(metric, metric.read(reading))).join("");
  return { type: "text/plain; version=0.0.4; charset=utf-8", text };
}

function metricText({ name, kind, help, labels }: Metric, samples: readonly Sample[]): string {
  const lines = samples.flatMap(([value, given = {}]) =>
    value === null ? [] : [`${name}${labelsText(labels, given)} ${value}\n`],
  );
  return `# HELP ${name} ${help}\n# TYPE ${name} ${kind}\n${lines.join("")}`;
}

function labelsText(names: readonly string[], given: Readonly<Record<string, string>>): string {
  const pairs = names.map((name) => `${name}="${escaped(given[name] ?? "")}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

/** A nickname is a user's text. */
function escaped(value: string): string {
  return value.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll('"', '\\"');
}

const connectionStates = ["connecting", "pending", "established", "retrying", "failed", "stale", "not-needed"];
const ipamStates = ["idle", "awaiting-consensus", "confirming", "ready", "quarantined", "unconfirmed", "left"];
/** Totals that have a metric of their own. */
const namedTotals = new Set(
  "framesFromTap bytesFromTap framesToTap bytesToTap datagramsIn bytesIn datagramsOut bytesOut".split(" "),
);

export const metrics: readonly Metric[] = [
  gauge("build_info", "Always 1; the version is in the label.", ["version"], ({ status }) => [
    [1, { version: status.router.version }],
  ]),
  gauge(
    "ready",
    "1 when packets pass, as weave status --ready.",
    [],
    whole(({ ready }) => Number(ready.ready)),
  ),
  gauge("ready_check", "1 for each check of readiness that holds.", ["check"], ({ ready }) =>
    ready.checks.map(({ name, ok }) => [Number(ok), { check: name }]),
  ),
  gauge(
    "uptime_seconds",
    "Since the router started.",
    [],
    whole(({ status }) => status.router.uptimeMs / 1_000),
  ),
  gauge(
    "router_longest_stall_seconds",
    "The longest time of the last ten minutes that the router was held up.",
    [],
    whole(({ status }) => seconds(status.router.longestStallMs ?? null)),
  ),
  gauge(
    "fenced",
    "1 when another host runs under the same identity.",
    [],
    whole(({ status }) => Number(status.router.fenced !== null)),
  ),
  gauge(
    "warnings",
    "Warnings that weave status shows.",
    [],
    whole(({ status }) => status.router.warnings.length),
  ),
  gauge(
    "encryption_enabled",
    "1 when the mesh has a password.",
    [],
    whole(({ status }) => Number(status.router.encryption)),
  ),
  gauge(
    "router_resident_memory_bytes",
    "Resident memory of the router.",
    [],
    whole(({ residentBytes }) => residentBytes),
  ),
  counter(
    "router_cpu_seconds_total",
    "Processor time of the router, user and system.",
    [],
    whole(({ cpuSeconds }) => cpuSeconds),
  ),
  counter("events_total", "Events by name, as in weave report.", ["event"], ({ events }) =>
    Object.entries(events).map(([event, count]) => [count, { event }]),
  ),
  gauge(
    "targets",
    "Hosts that this one was told to connect to.",
    [],
    whole(({ status }) => status.targets.length),
  ),
  gauge("connections", "Control connections by state.", ["state"], ({ status }) =>
    connectionStates.map((state) => [status.connections.filter((one) => one.state === state).length, { state }]),
  ),
  gauge(
    "peers",
    "Hosts of the mesh that this one knows, itself included.",
    [],
    whole(({ status }) => status.peers.length),
  ),
  gauge(
    "peers_unreachable",
    "Known hosts to which no established connections lead.",
    [],
    whole(({ status }) => status.peers.filter((one) => !one.reachable).length),
  ),
  gauge("ipam_state", "1 for the state that address management is in.", ["state"], ({ status }) =>
    ipamStates.map((state) => [Number(status.ipam.state === state), { state }]),
  ),
  gauge(
    "ipam_owned_addresses",
    "Addresses that this host may give out.",
    [],
    whole(({ status }) => status.ipam.owners.find((owner) => owner.self)?.addresses ?? 0),
  ),
  gauge(
    "ipam_allocated_addresses",
    "Addresses that this host gave out.",
    [],
    whole(({ status }) => status.ipam.allocated),
  ),
  gauge(
    "ipam_disputed_ranges",
    "Ranges that more than one host claims.",
    [],
    whole(({ status }) => status.ipam.disputed.length),
  ),
  gauge(
    "ipam_lease_valid",
    "1 while a majority renewed this host's lease lately, 0 while it gives from hot blocks only; absent without leases.",
    [],
    whole(({ status }) => (status.ipam.lease ? Number(status.ipam.lease.state === "valid") : null)),
  ),
  gauge(
    "ipam_lease_renewed_seconds",
    "Since a majority renewed this host's lease last.",
    [],
    whole(({ status }) => seconds(status.ipam.lease?.renewedMs ?? null)),
  ),
  gauge(
    "ipam_hot_addresses",
    "With leases, addresses that this host gives from whether or not it reaches a majority.",
    [],
    whole(({ status }) => status.ipam.lease?.hotAddresses ?? null),
  ),
  gauge(
    "ipam_hot_free_addresses",
    "Of them free.",
    [],
    whole(({ status }) => status.ipam.lease?.hotFree ?? null),
  ),
  gauge("gossip_quarantined_records", "Records kept apart since they are nonsense.", ["channel"], ({ status }) =>
    status.gossip.channels.map(({ channel, quarantined }) => [quarantined, { channel }]),
  ),
  counter("gossip_refused_records_total", "Records that found no room.", ["channel"], ({ status }) =>
    status.gossip.channels.map(({ channel, refused }) => [refused, { channel }]),
  ),
  gauge(
    "gossip_queue_bytes",
    "Gossip that waits for neighbours.",
    [],
    whole(({ status }) => sum(status.gossip.neighbours, (one) => one.queueBytes)),
  ),
  gauge(
    "gossip_slow_neighbours",
    "Neighbours that do not keep up with gossip, counted for each channel.",
    [],
    whole(({ status }) => status.gossip.neighbours.filter((one) => one.slow).length),
  ),
  counter("gossip_events_total", "What gossip counted, by name.", ["event"], ({ status }) =>
    Object.entries(status.gossip.counters).map(([name, count]) => [count, { event: snake(name) }]),
  ),
  gauge(
    "datapath_up",
    "1 when the datapath process runs.",
    [],
    whole(({ status }) => Number(status.datapath.running)),
  ),
  gauge(
    "datapath_answer_age_seconds",
    "Since the packet thread last answered; every second when it is well.",
    [],
    whole(({ status }) => seconds(status.datapath.answeredMs)),
  ),
  counter(
    "datapath_starts_total",
    "Datapath processes that this router started.",
    [],
    whole(({ status }) => status.datapath.starts),
  ),
  gauge(
    "datapath_macs",
    "Entries of the MAC table.",
    [],
    whole(({ status }) => status.datapath.macs),
  ),
  counter(
    "datapath_spoofed_frames_total",
    "Frames of containers dropped since they bore addresses of others.",
    [],
    whole(({ status }) => status.datapath.spoofed),
  ),
  counter(
    "datapath_stormed_frames_total",
    "Broadcast and multicast frames dropped on ports of containers that sent too many.",
    [],
    whole(({ status }) => status.datapath.stormed),
  ),
  counter(
    "fast_path_dropped_datagrams_total",
    "VXLAN datagrams that the guard dropped: from strangers, and to hosts with which no fast path is agreed.",
    ["reason"],
    ({ status: { datapath } }) => [
      [datapath.fastPath?.strangers ?? null, { reason: "stranger" }],
      [datapath.fastPath?.unconsented ?? null, { reason: "unconsented" }],
    ],
  ),
  counter(
    "datapath_frames_total",
    "Ethernet frames from containers (out) and to them (in); one may hold 64 KiB.",
    ["direction"],
    ({ status: { datapath } }) => bothWays(datapath.totals["framesToTap"], datapath.totals["framesFromTap"]),
  ),
  counter("datapath_bytes_total", "Bytes of those frames.", ["direction"], ({ status: { datapath } }) =>
    bothWays(datapath.totals["bytesToTap"], datapath.totals["bytesFromTap"]),
  ),
  counter(
    "datapath_datagrams_total",
    "UDP datagrams from other hosts (in) and to them (out).",
    ["direction"],
    ({ status: { datapath } }) => bothWays(datapath.totals["datagramsIn"], datapath.totals["datagramsOut"]),
  ),
  counter(
    "datapath_datagram_bytes_total",
    "Bytes of those datagrams, without IP and UDP headers.",
    ["direction"],
    ({ status: { datapath } }) => bothWays(datapath.totals["bytesIn"], datapath.totals["bytesOut"]),
  ),
  counter("datapath_dropped_packets_total", "Packets dropped, by reason.", ["reason"], ({ status }) =>
    drops(status.datapath.totals),
  ),
  counter("datapath_events_total", "What else the packet thread counted, by name.", ["event"], ({ status }) =>
    Object.entries(status.datapath.totals)
      .filter(([name]) => !dropPrefix.test(name) && !namedTotals.has(name))
      .map(([name, count]) => [count, { event: snake(name) }]),
  ),
  ...peerMetrics,
];

function sum<T>(all: readonly T[], count: (one: T) => number): number {
  return all.reduce((total, one) => total + count(one), 0);
}
