/**
 * What somebody on the underlay without the password can do to a living, encrypted mesh of 3 hosts, from h3's address to
 * h1's ports: garbage, half-open connections, oversized frames and 10,000 attempts on the control port; random, replayed
 * and corrupted datagrams on the sleeve's. Nothing crashes, no connection ends, containers' pings arrive, memory stays,
 * and the counters tell what was dropped.
 */
import { readFile } from "node:fs/promises";
import { execPath } from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { DatapathView, ReportView } from "../../api/types.ts";
import { meshLab } from "./mesh-lab.ts";
import { pingAllPairs, stopPings } from "./ping-stream.ts";

const lab = meshLab({ hosts: 3, encrypt: true });
const program = fileURLToPath(new URL("stranger-program.ts", import.meta.url));
const victim = "10.99.0.1";
const growthBytesMax = 32 * 1_048_576;
/** Of all pings; none is expected, but the machine's processors are shared. */
const lostShareMax = 0.01;
/** Half-open connections may stay for 10 s. */
const afterwardsMs = process.env["WEAVE_TEST_FULL"] === "1" ? 60_000 : 20_000;

const report = () => lab.json<ReportView>("h1", "report");
const countersOf = ({ internals }: ReportView) =>
  (internals as { mesh: { counters: Readonly<Record<string, number>> } }).mesh.counters;

async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return 1_024 * Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]);
}

async function residentOf({ router, datapath }: { router: { pid: number }; datapath: DatapathView }) {
  return { router: await residentBytes(router.pid), datapath: await residentBytes(datapath.pid ?? 0) };
}

test("strangers on both ports disturb nobody, and cost no memory", async () => {
  const pings = await pingAllPairs(lab);
  const capture = "/var/log/weave/datagrams.pcap";
  const filter = `udp and src host 10.99.0.3 and dst host ${victim}`;
  await lab.ok("h3", "tcpdump", "-i", "eth0", "-Z", "root", "-c", "300", "-w", capture, ...filter.split(" "));
  const before = await report();
  const residentBefore = await residentOf(before.status);

  const attack = (...words: string[]) => lab.ok("h3", execPath, program, ...words).then((text) => JSON.parse(text));
  const [tcp, udp] = await Promise.all([attack("tcp", victim), attack("udp", victim, capture)]);
  console.info(`sent: ${JSON.stringify({ tcp, udp })}`);
  expect(tcp.connected).toBeGreaterThan(10_000);
  expect(udp.replayed).toBeGreaterThan(100);
  await sleep(afterwardsMs);

  const counts = await stopPings(pings);
  const after = await report();
  const residentAfter = await residentOf(after.status);

  // Nobody crashed, and no connection ended.
  expect(after.status.router.pid).toBe(before.status.router.pid);
  expect(after.status.datapath).toMatchObject({ running: true, pid: before.status.datapath.pid });
  const established = after.status.connections.filter(({ state }) => state === "established");
  expect(new Set(established.map(({ nickname }) => nickname))).toEqual(new Set(["h2", "h3"]));
  expect(after.events["connection-down"] ?? 0).toBe(before.events["connection-down"] ?? 0);
  for (const { pair, sent, lost } of counts) expect(lost.length / sent, pair).toBeLessThanOrEqual(lostShareMax);

  const grown = {
    router: residentAfter.router - residentBefore.router,
    datapath: residentAfter.datapath - residentBefore.datapath,
  };
  console.info(
    `grown: ${JSON.stringify(grown)}, pings: ${JSON.stringify(counts.map(({ sent, lost }) => [sent, lost.length]))}`,
  );
  expect(grown.router).toBeLessThan(growthBytesMax);
  expect(grown.datapath).toBeLessThan(growthBytesMax);

  // The counters tell.
  const dropped = (what: string) =>
    (after.status.datapath.totals[what] ?? 0) - (before.status.datapath.totals[what] ?? 0);
  expect(dropped("dropReplayed")).toBeGreaterThanOrEqual(udp.replayed / 2);
  expect(dropped("dropBadTag")).toBeGreaterThanOrEqual(udp.corrupted / 2);
  expect(dropped("dropUnknownSession") + dropped("dropVersion") + dropped("dropMalformed")).toBeGreaterThan(1_000);
  const [meshBefore, meshAfter] = [countersOf(before), countersOf(after)];
  const refused = (what: string) => (meshAfter[what] ?? 0) - (meshBefore[what] ?? 0);
  console.info(`refused: ${JSON.stringify(meshAfter)}`);
  expect(refused("ended malformed")).toBeGreaterThanOrEqual(10);
  expect(refused("admission rate-limited") + refused("admission half-open-limit")).toBeGreaterThan(9_000);
}, 240_000);
