/**
 * The kernel's own path in other meshes than the plain one: in an encrypted mesh nothing of it, but between hosts that trust
 * each other's underlay, which a capture from before the launch shows; and over IPv6.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  addressOf,
  awaitCarried,
  backMsMax,
  counter,
  cut,
  expectClean,
  pathBecomes,
  peerOf,
  vxlanPort,
  vxlanSender,
} from "./fast-path-lab.ts";
import { meshLab, until } from "./mesh-lab.ts";
import { sendNumbered } from "./numbered-datagrams.ts";
import { UnderlayCapture } from "./underlay-capture.ts";
import { isProbe, vxlanIn } from "./vxlan-in-capture.ts";

describe("an encrypted mesh whose hosts trust no underlay", () => {
  const lab = meshLab({ hosts: 2, encrypt: true });

  test("has no VXLAN, and a rule that lets none out", async () => {
    await until(async () => (await lab.exec("h1c1", "ping", "-c1", "-W1", lab.address("h2c1"))).status === 0, {
      what: "h2c1 to answer",
    });
    await pathBecomes(lab, "sleeve", ["h1", "h2"]);
    expect((await lab.exec("h1", "ip", "link", "show", "weave-vxlan")).status).not.toBe(0);
    const peer = await peerOf(lab, "h1", "h2");
    expect(peer?.path).toBe("sleeve");
    expect(peer?.candidates[0]).toMatchObject({ path: "fast", state: "unavailable" });
    expect(peer?.candidates[0]?.why).toContain("encrypted");
    const before = await counter(lab, "h1", "unconsented");
    await lab.ok("h1", "python3", "-c", vxlanSender(addressOf(lab, "h1"), addressOf(lab, "h2"), vxlanPort));
    expect(await counter(lab, "h1", "unconsented")).toBe(before + 1);
  });
});

describe("an encrypted mesh of which two hosts trust each other's underlay, and the third is trusted by none", () => {
  let capture: UnderlayCapture;
  beforeAll(() => {
    capture = new UnderlayCapture(lab.name);
  });
  // The third trusts the first.
  const lab = meshLab({
    hosts: 3,
    encrypt: true,
    words: ["--flag=--fast-path=trusted=10.99.0.1/32,10.99.0.2/32"],
  });
  afterAll(() => capture.remove());

  test("has plaintext between those two only, only after both agreed, and says so", async () => {
    const stream = await sendNumbered(lab, "h1c1", "h2c1", { port: 7_001 });
    const sealed = await sendNumbered(lab, "h3c1", "h1c1", { port: 7_002 });
    await awaitCarried(lab, ["h1", "h2"], true);
    const shown = await lab.ok("h1", "weave", "status", "connections");
    expect(shown).toMatch(/PLAINTEXT by VXLAN +fast +\S+\(h2\)/);
    expect(shown).toMatch(/encrypted \S+ +sleeve +\S+\(h3\)/);
    expect((await peerOf(lab, "h1", "h2"))?.candidates[0]?.why).toContain("in plaintext");
    expect((await peerOf(lab, "h1", "h3"))?.candidates[0]?.why).toContain("does not trust the underlay of 10.99.0.3");
    expect((await peerOf(lab, "h3", "h1"))?.candidates[0]?.why).toContain("the peer does not agree");

    // And agreed anew, while the stream presses.
    await lab.ok("h2", "weave", "stop");
    await awaitCarried(lab, ["h1", "h2"], false);
    const stoppedAt = Date.now();
    await lab.lab("start", "h2");
    await awaitCarried(lab, ["h1", "h2"], true);
    await sealed.stop();
    expectClean(await stream.stop());

    const { frames, others } = vxlanIn(await capture.end(), vxlanPort);
    const pairs = new Set(frames.map(({ from, to }) => `${from} ${to}`));
    expect([...pairs].sort()).toEqual(["10.99.0.1 10.99.0.2", "10.99.0.2 10.99.0.1"]);
    for (const since of [0, stoppedAt]) {
      const seen = frames.filter(({ at }) => at > since);
      const first = seen.findIndex((frame) => !isProbe(frame));
      const senders = new Set(seen.slice(0, first).map(({ from }) => from));
      expect([...senders].sort()).toEqual(["10.99.0.1", "10.99.0.2"]);
    }
    for (const container of ["h1c1", "h2c1", "h3c1"]) {
      const [link] = JSON.parse(await lab.ok(container, "ip", "-j", "link", "show", "ethwe")) as { address: string }[];
      const mac = Buffer.from((link?.address ?? "").replaceAll(":", ""), "hex");
      expect(others.includes(mac), `the MAC of ${container} outside VXLAN`).toBe(false);
    }
  });
});

describe("a mesh whose underlay is IPv6", () => {
  const lab = meshLab({ hosts: 2, words: ["--underlay=ipv6"] });

  test("has a fast path like any, which is left and taken", async () => {
    const stream = await sendNumbered(lab, "h1c1", "h2c1", { port: 7_001 });
    await awaitCarried(lab, ["h1", "h2"], true, "fd99::2");
    expect((await peerOf(lab, "h1", "h2"))?.fast).toMatchObject({ mtu: 1_376 + 70 });
    const heal = await cut(lab, ["h2", "h1"], vxlanPort, ["from", "to"], "fd99::1");
    await awaitCarried(lab, ["h1", "h2"], false, "fd99::2");
    await heal();
    await awaitCarried(lab, ["h1", "h2"], true, "fd99::2");
    const outcome = await stream.stop();
    expectClean(outcome);
    expect(outcome.gapMs).toBeLessThan(backMsMax);
  });
});
