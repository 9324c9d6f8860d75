/**
 * Path MTUs between two hosts, while traffic flows: the switch silently drops what is too long. The
 * hosts do not hand over segments to be cut later, which would hide that, and a datagram of the test's own proves the drop.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Ground, type Host, joinAll, sessionEntry, sessionPair, sh, sleep, until } from "./datapath-ground.ts";

const ground = new Ground("mtu", 2);
const h1 = ground.host(1);
const h2 = ground.host(2);
const inSwitch = "nsenter --net=/run/netns/wt-datapath-mtu-sw";

/** The switch drops what is longer, in this direction only; undefined: nothing. */
function narrow(from: Host, to: Host, mtu: number | undefined): void {
  const rule = `iifname p${from.number} oifname p${to.number} ether type ip ip length > ${mtu} drop`;
  const table = "table bridge narrow";
  sh(`${inSwitch} nft '${table} {}; delete ${table}'`);
  if (mtu !== undefined)
    sh(`${inSwitch} nft '${table} { chain c { type filter hook forward priority 0; ${rule}; }; }'`);
}

/** Whether a packet of `size` bytes that must not be fragmented gets from one host to the other. */
function passes(from: Host, to: Host, size: number): boolean {
  try {
    from.inHost(`ping -c 2 -i 0.05 -W 1 -M do -s ${size - 28} ${to.underlay}`);
    return true;
  } catch {
    return false;
  }
}

async function mtuOf(from: Host): Promise<{ readonly mtu: number | undefined; readonly found: boolean }> {
  const [peer] = (await from.counters()).peers;
  return { mtu: peer?.mtu, found: peer?.mtuState === "complete" };
}

/** Waits until the host has found `mtu`, to 8 bytes; how long that took. */
async function found(host: Host, mtu: number, patienceMs: number): Promise<number> {
  const since = performance.now();
  for (;;) {
    const now = await mtuOf(host);
    if (now.found && now.mtu !== undefined && now.mtu <= mtu && now.mtu > mtu - 8) return performance.now() - since;
    if (performance.now() - since > patienceMs) throw new Error(`not ${mtu} but ${JSON.stringify(now)}`);
    await sleep(100);
  }
}

/** A TCP stream from one container to the other until `end`; `received` grows as long as it flows. */
async function stream(from: Host, to: Host) {
  const serve = `require("net").createServer((s) => { let n = 0; s.on("data", (d) => { n += d.length; });
    setInterval(() => console.log(n), 100); }).listen(5002, () => console.log("ready"))`;
  const receiver = to.spawnInContainer(process.execPath, "-e", serve);
  let output = "";
  receiver.stdout?.on("data", (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-200);
  });
  await until("the receiver", () => output.includes("ready"));
  const push = `const s = require("net").connect(5002, "${to.overlay}"); const b = Buffer.alloc(20000);
    setInterval(() => { if (s.writableLength < 1e6) s.write(b); }, 10)`;
  const sender = from.spawnInContainer(process.execPath, "-e", push);
  return {
    received: () => Number(/(\d+)\n$/.exec(output)?.[1] ?? 0),
    end: () => {
      sender.kill();
      receiver.kill();
    },
  };
}

beforeAll(async () => {
  await ground.open();
  for (const { namespace } of ground.hosts) sh(`ip netns exec ${namespace} ethtool -K e0 tx-udp-segmentation off`);
  joinAll(ground.hosts, "nacl");
}, 60_000);

afterAll(() => ground.close());

describe("path MTUs between two hosts", () => {
  it("shrink and grow again under a TCP stream, each direction by itself", async () => {
    const tcp = await stream(h1, h2);
    try {
      await found(h1, 1_500, 6_000);
      narrow(h1, h2, 1_350);
      expect(passes(h1, h2, 1_400)).toBe(false);
      await found(h1, 1_350, 9_000);
      expect((await mtuOf(h2)).mtu).toBe(1_500);
      const before = tcp.received();
      await until("the stream", () => tcp.received() > before + 200_000, 9_000);
      narrow(h1, h2, undefined);
      await found(h1, 1_500, 18_000);
      expect(h1.messages.filter((one) => one.kind === "path-mtu").map((one) => one.mtu)[0]).toBe(1_500);
    } finally {
      narrow(h1, h2, undefined);
      tcp.end();
    }
  });

  it("a frame that the peer's overlay is too narrow for is answered by ICMP, of either family", async () => {
    const pair = sessionPair("nacl");
    h1.send({ kind: "sessions", set: [{ ...sessionEntry(pair, 0, 2), peerMtu: 1_300 }], remove: [] });
    h2.send({ kind: "sessions", set: [sessionEntry(pair, 1, 1)], remove: [] });
    await sleep(500);
    const ping = (size: number, to: string) =>
      h1.inContainer(`sh -c 'ping -M do -c 2 -i 0.1 -W 1 -s ${size} ${to} 2>&1 || true'`);
    expect(ping(1_272, h2.overlay)).toContain(" 0% packet loss");
    expect(ping(1_273, h2.overlay)).toMatch(/mtu ?[=:] ?1300/);
    expect(ping(1_252, "fd00::2")).toContain(" 0% packet loss");
    expect(ping(1_253, "fd00::2")).toMatch(/mtu ?[=:] ?1300/);
    const { dropTooBig, tooBigAnswered } = await h1.counters();
    // What was left of an earlier connection may have been told first.
    expect(dropTooBig).toBeGreaterThanOrEqual(1);
    expect(tooBigAnswered).toBe(dropTooBig);
    // By what the kernel learned from the answers a TCP connection goes on.
    const tcp = await stream(h1, h2);
    await until("the stream", () => tcp.received() > 200_000, 9_000);
    tcp.end();
  });

  it("of jumbo links are used once the process is told of them, and carry super-frames in few datagrams", async () => {
    for (const host of ground.hosts) {
      sh(`ip -n ${host.namespace} link set e0 mtu 9000; ip -n wt-datapath-mtu-sw link set p${host.number} mtu 9000`);
      host.send({ kind: "underlay", mtu: 9_000 });
    }
    const tcp = await stream(h1, h2);
    try {
      await found(h1, 9_000, 6_000);
      await found(h2, 9_000, 6_000);
      const before = await h1.counters();
      await sleep(1_000);
      const after = await h1.counters();
      const grown = (name: string) => (after[name] ?? 0) - (before[name] ?? 0);
      expect(grown("bytesOut") / grown("datagramsOut")).toBeGreaterThan(2_000);
    } finally {
      tcp.end();
    }
  });
});
