/**
 * Bulk TCP over the kernel's own path, both ways, over IPv4 and IPv6, while the underlay loses, reorders and repeats
 * datagrams, and while the path is cut in the middle and the sleeve stands in. What arrives is judged by its hash.
 */
import { createHash, randomBytes } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { clientOf } from "../../lab/host-process.ts";
import { hostNamed, readLab } from "../../lab/state.ts";
import { meshLab, until } from "./mesh-lab.ts";
import { hashTransferred } from "./transfer.ts";

const lab = meshLab({ hosts: 2, words: ["--flag=--fast-path=auto"] });
const file = join(tmpdir(), `wt-fast-${process.pid}`);
const bytes = randomBytes(2 << 20);
const hash = createHash("sha256").update(bytes).digest("hex");
const both = [
  ["h1c1", "h2c1"],
  ["h2c1", "h1c1"],
] as const;

const pathBecomes = (path: string) =>
  until(
    async () => {
      const client = clientOf(hostNamed(await readLab(lab.name), "h1"));
      return (await client.statusPart("datapath")).peers[0]?.path === path;
    },
    { what: `the path ${path}`, timeoutMs: 60_000, everyMs: 200 },
  );

async function vxlanBytes(host: string): Promise<number> {
  const shown = JSON.parse(await lab.ok(host, "ip", "-j", "-s", "link", "show", "dev", "weave-vxlan")) as {
    stats64: { tx: { bytes: number } };
  }[];
  return shown[0]?.stats64.tx.bytes ?? 0;
}

beforeAll(() => writeFile(file, bytes));
afterAll(() => rm(file, { force: true }));

test("arrives unchanged, and by the kernel, on an underlay that loses, reorders and repeats", async () => {
  await pathBecomes("fast");
  for (const [fault, share] of Object.entries({ loss: "0.5%", reorder: "1%", duplicate: "0.5%" })) {
    await lab.lab(fault, "h1", "h2", share);
  }
  const before = await vxlanBytes("h1");
  for (const [from, to] of both) {
    for (const address of [lab.address(to), lab.ipv6(to)]) {
      expect(await hashTransferred(lab, { from, to, address, file }), `${from} to ${address}`).toBe(hash);
    }
  }
  expect((await vxlanBytes("h1")) - before).toBeGreaterThan(2 * bytes.length);
}, 120_000);

test("arrives unchanged while the kernel's path is cut and the sleeve takes over", async () => {
  for (const fault of ["loss", "reorder", "duplicate"]) await lab.lab(fault, "h1", "h2", "0");
  // Slow enough that the cut falls into it.
  await lab.lab("rate", "h1", "h2", "4mbit");
  await pathBecomes("fast");
  const arrives = hashTransferred(lab, { from: "h1c1", to: "h2c1", address: lab.address("h2c1"), file });
  await lab.ok("h2", "nft", "add", "table", "inet", "cut");
  await lab.ok("h2", "nft", "add", "chain", "inet", "cut", "in", "{ type filter hook input priority -400 ; }");
  await lab.ok("h2", "nft", "add", "rule", "inet", "cut", "in", "udp", "dport", "6784", "drop");
  await pathBecomes("sleeve");
  expect(await arrives).toBe(hash);
}, 120_000);
