/**
 * What containers do to each other across three hosts: one that floods as fast as it can takes neither the mesh's bandwidth
 * nor the others' ARP; a MAC that moves to another host is followed at once; one that two hosts claim in turn is damped and
 * told, and the others go on.
 */
import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Ipv4, parseIpv4 } from "../../base/address.ts";
import { allowPort, ensureSpoofTable, forgetPorts } from "../../host/spoof.ts";
import { Ground, type Host, joinAll, setFlood, sh, sleep, until } from "./datapath-ground.ts";

const ground = new Ground("storm", 3);
const [h1, h2, h3] = [ground.host(1), ground.host(2), ground.host(3)];
const pings = (from: Host, to: string, count: number) => {
  const output = from.inContainer(`sh -c 'ping -n -c ${count} -i 0.02 -W 1 ${to} || true'`);
  return Number(/(\d+) received/.exec(output)?.[1]);
};

/** Sends broadcast frames with any source MAC from a container, `count` of them or (0) until it is ended. */
function program(source: string, count: number, gapMs: number): readonly [string, ...string[]] {
  const text = `import socket,time,itertools
s=socket.socket(socket.AF_PACKET,socket.SOCK_RAW);s.bind(("eth0",0))
f=bytes.fromhex("ffffffffffff${source.replaceAll(":", "")}9000"+"00"*46)
for _ in range(${count}) if ${count} else itertools.count():
  s.send(f);time.sleep(${gapMs / 1000})`;
  return ["python3", "-c", text];
}

const frames = (from: Host, source: string, count: number, gapMs: number) => {
  const [python, flag, text] = program(source, count, gapMs);
  from.inContainer(`${python} ${flag} '${text}'`);
};
const claiming = (from: Host, source: string) => from.spawnInContainer(...program(source, 0, 20));

const grown = async (host: Host, act: () => Promise<void> | void) => {
  const before = await host.counters();
  await act();
  const after = await host.counters();
  return (name: string) => (after[name] ?? 0) - (before[name] ?? 0);
};

beforeAll(async () => {
  await ground.open();
  joinAll(ground.hosts, "nacl");
}, 60_000);

afterAll(() => ground.close());

describe("a container that floods as fast as it can", () => {
  it("is held to its share, while others resolve addresses and talk", async () => {
    // A second container on the same host, which has asked for nobody's address yet.
    sh(`
      ip netns add wt-datapath-storm-c1b
      ip link add eth0 netns wt-datapath-storm-c1b address 02:00:00:00:01:01 mtu 1390 type veth peer name v1b netns ${h1.namespace}
      ip -n ${h1.namespace} link set v1b mtu 1390 master weave up
      ip -n wt-datapath-storm-c1b addr add 10.32.0.101/24 dev eth0
      ip -n wt-datapath-storm-c1b link set eth0 up`);
    // As the router does, since what fills the TAP device's queue is everybody's loss.
    const netns = `/run/netns/${h1.namespace}`;
    await ensureSpoofTable(netns);
    const identity = { mac: "02:00:00:00:00:01", addresses: [parseIpv4(h1.overlay) as Ipv4], ipv6: ["fd00::1"] };
    await allowPort("v1", identity, netns);
    // A flood costs what it costs in a mesh of 33 hosts, so that a busy machine reaches the limit, too.
    setFlood(h1, 1, Array.from({ length: 16 }, () => [2, 3]).flat());
    const flood = `const s = require("dgram").createSocket("udp4"); s.bind(() => { s.setBroadcast(true);
      const b = Buffer.alloc(1000); let n = 0; const go = () => { for (let i = 0; i < 200; i++) s.send(b, 9, "10.32.0.255", () => n++);
      setImmediate(go); }; go(); })`;
    const storms = [1, 2].map(() => h1.spawnInContainer(process.execPath, "-e", flood));
    try {
      await until("the limit", () => limitedOf(h1) > 0, 15_000);
      // Past the burst.
      await sleep(500);
      let answers = "";
      const count = await grown(h1, async () => {
        const since = performance.now();
        answers = sh(`nsenter --net=/run/netns/wt-datapath-storm-c1b ping -n -c 50 -i 0.02 -W 2 ${h2.overlay} || true`);
        await sleep(Math.max(0, 2_000 - (performance.now() - since)));
      });
      expect(Number(/(\d+) received/.exec(answers)?.[1])).toBeGreaterThan(40);
      expect(count("dropFloodLimited")).toBeGreaterThan(100);
      expect(count("floodsOut")).toBeGreaterThan(50);
      // Heartbeats are answered all the while.
      expect(h1.messages.filter((one) => one.kind === "path" && !one.alive)).toEqual([]);
    } finally {
      for (const storm of storms) storm.kill("SIGKILL");
      await forgetPorts(["v1"], netns);
      setFlood(h1, 1, [2, 3]);
    }
    expect(pings(h2, h3.overlay, 10)).toBe(10);
  });
});

describe("a MAC", () => {
  const mac = "02:00:00:00:00:77";

  it("that moves to another host is followed with its first frame", async () => {
    for (const [host, owner] of [
      [h2, 2],
      [h3, 3],
      [h2, 2],
    ] as const) {
      h1.messages.length = 0;
      frames(host, mac, 1, 0);
      const told = await until("the MAC", () => h1.messages.find((one) => one.kind === "mac" && one.mac === mac));
      expect(told).toMatchObject({ peer: owner });
    }
    // Where a container was, it is followed as well, two seconds later.
    frames(h1, mac, 1, 0);
    frames(h3, mac, 25, 100);
    await until("the MAC", () => {
      const told = h1.messages.findLast((one) => one.kind === "mac" && one.mac === mac);
      return told?.kind === "mac" && told.peer === 3;
    });
  });

  it("that is gone from its own host and silent elsewhere is asked for everywhere", async () => {
    const silent = "02:00:00:00:00:78";
    frames(h1, silent, 1, 0);
    await sleep(2_000);
    const marker = randomBytes(8).toString("hex");
    const listener = h3.spawnInContainer(
      "python3",
      "-uc",
      `import socket
s=socket.socket(socket.AF_PACKET,socket.SOCK_RAW,socket.htons(3));s.bind(("eth0",0));print("ready")
while True:
  print(s.recv(2000).hex())`,
    );
    let heard = "";
    listener.stdout?.on("data", (chunk: Buffer) => (heard += chunk.toString()));
    await until("the listener", () => heard.includes("ready"));
    h1.inHost(`bridge fdb del ${silent} dev v1 master || true`);
    sh(
      `nsenter --net=/run/netns/wt-datapath-storm-c1b python3 -c 'import socket
s=socket.socket(socket.AF_PACKET,socket.SOCK_RAW);s.bind(("eth0",0))
s.send(bytes.fromhex("${silent.replaceAll(":", "")}0200000001019000${marker}"+"00"*40))'`,
    );
    await until("the frame", () => heard.includes(marker));
    listener.kill("SIGKILL");
  });

  it("that two hosts claim in turn is damped and told, and nothing else suffers", async () => {
    const twice = "02:00:00:00:00:79";
    h1.messages.length = 0;
    const count = await grown(h1, async () => {
      const claims = [h2, h3].map((host) => claiming(host, twice));
      await until("the news", () => h1.messages.some((one) => one.kind === "mac-flapping"), 15_000);
      await sleep(1_000);
      for (const claim of claims) claim.kill("SIGKILL");
    });
    const told = h1.messages.filter((one) => one.kind === "mac-flapping");
    expect(told).toMatchObject([{ mac: twice }]);
    expect(new Set(told.flatMap(({ peers }) => peers))).toEqual(new Set([2, 3]));
    expect(count("macsMoved")).toBeGreaterThanOrEqual(5);
    expect(count("macsMoved")).toBeLessThan(8);
    expect(count("macsDamped")).toBeGreaterThan(10);
    expect(pings(h2, h3.overlay, 10)).toBe(10);
    expect(pings(h1, h2.overlay, 10)).toBe(10);
  });
});

/** As of the last second. */
function limitedOf(host: Host): number {
  const counters = host.messages.findLast((one) => one.kind === "counters");
  return counters?.kind === "counters" ? (counters.totals["dropFloodLimited"] ?? 0) : 0;
}
