/**
 * Other meshes in reach, as people are told at both ends: which they are, how large, and which had better give way. Those
 * met at handshakes (mesh/other-meshes.ts) and those whose hosts are connected all the same (ipam-crdt/strangers.ts) make
 * one row a mesh. Pure, O(rows + peers).
 */
import type * as view from "../api/types.ts";
import { formatCidr } from "../base/address.ts";
import { toHex } from "../base/bytes.ts";
import type { PeerKey } from "../base/peer-name.ts";
import type { RouterStatus } from "./core-status.ts";

const namesMax = 8;

interface Named {
  readonly name: string;
  readonly nickname: string;
}

export function otherMeshesView(status: RouterStatus, named: (key: PeerKey) => Named): readonly view.OtherMeshView[] {
  const { ipam, mesh } = status;
  const rows = new Map<string, Omit<view.OtherMeshView, "advice">>();
  for (const { key, meshId, range } of ipam.strangers) {
    const id = toHex(meshId);
    const names = [...(rows.get(id)?.names ?? []), nameOf(named(key))];
    const via = rows.get(id)?.via ?? [];
    rows.set(id, { meshId: id, range: formatCidr(range), hosts: names.length, names, via, connected: true });
  }
  for (const { meshId, summary, name, nickname, address } of mesh.otherMeshes) {
    const id = toHex(meshId);
    const known = rows.get(id);
    rows.set(id, {
      meshId: id,
      range: known?.range ?? (summary?.range || null),
      hosts: Math.max(known?.hosts ?? 0, summary?.hosts ?? 0) || null,
      names:
        summary && summary.names.length > (known?.names.length ?? 0) ? summary.names : (known?.names ?? [nickname]),
      via: [...(known?.via ?? []), `${nickname === "" ? name : `${name}(${nickname})`} at ${address}`],
      connected: known !== undefined,
    });
  }
  const own = ownMesh(status);
  return [...rows.values()].map((row) => ({
    ...row,
    names: row.names.slice(0, namesMax),
    advice: adviceFor(row, own),
  }));
}

/** The hosts of our own mesh, as far as it is known who belongs to others. */
function ownMesh({ mesh, ipam }: RouterStatus): { readonly id: string; readonly names: readonly string[] } {
  const strangers = new Set(ipam.strangers.map(({ key }) => key));
  const peers = [...mesh.peers.values()].filter(
    ({ key, reachable }) => (reachable || key === mesh.key) && !strangers.has(key),
  );
  const own = peers.filter(({ key }) => key === mesh.key);
  const others = peers.filter(({ key }) => key !== mesh.key);
  const names = [...own, ...others].map(nameOf);
  return { id: mesh.meshId ?? "", names: names.length > 0 ? names : [mesh.nickname] };
}

/** Both ends count alike, and so name the same mesh. */
function adviceFor(
  row: Pick<view.OtherMeshView, "meshId" | "hosts" | "names">,
  own: { readonly id: string; readonly names: readonly string[] },
): string {
  const theirs = row.hosts ?? row.names.length;
  const weGiveWay = own.names.length < theirs || (own.names.length === theirs && own.id > row.meshId);
  const hosts = weGiveWay ? hostsText(own.names, own.names.length) : hostsText(row.names, theirs);
  const to = weGiveWay ? (row.names[0] ?? "a host of the other") : (own.names[0] ?? "a host of this one");
  return `weave reset on ${hosts} (the smaller one; its containers get new addresses), then weave launch ${to} there`;
}

function hostsText(names: readonly string[], count: number): string {
  const some = names.slice(0, namesMax).join(", ");
  return count > Math.min(names.length, namesMax)
    ? `${some} and ${count - Math.min(names.length, namesMax)} more`
    : some;
}

/** Warnings for `weave status`, one a mesh. */
export function otherMeshWarnings(status: RouterStatus, others: readonly view.OtherMeshView[]): readonly string[] {
  const own = ownMesh(status);
  const range = status.ipam.range ? `, range ${formatCidr(status.ipam.range)}` : "";
  return others.map(
    ({ meshId, range: theirs, hosts, names, connected, advice }) =>
      `two meshes that were founded apart meet here and ${connected ? "stay apart" : "refuse each other"}, both working: this one ${own.id.slice(0, 8)}${range}, ${hostsText(own.names, own.names.length)}; the other ${meshId.slice(0, 8)}${theirs === null ? "" : `, range ${theirs}`}, ${hostsText(names, hosts ?? names.length)}. To join them: ${advice}`,
  );
}

/** The nickname where there is one. */
export function nameOf({ name, nickname }: Named): string {
  return nickname === "" ? name : nickname;
}
