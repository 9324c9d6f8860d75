/**
 * Thousands of MACs behind one host, as behind a bridge of containers or of virtual machines: all are learned from their
 * frames, unicast finds each, and beyond the limit frames are flooded and arrive all the same.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { Ground, type Host, joinAll, sleep, until } from "./datapath-ground.ts";

const macs = 5_000;
/** `macsPerOwnerMax` of datapath/native/mac_table.h. */
const macsPerPeerMax = 8_192;
const etherType = 0x9000;
const ground = new Ground("macs", 2);
const [h1, h2] = [ground.host(1), ground.host(2)];

beforeAll(async () => {
  await ground.open();
  joinAll(ground.hosts, "nacl");
  // Both containers' own MACs become known.
  h1.inContainer(`ping -c 2 -i 0.2 -W 2 ${h2.overlay}`);
  await sleep(300);
});
afterAll(() => ground.close());

/** Sends a frame from or to each of the MACs 06:00:00:00:xx:xx with a number in [from, to). */
function sendFrames(host: Host, from: number, to: number, direction: "from" | "to"): void {
  const many = "bytes([6,0,0,0,i>>8,i&255])";
  const head = direction === "from" ? `bytes([2,0,0,0,0,2])+${many}` : `${many}+bytes([2,0,0,0,0,2])`;
  const program = [
    "import socket,time",
    "s=socket.socket(socket.AF_PACKET,socket.SOCK_RAW)",
    's.bind(("eth0",0))',
    `for i in range(${from},${to}):`,
    `  s.send(${head}+(${etherType}).to_bytes(2,"big")+bytes(46))`,
    "  if i%50==0: time.sleep(0.005)",
  ];
  host.inContainer(`python3 -c '${program.join("\n")}'`);
}

/** Counts the distinct destinations of such frames that the container sees until it is asked. */
function countDestinations(host: Host) {
  const program = [
    "import socket,sys,threading",
    `s=socket.socket(socket.AF_PACKET,socket.SOCK_RAW,socket.htons(${etherType}))`,
    's.bind(("eth0",0))',
    "s.setsockopt(socket.SOL_SOCKET,33,16<<20)",
    "seen=set()",
    'print("ready",flush=True)',
    "threading.Thread(target=lambda:(sys.stdin.readline(),print(len(seen),flush=True)),daemon=True).start()",
    "while True: seen.add(s.recv(64)[:6])",
  ];
  const counter = host.spawnInContainer("python3", "-c", program.join("\n"));
  let output = "";
  counter.stdout?.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  return {
    ready: () => until("the counter", () => output.includes("ready")),
    async ask(): Promise<number> {
      counter.stdin?.write("\n");
      const count = await until("the count", () => /ready\n(\d+)/.exec(output)?.[1]);
      counter.kill("SIGKILL");
      return Number(count);
    },
  };
}

test("each of thousands of MACs is learned and found by unicast", async () => {
  sendFrames(h1, 0, macs, "from");
  const { macsLearned } = await h2.counters();
  expect(macsLearned).toBeGreaterThanOrEqual(macs);
  const before = await h2.counters();
  const counter = countDestinations(h1);
  await counter.ready();
  sendFrames(h2, 0, macs, "to");
  const after = await h2.counters();
  // Nothing was flooded for them, but the odd neighbour discovery.
  expect((after["floodsOut"] as number) - (before["floodsOut"] as number)).toBeLessThan(20);
  expect(await counter.ask()).toBe(macs);
}, 60_000);

test("beyond the limit MACs are refused, and frames to them arrive by flooding", async () => {
  sendFrames(h1, macs, macsPerPeerMax + 100, "from");
  const { macsRefused } = await h2.counters();
  expect(macsRefused).toBeGreaterThan(0);
  const counter = countDestinations(h1);
  await counter.ready();
  sendFrames(h2, macsPerPeerMax + 50, macsPerPeerMax + 60, "to");
  expect(await counter.ask()).toBe(10);
}, 60_000);
