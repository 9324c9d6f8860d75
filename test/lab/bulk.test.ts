/**
 * Bulk TCP through the packet threads, both ways, over IPv4 and IPv6, for each suite, directly and over a relay, on an
 * underlay that loses, reorders and repeats single datagrams (`lab/native/line.cc` between h2 and the switch; the cables at
 * it take no segments, so that it sees each); then over an underlay of IPv6, and with the containers' offloads switched off.
 * What arrives is judged by its hash: neither the sleeve's pieces and their salvage nor the joining of frames may change a
 * byte. The full run sends more.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DataSuite } from "../../datapath/suite.ts";
import { Ground, type Host, joinAll, setFlood, setPeer, sh, transfer, until } from "./datapath-ground.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const bulkBytes = process.env["WEAVE_TEST_FULL"] === "1" ? 16 << 20 : 1 << 20;
/** One in a hundred is lost, one in fifty overtakes others, one in a hundred comes twice. */
const lossReorderDuplicate = "10000 20000 10000";

const ground = new Ground("bulk", 3);
const [h1, h2, h3] = [ground.host(1), ground.host(2), ground.host(3)];
const bytes = randomBytes(bulkBytes);
const hash = createHash("sha256").update(bytes).digest("hex");
const file = join(ground.folder, "bulk");
let line: ChildProcess | undefined;

type Pair = readonly [Host, Host];
const bothWays = ([a, b]: Pair): readonly Pair[] => [
  [a, b],
  [b, a],
];

async function expectUnchanged(pairs: readonly Pair[]): Promise<void> {
  for (const [from, to] of pairs.flatMap(bothWays)) {
    for (const address of [to.overlay, `fd00::${to.number}`]) {
      expect(await transfer(from, to, file, address), `h${from.number} to ${address}`).toBe(hash);
    }
  }
}

const totals = async (hosts: readonly Host[], name: string) => {
  const counters = await Promise.all(hosts.map((host) => host.counters()));
  return counters.reduce((sum, one) => sum + (one[name] ?? 0), 0);
};

/** A mesh of this suite, in which h1 and h3 reach each other over h2 only. */
function join3(suite: DataSuite): void {
  joinAll(ground.hosts, suite);
  setPeer(h1, h3, [2], false);
  setPeer(h3, h1, [2], false);
  for (const [host, source, hops] of [
    [h1, 1, [2]],
    [h3, 3, [2]],
    [h2, 1, [3]],
    [h2, 3, [1]],
  ] as const) {
    setFlood(host, source, hops);
  }
}

beforeAll(async () => {
  sh(`sh ${root}lab/native/build.sh`);
  writeFileSync(file, bytes);
  await ground.open({ mtu: 1376 });
  line = await insertLine("wt-datapath-bulk-sw");
}, 60_000);
afterAll(() => {
  line?.kill("SIGKILL");
  ground.close();
});

describe.each<DataSuite>(["none", "nacl", "aes-256-gcm", "chacha20-poly1305"])("bulk TCP, suite %s", (suite) => {
  it("arrives unchanged over an underlay that loses, reorders and repeats, directly and over a relay", async () => {
    join3(suite);
    const relayed = await totals([h2], "relayed");
    const salvaged = await totals([h1, h2], "framesSalvaged");
    await expectUnchanged([
      [h1, h2],
      [h1, h3],
    ]);
    expect(await totals([h2], "relayed")).toBeGreaterThan(relayed + (4 * bulkBytes) / 1_376);
    expect(await totals([h1, h2], "framesSalvaged")).toBeGreaterThan(salvaged);
    for (const name of ["dropOffload", "dropMalformed", "dropBadTag"])
      expect(await totals(ground.hosts, name), name).toBe(0);
  }, 120_000);
});

describe("bulk TCP", () => {
  it("arrives unchanged over an underlay of IPv6, directly and over a relay", async () => {
    join3("aes-256-gcm");
    for (const [a, b] of [
      [h1, h2],
      [h2, h3],
    ] as const) {
      for (const [host, peer] of bothWays([a, b])) setPeer(host, peer, [peer.number], true, `fd99::${peer.number}`);
    }
    const before = sixOf(h2);
    await expectUnchanged([
      [h1, h2],
      [h1, h3],
    ]);
    expect(sixOf(h2) - before).toBeGreaterThan((6 * bulkBytes) / 1_500);
  }, 120_000);

  it.each([
    ["without checksum and segmentation offload", "tx off tso off gso off"],
    ["without receive offload either", "rx off gro off"],
    ["with segmentation by the container's kernel only", "tx on tso off gso on"],
  ])(
    "arrives unchanged from containers %s",
    async (_what, features) => {
      for (const { container } of ground.hosts) sh(`ip netns exec ${container} ethtool -K eth0 ${features}`);
      await expectUnchanged([[h1, h2]]);
    },
    120_000,
  );
});

/** Packets of IPv6 that the host received. */
function sixOf(host: Host): number {
  return Number(/Ip6InReceives\s+(\d+)/.exec(host.inHost("nstat -az Ip6InReceives"))?.[1]);
}

/** Between h2 and the switch, both ways. */
async function insertLine(sw: string): Promise<ChildProcess> {
  const socket = join(ground.folder, "line.sock");
  sh(`
    ip link add i2 netns ${sw} gso_max_segs 1 type veth peer name f2 netns ${sw} gso_max_segs 1
    ip -n ${sw} link set p2 nomaster gso_max_segs 1
    ip -n ${sw} link set i2 up
    ip -n ${sw} link set f2 gso_max_segs 1 master br0 up
    ip -n ${h2.namespace} link set e0 gso_max_segs 1`);
  const process = spawn("nsenter", [`--net=/run/netns/${sw}`, join(root, "build/weave-line"), "p2", "i2", socket], {
    stdio: "ignore",
  });
  const rules = [h1, h3].flatMap((host) => {
    const mac = /ether (\S+)/.exec(host.inHost("ip link show e0"))?.[1];
    return ["in", "out"].map((direction) => `rule ${direction} ${mac} 0 ${lossReorderDuplicate} 0 0\n`);
  });
  let answer = "";
  await until("the line", () => {
    if (answer === "")
      void exchange(socket, `${rules.join("")}end\n`).then(
        (text) => (answer = text),
        () => {},
      );
    return answer.endsWith("ok\n");
  });
  return process;
}

function exchange(path: string, request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = "";
    const socket = connect(path, () => socket.write(request));
    socket.setEncoding("utf8").on("data", (text: string) => (answer += text));
    socket.on("error", reject);
    socket.on("close", () => resolve(answer));
  });
}
