/**
 * Why an address or a peer stands as it does in the ring: whose the address is and by which way it came there (custody.ts),
 * who holds it, and, of a peer, what it owns, what decrees did to it and which of its records are kept apart. For people:
 * a pure reading of what the router knows already. Cost: O(claims + seats) an address, O(claims + records) a peer.
 */
import type { Ipv4 } from "../base/address.ts";
import type { PeerKey } from "../base/peer-name.ts";
import type { Millis } from "../base/time.ts";
import { usedByOwner } from "./allocator.ts";
import type { Claim, Hand } from "./custody.ts";
import type {
  AddressExplanation,
  ClaimExplanation,
  DecreeExplanation,
  Holding,
  PeerExplanation,
  Step,
} from "./explanation-types.ts";
import type { Ledger, Quarantined } from "./ledger.ts";
import { contains, joined, sizeOf } from "./range.ts";
import { blockOf, type Space } from "./space.ts";
import { blockKey, isBlock, usedIn } from "./token.ts";

export interface ExplanationParts {
  readonly now: Millis;
  readonly ledger: Ledger;
  readonly space: Space;
}

const decreesMax = 32;

export function explainAddress({ now, ledger, space }: ExplanationParts, address: Ipv4): AddressExplanation {
  const view = ledger.view();
  const claims = view?.claims.filter((claim) => contains(claim, address)) ?? [];
  return {
    address,
    inRange: ledger.ring !== undefined && contains(ledger.ring.genesis.range, address),
    claims: claims.map(claimExplained),
    holding: holdingOf({ now, ledger, space }, address),
  };
}

function holdingOf({ now, ledger, space }: ExplanationParts, address: Ipv4): Holding {
  const owner = space.holder(address);
  if (owner) return { kind: "here", owner };
  if (space.isWithheld(address)) return { kind: "withheld" };
  const peers = saidUsedBy(ledger, address);
  if (peers.length > 0) return { kind: "elsewhere", peers };
  const leftMs = space.restsFor(address, now);
  return leftMs > 0 ? { kind: "resting", leftMs } : { kind: "free" };
}

/** Others whose block records call it used; what a removed peer said last stays in the ring and means nothing. */
function saidUsedBy(ledger: Ledger, address: Ipv4): readonly PeerKey[] {
  const { ring, identity } = ledger;
  const start = blockOf(address);
  const view = ledger.view();
  const removed = new Set(view?.decrees.decrees.map(({ value }) => value.removed));
  for (const { owner } of view?.claims.filter((claim) => contains(claim, address)) ?? []) removed.delete(owner);
  return [...(ring?.seats ?? [])].filter(
    (key) =>
      key !== identity.key &&
      !removed.has(key) &&
      ring?.at(blockKey(key, start)).some((record) => isBlock(record) && usedIn(record).includes(address)),
  );
}

export function explainPeer({ ledger }: ExplanationParts, key: PeerKey): PeerExplanation {
  const view = ledger.view();
  const ranges = joined(view?.owned.get(key) ?? []);
  const disputes = view?.disputes.filter(({ claims }) => claims.some(({ owner }) => owner === key)) ?? [];
  return {
    key,
    ranges,
    addresses: sizeOf(ranges),
    used: (ledger.ring && usedByOwner(ledger, ledger.ring.genesis.range).get(key)) ?? 0,
    disputed: disputes.map(({ start, end, claims }) => ({
      range: { start, end },
      claims: claims.map(claimExplained),
    })),
    votes: view?.decrees.voters.keys.has(key) ?? false,
    seated: ledger.ring?.seats.has(key) ?? false,
    records: recordsOf(ledger, key),
    quarantined: countedReasons(ledger.quarantined().filter((one) => one.source === key || one.signer === key)),
    decrees: decreesOn(ledger, key),
  };
}

function claimExplained({ owner, start, end, hand }: Claim): ClaimExplanation {
  const way: Step[] = [];
  for (let at: Hand | undefined = hand; at; at = at.before) {
    const step = stepOf(at);
    // An heir's word that it takes what a decree gave it is no step of its own.
    if (step.kind !== "gift" || step.from !== step.peer) way.push(step);
  }
  return { owner, range: { start, end }, way: way.toReversed() };
}

function stepOf({ peer, record, takenFrom }: Hand): Step {
  if (!record) return { kind: "first-boot", peer };
  if (takenFrom) return { kind: "decree", number: record.epoch, from: takenFrom, peer };
  return { kind: "gift", from: record.signer, peer, version: record.version };
}

function recordsOf({ ring }: Ledger, key: PeerKey): number {
  let count = 0;
  for (const [first, ...rivals] of ring?.places() ?? []) if (first?.signer === key) count += 1 + rivals.length;
  return count;
}

function countedReasons(quarantined: readonly Quarantined[]): PeerExplanation["quarantined"] {
  const counts = new Map<string, number>();
  for (const { reason } of quarantined) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].map(([reason, count]) => ({ reason, count }));
}

function decreesOn(ledger: Ledger, key: PeerKey): readonly DecreeExplanation[] {
  const decrees = ledger.view()?.decrees.decrees ?? [];
  return decrees
    .filter(({ value: { removed, heir, added } }) => removed === key || heir === key || added.includes(key))
    .slice(-decreesMax)
    .map(({ number, value: { removed, heir, added }, record }) => ({
      number,
      removed,
      heir,
      forced: record.content.forced,
      added: added.includes(key),
    }));
}
