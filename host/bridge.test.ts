/** Bridge, TAP device, forwarding entries and other people's firewalls, in namespaces of our own; needs root. */
import { expect, test } from "vitest";
import { addBridgePort, ensureBridge, pinForwardingEntries, removeBridge, writeForwardingEntries } from "./bridge.ts";
import { allowForwarding, withdrawForwarding } from "./firewall.ts";
import { ipBatch, showLink } from "./link.ts";
import { isInstalled } from "./run.ts";
import { scratchNamespace } from "./scratch-namespace.ts";
import { ensureTap, removeTap } from "./tap.ts";

const options = { name: "weave", mac: "02:00:00:00:00:01", mtu: 1400, gsoMaxSize: 62_400 };

test("the bridge is made once, made right again, and keeps its MAC and MTU whatever joins", async () => {
  await using host = await scratchNamespace("h");
  const first = await ensureBridge(options, host.path);
  expect(first).toMatchObject({
    address: options.mac,
    mtu: 1400,
    linkinfo: { info_data: { mcast_snooping: 0, stp_state: 0 } },
  });
  await ensureTap("weave-tap", 1400, host.path);
  await addBridgePort("weave", "weave-tap", { isolated: true, learning: false }, host.path);
  await host.run("ip", "link", "add", "small", "mtu", "1000", "type", "bridge");
  await host.run("ip", "link", "set", "weave", "address", "02:00:00:00:00:77", "mtu", "900");
  await host.run("ip", "link", "set", "weave", "type", "bridge", "mcast_snooping", "1");
  const again = await ensureBridge(options, host.path);
  expect(again).toMatchObject({ ifindex: first.ifindex, address: options.mac, mtu: 1400 });
  expect(again.linkinfo?.info_data?.["mcast_snooping"]).toBe(0);
  expect((await showLink("weave-tap", host.path))?.linkinfo?.info_slave_data).toMatchObject({
    isolated: true,
    learning: false,
  });
  expect((await host.run("ip", "-6", "addr", "show")).stdout).not.toContain("fe80");
  await removeBridge("weave", host.path);
  await removeBridge("weave", host.path);
  expect(await showLink("weave", host.path)).toBeUndefined();
});

test("the TAP device is taken as it is when somebody made it before, and its port stays where it is", async () => {
  await using host = await scratchNamespace("h");
  await ensureBridge(options, host.path);
  await host.run("ip", "tuntap", "add", "dev", "weave-tap", "mode", "tap", "vnet_hdr");
  const before = await showLink("weave-tap", host.path);
  await ensureTap("weave-tap", 1300, host.path);
  await addBridgePort("weave", "weave-tap", { isolated: false, learning: true }, host.path);
  await ensureTap("weave-tap", 1400, host.path);
  await addBridgePort("weave", "weave-tap", { isolated: false, learning: true }, host.path);
  expect(await showLink("weave-tap", host.path)).toMatchObject({
    ifindex: before?.ifindex,
    master: "weave",
    mtu: 1400,
  });
  await removeTap("weave-tap", host.path);
  await removeTap("weave-tap", host.path);
});

test("a name that is something else's is refused", async () => {
  await using host = await scratchNamespace("h");
  await ipBatch(["link add weave type ifb", "link add weave-tap type ifb"], host.path);
  await expect(ensureBridge(options, host.path)).rejects.toMatchObject({ code: "HOST_INTERFACE_TAKEN" });
  await expect(ensureTap("weave-tap", 1400, host.path)).rejects.toMatchObject({ code: "HOST_INTERFACE_TAKEN" });
});

test("a batch that fails names its line", async () => {
  await using host = await scratchNamespace("h");
  await expect(ipBatch(["link set dev lo up", "link set dev wt-none up"], host.path)).rejects.toMatchObject({
    code: "HOST_COMMAND_FAILED",
    facts: { command: "ip link set dev wt-none up" },
  });
});

test("entries are written to ports, and a pinned one does not move", async () => {
  await using host = await scratchNamespace("h");
  await ensureBridge(options, host.path);
  await ensureTap("weave-tap", 1400, host.path);
  await addBridgePort("weave", "weave-tap", { isolated: false, learning: false }, host.path);
  await writeForwardingEntries([{ mac: "02:00:00:00:00:05", port: "weave-tap" }], host.path);
  await pinForwardingEntries([{ mac: "02:00:00:00:00:06", port: "weave-tap" }], host.path);
  const entries = (await host.run("bridge", "fdb", "show", "dev", "weave-tap")).stdout;
  expect(entries).toMatch(/02:00:00:00:00:05 .*extern_learn/);
  expect(entries).toMatch(/02:00:00:00:00:06 .*sticky/);
});

test("Docker's chain gets one rule, which goes again; another's drop is reported and not touched", async () => {
  if (!(await isInstalled("iptables"))) return;
  await using host = await scratchNamespace("h");
  expect(await allowForwarding("weave", host.path)).toEqual({ allowedIn: [], blockedBy: [] });
  await host.run("iptables", "-P", "FORWARD", "DROP");
  expect(await allowForwarding("weave", host.path)).toEqual({ allowedIn: [], blockedBy: ["ip filter FORWARD"] });
  await host.run("iptables", "-N", "DOCKER-USER");
  await host.run("iptables", "-A", "FORWARD", "-j", "DOCKER-USER");
  for (let i = 0; i < 2; i++) {
    expect(await allowForwarding("weave", host.path)).toEqual({ allowedIn: ["docker"], blockedBy: [] });
  }
  const ours = "-A DOCKER-USER -i weave -o weave -j ACCEPT";
  expect((await host.run("iptables", "-S")).stdout.split(ours).length).toBe(2);
  await withdrawForwarding("weave", host.path);
  await withdrawForwarding("weave", host.path);
  expect((await host.run("iptables", "-S")).stdout).not.toContain(ours);
});
