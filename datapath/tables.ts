/**
 * The tables of the datapath process: what the overlay asks for, what the process is known to have, and the difference,
 * as messages. All functions are pure; cost O(peers) a change of the overlay.
 *
 * A router that comes back meets a process that forwards by the tables of its predecessor, while its own topology is
 * still filling. So for `settleMs` what was *inherited* is kept and only added to: hops and floods are joined, nothing is
 * removed. Repeated frames are dropped by their sequence, so a joined flood harms nobody.
 */
import type { PeerKey } from "../base/peer-name.ts";
import type { OverlayPeer } from "./datapath-types.ts";
import type { FloodEntry, PeerEntry, ToProcess } from "./process-messages.ts";

/** How long an inherited table is kept beside ours: the default restart window of the mesh. */
export const settleMs = 120_000;
/** Alternatives to one peer that the process is told. */
export const peerHopsMax = 8;
/** Entries in one message, so that a line stays below about 64 KiB. */
export const entriesPerMessageMax = 256;

export interface Tables {
  readonly shortId: number;
  readonly requireSealed: boolean;
  readonly peers: ReadonlyMap<number, PeerEntry>;
  /** By source. */
  readonly floods: ReadonlyMap<number, FloodEntry>;
}

export const emptyTables: Tables = { shortId: 0, requireSealed: true, peers: new Map(), floods: new Map() };

export interface Overlay {
  readonly self: OverlayPeer;
  readonly peers: readonly OverlayPeer[];
  readonly floods: ReadonlyMap<PeerKey, readonly PeerKey[]>;
}

/** What the process shall have. Peers without a short id, or with one that is ours or taken, wait until it is settled. */
export function tablesOf(overlay: Overlay, requireSealed: boolean): Tables {
  const shortIds = shortIdsOf(overlay);
  const toShortIds = (keys: readonly PeerKey[]) =>
    keys.map((key) => shortIds.get(key)).filter((shortId) => shortId !== undefined);
  const peers = new Map<number, PeerEntry>();
  for (const { key, name, underlay, hops } of overlay.peers) {
    const shortId = shortIds.get(key);
    if (shortId === undefined) continue;
    peers.set(shortId, { shortId, name, endpoint: underlay, hops: toShortIds(hops).slice(0, peerHopsMax) });
  }
  const floods = new Map<number, FloodEntry>();
  for (const [sourceKey, hops] of overlay.floods) {
    const source = sourceKey === overlay.self.key ? overlay.self.shortId : shortIds.get(sourceKey);
    if (source) floods.set(source, { source, hops: toShortIds(hops) });
  }
  return { shortId: overlay.self.shortId, requireSealed, peers, floods };
}

function shortIdsOf(overlay: Overlay): Map<PeerKey, number> {
  const taken = new Set([0, overlay.self.shortId]);
  const shortIds = new Map<PeerKey, number>();
  for (const { key, shortId } of overlay.peers.toSorted((a, b) => (a.key < b.key ? -1 : 1))) {
    if (taken.has(shortId)) continue;
    taken.add(shortId);
    shortIds.set(key, shortId);
  }
  return shortIds;
}

/** `desired`, with whatever `inherited` has and `desired` lacks. */
export function joinInherited(desired: Tables, inherited: Tables): Tables {
  const peers = new Map(inherited.peers);
  for (const [shortId, entry] of desired.peers) {
    const before = inherited.peers.get(shortId);
    const hops = joined(entry.hops, before?.hops ?? []).slice(0, peerHopsMax);
    peers.set(shortId, { ...entry, endpoint: entry.endpoint ?? before?.endpoint, hops });
  }
  const floods = new Map(inherited.floods);
  for (const [source, entry] of desired.floods) {
    floods.set(source, { source, hops: joined(entry.hops, inherited.floods.get(source)?.hops ?? []) });
  }
  return { ...desired, shortId: desired.shortId || inherited.shortId, peers, floods };
}

function joined(first: readonly number[], second: readonly number[]): number[] {
  return [...new Set([...first, ...second])];
}

/** What leads from `known` to `desired`, in an order in which nothing refers to what is not there. */
export function differences(known: Tables, desired: Tables): ToProcess[] {
  const messages: ToProcess[] = [];
  const { shortId, requireSealed } = desired;
  if (shortId !== known.shortId || requireSealed !== known.requireSealed) {
    messages.push({ kind: "configure", shortId, requireSealed });
  }
  for (const { set, remove } of parts(changes(known.peers, desired.peers)))
    messages.push({ kind: "peers", set, remove });
  for (const { set, remove } of parts(changes(known.floods, desired.floods))) {
    messages.push({ kind: "floods", set, remove });
  }
  return messages;
}

interface Changes<Entry> {
  readonly set: readonly Entry[];
  readonly remove: readonly number[];
}

function changes<Entry>(known: ReadonlyMap<number, Entry>, desired: ReadonlyMap<number, Entry>): Changes<Entry> {
  const set = [...desired].filter(([id, entry]) => !isSameEntry(known.get(id), entry)).map(([, entry]) => entry);
  const remove = [...known.keys()].filter((id) => !desired.has(id));
  return { set, remove };
}

/** Entries are JSON, a few fields deep; a field that is undefined is as good as none. Asked for every entry at each change. */
function isSameEntry(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((element, index) => isSameEntry(element, b[index]));
  }
  const [mine, theirs] = [a, b] as [Readonly<Record<string, unknown>>, Readonly<Record<string, unknown>>];
  for (const field in mine) if (!isSameEntry(mine[field], theirs[field])) return false;
  for (const field in theirs) if (!(field in mine) && theirs[field] !== undefined) return false;
  return true;
}

/** Slices of at most `entriesPerMessageMax`. Removals come first: a short id may have changed hands. */
export function parts<Entry>(changed: Changes<Entry>): Changes<Entry>[] {
  const slices: Changes<Entry>[] = [];
  for (let at = 0; at < changed.remove.length; at += entriesPerMessageMax) {
    slices.push({ set: [], remove: changed.remove.slice(at, at + entriesPerMessageMax) });
  }
  for (let at = 0; at < changed.set.length; at += entriesPerMessageMax) {
    slices.push({ set: changed.set.slice(at, at + entriesPerMessageMax), remove: [] });
  }
  return slices;
}
