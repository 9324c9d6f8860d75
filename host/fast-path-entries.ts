/**
 * Which peers and containers the fast path knows: the guard's set `peers`, the steering's map `macs`, and the VXLAN
 * device's forwarding entries, which must agree. Changes come as differences and go in an order in which nothing is
 * steered to where no entry leads: steering off, entries, steering on. A remote container's MAC is also kept in the bridge
 * behind the TAP (`extern_learn`, which does not age): over the fast path no frame passes the TAP that would renew it.
 *
 * Cost: four programs a change of any size, about 10 ms.
 */
import { overlayBridge } from "./bridge.ts";
import { fastPathTable, overlayVxlan } from "./fast-path.ts";
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

export interface FastPathCounters {
  /** Frames that were steered to the fast path lately, by mark; an element that is made anew begins at 0. */
  readonly steered: ReadonlyMap<number, { readonly packets: number; readonly bytes: number }>;
  /** VXLAN datagrams of strangers, dropped. */
  readonly strangers: number;
  /** VXLAN datagrams that would have left to somebody who does not consent, dropped. */
  readonly unconsented: number;
}

/** What is there now. */
export async function listFastPathEntries(netns?: string): Promise<FastPathEntries> {
  const guard = await listTable("inet", netns);
  const steering = await listTable("netdev", netns);
  const { stdout } = await run("bridge", ["-j", "fdb", "show", "dev", overlayVxlan], { netns });
  const entries = JSON.parse(stdout.trim() || "[]") as { mac: string; dst?: string }[];
  return {
    addresses: new Set((elementsOf(guard, "set", "peers") as readonly string[]).filter((elem) => elem !== undefined)),
    steered: new Map(elementsOf(steering, "map", "macs") as readonly [string, number][]),
    forwarded: new Map(entries.flatMap(({ mac, dst }) => (dst === undefined ? [] : [[mac, dst] as const]))),
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
      ...goes.map(([mac]) => `delete element netdev ${fastPathTable} macs { ${mac} }`),
      ...strangers.map((address) => `delete element inet ${fastPathTable} peers { ${address} }`),
    ],
    netns,
  );
  await changeForwarding(present, wanted, netns);
  await changeRules(
    [
      ...guests.map((address) => `add element inet ${fastPathTable} peers { ${address} }`),
      ...comes.map(([mac, mark]) => `add element netdev ${fastPathTable} macs { ${mac} : ${mark} }`),
    ],
    netns,
  );
}

/** Undefined while the tables are not there. */
export async function countFastPath(netns?: string): Promise<FastPathCounters | undefined> {
  const guard = await listTable("inet", netns);
  if (guard.length === 0) return undefined;
  const named = (name: string) => guard.find(({ counter }) => counter?.name === name)?.counter?.packets ?? 0;
  const live = elementsOf(await listTable("netdev", netns), "set", "live") as readonly {
    readonly elem: { readonly val: number; readonly counter?: { readonly packets: number; readonly bytes: number } };
  }[];
  const steered = live.map(({ elem }) => [elem.val, elem.counter ?? { packets: 0, bytes: 0 }] as const);
  return { steered: new Map(steered), strangers: named("strangers"), unconsented: named("unconsented") };
}

async function changeRules(lines: readonly string[], netns: string | undefined): Promise<void> {
  if (lines.length > 0) await run("nft", ["-f", "-"], { netns, input: `${lines.join("\n")}\n` });
}

async function changeForwarding(present: FastPathEntries, wanted: FastPathEntries, netns?: string): Promise<void> {
  const gone = [...present.forwarded.keys()].filter((mac) => !wanted.forwarded.has(mac));
  const set = [...wanted.forwarded].filter(([mac, address]) => present.forwarded.get(mac) !== address);
  const learned = [...wanted.steered.keys()].filter((mac) => !present.steered.has(mac));
  const forgotten = [...present.steered.keys()].filter((mac) => !wanted.steered.has(mac));
  if (gone.length + set.length + learned.length + forgotten.length === 0) return;
  // Whoever is here stays here, whatever a remote host says of its MAC.
  const local = learned.length > 0 ? await localMacs(netns) : new Set();
  const lines = [
    ...gone.map((mac) => `fdb del ${mac} dev ${overlayVxlan} self`),
    ...set.map(([mac, address]) => `fdb replace ${mac} dev ${overlayVxlan} self dst ${address}`),
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
  const away = [overlayTap, overlayVxlan];
  return new Set(entries.filter(({ ifname }) => !away.includes(ifname)).map(({ mac }) => mac));
}

interface TableEntry {
  readonly set?: { readonly name: string; readonly elem?: readonly unknown[] };
  readonly map?: { readonly name: string; readonly elem?: readonly unknown[] };
  readonly counter?: { readonly name: string; readonly packets: number };
}

async function listTable(family: string, netns: string | undefined): Promise<readonly TableEntry[]> {
  const listing = await run("nft", ["-j", "list", "table", family, fastPathTable], { netns, acceptStatus: [0, 1] });
  return listing.status === 0 ? (JSON.parse(listing.stdout) as { nftables: TableEntry[] }).nftables : [];
}

function elementsOf(entries: readonly TableEntry[], kind: "set" | "map", name: string): readonly unknown[] {
  return entries.find((entry) => entry[kind]?.name === name)?.[kind]?.elem ?? [];
}
