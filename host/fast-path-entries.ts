/**
 * Which peers and containers the fast path knows: the guard's sets, the steering's maps `macs`, and the VXLAN devices'
 * forwarding entries, which must agree. Changes come as differences and go in an order in which nothing is steered to where
 * no entry leads: steering off, entries, steering on. A remote container's MAC is also kept in the bridge behind the TAP
 * (`extern_learn`, which does not age): over the fast path no frame passes the TAP that would renew it. Addresses are of
 * either family, in the spelling of RFC 5952, which the kernel's programs print.
 *
 * Cost: four programs a change of any size, about 10 ms.
 */
import { overlayBridge } from "./bridge.ts";
import { familyOf, fastPathTable, setsOf, vxlanDevices } from "./fast-path-rules.ts";
import { run } from "./run.ts";
import { overlayTap } from "./tap.ts";

export interface FastPathEntries {
  /** Underlay addresses that VXLAN leaves to and is taken from. */
  readonly addresses: ReadonlySet<string>;
  /** A remote container's MAC, and the mark of the peer that it is behind (its short id). */
  readonly steered: ReadonlyMap<string, number>;
  /** MACs of remote containers and of peers' bridges (for probes), and the underlay address that they are behind. */
  readonly forwarded: ReadonlyMap<string, string>;
}

export const noFastPathEntries: FastPathEntries = { addresses: new Set(), steered: new Map(), forwarded: new Map() };

const families = ["ipv4", "ipv6"] as const;

export interface FastPathTraffic {
  /** A super-frame counts once. */
  readonly packets: number;
  readonly bytes: number;
}

export interface FastPathCounters {
  /** VXLAN datagrams, by the peer's underlay address, since it is in the set; probes are among them. */
  readonly sent: ReadonlyMap<string, FastPathTraffic>;
  readonly received: ReadonlyMap<string, FastPathTraffic>;
  /** VXLAN datagrams of strangers, dropped. */
  readonly strangers: number;
  /** VXLAN datagrams that would have left to somebody who does not consent, dropped. */
  readonly unconsented: number;
}

/** What is there now. */
export async function listFastPathEntries(netns?: string): Promise<FastPathEntries> {
  const guard = await listTable("inet", netns);
  const steering = await listTable("netdev", netns);
  const { stdout } = await run("bridge", ["-j", "fdb", "show"], { netns });
  const entries = JSON.parse(stdout.trim() || "[]") as { mac: string; ifname: string; dst?: string }[];
  const ours: readonly string[] = Object.values(vxlanDevices);
  return {
    addresses: new Set(
      families.flatMap((family) => elementsOf(guard, "set", setsOf[family].receivers)).map((elem) => counted(elem)[0]),
    ),
    steered: new Map(
      families.flatMap((family) => elementsOf(steering, "map", setsOf[family].macs) as readonly [string, number][]),
    ),
    forwarded: new Map(
      entries.flatMap(({ mac, ifname, dst }) =>
        dst === undefined || !ours.includes(ifname) ? [] : [[mac, dst] as const],
      ),
    ),
  };
}

/** Leads from `present` to `wanted`. What fails on the way leaves less steered, never more. @throws HOST_COMMAND_FAILED */
export async function changeFastPathEntries(
  present: FastPathEntries,
  wanted: FastPathEntries,
  netns?: string,
): Promise<void> {
  const goes = [...present.steered].filter(([mac, mark]) => wanted.steered.get(mac) !== mark || moves(mac));
  const comes = [...wanted.steered].filter(([mac, mark]) => present.steered.get(mac) !== mark || moves(mac));
  function moves(mac: string): boolean {
    return present.forwarded.get(mac) !== wanted.forwarded.get(mac);
  }
  const strangers = [...present.addresses].filter((address) => !wanted.addresses.has(address));
  const guests = [...wanted.addresses].filter((address) => !present.addresses.has(address));
  await changeRules(
    [
      ...goes.map(([mac]) => `delete element ${macsOf(present, mac)} { ${mac} }`),
      ...strangers.flatMap((address) => guardSetsOf(address).map((set) => `delete element ${set} { ${address} }`)),
    ],
    netns,
  );
  await changeForwarding(present, wanted, netns);
  await changeRules(
    [
      ...guests.flatMap((address) => guardSetsOf(address).map((set) => `add element ${set} { ${address} }`)),
      ...comes.map(([mac, mark]) => `add element ${macsOf(wanted, mac)} { ${mac} : ${mark} }`),
    ],
    netns,
  );
}

/**
 * Frames that were steered to the fast path lately, by mark; an element that is made anew begins at 0. One listing, not of
 * the whole table: there may be thousands of MACs.
 */
export async function countSteered(netns?: string): Promise<ReadonlyMap<number, FastPathTraffic>> {
  const entries = await listed(["set", "netdev", fastPathTable, "live"], netns);
  return new Map(elementsOf(entries, "set", "live").map((elem) => counted<number>(elem)));
}

/** Undefined while the table is not there. One listing. */
export async function countFastPath(netns?: string): Promise<FastPathCounters | undefined> {
  const guard = await listTable("inet", netns);
  if (guard.length === 0) return undefined;
  const named = (name: string) => guard.find(({ counter }) => counter?.name === name)?.counter?.packets ?? 0;
  const guarded = (set: "senders" | "receivers") =>
    new Map(families.flatMap((family) => elementsOf(guard, "set", setsOf[family][set]).map((elem) => counted(elem))));
  return {
    sent: guarded("receivers"),
    received: guarded("senders"),
    strangers: named("strangers"),
    unconsented: named("unconsented"),
  };
}

/** An element is listed bare, or with its counter. */
function counted<Value = string>(elem: unknown): readonly [Value, FastPathTraffic] {
  const { elem: inner } = elem as { elem?: { val: Value; counter?: FastPathTraffic } };
  return inner ? [inner.val, inner.counter ?? { packets: 0, bytes: 0 }] : [elem as Value, { packets: 0, bytes: 0 }];
}

function guardSetsOf(address: string): readonly string[] {
  const { senders, receivers } = setsOf[familyOf(address)];
  return [senders, receivers].map((set) => `inet ${fastPathTable} ${set}`);
}

/** The map that holds a MAC, by the family of the address that it is behind. */
function macsOf({ forwarded }: FastPathEntries, mac: string): string {
  return `netdev ${fastPathTable} ${setsOf[familyOf(forwarded.get(mac) ?? "")].macs}`;
}

async function changeRules(lines: readonly string[], netns: string | undefined): Promise<void> {
  if (lines.length > 0) await run("nft", ["-f", "-"], { netns, input: `${lines.join("\n")}\n` });
}

async function changeForwarding(present: FastPathEntries, wanted: FastPathEntries, netns?: string): Promise<void> {
  const deviceOf = (address: string) => vxlanDevices[familyOf(address)];
  const gone = [...present.forwarded].filter(([mac, address]) => {
    const next = wanted.forwarded.get(mac);
    return next === undefined || deviceOf(next) !== deviceOf(address);
  });
  const set = [...wanted.forwarded].filter(([mac, address]) => present.forwarded.get(mac) !== address);
  const learned = [...wanted.steered.keys()].filter((mac) => !present.steered.has(mac));
  const forgotten = [...present.steered.keys()].filter((mac) => !wanted.steered.has(mac));
  if (gone.length + set.length + learned.length + forgotten.length === 0) return;
  // Whoever is here stays here, whatever a remote host says of its MAC.
  const local = learned.length > 0 ? await localMacs(netns) : new Set();
  const lines = [
    ...gone.map(([mac, address]) => `fdb del ${mac} dev ${deviceOf(address)} self`),
    ...set.map(([mac, address]) => `fdb replace ${mac} dev ${deviceOf(address)} self dst ${address}`),
    ...learned
      .filter((mac) => !local.has(mac))
      .map((mac) => `fdb replace ${mac} dev ${overlayTap} master extern_learn`),
    ...forgotten.map((mac) => `fdb del ${mac} dev ${overlayTap} master`),
  ];
  // What is gone already, or has moved to a port of this host, fails by itself and stops nothing else.
  await run("bridge", ["-force", "-batch", "-"], { netns, input: `${lines.join("\n")}\n`, acceptStatus: [0, 1, 2] });
}

async function localMacs(netns: string | undefined): Promise<ReadonlySet<string>> {
  const { stdout } = await run("bridge", ["-j", "fdb", "show", "br", overlayBridge], { netns });
  const entries = JSON.parse(stdout.trim() || "[]") as { mac: string; ifname: string; master?: string }[];
  const away: readonly string[] = [overlayTap, ...Object.values(vxlanDevices)];
  return new Set(entries.filter(({ ifname }) => !away.includes(ifname)).map(({ mac }) => mac));
}

interface TableEntry {
  readonly set?: { readonly name: string; readonly elem?: readonly unknown[] };
  readonly map?: { readonly name: string; readonly elem?: readonly unknown[] };
  readonly counter?: { readonly name: string; readonly packets: number };
}

function listTable(family: string, netns: string | undefined): Promise<readonly TableEntry[]> {
  return listed(["table", family, fastPathTable], netns);
}

async function listed(what: readonly string[], netns: string | undefined): Promise<readonly TableEntry[]> {
  const listing = await run("nft", ["-j", "list", ...what], { netns, acceptStatus: [0, 1] });
  return listing.status === 0 ? (JSON.parse(listing.stdout) as { nftables: TableEntry[] }).nftables : [];
}

function elementsOf(entries: readonly TableEntry[], kind: "set" | "map", name: string): readonly unknown[] {
  return entries.find((entry) => entry[kind]?.name === name)?.[kind]?.elem ?? [];
}
