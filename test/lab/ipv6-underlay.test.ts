/**
 * Three hosts in a line with nothing but IPv6 between them, encrypted, on lines that lose, reorder and repeat: control
 * connections, the sleeve, relays, and the path's MTU, which IPv6 routers never make up for.
 */
import { createHash, randomBytes } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ConnectionView } from "../../api/types.ts";
import { clientOf } from "../../lab/host-process.ts";
import { hostNamed, readLab } from "../../lab/state.ts";
import { meshLab, until } from "./mesh-lab.ts";
import { hashTransferred } from "./transfer.ts";

const lab = meshLab({ hosts: 3, topology: "line", encrypt: true, words: ["--underlay=ipv6"] });
const file = join(tmpdir(), `wt-ipv6-${process.pid}`);
const bytes = randomBytes(1 << 20);
const hash = createHash("sha256").update(bytes).digest("hex");
const client = async (host: string) => clientOf(hostNamed(await readLab(lab.name), host));

beforeAll(() => writeFile(file, bytes));
afterAll(() => rm(file, { force: true }));

async function connection(host: string, peer: string): Promise<ConnectionView | undefined> {
  return (await (await client(host)).statusPart("connections")).find(({ nickname }) => nickname === peer);
}

const mtuBecomes = (mtu: number) =>
  until(
    async () => {
      const found = await Promise.all([connection("h1", "h2"), connection("h2", "h1")]);
      return found.every((one) => one?.mtu !== null && one?.mtu !== undefined && one.mtu <= mtu && one.mtu > mtu - 8);
    },
    { what: `the MTU ${mtu} in both directions`, timeoutMs: 45_000, everyMs: 200 },
  );

test("hosts connect, containers talk over the sleeve and a relay, and nothing has an IPv4 address underneath", async () => {
  expect(await lab.ok("h1", "ip", "-4", "-o", "addr", "show", "dev", "eth0")).toBe("");
  expect((await connection("h1", "h2"))?.remote).toContain("[fd99::2]");
  for (const peer of ["h2c1", "h3c1"]) {
    await lab.ok("h1c1", "ping", "-c3", "-i0.1", "-W3", lab.address(peer));
    await lab.ok("h1c1", "ping", "-c3", "-i0.1", "-W3", lab.ipv6(peer));
  }
  expect((await connection("h1", "h2"))?.path).toBe("sleeve");
  const peers = (await (await client("h1")).statusPart("datapath")).peers;
  expect(peers.find(({ nickname }) => nickname === "h3")?.path).toBe("relay");
});

test("a path that is narrower than the interfaces is found, and what is longer arrives all the same, also over the relay", async () => {
  const pings = lab.start("h1c1", "ping", "-n", "-i0.05", lab.address("h2c1"));
  await mtuBecomes(1_500);
  await lab.lab("mtu", "h1", "h2", "1400");
  // The line drops it, and says nothing.
  const control = (size: number) => lab.exec("h1", "ping", "-6", "-c1", "-W1", "-M", "do", `-s${size - 48}`, "fd99::2");
  expect((await control(1_400)).status).toBe(0);
  expect((await control(1_401)).status).toBe(1);
  await mtuBecomes(1_400);
  for (const [from, to] of [
    ["h1c1", "h2c1"],
    ["h1c1", "h3c1"],
    ["h3c1", "h1c1"],
  ] as const) {
    await lab.ok(from, "ping", "-c3", "-i0.2", "-W3", "-s", "8000", lab.address(to));
    await lab.ok(from, "ping", "-c3", "-i0.2", "-W3", "-s", "1300", lab.ipv6(to));
  }
  await pings.stop("SIGINT");
});

test("bulk TCP arrives unchanged, both ways, over IPv4 and IPv6, directly and over the relay", async () => {
  for (const [from, to] of [
    ["h1", "h2"],
    ["h2", "h3"],
  ] as const) {
    for (const [fault, share] of Object.entries({ loss: "0.5%", reorder: "1%", duplicate: "0.5%" })) {
      await lab.lab(fault, from, to, share);
    }
  }
  for (const [from, to] of [
    ["h1c1", "h2c1"],
    ["h2c1", "h1c1"],
    ["h1c1", "h3c1"],
    ["h3c1", "h1c1"],
  ] as const) {
    for (const address of [lab.address(to), lab.ipv6(to)]) {
      expect(await hashTransferred(lab, { from, to, address, file }), `${from} to ${to} ${address}`).toBe(hash);
    }
  }
});
