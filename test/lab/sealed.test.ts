/**
 * What a listener on the underlay, and a relay, see of an encrypted mesh: in a capture of every port of the switch, from
 * before the routers' launch and over deaths of a router and of a datapath process, no 8 bytes of what a container sends, no
 * container's MAC, no container's address; in the memory of a relay nothing of the unicast that it carries. Controls
 * show that the same search finds all of that in a plain mesh, and what is flooded in the relay.
 */
import { randomBytes } from "node:crypto";
import { stat } from "node:fs/promises";
import { execPath } from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DatapathView } from "../../api/types.ts";
import { fromHex } from "../../base/bytes.ts";
import { netnsOfName } from "../../host/netns.ts";
import { processesOf } from "../../lab/host-process.ts";
import { commandLineOf, processesIn } from "../../lab/process.ts";
import { hostNamed, readLab } from "../../lab/state.ts";
import { type MeshLab, meshLab, until } from "./mesh-lab.ts";
import { foundInMemory } from "./process-memory.ts";
import { UnderlayCapture } from "./underlay-capture.ts";

const program = fileURLToPath(new URL("marker-program.ts", import.meta.url));
const port = 7_100;
const markerBytes = 32;
/** Of processes' start times in /proc. */
const ticksPerSecond = 100;

/** A marker is sent over and over, so its windows go round its end. */
function windowsOf(marker: Buffer, step: number): readonly Buffer[] {
  const twice = Buffer.concat([marker, marker]);
  return Array.from({ length: markerBytes / step }, (_, i) => twice.subarray(i * step, i * step + 8));
}

function pingable(lab: MeshLab): Promise<boolean> {
  const answers = async () => (await lab.exec("h1c1", "ping", "-c1", "-W1", lab.address("h3c1"))).status === 0;
  return until(answers, { what: "h3c1 to answer h1c1" });
}

/** Sends the marker from h1c1, by datagrams and streams, once a container of h3 has learned of the way. */
async function sendMarker(lab: MeshLab, marker: Buffer) {
  const receiver = lab.start("h3c1", execPath, program, "receive", String(port));
  await receiver.printed("listening");
  await pingable(lab);
  const sender = lab.start(
    "h1c1",
    execPath,
    program,
    "send",
    lab.address("h3c1"),
    String(port),
    marker.toString("hex"),
  );
  await receiver.printed("udp");
  await receiver.printed("tcp");
  return { sender, receiver };
}

/** The id of the process that receives markers. */
async function receiverIn(lab: MeshLab, container: string): Promise<number> {
  const netns = lab.containers().find(({ name }) => name === container)?.netns ?? "";
  const { ino } = await stat(netnsOfName(netns));
  for (const { pid } of await processesIn(new Set([ino]), [])) {
    if ((await commandLineOf(pid)).includes("receive")) return pid;
  }
  throw new Error(`nobody receives in ${container}`);
}

/** By name: what gives containers away, as bytes on a wire. */
async function tracesOf(lab: MeshLab): Promise<Readonly<Record<string, Buffer>>> {
  const traces: Record<string, Buffer> = {};
  const containers = ["h1c1", "h3c1"];
  const [ipv4From, ipv4To] = containers.map((name) => Buffer.from(lab.address(name).split(".").map(Number)));
  for (const container of containers) {
    const [link] = JSON.parse(await lab.ok(container, "ip", "-j", "link", "show", "ethwe")) as { address: string }[];
    const mac = link?.address ?? "";
    traces[`the MAC of ${container}`] = Buffer.from(fromHex(mac.replaceAll(":", "")) as Uint8Array);
  }
  traces["the addresses of an IPv4 header"] = Buffer.concat([ipv4From as Buffer, ipv4To as Buffer]);
  traces["the addresses of an ARP request"] = Buffer.concat([ipv4From as Buffer, Buffer.alloc(6), ipv4To as Buffer]);
  return traces;
}

function occurrences(bytes: Buffer, needle: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(needle); at >= 0; at = bytes.indexOf(needle, at + 1)) count++;
  return count;
}

/** A frame passes two ports and the bridge between them. A random match is in one frame, a leak in hundreds. */
const copiesOfFrameMax = 4;

describe.each([{ encrypt: true }, { encrypt: false }])("a capture of 3 hosts, encrypted: $encrypt", ({ encrypt }) => {
  let capture: UnderlayCapture;
  beforeAll(() => {
    capture = new UnderlayCapture(lab.name);
  });
  const lab = meshLab({ hosts: 3, encrypt, ...(!encrypt && { words: ["--flag=--fast-path=off"] }) });
  afterAll(() => capture.remove());

  test(encrypt ? "gives nothing away" : "would find what containers send", async () => {
    const launches = await Promise.all(
      ["h1", "h2", "h3"].map(async (name) => processesOf(hostNamed(await readLab(lab.name), name), "router")),
    );
    const launchedAt = Math.min(...launches.flat().map(({ startTime }) => startTime / ticksPerSecond));

    const marker = randomBytes(markerBytes);
    const { sender } = await sendMarker(lab, marker);
    if (encrypt) {
      await lab.lab("kill", "h3", "--datapath");
      await lab.lab("kill", "h1");
      await lab.lab("start", "h1");
      await pingable(lab);
    }
    // In a capture that is too small nothing would be found either.
    await sleep(1_000);
    const { suites = [], peers } = await lab.json<DatapathView>("h1", "status", "datapath");
    // The automatic one: all hosts of a lab have the same processor.
    expect(peers.map(({ suite }) => suite)).toEqual(peers.map(() => suites[0]));
    expect(suites[0] === "none").toBe(!encrypt);
    await sender.stop();

    const { bytes, since } = await capture.end();
    expect(since).toBeLessThan(launchedAt);
    expect(bytes.length).toBeGreaterThan(100_000);
    const found = windowsOf(marker, 1).filter((window) => bytes.includes(window)).length;
    expect(found).toBe(encrypt ? 0 : markerBytes);
    for (const [trace, needle] of Object.entries(await tracesOf(lab))) {
      expect(bytes.includes(needle), trace).toBe(!encrypt);
    }
    for (const name of ["h1c1", "h2c1", "h3c1"]) {
      const address = Buffer.from(lab.address(name).split(".").map(Number));
      const seen = occurrences(bytes, address);
      if (encrypt) expect(seen, `the address of ${name}`).toBeLessThanOrEqual(copiesOfFrameMax);
      else if (name !== "h2c1") expect(seen, `the address of ${name}`).toBeGreaterThan(10 * copiesOfFrameMax);
    }
  });
});

describe("a relay between 3 hosts in a line", () => {
  const lab = meshLab({ hosts: 3, topology: "line", encrypt: true });

  test("carries unicast that it cannot read, also in its memory", async () => {
    const host = hostNamed(await readLab(lab.name), "h2");
    const relay = [...(await processesOf(host, "router")), ...(await processesOf(host, "datapath"))];
    expect(relay.length).toBeGreaterThanOrEqual(2);
    const foundInRelay = async (needles: readonly Buffer[]) => {
      const found = await Promise.all(relay.map(({ pid }) => foundInMemory(pid, needles)));
      return found.flat().length;
    };

    const marker = randomBytes(markerBytes);
    const windows = windowsOf(marker, 8);
    const { sender, receiver } = await sendMarker(lab, marker);
    expect(await foundInRelay(windows)).toBe(0);
    const peers = (await lab.json<DatapathView>("h1", "status", "datapath")).peers;
    expect(peers.find(({ nickname }) => nickname === "h3")).toMatchObject({
      path: "relay",
      via: expect.stringContaining("h2"),
    });
    const relayed = (await lab.json<DatapathView>("h2", "status", "datapath")).peers.map((peer) => peer.relayed);
    expect(Math.max(...relayed)).toBeGreaterThan(10);

    // The search works: the receiver has it.
    expect(await foundInMemory(await receiverIn(lab, "h3c1"), windows)).toHaveLength(windows.length);
    await sender.stop();
    await receiver.stop();
    // And the relay has what is flooded, as documented.
    const flooded = randomBytes(markerBytes);
    const flood = lab.start("h1c1", execPath, program, "send", "10.47.255.255", String(port), flooded.toString("hex"));
    await until(async () => (await foundInRelay(windowsOf(flooded, 8))) > 0, { what: "the flooded marker" });
    await flood.stop();
  });
});
