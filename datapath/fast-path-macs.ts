/**
 * Which MACs are behind which peer, as the process learned them; those of agreed peers become the kernel's entries. Pure.
 *
 * Limits: `fastMacsPerPeerMax` a peer and `fastMacsMax` in all. At either a peer's newest MAC takes the place of its oldest
 * one; a peer that has none when all is full gets no entry. A MAC without an entry takes the sleeve. Cost: O(1) a MAC.
 */

/** As the process bounds it (mac_table.h). */
export const fastMacsPerPeerMax = 8_192;
/** Half of what the kernel's map holds (host/fast-path-rules.ts). */
export const fastMacsMax = 32_768;

export interface MacChange {
  /** The short id of the peer that it was behind; 0: this host's; undefined: nobody knew it. */
  readonly before: number | undefined;
  /** A limit was met, for the first time since the peer's MACs were forgotten. */
  readonly metLimit: boolean;
}

export class FastPathMacs {
  /** Also this host's, under 0. */
  readonly #owners = new Map<string, number>();
  /** The other way round, without this host's; also of peers that the overlay does not show yet. */
  readonly #behind = new Map<number, Set<string>>();
  readonly #limited = new Set<number>();
  readonly #max: number;

  constructor(max: number = fastMacsMax) {
    this.#max = max;
  }

  /** Undefined when that was known. */
  seen(mac: string, shortId: number): MacChange | undefined {
    const before = this.#owners.get(mac);
    if (before === shortId) return undefined;
    if (before !== undefined) this.#behind.get(before)?.delete(mac);
    this.#owners.set(mac, shortId);
    if (shortId === 0) return { before, metLimit: false };
    const macs = this.#behind.get(shortId) ?? new Set();
    this.#behind.set(shortId, macs.add(mac));
    if (macs.size <= fastMacsPerPeerMax && this.#owners.size <= this.#max) return { before, metLimit: false };
    const [oldest = mac] = macs;
    macs.delete(oldest);
    this.#owners.delete(oldest);
    const metLimit = !this.#limited.has(shortId);
    this.#limited.add(shortId);
    return { before, metLimit };
  }

  behind(shortId: number): ReadonlySet<string> {
    return this.#behind.get(shortId) ?? new Set();
  }

  forget(shortId: number): void {
    for (const mac of this.behind(shortId)) this.#owners.delete(mac);
    this.#behind.delete(shortId);
    this.#limited.delete(shortId);
  }

  /** One, or all: what is here is of interest only against what an earlier router wrote. */
  forgetOurs(mac?: string): void {
    if (mac !== undefined) this.#owners.delete(mac);
    else for (const [each, shortId] of this.#owners) if (shortId === 0) this.#owners.delete(each);
  }

  forgetStrangers(isKnown: (shortId: number) => boolean): void {
    for (const shortId of this.#behind.keys()) if (!isKnown(shortId)) this.forget(shortId);
  }

  owners(): ReadonlyMap<string, number> {
    return this.#owners;
  }
}
