/**
 * Anti-spoofing: a container's veth sends only with the MAC and the addresses it was given (IPv4, ARP, IPv6 with the
 * link-local address of its MAC, duplicate address detection), and nothing but IPv4, ARP and IPv6. nftables' family
 * `bridge`, table `weave`: five sets keyed by port, looked up by hash, so that a frame costs the same whatever the number
 * of containers. Ports that are not in the set `ports` are not looked at; the overlay's own ports, and IPv4 unicast that may
 * pass, are through after the first rules, since every frame pays for what it is looked up in. The table is written in one
 * transaction, so there is no moment with half of it. What it dropped is counted in `spoofed`.
 *
 * Storm protection begins here, too: what is broadcast or multicast beyond 10,000 frames a second of one port (bursts of
 * 20,000) is dropped before it can fill the TAP device's queue, in which everybody's frames wait, and counted in `stormed`.
 * What all containers of a host flood together the packet thread limits.
 *
 * A port with hairpin gets back what it sends to itself, and with it, from the bridge, each of its own broadcasts and
 * frames for a MAC that nobody has been heard with: those copies are dropped (chain `returning`), as a container's stack
 * would take them for another host's (duplicate address detection without RFC 7527; multicast heard twice).
 */
import { formatIpv4, type Ipv4 } from "../base/address.ts";
import { ipv6Groups, linkLocalOfMac } from "../base/ipv6.ts";
import { run } from "./run.ts";

/** What a port may send with. */
export interface PortIdentity {
  readonly mac: string;
  readonly addresses: readonly Ipv4[];
  /** Without prefix length. */
  readonly ipv6: readonly string[];
}

const family = "bridge";
const table = "weave";

/** nft 1.0.6 wants a newline before each closing brace. The rules are replaced, the sets' elements kept. */
const ruleSet = `
add table bridge weave
add set bridge weave ports { type ifname; }
add set bridge weave macs { type ifname . ether_addr; }
add set bridge weave ipv4 { type ifname . ipv4_addr; }
add set bridge weave ipv6 { type ifname . ipv6_addr; }
add set bridge weave targets { typeof meta iifname . @th,64,128; }
add set bridge weave storms { type ifname; size 65535; flags dynamic,timeout; timeout 10s; }
add counter bridge weave spoofed
add counter bridge weave stormed
add chain bridge weave arriving { type filter hook prerouting priority -300; policy accept; }
add chain bridge weave checked
add chain bridge weave returning { type filter hook forward priority -300; policy accept; }
flush chain bridge weave arriving
flush chain bridge weave checked
flush chain bridge weave returning
add rule bridge weave arriving iifname "weave-*" accept
add rule bridge weave arriving meta pkttype other ether type ip iifname . ether saddr @macs iifname . ip saddr @ipv4 accept
add rule bridge weave arriving iifname @ports meta pkttype { broadcast, multicast } update @storms { iifname limit rate over 10000/second burst 20000 packets } counter name stormed drop
add rule bridge weave arriving iifname @ports jump checked
add rule bridge weave checked iifname . ether saddr != @macs counter name spoofed drop
add rule bridge weave checked ether type ip iifname . ip saddr @ipv4 accept
add rule bridge weave checked ether type arp iifname . arp saddr ether != @macs counter name spoofed drop
add rule bridge weave checked ether type arp iifname . arp saddr ip @ipv4 accept
add rule bridge weave checked ether type arp arp saddr ip 0.0.0.0 accept
add rule bridge weave checked ether type ip6 icmpv6 type nd-neighbor-advert meta iifname . @th,64,128 != @targets counter name spoofed drop
add rule bridge weave checked ether type ip6 iifname . ip6 saddr @ipv6 accept
add rule bridge weave checked ether type ip6 ip6 saddr :: icmpv6 type { nd-neighbor-solicit, nd-router-solicit, mld-listener-report, mld2-listener-report } accept
add rule bridge weave checked counter name spoofed drop
add rule bridge weave returning iifname "weave-*" accept
add rule bridge weave returning oifname . ether saddr @macs oifname . ether daddr != @macs drop
`;

/** Makes the table, or puts its rules right; ports and addresses that are in it stay. */
export async function ensureSpoofTable(netns?: string): Promise<void> {
  await run("nft", ["-f", "-"], { netns, input: ruleSet });
}

export async function removeSpoofTable(netns?: string): Promise<void> {
  await run("nft", ["-f", "-"], { netns, input: `add table ${family} ${table}\ndelete table ${family} ${table}\n` });
}

/** From now on the port sends with exactly this identity. Whatever was allowed before and is not named is withdrawn. */
export async function allowPort(port: string, identity: PortIdentity, netns?: string): Promise<void> {
  await changeElements(elementsOf(port, identity), (element) => element.port === port, netns);
}

/** Forgets ports: for those that are gone, since nothing checks a port that has no entry. */
export async function forgetPorts(ports: readonly string[], netns?: string): Promise<void> {
  const gone = new Set(ports);
  await changeElements([], (element) => gone.has(element.port), netns);
}

/** Makes the whole table right: these ports and no others. For a router that starts, or when somebody flushed all rules. */
export async function restorePorts(ports: ReadonlyMap<string, PortIdentity>, netns?: string): Promise<void> {
  await ensureSpoofTable(netns);
  await changeElements(wantedElements(ports), () => true, netns);
}

function wantedElements(ports: ReadonlyMap<string, PortIdentity>): readonly Element[] {
  return [...ports].flatMap(([port, identity]) => elementsOf(port, identity));
}

/**
 * Whether the table stands and knows these ports as they are; anything else that is in it is no business of this check.
 * One listing. For whoever looks now and then: other programs flush all rules of a host.
 */
export async function spoofTableHolds(ports: ReadonlyMap<string, PortIdentity>, netns?: string): Promise<boolean> {
  const listed = await run("nft", ["-j", "list", "table", family, table], { netns, acceptStatus: [0, 1] });
  if (listed.status !== 0) return false;
  const { nftables } = JSON.parse(listed.stdout) as SpoofListing;
  const hooked = nftables.some(({ chain }) => chain?.name === "arriving" && chain.hook === "prerouting");
  const rules = nftables.filter(({ rule }) => rule !== undefined).length;
  if (!hooked || rules !== ruleSet.match(/^add rule /gm)?.length) return false;
  const present = new Set(elementsIn(nftables).map(keyOf));
  return wantedElements(ports).every((element) => present.has(keyOf(element)));
}

/** Puts back what is missing of the table and of these ports, and leaves other ports: they may be in the making. */
export async function mendSpoofTable(ports: ReadonlyMap<string, PortIdentity>, netns?: string): Promise<void> {
  await ensureSpoofTable(netns);
  await changeElements(wantedElements(ports), () => false, netns);
}

/** Frames of containers dropped since the table was made. */
export interface PortDrops {
  readonly spoofed: number;
  readonly stormed: number;
}

export async function countPortDrops(netns?: string): Promise<PortDrops> {
  const { stdout } = await run("nft", ["-j", "list", "counters", "table", family, table], { netns });
  const { nftables } = JSON.parse(stdout) as { nftables: { counter?: { name: string; packets: number } }[] };
  const of = (name: string) => nftables.find(({ counter }) => counter?.name === name)?.counter?.packets ?? 0;
  return { spoofed: of("spoofed"), stormed: of("stormed") };
}

const identitySets = ["ports", "macs", "ipv4", "ipv6", "targets"] as const;

interface Element {
  readonly set: (typeof identitySets)[number];
  readonly port: string;
  /** Absent in the set `ports`. */
  readonly value?: string;
}

function elementsOf(port: string, identity: PortIdentity): readonly Element[] {
  const ipv6 = [linkLocalOfMac(identity.mac), ...identity.ipv6]
    .map(ipv6Groups)
    .filter((groups) => groups !== undefined);
  return [
    { set: "macs", port, value: identity.mac },
    ...identity.addresses.map((address): Element => ({ set: "ipv4", port, value: formatIpv4(address) })),
    ...ipv6.map((groups): Element => ({ set: "ipv6", port, value: compressed(groups) })),
    ...ipv6.map((groups): Element => ({ set: "targets", port, value: `0x${groups.map(hex4).join("")}` })),
    { set: "ports", port },
  ];
}

/** One transaction: adds what is wanted and missing, deletes what `replaces` selects and nobody wants. */
async function changeElements(
  wanted: readonly Element[],
  replaces: (element: Element) => boolean,
  netns: string | undefined,
): Promise<void> {
  const present = await listElements(netns);
  const wantedKeys = new Set(wanted.map(keyOf));
  const presentKeys = new Set(present.map(keyOf));
  const commands = [
    ...wanted.filter((element) => !presentKeys.has(keyOf(element))).map((element) => `add ${inNft(element)}`),
    ...present
      .filter((element) => replaces(element) && !wantedKeys.has(keyOf(element)))
      .map((element) => `delete ${inNft(element)}`),
  ];
  if (commands.length === 0) return;
  // As text: nft 1.0.6 opens /dev/stdin again to read JSON, which fails on the socket that Node gives it.
  await run("nft", ["-f", "-"], { netns, input: `${commands.join("\n")}\n` });
}

async function listElements(netns: string | undefined): Promise<readonly Element[]> {
  const { stdout } = await run("nft", ["-j", "list", "table", family, table], { netns });
  return elementsIn((JSON.parse(stdout) as SpoofListing).nftables);
}

/** What we read of nft's listing. */
interface SpoofListing {
  readonly nftables: readonly {
    readonly set?: { name: string; elem?: (string | { concat: [string, string] })[] };
    readonly chain?: { readonly name: string; readonly hook?: string };
    readonly rule?: object;
  }[];
}

function elementsIn(entries: SpoofListing["nftables"]): readonly Element[] {
  return entries.flatMap(({ set }) => {
    const name = identitySets.find((one) => one === set?.name);
    if (name === undefined) return [];
    return (set?.elem ?? []).map(
      (elem): Element =>
        typeof elem === "string"
          ? { set: name, port: elem }
          : { set: name, port: elem.concat[0], value: elem.concat[1] },
    );
  });
}

function inNft({ set, port, value }: Element): string {
  return `element ${family} ${table} ${set} { "${port}"${value === undefined ? "" : ` . ${value}`} }`;
}

/** Values are compared as numbers of a kind: nft may print an address in another way than we wrote it. */
function keyOf({ set, port, value }: Element): string {
  const canonical = set === "ipv6" ? ipv6Groups(value ?? "")?.join(":") : value?.toLowerCase().replace(/^0x0+/, "0x");
  return `${set} ${port} ${canonical ?? ""}`;
}

function compressed(groups: readonly number[]): string {
  return groups.map((group) => group.toString(16)).join(":");
}

function hex4(group: number): string {
  return group.toString(16).padStart(4, "0");
}
