/**
 * Bulk TCP through the packet threads, both ways, over IPv4 and IPv6, for each suite, on an underlay that loses, reorders
 * and repeats single datagrams (`lab/native/line.cc` between h2 and the switch; the cables at it take no segments, so that
 * it sees each). What arrives is judged by its hash: neither the sleeve's pieces and their salvage nor the joining of
 * frames may change a byte.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DataSuite } from "../../datapath/suite.ts";
import { Ground, joinAll, sh, transfer, until } from "./datapath-ground.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const bulkBytes = 2 << 20;
/** One in a hundred is lost, one in fifty overtakes others, one in a hundred comes twice. */
const lossReorderDuplicate = "10000 20000 10000";

describe.each<DataSuite>(["none", "nacl", "aes-256-gcm", "chacha20-poly1305"])("bulk TCP, suite %s", (suite) => {
  const name = `bulk-${suite.slice(0, 4)}`;
  const ground = new Ground(name, 2);
  const [h1, h2] = [ground.host(1), ground.host(2)];
  const bytes = randomBytes(bulkBytes);
  const hash = createHash("sha256").update(bytes).digest("hex");
  const file = join(ground.folder, "bulk");
  let line: ChildProcess | undefined;

  beforeAll(async () => {
    sh(`sh ${root}lab/native/build.sh`);
    writeFileSync(file, bytes);
    await ground.open({ mtu: 1376 });
    joinAll(ground.hosts, suite);
    line = await insertLine(ground, `wt-datapath-${name}-sw`);
  });
  afterAll(() => {
    line?.kill("SIGKILL");
    ground.close();
  });

  it("arrives unchanged over an underlay that loses, reorders and repeats", async () => {
    for (const [from, to] of [
      [h1, h2],
      [h2, h1],
    ] as const) {
      for (const address of [to.overlay, `fd00::${to.number}`]) {
        expect(await transfer(from, to, file, address), `to ${address}`).toBe(hash);
      }
    }
    for (const host of ground.hosts) {
      const { framesSalvaged = 0, dropOffload = 0, dropMalformed = 0, dropBadTag = 0 } = await host.counters();
      expect(framesSalvaged).toBeGreaterThan(0);
      expect({ dropOffload, dropMalformed, dropBadTag }).toEqual({ dropOffload: 0, dropMalformed: 0, dropBadTag: 0 });
    }
  });
});

/** Between h2 and the switch, both ways. */
async function insertLine(ground: Ground, sw: string): Promise<ChildProcess> {
  const socket = join(ground.folder, "line.sock");
  sh(`
    ip link add i2 netns ${sw} gso_max_segs 1 type veth peer name f2 netns ${sw} gso_max_segs 1
    ip -n ${sw} link set p2 nomaster gso_max_segs 1
    ip -n ${sw} link set i2 up
    ip -n ${sw} link set f2 gso_max_segs 1 master br0 up
    ip -n ${ground.host(2).namespace} link set e0 gso_max_segs 1`);
  const line = spawn("nsenter", [`--net=/run/netns/${sw}`, join(root, "build/weave-line"), "p2", "i2", socket], {
    stdio: "ignore",
  });
  const mac = /ether (\S+)/.exec(ground.host(1).inHost("ip link show e0"))?.[1];
  const rules = ["in", "out"].map((direction) => `rule ${direction} ${mac} 0 ${lossReorderDuplicate} 0 0\n`).join("");
  let answer = "";
  await until("the line", () => {
    if (answer === "")
      void exchange(socket, `${rules}end\n`).then(
        (text) => (answer = text),
        () => {},
      );
    return answer.endsWith("ok\n");
  });
  return line;
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
