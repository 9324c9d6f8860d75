/**
 * Custody: in whose hands each address is, followed from hand to hand. It begins with the owner whom first boot fixed;
 * whoever holds an address and has newer words than the one by which he got it decides where it goes next; who has none
 * is the owner. So a record counts only if its signer held the addresses, and words of anybody else are never looked at.
 *
 *   - Only the newest word of each hand counts, so a way back (A to B to A to C) leaves A to C: the way of an address
 *     is never longer than the peers that ever held it, and older words need not be kept.
 *   - Versions rise along the way, so it ends.
 *   - A decree that removes a peer starts a second way, in the epoch of its number, wherever the removed peer was on the
 *     way and the heir took the addresses. A claim is superseded by one of a later epoch whose way went through its
 *     owner; both stand, and dispute, where the removed peer had given the addresses away without its heir's knowledge.
 *   - A holder that says two things in one version has both its receivers claim: its own range is disputed, no other.
 *   - One that gives anew what it has not got back is caught by a reminder of its older word, which whoever loses by it
 *     brings: then both words are followed. A reminder of a true word changes nothing, whoever brings it: each hand that
 *     it leads to has given the addresses on later, by its newest word or one before that, so the ways end at one owner.
 *
 * Cost: O(statements on the ways), each address passing each of them once, and O(log reminders) a stretch besides.
 */
import type { PeerKey } from "../base/peer-name.ts";
import type { Decree } from "./decree.ts";
import { joined, type Range, within, without } from "./range.ts";
import type { Ring } from "./ring.ts";
import { rangeOfToken, type Statement } from "./statements.ts";
import type { TokenRecord } from "./token.ts";
import { keysOfMember } from "./voters.ts";

/** One hand on an address's way, and those before it. */
export interface Hand {
  readonly peer: PeerKey;
  /** The record by which the addresses came; undefined at the beginning. */
  readonly record: TokenRecord | undefined;
  /** An heir's: whom the decree removed. */
  readonly takenFrom: PeerKey | undefined;
  readonly before: Hand | undefined;
}

export interface Claim extends Range {
  readonly owner: PeerKey;
  readonly epoch: number;
  /** Of the record by which the owner got it; 0: a share of the genesis. The owner's next word has a higher one. */
  readonly version: number;
  readonly hand: Hand;
}

/** All ends of all ways, some superseded. */
export function claimsOf(ring: Ring, moves: readonly Decree[]): Claim[] {
  const walk = new Walk(ring, moves);
  ring.genesis.members.forEach((member, i) => {
    const share = ring.genesis.shares[i];
    if (!share) return;
    for (const owner of keysOfMember(ring, member)) {
      const hand = { peer: owner, record: undefined, takenFrom: undefined, before: undefined };
      walk.from({ ...share, owner, epoch: 0, version: 0, hand });
    }
  });
  return walk.claims;
}

/** Whether `later`'s way in its epoch went through the owner of `claim`, or from it where that one was removed. */
export function supersedes(later: Claim, claim: Claim): boolean {
  if (later.epoch <= claim.epoch) return false;
  for (let hand: Hand | undefined = later.hand; hand; hand = hand.before) {
    if (hand.peer === claim.owner) return true;
    if (hand.takenFrom) return hand.takenFrom === claim.owner;
  }
  return false;
}

/** The records that show how the owner of `claim` came to it, oldest first. */
export function proofOf(claim: Claim): readonly TokenRecord[] {
  const records: TokenRecord[] = [];
  for (let hand: Hand | undefined = claim.hand; hand; hand = hand.before) if (hand.record) records.push(hand.record);
  return records.toReversed();
}

class Walk {
  readonly claims: Claim[] = [];
  readonly #ring: Ring;
  readonly #moves = new Map<PeerKey, Decree[]>();
  /** By decree and by reminder, where its way was begun: once an address. */
  readonly #begun = new Map<Decree | TokenRecord, Range[]>();
  readonly #open: Claim[] = [];

  constructor(ring: Ring, moves: readonly Decree[]) {
    this.#ring = ring;
    for (const move of moves) {
      const { removed, heir } = move.value;
      if (removed && heir && removed !== heir) this.#moves.set(removed, [...(this.#moves.get(removed) ?? []), move]);
    }
  }

  from(start: Claim): void {
    this.#open.push(start);
    for (let held = this.#open.pop(); held; held = this.#open.pop()) this.#follow(held);
  }

  #follow(held: Claim): void {
    for (const move of this.#moves.get(held.owner) ?? []) if (move.number > held.epoch) this.#begin(held, move);
    for (const token of this.#ring.remindersOf(held.owner, held)) this.#remind(held, token);
    let start: number = held.start;
    for (const statement of this.#ring.statements(held.owner, held.epoch)?.within(held) ?? []) {
      if (statement.version <= held.version) continue;
      if (start < statement.start) this.claims.push({ ...held, start, end: statement.start });
      this.#pass(held, statement);
      start = statement.end;
    }
    if (start < held.end) this.claims.push(start === held.start ? held : { ...held, start });
  }

  #pass(held: Claim, { start, end, version, records }: Statement): void {
    for (const record of records) {
      const { owner } = record.content;
      const hand = { peer: owner, record, takenFrom: undefined, before: held.hand };
      const next = { start, end, owner, epoch: held.epoch, version, hand };
      if (records.length > 1 || owner === held.owner) this.claims.push(next);
      else this.#open.push(next);
    }
  }

  /** An older word is followed too, if it came after the addresses. */
  #remind(held: Claim, token: TokenRecord): void {
    const { epoch, version, content } = token;
    if (epoch !== held.epoch || version <= held.version) return;
    const { owner } = content;
    const hand = { peer: owner, record: token, takenFrom: undefined, before: held.hand };
    for (const { start, end } of this.#fresh(token, within([rangeOfToken(token)], held))) {
      const next = { start, end, owner, epoch, version, hand };
      if (owner === held.owner) this.claims.push(next);
      else this.#open.push(next);
    }
  }

  /** The parts where no way was begun for this `reason` yet. */
  #fresh(reason: Decree | TokenRecord, ranges: readonly Range[]): Range[] {
    const begun = this.#begun.get(reason) ?? [];
    const fresh = ranges.flatMap((range) => without(range, begun));
    if (fresh.length > 0) this.#begun.set(reason, joined([...begun, ...fresh]));
    return fresh;
  }

  /** The heir's way, where the heir said anything in the decree's epoch. */
  #begin(held: Claim, move: Decree): void {
    const { number, value } = move;
    const { heir } = value;
    if (!heir) return;
    for (const said of this.#ring.statements(heir, number)?.within(held) ?? []) {
      for (const { start, end } of this.#fresh(move, [said])) {
        const hand = { peer: heir, record: said.records[0], takenFrom: held.owner, before: held.hand };
        this.#open.push({ start, end, owner: heir, epoch: number, version: 0, hand });
      }
    }
  }
}
