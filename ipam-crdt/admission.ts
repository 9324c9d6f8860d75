/**
 * Whose records come into the ring: those of peers with a *seat*, which are the members that first boot fixed and
 * everybody whom a peer with a seat introduced when it gave him addresses. Seats only grow, so which records come in
 * is a function of all that were ever sent, in whatever order. Without this, keys that anybody can make would fill the
 * ring, and a digest with them.
 *
 * A record whose signer has no seat (yet) waits: unverified, in no digest, passed on to nobody, shown as quarantined.
 * It comes in when its signer gets a seat. `waitingMax` wait; then the oldest goes, which costs nothing but a repeat:
 * the digests of two rings differ until both hold what has a seat, and what differs is sent again.
 */
import type { PeerKey } from "../base/peer-name.ts";
import type { Ring } from "./ring.ts";
import type { RingRecord } from "./token.ts";

export const waitingMax = 2_048;
/** Larger ones (decrees with many votes) do not wait and are sent again. */
const waitingBytesMax = 1_024;

interface Waiting {
  readonly source: PeerKey;
  readonly record: RingRecord;
}

export class Admission {
  /** By hash. */
  readonly #waiting = new Map<string, Waiting>();
  /** Those that had to go. */
  refused = 0;

  get waiting(): Iterable<Waiting> {
    return this.#waiting.values();
  }

  get size(): number {
    return this.#waiting.size;
  }

  wait(source: PeerKey, record: RingRecord): void {
    if (record.bytes.length > waitingBytesMax) {
      this.refused++;
      return;
    }
    this.#waiting.set(record.hash, { source, record });
    const [oldest] = this.#waiting.keys();
    if (this.#waiting.size <= waitingMax || oldest === undefined) return;
    this.#waiting.delete(oldest);
    this.refused++;
  }

  /** Those whose signers have a seat by now; they wait no more. */
  takeSeated(ring: Ring): readonly Waiting[] {
    const seated = [...this.#waiting.values()].filter(({ record }) => mayEnter(ring, record));
    for (const { record } of seated) this.#waiting.delete(record.hash);
    return seated;
  }
}

export function mayEnter(ring: Ring, { signer, content }: RingRecord): boolean {
  return content.kind === "seed-claim" || ring.seats.has(signer);
}

/** The rule that a record breaks by the ring's genesis. */
export function wrongFor(ring: Ring, { content }: RingRecord): string | undefined {
  if (content.kind !== "seed-claim") return undefined;
  const { name } = content;
  return ring.genesis.members.some((member) => member.kind === "name" && member.name === name)
    ? undefined
    : "seed-claim-unknown";
}
