/**
 * What an owner does with its tokens unasked, whenever the view changed: claims its seeded share, takes what a decree
 * gave it, yields where it holds more than its decree could know, and joins adjacent tokens. Each is a pure function
 * from the view to changes, applied by the caller while the router may write. All of them end: a taken token has a
 * higher epoch, a yield removes its overlap, a join lowers the number of tokens.
 */
import type { PeerKey, PeerName } from "../base/peer-name.ts";
import type { DecreeView } from "./decree.ts";
import { type TokenChange, tokenChange } from "./donation.ts";
import { overlaps, type Range, within, without } from "./range.ts";
import type { Ring } from "./ring.ts";
import type { Claim, RingView } from "./ring-view.ts";

/** The seeded member that we are and whose name nobody claimed yet. */
export function seedNameToClaim(ring: Ring, nickname: string, name: PeerName): string | undefined {
  for (const member of ring.genesis.members) {
    if (member.kind !== "name" || (member.name !== nickname && member.name !== name)) continue;
    if (ring.at(`seed/${member.name}`).length === 0) return member.name;
  }
  return undefined;
}

/** What decrees above `applied` give us of the peers that they remove. */
export function takenByDecree(view: RingView, self: PeerKey, applied: number): readonly TokenChange[] {
  return decreesForUs(view.decrees, self, applied).flatMap(({ number, value }) =>
    view.claims
      .filter((claim) => claim.owner === value.removed && claim.owner !== self && claim.epoch < number)
      .map((claim) => tokenChange(number, claim, self)),
  );
}

export function decreesForUs(decrees: DecreeView, self: PeerKey, applied: number): DecreeView["decrees"] {
  return decrees.decrees.filter(({ number, value }) => number > applied && value.heir === self);
}

/**
 * A decree moved a token as its voters knew it; what its owner had handed on before, unknown to them, overlaps it now.
 * The older epoch is right there, so we give up the overlap but for addresses that we gave out meanwhile: those stay
 * disputed until they are released.
 */
export function yielded(view: RingView, self: PeerKey, used: readonly Range[]): readonly TokenChange[] {
  const changes: TokenChange[] = [];
  for (const claim of view.claims) {
    if (claim.owner !== self || claim.epoch === 0) continue;
    const holes = overlapping(view.claims, claim).flatMap((overlap) => without(overlap, used));
    if (holes.length === 0) continue;
    const kept = without(
      claim,
      holes.toSorted((a, b) => a.start - b.start),
    );
    if (kept[0]?.start !== claim.start) {
      changes.push(tokenChange(claim.epoch, { start: claim.start, end: claim.start }, self));
    }
    changes.push(...kept.map((part) => tokenChange(claim.epoch, part, self)));
  }
  return changes;
}

function overlapping(claims: readonly Claim[], ours: Claim): Range[] {
  return claims
    .filter((claim) => claim.owner !== ours.owner && claim.epoch < ours.epoch && overlaps(claim, ours))
    .flatMap((claim) => within([claim], ours));
}

/** Runs of adjacent undisputed tokens of ours in one epoch become one token each. */
export function joinedTokens(view: RingView, self: PeerKey): readonly TokenChange[] {
  const ours = view.claims.filter(
    (claim) => claim.owner === self && !view.disputes.some((dispute) => overlaps(dispute, claim)),
  );
  const changes: TokenChange[] = [];
  for (let i = 0; i < ours.length; ) {
    const first = ours[i] as Claim;
    let end = first.end;
    let next = i + 1;
    for (let claim = ours[next]; claim && claim.start === end && claim.epoch === first.epoch; claim = ours[next]) {
      end = claim.end;
      next++;
    }
    if (next > i + 1) {
      changes.push(tokenChange(first.epoch, { start: first.start, end }, self));
      for (const gone of ours.slice(i + 1, next)) {
        changes.push(tokenChange(gone.epoch, { start: gone.start, end: gone.start }, self));
      }
    }
    i = next;
  }
  return changes;
}
