/**
 * Where the product promises nothing, nothing is held against it. A clone and its original own the same space until they
 * meet and are fenced; a host whose snapshot was restored is told of what it forgot by a neighbour that saw it, so
 * without one (nobody answered, or somebody who knows may have been out of reach) its old space is not safe. The ranges
 * concerned are excused, and nothing else.
 */
import type { Ipv4 } from "../../base/address.ts";
import type { PeerKey } from "../../base/peer-name.ts";
import { contains, type Range } from "../../ipam-crdt/range.ts";
import type { Host } from "./host.ts";

export class Excuses {
  readonly #ranges: Range[] = [];
  readonly #identities = new Set<PeerKey>();
  readonly #watched = new Set<Host>();

  excuse(host: Host, ranges: readonly Range[]): void {
    this.#identities.add(host.identity.key);
    this.#ranges.push(...ranges);
  }

  /** Is excused as soon as it says that nobody could confirm its store. */
  watch(host: Host): void {
    this.#watched.add(host);
  }

  isWatched(host: Host): boolean {
    return this.#watched.has(host);
  }

  covers(address: Ipv4): boolean {
    return this.#ranges.some((range) => contains(range, address));
  }

  /** It wrote, or may have, what its own state did not know. */
  concerns(identity: PeerKey): boolean {
    return this.#identities.has(identity);
  }

  get some(): boolean {
    return this.#identities.size > 0;
  }
}
