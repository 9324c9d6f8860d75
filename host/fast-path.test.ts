/** The fast path's device, guard and steering, in two namespaces with an underlay between them; needs root. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { addBridgePort, ensureBridge } from "./bridge.ts";
import { ensureFastPath, type FastPathDevices, fastPathHolds, guardFastPath, removeFastPath } from "./fast-path.ts";
import {
  changeFastPathEntries,
  countFastPath,
  countSteered,
  type FastPathEntries,
  listFastPathEntries,
  noFastPathEntries,
} from "./fast-path-entries.ts";
import { ipBatch, showLink } from "./link.ts";
import { type ScratchNamespace, scratchNamespace } from "./scratch-namespace.ts";
import { ensureTap } from "./tap.ts";

const settings = { mode: "plain", port: 6784, mtu: 1400 } as const;

async function ground(label: string): Promise<ScratchNamespace> {
  const host = await scratchNamespace(label);
  await ensureBridge({ name: "weave", mac: "02:00:00:00:00:01", mtu: 1400, gsoMaxSize: 65_536 }, host.path);
  await ensureTap("weave-tap", 1400, host.path);
  await addBridgePort("weave", "weave-tap", { isolated: true, learning: true }, host.path);
  return host;
}

/** Sends one frame into a device by a packet socket of root's; `sent` or the error's name. */
async function sendFrame(host: ScratchNamespace, device: string, hex: string): Promise<string> {
  const program = `
import socket, errno
s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)
try:
    s.sendto(bytes.fromhex("${hex}"), ("${device}", 0))
    print("sent")
except OSError as e:
    print(errno.errorcode[e.errno])`;
  return (await host.run("python3", "-c", program)).stdout.trim();
}

async function sentPackets(host: ScratchNamespace, device: string): Promise<number> {
  const { stdout } = await host.run("ip", "-j", "-s", "link", "show", "dev", device);
  return (JSON.parse(stdout) as { stats64: { tx: { packets: number } } }[])[0]?.stats64.tx.packets ?? -1;
}

/** The mark 7 in the machine's own order, as the datapath process writes it. */
const flip = (operation: "renew" | "end") =>
  `030000000000${operation === "renew" ? "020000000001" : "020000000002"}88b607000000${"00".repeat(42)}`;
const frameTo = (mac: string) => `${mac.replaceAll(":", "")}0200000000bb0800${"00".repeat(50)}`;
const remote = "02:aa:00:00:00:02";
const entries: FastPathEntries = {
  addresses: new Set(["10.99.0.2"]),
  steered: new Map([[remote, 7]]),
  forwarded: new Map([
    [remote, "10.99.0.2"],
    ["02:00:00:00:00:09", "10.99.0.2"],
  ]),
};

test("the device is a port that learns nothing and is flooded with nothing, and is put right and removed", async () => {
  await using host = await ground("h");
  const first = (await ensureFastPath(settings, host.path)) as FastPathDevices;
  expect(await ensureFastPath(settings, host.path)).toEqual(first);
  const link = await showLink("weave-vxlan", host.path);
  expect(link).toMatchObject({ ifindex: first.vxlan, mtu: 1400, master: "weave" });
  expect(link?.linkinfo?.info_data).toMatchObject({ id: 6783, port: 6784, learning: false });
  expect(link?.linkinfo?.info_slave_data).toMatchObject({
    isolated: true,
    learning: false,
    flood: false,
    mcast_flood: false,
    bcast_flood: false,
  });
  expect(await fastPathHolds(first, host.path)).toBe(true);
  await host.run("nft", "flush", "ruleset");
  expect(await fastPathHolds(first, host.path)).toBe(false);
  await ensureFastPath(settings, host.path);
  expect(await fastPathHolds(first, host.path)).toBe(true);
  await host.run("ip", "link", "del", "weave-vxlan6");
  expect(await fastPathHolds(first, host.path)).toBe(false);
  const again = (await ensureFastPath(settings, host.path)) as FastPathDevices;
  expect(await fastPathHolds(again, host.path)).toBe(true);
  expect(await fastPathHolds(first, host.path)).toBe(false);
  await removeFastPath(host.path);
  await removeFastPath(host.path);
  expect(await showLink("weave-vxlan", host.path)).toBeUndefined();
  expect((await host.run("nft", "list", "ruleset")).stdout).not.toContain("weave_fast_path");
});

test("entries are listed as they were written, and go without a trace", async () => {
  await using host = await ground("h");
  await ensureFastPath(settings, host.path);
  await changeFastPathEntries(noFastPathEntries, entries, host.path);
  expect(await listFastPathEntries(host.path)).toEqual(entries);
  const moved = { ...entries, steered: new Map([[remote, 8]]), forwarded: new Map([[remote, "10.99.0.3"]]) };
  await changeFastPathEntries(entries, moved, host.path);
  expect(await listFastPathEntries(host.path)).toEqual(moved);
  // A launch in the same mode keeps them: traffic goes on. One in another mode does not.
  await ensureFastPath(settings, host.path);
  expect(await listFastPathEntries(host.path)).toEqual(moved);
  expect((await host.run("bridge", "fdb", "show", "dev", "weave-tap")).stdout).toMatch(
    /02:aa:00:00:00:02 .*extern_learn/,
  );
  await changeFastPathEntries(moved, noFastPathEntries, host.path);
  expect(await listFastPathEntries(host.path)).toEqual(noFastPathEntries);
  expect((await host.run("bridge", "fdb", "show", "dev", "weave-tap")).stdout).not.toContain(remote);
  await changeFastPathEntries(noFastPathEntries, entries, host.path);
  await ensureFastPath({ ...settings, mode: "trusted" }, host.path);
  expect(await listFastPathEntries(host.path)).toEqual(noFastPathEntries);
});

test("hosts behind IPv6 have a device, sets and a map of their own, and may change from one family to the other", async () => {
  await using host = await ground("h");
  const { vxlan, vxlan6 } = (await ensureFastPath(settings, host.path)) as FastPathDevices;
  expect(await showLink("weave-vxlan6", host.path)).toMatchObject({ ifindex: vxlan6, master: "weave" });
  expect(vxlan6).not.toBe(vxlan);
  // Nobody is flooded to, not even the address that gave the device its family.
  expect((await host.run("bridge", "fdb", "show", "dev", "weave-vxlan6")).stdout).not.toContain("100::");
  const six: FastPathEntries = {
    addresses: new Set(["fd00:99::2", "10.99.0.3"]),
    steered: new Map([[remote, 7]]),
    forwarded: new Map([
      [remote, "fd00:99::2"],
      ["02:00:00:00:00:09", "10.99.0.3"],
    ]),
  };
  const sorted = (entries: FastPathEntries) => ({ ...entries, addresses: [...entries.addresses].sort() });
  await changeFastPathEntries(noFastPathEntries, six, host.path);
  expect(sorted(await listFastPathEntries(host.path))).toEqual(sorted(six));
  await changeFastPathEntries(six, entries, host.path);
  expect(await listFastPathEntries(host.path)).toEqual(entries);
  await changeFastPathEntries(entries, six, host.path);
  expect(sorted(await listFastPathEntries(host.path))).toEqual(sorted(six));
  await changeFastPathEntries(six, noFastPathEntries, host.path);
  expect(await listFastPathEntries(host.path)).toEqual(noFastPathEntries);
  await removeFastPath(host.path);
  expect(await showLink("weave-vxlan6", host.path)).toBeUndefined();
});

test("a remote host's word does not move a MAC that is here", async () => {
  await using host = await ground("h");
  await ensureFastPath(settings, host.path);
  await ipBatch(["link add local type veth peer name local-end", "link set dev local master weave up"], host.path);
  await host.run("bridge", "fdb", "replace", remote, "dev", "local", "master", "static", "sticky");
  await changeFastPathEntries(noFastPathEntries, entries, host.path);
  const shown = (await host.run("bridge", "fdb", "show", "br", "weave")).stdout;
  expect(shown).toMatch(/02:aa:00:00:00:02 dev local .*sticky/);
  expect(shown).not.toMatch(/02:aa:00:00:00:02 dev weave-tap/);
});

test("frames take the device only between a flip that renews and one that ends, and only to guests", async () => {
  await using host = await ground("h");
  const path = host.path;
  await ipBatch(["link add u0 type veth peer name u1"], path);
  // What the kernel says of itself by IPv6 would be counted with what is sent here.
  await host.run("sysctl", "-qw", "net.ipv6.conf.u0.disable_ipv6=1");
  await ipBatch(["link set dev u1 up", "link set dev u0 up", "addr add 10.99.0.1/24 dev u0"], path);
  await ipBatch(["neigh add 10.99.0.2 lladdr 02:00:00:00:00:99 dev u0"], path);
  await ensureFastPath(settings, path);
  await changeFastPathEntries(noFastPathEntries, entries, path);
  const reach = async () => {
    const before = await sentPackets(host, "weave-vxlan");
    await sendFrame(host, "weave-tap", frameTo(remote));
    return (await sentPackets(host, "weave-vxlan")) - before;
  };
  expect(await reach()).toBe(0);
  // The rules take the flip, which its sender sees.
  expect(await sendFrame(host, "weave-tap", flip("renew"))).toBe("ENOBUFS");
  expect(await reach()).toBe(1);
  expect((await countSteered(path)).get(7)?.packets).toBeGreaterThanOrEqual(1);
  const onUnderlay = await sentPackets(host, "u0");
  expect(onUnderlay).toBeGreaterThan(0);
  const { sent, unconsented } = (await countFastPath(path)) ?? {};
  expect(unconsented).toBe(0);
  // The frame of 64 bytes with the outer headers but the Ethernet one.
  expect(sent?.get("10.99.0.2")).toEqual({ packets: 1, bytes: 64 + 36 });
  // Another's address is not in the set, so the datagram is dropped on its way out and counted.
  await host.run("bridge", "fdb", "replace", remote, "dev", "weave-vxlan", "self", "dst", "10.99.0.3");
  await host.run("ip", "neigh", "add", "10.99.0.3", "lladdr", "02:00:00:00:00:98", "dev", "u0");
  await reach();
  expect(await sentPackets(host, "u0")).toBe(onUnderlay);
  expect(await countFastPath(path)).toMatchObject({ unconsented: 1 });
  await sendFrame(host, "weave-tap", flip("end"));
  expect(await reach()).toBe(0);
});

test("a guard alone has no device and lets no VXLAN in or out", async () => {
  await using host = await ground("h");
  expect(await ensureFastPath({ ...settings, mode: "guarded" }, host.path)).toBeUndefined();
  expect(await showLink("weave-vxlan", host.path)).toBeUndefined();
  expect(await fastPathHolds(undefined, host.path)).toBe(true);
  const program = "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', 6784))";
  expect((await host.run("python3", "-c", program)).status).not.toBe(0);
  // Everything else passes.
  expect((await host.run("python3", "-c", program.replace("6784", "6785"))).status).toBe(0);
  expect((await host.run("ping", "-c1", "-W2", "127.0.0.1")).status).toBe(0);
  expect(await countFastPath(host.path)).toMatchObject({ unconsented: 1, strangers: 0 });
  await ensureFastPath({ ...settings, mode: "off" }, host.path);
  expect(await countFastPath(host.path)).toBeUndefined();
});

test("another program's port is left to it, without a guard that would drop its datagrams", async () => {
  await using host = await ground("h");
  const program =
    "import socket,time; s=socket.socket(socket.AF_INET,socket.SOCK_DGRAM); s.bind(('',6784)); print('up',flush=True); time.sleep(60)";
  const taker = spawn("nsenter", [`--net=${host.path}`, "--", "python3", "-c", program], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  try {
    await once(taker.stdout, "data");
    const taken = { unusable: "another program of this host uses UDP port 6784" };
    expect(await guardFastPath(settings, host.path)).toEqual(taken);
    expect(await ensureFastPath(settings, host.path)).toEqual(taken);
    expect((await host.run("nft", "list", "ruleset")).stdout).not.toContain("weave_fast_path");
  } finally {
    taker.kill();
  }
});

test("an interface of somebody else's is left alone, and there is no fast path", async () => {
  await using host = await ground("h");
  await host.run("ip", "link", "add", "weave-vxlan", "type", "veth", "peer", "name", "theirs");
  expect(await ensureFastPath(settings, host.path)).toMatchObject({
    unusable: expect.stringContaining("is no VXLAN device"),
  });
  await removeFastPath(host.path);
  expect((await showLink("weave-vxlan", host.path))?.linkinfo?.info_kind).toBe("veth");
});
