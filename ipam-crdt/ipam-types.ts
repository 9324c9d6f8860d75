/** What address management takes and gives. */
import type { Cidr, Ipv4 } from "../base/address.ts";
import type { EventOutput, PersistOutput, Wake } from "../base/machine.ts";
import type { PeerKey } from "../base/peer-name.ts";

export type IpamInput =
  | Wake
  /** A delivery on the channel `ring` (broadcast or exchange). */
  | { readonly kind: "ring"; readonly source: PeerKey; readonly payload: Uint8Array }
  /** A delivery on the unicast channel `ipam` (space requests, donations, Paxos, votes). */
  | { readonly kind: "unicast"; readonly source: PeerKey; readonly payload: Uint8Array }
  /** Peers that are reachable or stale now, ourselves included. */
  | { readonly kind: "peers"; readonly present: ReadonlySet<PeerKey>; readonly nicknames: ReadonlyMap<PeerKey, string> }
  | { readonly kind: "request"; readonly request: number; readonly body: IpamRequest }
  /** The shell gave up waiting (client gone, deadline). */
  | { readonly kind: "cancel"; readonly request: number };

/** `owner` names who holds an address: a container id and an interface. Repeats give the same answer. */
export interface AddressOwner {
  readonly container: string;
  readonly interface: string;
}

export type IpamRequest =
  | { readonly kind: "allocate"; readonly owner: AddressOwner; readonly subnet: Cidr | undefined }
  | { readonly kind: "claim"; readonly owner: AddressOwner; readonly address: Cidr }
  | { readonly kind: "lookup"; readonly owner: AddressOwner }
  /** One address, or all of the owner's. */
  | { readonly kind: "release"; readonly owner: AddressOwner; readonly address: Ipv4 | undefined }
  | { readonly kind: "remove-peer"; readonly peer: PeerKey; readonly force: boolean }
  /** Blocks until the ring exists. */
  | { readonly kind: "prime" }
  /** Hand all our space to the others; after it nothing is allocated. */
  | { readonly kind: "leave" };

export type IpamReply =
  | { readonly ok: true; readonly addresses: readonly Cidr[] }
  | { readonly ok: true; readonly takenOver: number }
  | { readonly ok: true; readonly done: true }
  | { readonly ok: false; readonly code: string; readonly message: string };

export type IpamOutput =
  | { readonly kind: "reply"; readonly request: number; readonly reply: IpamReply }
  | { readonly kind: "publish"; readonly payload: Uint8Array }
  | { readonly kind: "unicast"; readonly to: PeerKey; readonly payload: Uint8Array }
  /** A ring exists: what first boot fixed for the mesh. Once a launch, when it is known. */
  | { readonly kind: "mesh"; readonly meshId: Uint8Array; readonly range: Cidr; readonly ipv6Prefix: Uint8Array }
  | PersistOutput
  | EventOutput;
