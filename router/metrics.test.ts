/** What a scrape holds: names, bounds, and that the documentation lists every metric. */
import { readFileSync } from "node:fs";
import { get } from "node:http";
import { expect, test } from "vitest";
import type { DatapathPeerView, StatusView } from "../api/types.ts";
import type { Reading } from "./metric.ts";
import { metrics, metricsText } from "./metrics.ts";
import { serveMetrics } from "./metrics-server.ts";
import { peersMax } from "./peer-metrics.ts";

const peerView = (number: number): DatapathPeerView => ({
  name: `02:00:00:00:00:${String(number).padStart(2, "0")}`,
  nickname: `h${number}`,
  path: "sleeve",
  via: null,
  why: "the direct path answers",
  suite: "nacl",
  refusal: null,
  mtu: 1_500,
  mtuState: "complete",
  rttMicros: 250,
  heardMs: 100,
  echoMs: 200,
  framesIn: number,
  framesOut: 2,
  bytesIn: 1_000 * number,
  bytesOut: 200,
  relayed: 0,
  probes: 10,
  probesLost: 1,
  drops: { dropBadTag: 3 },
  fast: {
    packetsIn: 5,
    packetsOut: null,
    bytesIn: 7_000,
    bytesOut: null,
    probes: 20,
    probesLost: 2,
    mtu: 1_426,
    rttMicros: 80,
  },
  candidates: [],
});

function reading(peers: readonly DatapathPeerView[]): Reading {
  const status = {
    router: { version: "1.2.3", uptimeMs: 1_500, encryption: true, fenced: null, warnings: [] },
    peers: [],
    connections: [],
    targets: [],
    ipam: { state: "ready", allocated: 2, disputed: [], owners: [] },
    gossip: { channels: [], neighbours: [], counters: { sent: 4 } },
    datapath: {
      running: true,
      answeredMs: 500,
      starts: 1,
      macs: 3,
      spoofed: null,
      stormed: null,
      fastPath: { strangers: 4, unconsented: 0 },
      totals: { framesFromTap: 7, dropNoRoute: 2, macsLearned: 5 },
      peers,
    },
  } as unknown as StatusView;
  const ready = { ready: true, checks: [{ name: "bridge", ok: true, detail: "" }] };
  return { status, ready, events: { "direct-path-died": 1 }, residentBytes: 1, cpuSeconds: 1 };
}

test("a scrape has the numbers in base units, with reasons and directions as labels", () => {
  const { text } = metricsText(reading([peerView(1)]));
  const labels = 'peer="02:00:00:00:00:01",nickname="h1"';
  for (const line of [
    'weave_build_info{version="1.2.3"} 1',
    "weave_uptime_seconds 1.5",
    "weave_datapath_answer_age_seconds 0.5",
    'weave_datapath_frames_total{direction="out"} 7',
    'weave_datapath_dropped_packets_total{reason="no_route"} 2',
    'weave_datapath_events_total{event="macs_learned"} 5',
    `weave_peer_rtt_seconds{${labels}} 0.00025`,
    `weave_peer_dropped_packets_total{${labels},reason="bad_tag"} 3`,
    `weave_peer_path{${labels},path="sleeve"} 1`,
    `weave_peer_path{${labels},path="relay"} 0`,
    `weave_peer_probes_lost_total{${labels}} 1`,
    "weave_peers_omitted 0",
  ])
    expect(text.split("\n")).toContain(line);
});

test("the peers with most traffic have series, and the others are counted", () => {
  const { text } = metricsText(reading(Array.from({ length: peersMax + 5 }, (_, at) => peerView(at))));
  expect(text.split("\n").filter((line) => line.startsWith("weave_peer_rtt_seconds{"))).toHaveLength(peersMax);
  expect(text).toContain(`nickname="h${peersMax + 4}"`);
  expect(text).not.toContain('nickname="h0"');
  expect(text).toContain("weave_peers_omitted 5");
});

test("a nickname of any text stays within its quotes", () => {
  const { text } = metricsText(reading([{ ...peerView(1), nickname: 'a"b\\c\nd' }]));
  expect(text.split("\n")).toContain('weave_peer_mtu_bytes{peer="02:00:00:00:00:01",nickname="a\\"b\\\\c\\nd"} 1500');
});

test("what has no value has no sample", () => {
  const { text } = metricsText(reading([{ ...peerView(1), rttMicros: null }]));
  expect(text).toContain("# TYPE weave_peer_rtt_seconds gauge\n# HELP");
});

test("names follow the conventions, and docs/operations.md lists every metric and no other", () => {
  for (const { name, kind } of metrics)
    expect(name).toMatch(kind === "counter" ? /^weave_\w+_total$/ : /^weave_(?!.*_total$)\w+$/);
  const documented = readFileSync(new URL("../docs/operations.md", import.meta.url), "utf8");
  const listed = [...documented.matchAll(/^\| `(weave_\w+)`/gm)].map(([, name]) => name as string);
  expect(listed.toSorted()).toEqual(metrics.map(({ name }) => name).toSorted());
});

test("over HTTP: metrics, readiness as a status, nothing else; a port that is taken is a warning", async () => {
  const at = { host: "127.0.0.1", port: 20_000 + (process.pid % 20_000) };
  let ready = false;
  const sources = {
    reading: async () => reading([peerView(1)]),
    ready: async () => ({ ready, checks: [] }),
  };
  const server = await serveMetrics(at, sources);
  expect(server.warning).toBeUndefined();
  const ask = async (path: string) => {
    const response = await fetch(`http://127.0.0.1:${at.port}${path}`);
    return [response.status, await response.text()] as const;
  };
  expect((await ask("/metrics"))[1]).toContain("# HELP weave_ready ");
  expect((await ask("/ready"))[0]).toBe(503);
  ready = true;
  expect(await ask("/ready")).toEqual([200, '{"ready":true,"checks":[]}\n']);
  expect((await ask("/v1/status"))[0]).toBe(404);
  const asks = (host: string) =>
    new Promise((resolve, reject) => {
      get({ ...at, path: "/metrics", headers: { host } }, (response) => resolve(response.resume().statusCode)).on(
        "error",
        reject,
      );
    });
  expect(await asks(`localhost:${at.port}`)).toBe(200);
  expect(await asks(`[::1]:${at.port}`)).toBe(200);
  expect(await asks(`rebound.example:${at.port}`)).toBe(421);
  const second = await serveMetrics(at, sources);
  expect(second.warning).toMatch(/EADDRINUSE.*--metrics-addr/);
  server.close();
});
