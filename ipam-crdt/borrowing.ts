/**
 * Getting space, seen from the peer that ran dry: one search a wanted range, which asks the peer with most free space,
 * then the next, until one gives. A peer that is silent for `answerMs` or busy may be asked again; a search ends without
 * space when everybody present said no, or after `patienceMs` when owners with space could not be reached.
 */

import type { Cidr } from "../base/address.ts";
import { formatCidr } from "../base/address.ts";
import type { PeerKey } from "../base/peer-name.ts";
import { type Millis, never } from "../base/time.ts";
import type { Outbox } from "./outbox.ts";

const answerMs: Millis = 2_000;
const patienceMs: Millis = 8_000;
const againMs: Millis = 1_000;
/** Searches at a time; requests for further ranges wait. */
const searchesMax = 1_024;
/** A search that nobody asked after for so long is forgotten. */
const idleMs: Millis = 30_000;

export interface Donor {
  readonly key: PeerKey;
  readonly free: number;
  readonly present: boolean;
}

export type SearchState = "searching" | "denied" | "in-use" | "unreachable";

interface Search {
  readonly startedAt: Millis;
  readonly tried: Set<PeerKey>;
  readonly hopeful: Set<PeerKey>;
  inUse: boolean;
  asked: { readonly number: number; readonly to: PeerKey; readonly deadline: Millis } | undefined;
  againAt: Millis;
  usedAt: Millis;
}

export class Borrowing {
  readonly #outbox: Outbox;
  readonly #searches = new Map<string, Search>();
  #number = 0;

  constructor(outbox: Outbox) {
    this.#outbox = outbox;
  }

  wakeAt(): Millis {
    let at = never;
    for (const search of this.#searches.values()) {
      at = Math.min(at, search.asked?.deadline ?? search.againAt);
    }
    return at;
  }

  /** Moves the search for space in `wanted` on; called again until it says something else than "searching". */
  search(now: Millis, wanted: Cidr, donors: readonly Donor[], meshId: Uint8Array): SearchState {
    const key = formatCidr(wanted);
    const search = this.#searchFor(now, key);
    if (!search) return "searching";
    search.usedAt = now;
    if (search.asked && now >= search.asked.deadline) {
      search.hopeful.add(search.asked.to);
      search.asked = undefined;
    }
    if (search.asked) return "searching";
    if (now >= search.againAt) this.#again(search);
    const donor = donors
      .filter(({ key: peer, free, present }) => present && free > 0 && !search.tried.has(peer))
      .toSorted((a, b) => b.free - a.free || (a.key < b.key ? -1 : 1))[0];
    if (donor) {
      this.#ask(now, search, donor.key, wanted, meshId);
      return "searching";
    }
    const absent = donors.some(({ free, present }) => !present && free > 0);
    if ((absent || search.hopeful.size > 0) && now < search.startedAt + patienceMs) {
      if (search.againAt === never) search.againAt = now + againMs;
      return "searching";
    }
    this.#searches.delete(key);
    if (search.inUse) return "in-use";
    return absent || search.hopeful.size > 0 ? "unreachable" : "denied";
  }

  /** The answer to a question; false when it is none of ours or late. */
  answered(
    from: PeerKey,
    number: number,
    answer: { readonly gave: boolean; readonly inUse: boolean; readonly busy: boolean },
  ): boolean {
    for (const search of this.#searches.values()) {
      if (search.asked?.number !== number || search.asked.to !== from) continue;
      search.asked = undefined;
      search.inUse ||= answer.inUse;
      if (answer.busy) search.hopeful.add(from);
      if (answer.gave) search.tried.delete(from);
      return true;
    }
    return false;
  }

  /** Space came, or nobody wants it any more. */
  end(wanted: Cidr): void {
    this.#searches.delete(formatCidr(wanted));
  }

  /** At the end of a step, when whoever still searches has asked. */
  /** Searches that are due and that nobody moved on in this step are nobody's any more. */
  forgetIdle(now: Millis): void {
    for (const [key, search] of this.#searches) {
      const dueAt = search.asked?.deadline ?? search.againAt;
      if (search.usedAt !== now && (now >= dueAt || now >= search.usedAt + idleMs)) this.#searches.delete(key);
    }
  }

  #searchFor(now: Millis, key: string): Search | undefined {
    const known = this.#searches.get(key);
    if (known || this.#searches.size >= searchesMax) return known;
    const search: Search = {
      startedAt: now,
      tried: new Set(),
      hopeful: new Set(),
      inUse: false,
      asked: undefined,
      againAt: never,
      usedAt: now,
    };
    this.#searches.set(key, search);
    return search;
  }

  #again(search: Search): void {
    for (const peer of search.hopeful) search.tried.delete(peer);
    search.hopeful.clear();
    search.againAt = never;
  }

  #ask(now: Millis, search: Search, to: PeerKey, wanted: Cidr, meshId: Uint8Array): void {
    this.#number++;
    search.tried.add(to);
    search.asked = { number: this.#number, to, deadline: now + answerMs };
    const { address, prefixLength } = wanted;
    this.#outbox.talk(to, meshId, { kind: "space-request", number: this.#number, address, prefixLength });
  }
}
