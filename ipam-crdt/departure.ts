/**
 * Leaving for good: all our tokens go to one present peer, durable before anybody hears of it, and the request is
 * answered when that peer has merged them, or after `mergedMs`: anti-entropy of whoever heard then does the rest. With
 * nobody present the space stays in our name until somebody removes us. Afterwards nothing is given or donated.
 */
import type { PeerKey } from "../base/peer-name.ts";
import { type Millis, never } from "../base/time.ts";
import { tokenChange } from "./donation.ts";
import type { Leasing } from "./leasing.ts";
import type { Ledger } from "./ledger.ts";
import type { Outbox } from "./outbox.ts";
import { sizeOf } from "./range.ts";
import { chunksOf } from "./ring-digest.ts";
import type { Space } from "./space.ts";
import { payloadBytesMax } from "./wire.ts";

const mergedMs: Millis = 5_000;
const requestsMax = 16;

export class Departure {
  readonly #ledger: Ledger;
  readonly #space: Space;
  readonly #leasing: Leasing;
  readonly #outbox: Outbox;
  #requests: number[] = [];
  #handedOver: { readonly to: PeerKey; readonly until: Millis; readonly chunks: Set<number> } | undefined;
  left = false;

  constructor(ledger: Ledger, space: Space, outbox: Outbox, leasing: Leasing) {
    this.#leasing = leasing;
    this.#ledger = ledger;
    this.#space = space;
    this.#outbox = outbox;
  }

  wakeAt(): Millis {
    return this.#handedOver?.until ?? never;
  }

  pending(): readonly number[] {
    return this.#requests;
  }

  request(request: number): void {
    if (this.#requests.length < requestsMax) this.#requests.push(request);
    else this.#outbox.reply(request, { ok: false, code: "IPAM_BUSY", message: "leaving is under way already" });
  }

  cancel(request: number): void {
    this.#requests = this.#requests.filter((waiting) => waiting !== request);
  }

  advance(now: Millis, mayWrite: boolean, present: ReadonlySet<PeerKey>): void {
    if (this.#requests.length > 0 && !this.left && (mayWrite || !this.#ledger.ring)) this.#leave(now, present);
    if (this.left && (!this.#handedOver || now >= this.#handedOver.until)) this.#reply();
  }

  /** The heir holds a part of it. */
  merged(from: PeerKey, number: number): void {
    if (this.#handedOver?.to !== from || !this.#handedOver.chunks.delete(number)) return;
    if (this.#handedOver.chunks.size === 0) this.#reply();
  }

  #leave(now: Millis, present: ReadonlySet<PeerKey>): void {
    this.left = true;
    const holdings = this.#ledger.holdings();
    for (const { addresses } of this.#space.allocations()) {
      for (const { address } of addresses) this.#space.release(address, now);
    }
    // Without a lease of ours it may be another's already: it is inherited when the voters say so.
    const heir = this.#leasing.mayGiveTo(now, true) === "yes" ? this.#heir(present) : undefined;
    if (!heir || holdings.length === 0) return;
    const changes = holdings.map((holding) => tokenChange(holding, heir));
    const chunks = chunksOf(this.#ledger.give(changes, heir), payloadBytesMax - 128);
    this.#handedOver = { to: heir, until: now + mergedMs, chunks: new Set(chunks.keys()) };
    chunks.forEach((records, number) => {
      this.#outbox.talk(heir, this.#ledger.meshId, { kind: "hand-over", number, records });
    });
    this.#outbox.event("info", "space-handed-over", { to: heir, addresses: sizeOf(holdings) });
  }

  /** A present owner before others, then by key. */
  #heir(present: ReadonlySet<PeerKey>): PeerKey | undefined {
    const self = this.#ledger.identity.key;
    const owned = this.#ledger.view()?.owned;
    const others = [...present].filter((key) => key !== self && this.#leasing.mayInherit(key)).toSorted();
    return others.find((key) => owned?.has(key)) ?? others[0];
  }

  #reply(): void {
    for (const request of this.#requests) this.#outbox.reply(request, { ok: true, done: true });
    this.#requests = [];
    this.#handedOver = undefined;
  }
}
