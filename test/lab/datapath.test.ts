/** Two hosts, their datapath processes and a container on each: real packets over tables pushed by the test. */
import { createHash, randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FromProcess } from "../../datapath/process-messages.ts";
import type { DataSuite } from "../../datapath/suite.ts";
import {
  Ground,
  type Host,
  joinAll,
  joinSession,
  sessionEntry,
  sessionPair,
  setFlood,
  setPeer,
  sh,
  sleep,
  transfer,
  until,
} from "./datapath-ground.ts";

/** Pings while `meanwhile` runs; the summary line. */
async function pingWhile(from: Host, to: Host, count: number, meanwhile: () => Promise<void>): Promise<string> {
  const ping = from.spawnInContainer("ping", "-i", "0.01", "-c", String(count), "-W", "2", to.overlay);
  let output = "";
  ping.stdout?.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  await meanwhile();
  return until("ping's summary", () => /.*packet loss.*/.exec(output)?.[0], 20_000);
}

const pathEvent = (messages: readonly FromProcess[], peer: number, alive: boolean) =>
  messages.some((message) => message.kind === "path" && message.peer === peer && message.alive === alive);

describe.each<[DataSuite, number]>([
  ["none", 1],
  ["nacl", 1],
  ["aes-256-gcm", 2],
])("the datapath between two hosts, suite %s, threads: %i", (suite, threads) => {
  const ground = new Ground(suite.slice(0, 4), 2);
  const h1 = ground.host(1);
  const h2 = ground.host(2);

  beforeAll(async () => {
    await ground.open({ flags: `--threads ${threads}` });
    joinAll(ground.hosts, suite);
  });
  afterAll(() => ground.close());

  it("carries pings of every size over IPv4 and IPv6", () => {
    expect(h1.inContainer(`ping -c 5 -i 0.05 -W 1 ${h2.overlay}`)).toContain(" 0% packet loss");
    expect(h1.inContainer(`ping -c 3 -i 0.05 -W 1 -s 1362 -M do ${h2.overlay}`)).toContain(" 0% packet loss");
    expect(h1.inContainer(`ping -c 3 -i 0.05 -W 1 -s 20000 ${h2.overlay}`)).toContain(" 0% packet loss");
    expect(h2.inContainer("ping -c 3 -i 0.05 -W 1 fd00::1")).toContain(" 0% packet loss");
  });

  it("carries a TCP stream both ways unchanged, with the containers' offloads and without", async () => {
    const bytes = randomBytes(32 << 20);
    const file = join(ground.folder, "bulk");
    writeFileSync(file, bytes);
    const hash = createHash("sha256").update(bytes).digest("hex");
    expect(await transfer(h1, h2, file)).toBe(hash);
    h2.inContainer("ethtool -K eth0 tso off gso off gro off tx off rx off");
    expect(await transfer(h2, h1, file)).toBe(hash);
    h2.inContainer("ethtool -K eth0 tso on gso on gro on tx on rx on");
    // One super-frame, not its many segments, crossed the TAP.
    const { framesFromTap = 0, bytesFromTap = 0 } = await h1.counters();
    expect(bytesFromTap / framesFromTap).toBeGreaterThan(4_000);
  });

  it("shows nothing of a sealed frame on the underlay", async () => {
    const marker = randomBytes(32).toString("hex");
    const capture = join(ground.folder, "capture");
    const tcpdump = `nsenter --net=/run/netns/${h1.namespace} tcpdump -i e0 -U -w ${capture} udp port 6783`;
    const watching = sh(`(${tcpdump} >/dev/null 2>&1 & echo $!)`).trim();
    await sleep(500);
    h1.inContainer(`ping -c 4 -i 0.1 -p ${marker.slice(0, 32)} -s 200 ${h2.overlay}`);
    await sleep(500);
    sh(`kill ${watching} 2>/dev/null || true`);
    const seen = sh(`tcpdump -r ${capture} -x 2>/dev/null | cut -d: -f2 | tr -d ' \\n'`);
    expect(seen.length).toBeGreaterThan(1_000);
    const mac = "020000000001";
    if (suite === "none") expect(seen).toContain(marker.slice(0, 32));
    else for (const secret of [marker.slice(0, 16), mac]) expect(seen).not.toContain(secret);
  });

  it("loses no packet while the router leaves, and tells the next one what it has", async () => {
    const summary = await pingWhile(h1, h2, 150, async () => {
      await sleep(300);
      h1.client?.close();
      await sleep(700);
      h1.messages.length = 0;
      await h1.connect();
    });
    expect(summary).toContain(" 0% packet loss");
    const state = await until("the state", () => h1.messages.find((message) => message.kind === "state"));
    expect(state).toMatchObject({ protocol: 1, shortId: 1, tap: "weave-tap", port: 6783 });
    if (state.kind !== "state") throw new Error("unreachable");
    expect(state.sessions).toMatchObject([{ peer: 2, sending: true }]);
    expect(state.peers).toEqual([
      { shortId: 2, name: "02:00:00:00:00:02", endpoint: { host: "10.99.0.2", port: 6783 }, hops: [2] },
    ]);
    expect(state.floods).toEqual([{ source: 1, hops: [2] }]);
  });

  it("changes to new keys without losing a packet, and tells who confirmed them", async () => {
    const next = sessionPair(suite);
    const old = h2.messages.length;
    const summary = await pingWhile(h1, h2, 150, async () => {
      await sleep(300);
      h2.send({ kind: "sessions", set: [sessionEntry(next, 1, 1, false)], remove: [] });
      await sleep(100);
      h1.send({ kind: "sessions", set: [sessionEntry(next, 0, 2, true)], remove: [] });
      const confirmed = { kind: "session-confirmed" as const };
      await until("the confirmation", () =>
        h2.messages.slice(old).some((one) => one.kind === confirmed.kind && one.localIndex === next.indexes[1]),
      );
      const state = h1.messages.findLast((message) => message.kind === "state");
      const first = state?.kind === "state" ? state.sessions[0]?.localIndex : undefined;
      h1.send({ kind: "sessions", set: [], remove: first === undefined ? [] : [first] });
    });
    expect(summary).toContain(" 0% packet loss");
  });

  it("notices a dead path in 1.5 s and a living one at once, without the router's help", async () => {
    await until("the path to live", () => pathEvent(h2.messages, 1, true));
    h2.messages.length = 0;
    ground.link(1, 2, false);
    const cut = performance.now();
    await until("the death of the path", () => pathEvent(h2.messages, 1, false));
    expect(performance.now() - cut).toBeGreaterThan(1_000);
    expect(performance.now() - cut).toBeLessThan(2_500);
    ground.link(1, 2, true);
    const healed = performance.now();
    await until("the path to live", () => pathEvent(h2.messages, 1, true));
    expect(performance.now() - healed).toBeLessThan(2_500);
    await until("pings", () =>
      h1.inContainer(`ping -c 2 -i 0.05 -W 1 ${h2.overlay} || true`).includes(" 0% packet loss"),
    );
    const { peers } = await h1.counters();
    expect(peers[0]).toMatchObject({ peer: 2, hop: 2 });
    expect(peers[0]?.rttMicros).toBeGreaterThan(0);
    expect(peers[0]?.heardMs).toBeGreaterThanOrEqual(0);
  });
});

describe("the datapath between two hosts, at the edges", () => {
  const ground = new Ground("edge", 2);
  const h1 = ground.host(1);
  const h2 = ground.host(2);

  // As on a kernel without UDP segmentation offload, on an underlay narrower than the process was told.
  beforeAll(() => ground.open({ flags: "--no-uso" }));
  afterAll(() => ground.close());

  it("keeps the first frames while a session is made", async () => {
    for (const host of ground.hosts) {
      const peer = host === h1 ? h2 : h1;
      host.send({ kind: "configure", shortId: host.number, requireSealed: true });
      setPeer(host, peer);
      setFlood(host, host.number, [peer.number]);
    }
    const summary = await pingWhile(h1, h2, 20, async () => {
      await until("the wish", () => h1.messages.some((one) => one.kind === "session-wanted" && one.peer === 2));
      await sleep(200);
      joinSession(h1, h2, "nacl");
    });
    expect(summary).toContain(" 0% packet loss");
  });

  it("carries TCP and large datagrams over a narrower underlay than it was told", async () => {
    for (const host of ground.hosts) sh(`ip -n ${host.namespace} link set e0 mtu 1300`);
    const bytes = randomBytes(4 << 20);
    const file = join(ground.folder, "bulk");
    writeFileSync(file, bytes);
    expect(await transfer(h1, h2, file)).toBe(createHash("sha256").update(bytes).digest("hex"));
    expect(h1.inContainer(`ping -c 3 -i 0.05 -W 1 -s 8000 ${h2.overlay}`)).toContain(" 0% packet loss");
    for (const host of ground.hosts) sh(`ip -n ${host.namespace} link set e0 mtu 1500`);
  });

  it("ends a session at its hard limit", async () => {
    const { sessionsExpired = 0 } = await h2.counters();
    const brief = sessionPair("nacl");
    const entry = { ...sessionEntry(brief, 1, 1, false), lifetimeMs: 300 };
    h2.send({ kind: "sessions", set: [entry], remove: [] });
    await sleep(600);
    expect((await h2.counters())["sessionsExpired"]).toBe(sessionsExpired + 1);
  });
});
