/**
 * What of an underlay may fail between two hosts of three while their containers talk: UDP, one direction of it, TCP, and
 * at last the address of a host. Traffic goes by the third host, or on as it was, and comes back to the direct path.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { clientOf } from "../../lab/host-process.ts";
import { hostNamed, readLab } from "../../lab/state.ts";
import { meshLab, until } from "./mesh-lab.ts";
import { longestGapMs, type PingCount, type PingStream, stopPings } from "./ping-stream.ts";

const lab = meshLab({ hosts: 3, encrypt: true, words: ["--flag=--restart-window=5"] });
/** Three times what DESIGN promises for traffic over a relay. */
const outageMsMax = 3 * 5_000;

// Asked often, so not through the command.
const client = async (host: string) => clientOf(hostNamed(await readLab(lab.name), host));
const peerOf = async (host: string, peer: string) => {
  const { peers } = await (await client(host)).statusPart("datapath");
  return peers.find(({ nickname }) => nickname === peer);
};

const pathBecomes = (path: string) =>
  until(
    async () => {
      const [there, back] = await Promise.all([peerOf("h1", "h2"), peerOf("h2", "h1")]);
      return there?.path === path && back?.path === path;
    },
    { what: `h1 and h2 to have the path ${path}`, timeoutMs: 60_000, everyMs: 200 },
  );

const connectionTo = async (host: string, peer: string) =>
  (await (await client(host)).statusPart("connections")).filter(({ nickname }) => nickname === peer);

/** Whether `host` still tells the mesh of its connection to `peer`. */
async function isLinked(host: string, peer: string): Promise<boolean> {
  const peers = await (await client(host)).statusPart("peers");
  return peers.some(({ self, connections }) => self && connections.some(({ nickname }) => nickname === peer));
}

/** Drops a protocol between h1 and h2, at h2, until `heal`. */
async function cut(protocol: "tcp" | "udp", hooks: readonly ("input" | "output")[]): Promise<void> {
  await lab.ok("h2", "nft", "add", "table", "inet", "cut");
  for (const hook of hooks) {
    await lab.ok("h2", "nft", "add", "chain", "inet", "cut", hook, `{ type filter hook ${hook} priority -400 ; }`);
    const match = ["ip", hook === "input" ? "saddr" : "daddr", "10.99.0.1", "meta", "l4proto", protocol];
    await lab.ok("h2", "nft", "add", "rule", "inet", "cut", hook, ...match, "drop");
  }
}
const heal = () => lab.exec("h2", "nft", "delete", "table", "inet", "cut");
afterEach(heal);

async function pinging(): Promise<PingStream> {
  const program = lab.start("h1c1", "ping", "-n", "-i", "0.01", lab.address("h2c1"));
  await program.printed(/icmp_seq=\d+ /);
  return { pair: "h1c1 to h2c1", program };
}

/** None was answered twice. */
async function outcomeOf(stream: PingStream, what: string): Promise<PingCount> {
  const [count] = await stopPings([stream]);
  expect(stream.program.stdout()).not.toContain("DUP!");
  console.info(`${what}: the longest gap ${longestGapMs(count as PingCount)} ms`);
  return count as PingCount;
}

describe("between two hosts of three", () => {
  test.each([
    { what: "UDP cut", hooks: ["input", "output"] as const },
    { what: "UDP cut from h1 to h2", hooks: ["input"] as const },
    { what: "UDP cut from h2 to h1", hooks: ["output"] as const },
  ])("$what: traffic goes by the third, and back when it heals", async ({ what, hooks }) => {
    await pathBecomes("sleeve");
    const stream = await pinging();
    await cut("udp", hooks);
    await pathBecomes("relay");
    expect((await connectionTo("h1", "h2")).map(({ state }) => state)).toEqual(["established"]);
    await heal();
    await pathBecomes("sleeve");
    expect(longestGapMs(await outcomeOf(stream, what))).toBeLessThan(outageMsMax);
  });

  test("TCP cut: not a packet is lost, neither while the peer is stale, nor later, when frames go directly without a control connection", async () => {
    const stream = await pinging();
    await cut("tcp", ["input", "output"]);
    await until(async () => (await connectionTo("h1", "h2")).some(({ state }) => state === "stale"), {
      what: "the connection to be stale",
    });
    await until(async () => !(await isLinked("h1", "h2")), { what: "the restart window to be over" });
    await sleep(3_000);
    await pathBecomes("sleeve");
    await heal();
    await until(async () => (await connectionTo("h1", "h2")).some(({ state }) => state === "established"), {
      what: "the connection to be back",
    });
    expect((await outcomeOf(stream, "TCP cut")).lost).toEqual([]);
  });

  test("a host's address changed: it is met at its new one by itself", async () => {
    const stream = await pinging();
    await lab.ok("h2", "ip", "addr", "del", "10.99.0.2/24", "dev", "eth0");
    await lab.ok("h2", "ip", "addr", "add", "10.99.0.22/24", "dev", "eth0");
    await until(async () => (await connectionTo("h1", "h2")).some(({ remote }) => remote.startsWith("10.99.0.22")), {
      what: "h1 to meet h2 at its new address",
    });
    await pathBecomes("sleeve");
    await lab.ok("h1c1", "ping", "-c3", "-i0.2", "-W2", lab.address("h2c1"));
    expect(longestGapMs(await outcomeOf(stream, "address changed"))).toBeLessThan(outageMsMax);
  });
});
