/**
 * Who is refused by a running, encrypted mesh of 3 hosts, and what both ends say of it: a host with another password, one
 * with none, and a copy of h3's state directory on another machine. Pings between the three run all the time; none is lost.
 */
import { cp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ConnectionView, StatusView } from "../../api/types.ts";
import { clientOf, passwordFile } from "../../lab/host-process.ts";
import { hostNamed, readLab } from "../../lab/state.ts";
import { meshLab, until } from "./mesh-lab.ts";
import { type PingStream, pingAllPairs, stopPings } from "./ping-stream.ts";

/** h1 to h3 are the mesh; h4 and h5 leave it first, and come back as strangers. */
const lab = meshLab({ hosts: 5, encrypt: true });
const mesh = ["h1", "h2", "h3"];
const addressOf = (host: string) => `10.99.0.${host.slice(1)}`;
const hostOf = async (host: string) => hostNamed(await readLab(lab.name), host);
const client = async (host: string) => clientOf(await hostOf(host));
let pings: readonly PingStream[] = [];

beforeAll(async () => {
  await Promise.all(["h4", "h5"].map((host) => lab.ok(host, "weave", "reset")));
  await Promise.all(mesh.map((host) => lab.ok(host, "weave", "forget", addressOf("h4"), addressOf("h5"))));
  pings = await pingAllPairs(
    lab,
    mesh.map((host) => `${host}c1`),
  );
}, 120_000);

/** Nobody else is disturbed, whoever was refused meanwhile. */
async function expectUndisturbed(): Promise<void> {
  const counts = await stopPings(pings);
  expect(counts.length).toBe(6);
  expect(counts.filter(({ lost }) => lost.length > 0)).toEqual([]);
}

afterAll(expectUndisturbed, 60_000);

const connectionsOf = (host: string) => lab.json<readonly ConnectionView[]>(host, "status", "connections");

/** Waits until a host shows this about another: who says so, and the code. */
async function showsRefusal(host: string, other: string, code: string): Promise<ConnectionView> {
  const refusal = async () =>
    (await connectionsOf(host)).find(
      ({ remote, state, reason }) =>
        state === "failed" && remote.split(":")[0] === addressOf(other) && reason.includes(`(${code})`),
    );
  return until(refusal, { what: `${host} to show that ${other} was refused: ${code}`, everyMs: 300 });
}

async function meshStandsAlone(): Promise<void> {
  for (const host of mesh) {
    const { connections, peers } = await (await client(host)).status();
    const established = connections
      .filter(({ state }) => state === "established")
      .map(({ nickname }) => nickname ?? "");
    expect(established.toSorted((a, b) => a.localeCompare(b))).toEqual(mesh.filter((other) => other !== host));
    expect(peers.filter(({ reachable }) => reachable).length).toBe(mesh.length);
  }
}

test("another password, or none, is refused with the reason at both ends", async () => {
  await writeFile(join((await hostOf("h4")).folder, "etc/password"), "not that of the others");
  await Promise.all([
    lab.ok("h4", "weave", "launch", "--nickname=h4", "--password-file=/etc/weave/password", addressOf("h1")),
    lab.ok("h5", "weave", "launch", "--nickname=h5", addressOf("h1")),
  ]);
  for (const [stranger, code] of [
    ["h4", "wrong-password"],
    ["h5", "password-on-one-side"],
  ] as const) {
    expect(await showsRefusal(stranger, "h1", code)).toMatchObject({ outbound: true });
    expect((await showsRefusal("h1", stranger, code)).outbound).toBe(false);
    const log = await lab.ok("h1", "weave", "logs");
    expect(log).toContain(code);
    expect((await (await client(stranger)).status()).peers.length).toBe(1);
  }
  await meshStandsAlone();
}, 90_000);

describe("a copy of h3's state directory on another host", () => {
  const launch = ["weave", "launch", "--nickname=h5", "--password-file=/etc/weave/password"];
  const fencedAt = async (host: string) => (await (await client(host)).status()).router.fenced;

  test("does not start without a word on its identity", async () => {
    await lab.ok("h5", "weave", "reset");
    const [original, copy] = [await hostOf("h3"), await hostOf("h5")];
    await lab.lab("kill", "h3");
    await rm(join(copy.folder, "state/identity.json"), { force: true });
    await cp(join(original.folder, "state"), join(copy.folder, "state"), { recursive: true });
    await lab.lab("start", "h3");
    await expect.poll(meshStandsAlone, { timeout: 30_000 }).toBeUndefined();
    await cp(passwordFile(lab.name), join(copy.folder, "etc/password"));
    const { status, stderr } = await lab.exec("h5", ...launch, addressOf("h1"));
    expect(status).toBe(5);
    expect(stderr).toContain("--identity new");
  }, 60_000);

  test("is refused as a clone, and both are fenced: no allocation on either, and both addresses are named", async () => {
    await lab.ok("h5", ...launch, "--identity=keep", addressOf("h1"));
    expect((await showsRefusal("h5", "h1", "cloned-identity")).reason).toContain("--identity new");
    expect((await showsRefusal("h1", "h5", "cloned-identity")).reason).toContain("--identity new");
    for (const host of ["h3", "h5"]) {
      const bothNamed = async () => {
        const said = (await fencedAt(host)) ?? "";
        return ["h3", "h5"].every((twin) => said.includes(addressOf(twin))) && said;
      };
      const fenced = await until(bothNamed, { what: `${host} to be fenced, and name both addresses` });
      expect((await lab.json<StatusView>(host, "status")).router.fenced).toBe(fenced);
      const allocation = (await client(host)).allocate("somebody", "eth0", {});
      await expect(allocation).rejects.toMatchObject({ code: "ROUTER_FENCED" });
    }
    expect(await fencedAt("h1")).toBeNull();
    await meshStandsAlone();
  }, 60_000);

  test("joins under an identity of its own, and the original is free again after a restart", async () => {
    await lab.ok("h5", "weave", "stop");
    await lab.ok("h5", ...launch, "--identity=new", addressOf("h1"));
    const joined = async () =>
      (await (await client("h1")).statusPart("connections")).some(
        ({ nickname, state }) => nickname === "h5" && state === "established",
      );
    await until(joined, { what: "h5 to join" });
    await lab.lab("kill", "h3");
    await lab.lab("start", "h3");
    await until(
      async () =>
        (await client("h3"))
          .allocate("somebody", "eth0", {})
          .then(({ addresses }) => addresses.length === 1)
          .catch(() => false),
      { what: "an address of h3" },
    );
    expect(await fencedAt("h3")).toBeNull();
  }, 60_000);
});
