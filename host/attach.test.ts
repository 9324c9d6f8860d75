/** Attaching, detaching and anti-spoofing with real namespaces and packets; needs root. */
import { describe, expect, test } from "vitest";
import { type Cidr, formatCidr, parseAddressWithPrefix } from "../base/address.ts";
import { linkLocalOfMac } from "../base/ipv6.ts";
import {
  type AttachRequest,
  assureAntiSpoofing,
  attachContainer,
  detachContainer,
  reconcileAttachments,
} from "./attach.ts";
import {
  assertRoomForAddresses,
  decodeAlias,
  encodeAlias,
  findAttachments,
  hostInterfaceName,
  listAttached,
} from "./attachment.ts";
import { ensureBridge, overlayBridge } from "./bridge.ts";
import { showLink } from "./link.ts";
import { run } from "./run.ts";
import { type ScratchNamespace, scratchNamespace } from "./scratch-namespace.ts";
import { allowPort, countPortDrops, ensureSpoofTable } from "./spoof.ts";

const bridgeMac = "02:00:00:00:00:01";

async function hostWithBridge(): Promise<ScratchNamespace> {
  const host = await scratchNamespace("h");
  try {
    await ensureBridge({ name: overlayBridge, mac: bridgeMac, mtu: 1400, gsoMaxSize: 62_400 }, host.path);
    await ensureSpoofTable(host.path);
    return host;
  } catch (error) {
    await host[Symbol.asyncDispose]();
    throw error;
  }
}

function requestFor(container: ScratchNamespace, last: number, more: Partial<AttachRequest> = {}): AttachRequest {
  return {
    netns: container.path,
    containerId: container.name,
    interface: "ethwe",
    addresses: [parseAddressWithPrefix(`10.32.0.${last}/12`) as Cidr],
    ipv6: [`fd00:77::a20:${last}/96`],
    mtu: 1400,
    bridge: overlayBridge,
    ...more,
  };
}

const spoofedAt = async (netns: string) => (await countPortDrops(netns)).spoofed;
const ping = (from: ScratchNamespace, ...args: string[]) => from.run("ping", "-c1", "-W0.3", ...args);

test("two attached containers reach each other by IPv4, IPv6 and link-local address at once", async () => {
  await using host = await hostWithBridge();
  await using a = await scratchNamespace("a");
  await using b = await scratchNamespace("b");
  await attachContainer(requestFor(a, 1), host.path);
  const attached = await attachContainer(requestFor(b, 2), host.path);
  expect((await ping(a, "10.32.0.2")).status).toBe(0);
  expect((await ping(a, "-6", "fd00:77::a20:2")).status).toBe(0);
  expect((await ping(a, "-6", `${linkLocalOfMac(attached.mac)}%ethwe`)).status).toBe(0);
  expect((await a.run("ip", "route", "show", "224.0.0.0/4")).stdout).toContain("dev ethwe");
  expect((await showLink("ethwe", a.path))?.gso_max_size).toBe(62_400);
  expect(await spoofedAt(host.path)).toBe(0);
});

test("attaching again changes nothing; with other addresses it adds and removes just these", async () => {
  await using host = await hostWithBridge();
  await using a = await scratchNamespace("a");
  const first = await attachContainer(requestFor(a, 1), host.path);
  const before = await showLink("ethwe", a.path);
  const again = await attachContainer(requestFor(a, 1), host.path);
  expect(again).toEqual(first);
  expect((await showLink("ethwe", a.path))?.ifindex).toBe(before?.ifindex);
  const two = [parseAddressWithPrefix("10.32.0.1/12") as Cidr, parseAddressWithPrefix("10.33.0.9/24") as Cidr];
  await attachContainer(requestFor(a, 1, { addresses: two }), host.path);
  expect((await a.run("ip", "-4", "-br", "addr", "show", "ethwe")).stdout).toMatch(
    /10\.32\.0\.1\/12.*10\.33\.0\.9\/24/,
  );
  await attachContainer(requestFor(a, 1, { addresses: two.slice(1), ipv6: [] }), host.path);
  const addresses = (await a.run("ip", "-br", "addr", "show", "ethwe")).stdout;
  expect(addresses).toContain("10.33.0.9/24");
  expect(addresses).not.toContain("10.32.0.1");
  expect(addresses).not.toContain("fd00:77");
  expect(await listAttached(overlayBridge, host.path)).toEqual([{ ...first, addresses: two.slice(1), ipv6: [] }]);
});

test("the MTU follows the request, also below what IPv6 needs and back", async () => {
  await using host = await hostWithBridge();
  await using a = await scratchNamespace("a");
  const attached = await attachContainer(requestFor(a, 1), host.path);
  expect((await attachContainer(requestFor(a, 1, { mtu: 1000 }), host.path)).ipv6).toEqual([]);
  expect((await showLink("ethwe", a.path))?.mtu).toBe(1000);
  expect(await attachContainer(requestFor(a, 1), host.path)).toEqual(attached);
  expect((await showLink(attached.hostInterface, host.path))?.mtu).toBe(1400);
  expect((await a.run("ip", "-6", "addr", "show", "ethwe")).stdout).toContain("fd00:77::a20:1/96");
});

test("a router that comes back finds what is attached, and removes what an interrupted attach left", async () => {
  await using host = await hostWithBridge();
  await using a = await scratchNamespace("a");
  await using b = await scratchNamespace("b");
  const attached = await attachContainer(requestFor(a, 1), host.path);
  const half = hostInterfaceName(b.name, "ethwe");
  await host.run("ip", "link", "add", half, "type", "veth", "peer", "name", "ethwe", "netns", b.path);
  await host.run("nft", "flush", "ruleset");
  expect((await findAttachments(overlayBridge, host.path)).halfMade).toEqual([half]);
  expect(await reconcileAttachments(overlayBridge, host.path)).toEqual([attached]);
  expect(await showLink(half, host.path)).toBeUndefined();
  expect((await host.run("nft", "list", "set", "bridge", "weave", "macs")).stdout).toContain(attached.mac);
  // And an attach of the half-made one works, without a router in between too.
  await host.run("ip", "link", "add", half, "type", "veth", "peer", "name", "ethwe", "netns", b.path);
  await attachContainer(requestFor(b, 2), host.path);
  expect((await ping(a, "10.32.0.2")).status).toBe(0);
});

test("rules that somebody flushed are noticed and put back, and other ports are left alone", async () => {
  await using host = await hostWithBridge();
  await using a = await scratchNamespace("a");
  const attached = await attachContainer(requestFor(a, 1), host.path);
  expect(await assureAntiSpoofing([attached], host.path)).toBe(true);
  const damages = [
    ["flush", "ruleset"],
    ["flush", "chain", "bridge", "weave", "checked"],
    ["flush", "set", "bridge", "weave", "ports"],
    ["delete", "element", "bridge", "weave", "macs", `{ "${attached.hostInterface}" . ${attached.mac} }`],
  ];
  for (const damage of damages) {
    expect((await host.run("nft", ...damage)).status, damage.join(" ")).toBe(0);
    expect(await assureAntiSpoofing([attached], host.path), damage.join(" ")).toBe(false);
    expect(await assureAntiSpoofing([attached], host.path)).toBe(true);
  }
  // An attach under way has its port in the table, and no record yet.
  await allowPort("vethwepl-other", { mac: "02:00:00:00:00:09", addresses: [], ipv6: [] }, host.path);
  await host.run("nft", "flush", "set", "bridge", "weave", "macs");
  await assureAntiSpoofing([attached], host.path);
  expect((await host.run("nft", "list", "set", "bridge", "weave", "ports")).stdout).toContain("vethwepl-other");
});

test("detaching removes the pair, and may be repeated, also after the container's end", async () => {
  await using host = await hostWithBridge();
  await using a = await scratchNamespace("a");
  const attached = await attachContainer(requestFor(a, 1), host.path);
  const who = { containerId: a.name, interface: "ethwe" };
  expect(await detachContainer(who, host.path)).toBe(true);
  expect(await showLink("ethwe", a.path)).toBeUndefined();
  // The count of its broadcasts ages by itself.
  const table = (await host.run("nft", "list", "table", "bridge", "weave")).stdout.replace(
    /set storms \{.*?\n\t\}/s,
    "",
  );
  expect(table).not.toContain(attached.hostInterface);
  expect(await detachContainer(who, host.path)).toBe(false);
  await attachContainer(requestFor(a, 1), host.path);
  await a[Symbol.asyncDispose]();
  await detachContainer(who, host.path);
  expect(await listAttached(overlayBridge, host.path)).toEqual([]);
});

test("an interface that weave did not make is left alone", async () => {
  await using host = await hostWithBridge();
  await using a = await scratchNamespace("a");
  await a.run("ip", "link", "add", "ethwe", "type", "bridge");
  await expect(attachContainer(requestFor(a, 1), host.path)).rejects.toMatchObject({ code: "HOST_INTERFACE_TAKEN" });
  expect((await showLink("ethwe", a.path))?.linkinfo?.info_kind).toBe("bridge");
});

describe("a container that lies about itself", () => {
  test("sends with no other IPv4 address, MAC or IPv6 address, and announces none", async () => {
    await using host = await hostWithBridge();
    await using a = await scratchNamespace("a");
    await using b = await scratchNamespace("b");
    const attached = await attachContainer(requestFor(a, 1), host.path);
    await attachContainer(requestFor(b, 2), host.path);
    expect((await ping(a, "10.32.0.2")).status).toBe(0);
    await a.run("ip", "addr", "add", "10.32.0.7/12", "dev", "ethwe");
    await a.run("ip", "-6", "addr", "add", "fd00:77::7/96", "dev", "ethwe", "nodad");
    expect((await ping(a, "-I", "10.32.0.7", "10.32.0.2")).status).not.toBe(0);
    expect((await ping(a, "-I", "fd00:77::7", "fd00:77::a20:2")).status).not.toBe(0);
    const afterAddresses = await spoofedAt(host.path);
    expect(afterAddresses).toBeGreaterThan(1);
    // It answers a question for an address that is not its own: the advertisement is dropped, so b learns nothing.
    await ping(b, "fd00:77::7");
    expect((await b.run("ip", "-6", "neigh", "show", "fd00:77::7")).stdout).not.toContain(attached.mac);
    await ping(b, "10.32.0.7");
    expect((await b.run("ip", "neigh", "show", "10.32.0.7")).stdout).not.toContain(attached.mac);
    await a.run("ip", "link", "set", "ethwe", "address", "02:00:00:00:00:99");
    expect((await ping(a, "10.32.0.2")).status).not.toBe(0);
    expect(await spoofedAt(host.path)).toBeGreaterThan(afterAddresses);
    await a.run("ip", "link", "set", "ethwe", "address", attached.mac);
    expect((await ping(a, "10.32.0.2")).status).toBe(0);
  });
});

test("a container that broadcasts without end is held to its share, and nobody else", async () => {
  await using host = await hostWithBridge();
  await using a = await scratchNamespace("a");
  await using b = await scratchNamespace("b");
  const { mac } = await attachContainer(requestFor(a, 1), host.path);
  await attachContainer(requestFor(b, 2), host.path);
  // An answer to nobody's question, from its own address: what anti-spoofing lets pass.
  const arp = `ffffffffffff${mac}08060001080006040002${mac}0a200001ffffffffffff0a200001`.replaceAll(":", "");
  const storm = `import socket
s=socket.socket(socket.AF_PACKET,socket.SOCK_RAW);s.bind(("ethwe",0))
for _ in range(60000): s.send(bytes.fromhex("${arp}"))`;
  expect((await a.run("python3", "-c", storm)).status).toBe(0);
  const { spoofed, stormed } = await countPortDrops(host.path);
  expect(spoofed).toBe(0);
  expect(stormed).toBeGreaterThan(100);
  expect((await ping(b, "10.32.0.1")).status).toBe(0);
  expect(await assureAntiSpoofing([await attachContainer(requestFor(b, 2), host.path)], host.path)).toBe(true);
});

test("a container's own broadcasts do not come back to it, nor frames for unknown hosts; what goes to itself does", async () => {
  await using host = await hostWithBridge();
  await using a = await scratchNamespace("a");
  const { mac } = await attachContainer(requestFor(a, 1), host.path);
  const unknown = "020000000099";
  const comingBack = async (destination: string) => {
    const { stdout } = await a.run("python3", "-c", ownFramesProgram, destination);
    return Number(stdout);
  };
  expect(await comingBack("ffffffffffff")).toBe(0);
  expect(await comingBack("333300000001")).toBe(0);
  expect(await comingBack(unknown)).toBe(0);
  expect(await comingBack(mac.replaceAll(":", ""))).toBe(10);
});

/** Sends 10 frames (ARP requests, which carry no checksum) to a MAC, and prints how many came back. */
const ownFramesProgram = `
import socket, sys
raw = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(0x0806))
raw.bind(("ethwe", 0))
raw.settimeout(0.3)
mac = raw.getsockname()[4]
request = bytes.fromhex("0001080006040001") + mac + bytes([10, 32, 0, 1]) + bytes(6) + bytes([10, 32, 0, 99]) + bytes(18)
for _ in range(10):
    raw.send(bytes.fromhex(sys.argv[1]) + mac + b"\\x08\\x06" + request)
back = 0
try:
    while True:
        frame, where = raw.recvfrom(2048)
        back += where[2] != 4 and frame[6:12] == mac
except TimeoutError:
    print(back)
`;

test("the record in the alias reads back as it was written, and refuses what does not fit", () => {
  const record = {
    containerId: "0123456789abcdef".repeat(4),
    interface: "ethwe",
    mac: "02:00:00:00:00:02",
    addresses: [parseAddressWithPrefix("10.32.0.1/12") as Cidr],
    ipv6: ["fd00:1234:5678:9abc:def0:1234:a20:1/96"],
  };
  expect(decodeAlias(encodeAlias(record))).toEqual(record);
  expect(decodeAlias('{"c":1}')).toBeUndefined();
  expect(decodeAlias("{nonsense")).toBeUndefined();
  const many = Array.from({ length: 20 }, (_, i) => parseAddressWithPrefix(`10.32.0.${i}/12`) as Cidr);
  expect(() => encodeAlias({ ...record, addresses: many })).toThrow(/more addresses/);
  expect(() => encodeAlias({ ...record, containerId: "a'; b" })).toThrow(/cannot be/);
});

test("five addresses fit a record at least, with an IPv6 address each, and a sixth that may not is refused before", () => {
  const last = [251, 252, 253, 254, 255];
  const record = {
    containerId: "0123456789abcdef".repeat(4),
    interface: "ethwe",
    mac: "02:00:00:00:00:02",
    addresses: last.map((byte) => parseAddressWithPrefix(`172.255.255.${byte}/12`) as Cidr),
    ipv6: last.map((byte) => `fd12:3456:789a:bcde:f012:3456:acff:ff${byte.toString(16)}/108`),
  };
  expect(decodeAlias(encodeAlias(record))).toEqual(record);
  const texts = record.addresses.map(formatCidr);
  expect(() => assertRoomForAddresses(record.containerId, "ethwe", texts)).not.toThrow();
  const more = [...texts, "172.255.255.250/12", "172.255.255.249/12"];
  expect(() => assertRoomForAddresses(record.containerId, "ethwe", more)).toThrow(/--interface/);
});

test("an attach announces its addresses, so that neighbours forget an old MAC", async () => {
  await using host = await hostWithBridge();
  await using a = await scratchNamespace("a");
  await using b = await scratchNamespace("b");
  await attachContainer(requestFor(b, 2), host.path);
  await b.run("ip", "neigh", "replace", "10.32.0.1", "lladdr", "02:00:00:00:00:55", "dev", "ethwe", "nud", "stale");
  const attached = await attachContainer(requestFor(a, 1), host.path);
  const deadline = Date.now() + 1_000;
  let neighbour = "";
  while (!neighbour.includes(attached.mac) && Date.now() < deadline) {
    neighbour = (await run("ip", ["neigh", "show", "10.32.0.1"], { netns: b.path })).stdout;
  }
  expect(neighbour).toContain(attached.mac);
});
