/**
 * Getting space, seen from the peer that ran dry: one search a wanted range, which asks the peer with most free space,
 * then the next, until one gives. At first one at a time, so that little is given in vain; after two refusals more and
 * more at once, up to `askedMax`, so that a mesh without a free address is known as such within a second. Somebody who
 * is silent for `hesitationMs` holds nobody up.
 *
 * A peer that is silent for `answerMs` or busy may be asked again. A search ends without space when everybody present
 * said no: at once, after `absentMs` where others with space are out of reach (they may be about to come back), and after
 * `patienceMs` where somebody was busy or silent, or where one address of an absent owner is wanted. The outcome names
 * those who could not be asked. Cost: O(donors) a move.
 */

import type { Cidr } from "../base/address.ts";
import { formatCidr } from "../base/address.ts";
import type { PeerKey } from "../base/peer-name.ts";
import { type Millis, never } from "../base/time.ts";
import type { Outbox } from "./outbox.ts";

const answerMs: Millis = 2_000;
const hesitationMs: Millis = 250;
const absentMs: Millis = 800;
const patienceMs: Millis = 8_000;
const againMs: Millis = 1_000;
/** Questions under way in one search. */
const askedMax = 32;
/** Searches at a time; requests for further ranges wait. */
const searchesMax = 1_024;
/** A search that nobody asked after for so long is forgotten. */
const idleMs: Millis = 30_000;

export interface Donor {
  readonly key: PeerKey;
  readonly free: number;
  readonly present: boolean;
}

/** What a question says of us. */
interface Asker {
  readonly meshId: Uint8Array;
  /** We keep to leases. */
  readonly leased: boolean;
}

export type SearchOutcome =
  | { readonly kind: "searching" }
  /** `holder`: whom `peer` gave the one address to; empty where it does not say. */
  | { readonly kind: "in-use"; readonly peer: PeerKey; readonly holder: string }
  /** Everybody who could be asked said no. */
  | {
      readonly kind: "denied";
      /** Owners of free space that are out of reach. */
      readonly absent: readonly PeerKey[];
      /** Those that did not answer or could not tell yet. */
      readonly silent: readonly PeerKey[];
    };

export interface SpaceAnswer {
  readonly gave: boolean;
  readonly inUse: boolean;
  readonly busy: boolean;
  readonly holder: string;
}

interface Search {
  readonly startedAt: Millis;
  readonly tried: Set<PeerKey>;
  readonly hopeful: Set<PeerKey>;
  /** Questions that are not answered yet, by number. */
  readonly asked: Map<number, { readonly to: PeerKey; readonly at: Millis }>;
  inUse: { readonly peer: PeerKey; readonly holder: string } | undefined;
  refused: number;
  againAt: Millis;
  /** When somebody moved it on. */
  usedAt: Millis;
  /** The end of the last step. */
  lookedAt: Millis;
}

const searching = { kind: "searching" } as const;

export class Borrowing {
  readonly #outbox: Outbox;
  readonly #searches = new Map<string, Search>();
  #number = 0;

  constructor(outbox: Outbox) {
    this.#outbox = outbox;
  }

  wakeAt(): Millis {
    let at = never;
    for (const search of this.#searches.values()) at = Math.min(at, dueAt(search));
    return at;
  }

  /** Moves the search for space in `wanted` on; called again until it says something else than "searching". */
  search(now: Millis, wanted: Cidr, donors: readonly Donor[], { meshId, leased }: Asker): SearchOutcome {
    const key = formatCidr(wanted);
    const search = this.#searchFor(now, key);
    if (!search) return searching;
    search.usedAt = now;
    for (const [number, { to, at }] of search.asked) {
      if (now < at + answerMs) continue;
      search.asked.delete(number);
      search.hopeful.add(to);
    }
    if (now >= search.againAt) again(search);
    this.#askMore(now, search, { wanted, donors, meshId, leased });
    if (search.asked.size > 0) return searching;
    if (search.inUse) {
      this.#searches.delete(key);
      return { kind: "in-use", ...search.inUse };
    }
    const absent = donors.filter(({ free, present }) => !present && free > 0).map((donor) => donor.key);
    const until = search.startedAt + patienceFor(search, wanted, absent);
    if (now < until) {
      search.againAt = Math.min(search.againAt, now + againMs, until);
      return searching;
    }
    this.#searches.delete(key);
    return { kind: "denied", absent, silent: [...search.hopeful] };
  }

  #askMore(
    now: Millis,
    search: Search,
    { wanted, donors, ...asker }: Asker & { readonly wanted: Cidr; readonly donors: readonly Donor[] },
  ): void {
    if (search.inUse) return;
    const answering = [...search.asked.values()].filter(({ at }) => now < at + hesitationMs).length;
    const room = Math.min(askedMax - search.asked.size, Math.max(1, search.refused) - answering);
    if (room <= 0) return;
    donors
      .filter(({ key, free, present }) => present && free > 0 && !search.tried.has(key))
      .toSorted((a, b) => b.free - a.free || (a.key < b.key ? -1 : 1))
      .slice(0, room)
      .forEach(({ key }) => {
        this.#ask(now, search, key, wanted, asker);
      });
  }

  /** The answer to a question; false when it is none of ours or late. */
  answered(from: PeerKey, number: number, answer: SpaceAnswer): boolean {
    for (const search of this.#searches.values()) {
      if (search.asked.get(number)?.to !== from) continue;
      search.asked.delete(number);
      if (answer.inUse) search.inUse = { peer: from, holder: answer.holder };
      if (answer.busy) search.hopeful.add(from);
      if (answer.gave) search.tried.delete(from);
      else search.refused++;
      return true;
    }
    return false;
  }

  /** Space came, or nobody wants it any more. */
  end(wanted: Cidr): void {
    this.#searches.delete(formatCidr(wanted));
  }

  /**
   * At the end of a step, when whoever still searches has asked: searches that are due and that nobody moved on in this
   * step are nobody's any more.
   */
  forgetIdle(now: Millis): void {
    for (const [key, search] of this.#searches) {
      search.lookedAt = now;
      if (search.usedAt !== now && (now >= endOf(search) || now >= search.usedAt + idleMs)) this.#searches.delete(key);
    }
  }

  #searchFor(now: Millis, key: string): Search | undefined {
    const known = this.#searches.get(key);
    if (known || this.#searches.size >= searchesMax) return known;
    const search: Search = {
      startedAt: now,
      tried: new Set(),
      hopeful: new Set(),
      asked: new Map(),
      inUse: undefined,
      refused: 0,
      againAt: never,
      usedAt: now,
      lookedAt: now,
    };
    this.#searches.set(key, search);
    return search;
  }

  #ask(now: Millis, search: Search, to: PeerKey, wanted: Cidr, { meshId, leased }: Asker): void {
    this.#number++;
    search.tried.add(to);
    search.asked.set(this.#number, { to, at: now });
    const { address, prefixLength } = wanted;
    this.#outbox.talk(to, meshId, { kind: "space-request", number: this.#number, address, prefixLength, leased });
  }
}

/** When the search has to be moved on unasked: at each deadline of its questions that was not looked at yet. */
function dueAt(search: Search): Millis {
  let at = search.asked.size === 0 ? search.againAt : never;
  for (const question of search.asked.values()) {
    const hesitation = question.at + hesitationMs;
    at = Math.min(at, search.lookedAt < hesitation ? hesitation : question.at + answerMs);
  }
  return at;
}

/** After it a search that nobody moves on is nobody's. */
function endOf({ asked, againAt }: Search): Millis {
  let at = asked.size === 0 ? againAt : never;
  for (const question of asked.values()) at = Math.min(at, question.at + answerMs);
  return at;
}

function again(search: Search): void {
  for (const peer of search.hopeful) search.tried.delete(peer);
  search.hopeful.clear();
  search.againAt = never;
}

function patienceFor({ hopeful }: Search, { prefixLength }: Cidr, absent: readonly PeerKey[]): Millis {
  if (hopeful.size > 0) return patienceMs;
  if (absent.length === 0) return 0;
  return prefixLength === 32 ? patienceMs : absentMs;
}
