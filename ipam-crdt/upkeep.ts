/**
 * What an owner does with its tokens unasked, whenever the view changed: claims its seeded share, takes what a decree
 * gave it, and yields where it holds more than its decree could know. Each is a pure function from the view to changes,
 * applied by the caller while the router may write. All of them end: what was taken is ours, and a yield ends a dispute.
 */
import type { PeerKey, PeerName } from "../base/peer-name.ts";
import type { DecreeView } from "./decree.ts";
import { type TokenChange, tokenChange } from "./donation.ts";
import { minus } from "./hot-ranges.ts";
import { joined, type Range, without } from "./range.ts";
import type { Ring } from "./ring.ts";
import { compareClaims, type RingView } from "./ring-view.ts";

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
    minus(
      joined(
        view.claims.filter((claim) => claim.owner === value.removed && claim.owner !== self && claim.epoch < number),
      ),
      value.kept ?? [],
    ).map((range) => tokenChange({ ...range, epoch: number, version: 0 }, self)),
  );
}

/** Our lease ran out and we live: what the decree did not leave us is its heir's, whether or not he took it yet. */
export function forfeited(view: RingView, self: PeerKey, applied: number): readonly TokenChange[] {
  return takeoversOf(view.decrees, self, applied).flatMap(({ number, value }) => {
    const { heir, kept } = value;
    const ours = view.claims.filter((claim) => claim.owner === self && claim.epoch < number);
    if (!heir || !kept) return [];
    return ours.flatMap(({ epoch, version, ...range }) =>
      minus([range], kept).map((part) => tokenChange({ ...part, epoch, version }, heir)),
    );
  });
}

/** Takeovers by lease of our own space. */
export function takeoversOf(decrees: DecreeView, self: PeerKey, applied: number): DecreeView["decrees"] {
  return decrees.decrees.filter(({ number, value }) => number > applied && value.removed === self && value.kept);
}

export function decreesForUs(decrees: DecreeView, self: PeerKey, applied: number): DecreeView["decrees"] {
  return decrees.decrees.filter(({ number, value }) => number > applied && value.heir === self);
}

/**
 * A decree moved addresses as its voters knew them; what their owner had handed on before, unknown to them, another
 * claims now. Or a giver whose store was an old copy gave us what he had given before. Who got it earlier is right, so
 * we hand it over but for addresses that we gave out meanwhile: those stay disputed until they are released.
 */
export function yielded(view: RingView, self: PeerKey, used: readonly Range[]): readonly TokenChange[] {
  const changes: TokenChange[] = [];
  for (const { claims, start, end } of view.disputes) {
    const ours = claims.find((claim) => claim.owner === self);
    const [oldest] = claims.filter((claim) => claim.owner !== self).toSorted(compareClaims);
    if (!ours || !oldest || compareClaims(oldest, ours) >= 0) continue;
    const { epoch, version } = ours;
    for (const part of without({ start, end }, used)) {
      changes.push(tokenChange({ ...part, epoch, version }, oldest.owner));
    }
  }
  return changes;
}
