/**
 * The shapes of explanations (explanation.ts): what the ring, the space and the quarantine of one router tell about an
 * address or a peer. Peers stand as keys; whoever shows them to people names them.
 */
import type { Ipv4 } from "../base/address.ts";
import type { PeerKey } from "../base/peer-name.ts";
import type { Millis } from "../base/time.ts";
import type { Range } from "./range.ts";

/** One step of an address's way, oldest first. */
export type Step =
  /** First boot gave `peer` its share. */
  | { readonly kind: "first-boot"; readonly peer: PeerKey }
  /** `from` gave it to `peer` by a signed record: a donation, a hand-over, or a yield. */
  | { readonly kind: "gift"; readonly from: PeerKey; readonly peer: PeerKey; readonly version: number }
  /** The decree of this number took it from `from`, who was removed. */
  | { readonly kind: "decree"; readonly number: number; readonly from: PeerKey; readonly peer: PeerKey };

export interface ClaimExplanation {
  readonly owner: PeerKey;
  /** The part of the range that came by this way as one. */
  readonly range: Range;
  readonly way: readonly Step[];
}

export type Holding =
  /** A container of this host. */
  | { readonly kind: "here"; readonly owner: { readonly container: string; readonly interface: string } }
  /** Ours, given out in a time that our store forgot. */
  | { readonly kind: "withheld" }
  /** Ours, released `leftMs` short of a full rest ago. */
  | { readonly kind: "resting"; readonly leftMs: Millis }
  /** By the records of these peers, one of their containers has it. */
  | { readonly kind: "elsewhere"; readonly peers: readonly PeerKey[] }
  /** Nobody, as far as records tell. */
  | { readonly kind: "free" };

export interface AddressExplanation {
  readonly address: Ipv4;
  /** False also while there is no ring. */
  readonly inRange: boolean;
  /** None: nobody's, or no ring. More than one owner: disputed, and nobody allocates there. */
  readonly claims: readonly ClaimExplanation[];
  readonly holding: Holding;
}

export interface DecreeExplanation {
  readonly number: number;
  readonly removed: PeerKey | undefined;
  readonly heir: PeerKey | undefined;
  /** Made by one voter alone, by `weave rmpeer --force`. */
  readonly forced: boolean;
  /** The peer became a voter by it. */
  readonly added: boolean;
}

export interface PeerExplanation {
  readonly key: PeerKey;
  /** Undisputed, ascending. */
  readonly ranges: readonly Range[];
  readonly addresses: number;
  /** Of them given out, as its records tell. */
  readonly used: number;
  readonly disputed: readonly { readonly range: Range; readonly claims: readonly ClaimExplanation[] }[];
  readonly votes: boolean;
  /** It may write records. */
  readonly seated: boolean;
  /** That it signed and that count. */
  readonly records: number;
  /** Records kept apart that it sent, or that wait since nobody introduced it; the latest. */
  readonly quarantined: readonly { readonly reason: string; readonly count: number }[];
  /** Of which it was the removed one, the heir or a new voter, ascending; the latest `decreesMax`. */
  readonly decrees: readonly DecreeExplanation[];
}
