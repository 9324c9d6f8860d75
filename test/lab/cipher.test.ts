/**
 * Ciphers between 2 hosts, encrypted: the automatic one; one host that is started again under a running session to take
 * another one only; and two that have none in common, which carry nothing and say why at both ends.
 */
import { expect, test } from "vitest";
import type { DatapathView } from "../../api/types.ts";
import { readHardwareAes } from "../../host/hardware-aes.ts";
import { clientOf, launchArguments } from "../../lab/host-process.ts";
import { hostNamed, readLab } from "../../lab/state.ts";
import { meshLab, until } from "./mesh-lab.ts";

const lab = meshLab({ hosts: 2, encrypt: true });
/** A router that starts and a handshake, on a machine that is busy with other labs. */
const patienceMs = 60_000;
const best = readHardwareAes() ? "aes-256-gcm" : "chacha20-poly1305";

// Asked often, so not through the command.
async function datapathOf(host: string): Promise<DatapathView> {
  return await clientOf(hostNamed(await readLab(lab.name), host)).statusPart("datapath");
}

async function peerOf(host: string) {
  return (await datapathOf(host).catch(() => undefined))?.peers[0];
}

const suitesAre = (suite: string) =>
  until(async () => (await Promise.all(["h1", "h2"].map(peerOf))).every((peer) => peer?.suite === suite), {
    what: `both hosts to use ${suite}`,
    timeoutMs: patienceMs,
  });

const pings = async () => (await lab.exec("h1c1", "ping", "-c1", "-W1", lab.address("h2c1"))).status === 0;

/** The router alone: its datapath process, sessions and containers stay. */
async function restart(host: string, ...flags: readonly string[]): Promise<void> {
  await lab.lab("kill", host);
  const state = await readLab(lab.name);
  lab.start(host, "weave", ...launchArguments(state, hostNamed(state, host)), ...flags);
}

test(
  "the best one for both, then the one that a restarted host takes only",
  async () => {
    await suitesAre(best);
    await until(pings, { what: "h2c1 to answer" });
    const before = await datapathOf("h2");

    await restart("h2", "--cipher=nacl");
    // What stands is used meanwhile.
    expect(await pings()).toBe(true);
    await suitesAre("nacl");
    expect(await pings()).toBe(true);
    const after = await datapathOf("h2");
    expect(after).toMatchObject({ pid: before.pid, suites: ["nacl"] });
    expect(await lab.ok("h1", "weave", "status", "connections")).toContain("encrypted nacl");
  },
  2 * patienceMs,
);

test(
  "none in common: no traffic, and the reason at both ends",
  async () => {
    await restart("h1", "--cipher=chacha20-poly1305");
    const refused = async () => {
      const peers = await Promise.all(["h1", "h2"].map(peerOf));
      return peers.every((peer) => peer?.refusal === "no-common-suite");
    };
    await until(refused, { what: "both hosts to say no-common-suite", timeoutMs: patienceMs });
    expect(await pings()).toBe(false);
    expect((await peerOf("h1"))?.why).toContain("this one takes chacha20-poly1305 and the peer nacl");
    for (const [host, other] of [
      ["h1", "h2"],
      ["h2", "h1"],
    ] as const) {
      expect(await peerOf(host)).toMatchObject({ suite: null, path: "none" });
      expect(await lab.ok(host, "weave", "status", "connections")).toContain("no-common-suite");
      const why = await lab.exec(host, "weave", "why", other);
      expect(why.status).toBe(1);
      expect(why.stdout).toContain("no-common-suite");
      expect(await lab.ok(host, "weave", "logs", "-n", "200")).toContain("session-refused");
    }
  },
  2 * patienceMs,
);
