/**
 * Meshes that were founded apart from ours and met at handshakes, which end in a refusal at both ends. A refusal alone
 * says little to a person who has joined two meshes by mistake; with this both ends can tell which mesh is which, how
 * large each is, and so which one had better give way. One row a mesh, kept for `shownForMs` after it was met last; at most
 * `rowsMax`. Only authenticated hosts write here, so in a mesh with a password only those that have it.
 */
import { formatEndpoint } from "../base/address.ts";
import { toHex } from "../base/bytes.ts";
import type { Millis } from "../base/time.ts";
import type { Connection } from "./connection.ts";
import type { OtherMesh } from "./mesh-types.ts";

const rowsMax = 16;
/** Longer than the back-off of a dialler that only a person can help. */
const shownForMs = 120_000;

export class OtherMeshes {
  /** By mesh id in hex, the one met last at the end. */
  readonly #rows = new Map<string, { readonly at: Millis; readonly mesh: OtherMesh }>();

  /** `connection` is authenticated, and its peer says that it belongs to another mesh. */
  met(now: Millis, { remote, hello, remoteEndpoint }: Connection): void {
    if (!remote || !hello || remote.meshId.length === 0) return;
    const { key, name, meshId } = remote;
    const { nickname, mesh: summary } = hello;
    const id = toHex(meshId);
    this.#rows.delete(id);
    const address = formatEndpoint(remoteEndpoint);
    this.#rows.set(id, { at: now, mesh: { meshId, summary, peer: key, name, nickname, address } });
    if (this.#rows.size > rowsMax) this.#rows.delete(this.#rows.keys().next().value as string);
  }

  /** Those met lately; none that became ours. */
  seen(now: Millis, ownMeshId: Uint8Array): readonly OtherMesh[] {
    for (const [id, { at }] of this.#rows) if (now - at > shownForMs || id === toHex(ownMeshId)) this.#rows.delete(id);
    return [...this.#rows.values()].map(({ mesh }) => mesh);
  }
}
