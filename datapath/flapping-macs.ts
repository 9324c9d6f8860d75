/**
 * MACs that two hosts claim in turn (RFC 7432 section 15.1), as the packet thread tells of them: when that begins, and once a
 * minute while it goes on. It is damped there (native/mac_table.h); here it is remembered for people, until it was not told
 * for three minutes. What hosts can make of it is bounded: `flappingMax` MACs, the longest silent one gives way.
 */
import type { PeerKey } from "../base/peer-name.ts";
import type { Millis } from "../base/time.ts";

export const flappingMax = 32;
const quietAfterMs = 180_000;

export interface FlappingMac {
  readonly mac: string;
  /** Undefined: this host, or one that has left the mesh. */
  readonly between: readonly [PeerKey | undefined, PeerKey | undefined];
}

export class FlappingMacs {
  readonly #told = new Map<string, { readonly mac: FlappingMac; readonly at: Millis }>();

  /** True when it is news. */
  heard(now: Millis, mac: FlappingMac): boolean {
    this.#forget(now);
    const isNews = !this.#told.delete(mac.mac);
    const [oldest] = this.#told.keys();
    if (this.#told.size >= flappingMax && oldest !== undefined) this.#told.delete(oldest);
    this.#told.set(mac.mac, { mac, at: now });
    return isNews;
  }

  at(now: Millis): readonly FlappingMac[] {
    this.#forget(now);
    return [...this.#told.values()].map(({ mac }) => mac);
  }

  #forget(now: Millis): void {
    for (const [mac, { at }] of this.#told) if (now - at > quietAfterMs) this.#told.delete(mac);
  }
}
