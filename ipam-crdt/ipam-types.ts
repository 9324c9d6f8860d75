/** What address management takes and gives. */
import type { Cidr, Ipv4 } from "../base/address.ts";
import type { EventOutput, PersistOutput, Wake } from "../base/machine.ts";
import type { PeerKey, PeerName } from "../base/peer-name.ts";
import type { Millis } from "../base/time.ts";
import type { Identity } from "../crypto/identity.ts";
import type { AddressExplanation, PeerExplanation } from "./explanation-types.ts";
import type { LeaseStatus } from "./lease-status.ts";

/** How the first boot of a mesh comes to its ring. A router that meets a ring adopts it whatever this says. */
export type IpamInit =
  /** `peers` undefined: the given targets + 1. Quorum is a majority of it. */
  | { readonly kind: "consensus"; readonly peers: number | undefined }
  /** Peer names or nicknames; the same list everywhere. */
  | { readonly kind: "seed"; readonly peers: readonly string[] }
  | { readonly kind: "observer" };

/** Defaults live in the router's `config.ts`. */
export interface IpamOptions {
  readonly identity: Identity;
  readonly nickname: string;
  /** The range to propose at first boot; a ring that exists keeps its own. */
  readonly range: Cidr;
  readonly rangeExplicit: boolean;
  /** Where an address without further wishes comes from; absent: the whole range. */
  readonly defaultSubnet?: Cidr;
  readonly init: IpamInit;
  /** Targets given at launch + 1: the N of `consensus` without a number. */
  readonly initialPeerCount: number;
  /** Have leases of this length put in force where none are; undefined: off. */
  readonly leaseMs: Millis | undefined;
}

export type IpamInput =
  | Wake
  /** A delivery on the channel `ring` (broadcast or exchange). */
  | { readonly kind: "ring"; readonly source: PeerKey; readonly payload: Uint8Array }
  /** A delivery on the unicast channel `ipam` (space requests, donations, Paxos, votes). */
  | { readonly kind: "unicast"; readonly source: PeerKey; readonly payload: Uint8Array }
  /** Peers that are reachable or stale now, ourselves included. */
  | { readonly kind: "peers"; readonly present: ReadonlySet<PeerKey>; readonly nicknames: ReadonlyMap<PeerKey, string> }
  /** A twin of this identity lives: nothing is given, donated, voted for or written any more. */
  | { readonly kind: "fenced" }
  | { readonly kind: "request"; readonly request: number; readonly body: IpamRequest }
  /** The shell gave up waiting (client gone, deadline). */
  | { readonly kind: "cancel"; readonly request: number };

/**
 * Who holds an address: a container id and an interface. Repeats give the same answer. In `lookup` and `release` an
 * empty `interface` stands for all of the container's.
 */
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

/** A peer of another mesh. */
export interface Stranger {
  readonly key: PeerKey;
  readonly meshId: Uint8Array;
  readonly range: Cidr;
  /** Whom its first boot gave a share. */
  readonly members: readonly (
    | { readonly kind: "key"; readonly key: PeerKey }
    | { readonly kind: "name"; readonly name: string }
  )[];
}

export type IpamState =
  /** An observer, or nobody has needed the ring yet. */
  | "idle"
  | "awaiting-consensus"
  /** Asking others for our own record before the first allocation of this launch. */
  | "confirming"
  | "ready"
  /** Our store is older than what the others hold of us; nothing is allocated until it is reconciled. */
  | "quarantined"
  /** Went on although nobody could confirm our record. */
  | "unconfirmed"
  | "left";

/** A snapshot for the API and `weave status ipam`. */
export interface IpamStatus {
  readonly state: IpamState;
  readonly range: Cidr | undefined;
  /** Where an address without further wishes comes from; undefined while there is no ring. */
  readonly defaultSubnet: Cidr | undefined;
  readonly meshId: Uint8Array | undefined;
  readonly ipv6Prefix: Uint8Array | undefined;
  /** First boot: how many peers must agree, and how many are known. */
  readonly consensus: { readonly quorum: number; readonly known: number } | undefined;
  readonly owners: readonly {
    readonly key: PeerKey;
    readonly name: PeerName;
    readonly nickname: string;
    readonly addresses: number;
    /** Of them in use, as far as its records tell. */
    readonly used: number;
    /** Of the range, 0 to 100. */
    readonly percent: number;
    readonly reachable: boolean;
  }[];
  /** Ranges of ours that nobody disputes, ascending, their ends excluded: what we give addresses from. */
  readonly owned: readonly { readonly start: Ipv4; readonly end: Ipv4 }[];
  /** Who may give out the address, by the ring as it is now; undefined without a ring or when nobody does. */
  readonly ownerOf: (address: Ipv4) => PeerKey | undefined;
  /** What peers are or were called, also those that are gone. */
  readonly remembered: ReadonlyMap<PeerKey, { readonly name: PeerName; readonly nickname: string }>;
  readonly explainAddress: (address: Ipv4) => AddressExplanation;
  readonly explainPeer: (key: PeerKey) => PeerExplanation;
  readonly allocations: readonly { readonly owner: AddressOwner; readonly addresses: readonly Cidr[] }[];
  /** Addresses that others know as given by us and our store does not know; kept until claimed or released. */
  readonly withheld: readonly Ipv4[];
  /** Peers that are present and belong to another mesh; they and we go on, each in its own. */
  readonly strangers: readonly Stranger[];
  readonly pending: readonly { readonly request: number; readonly kind: IpamRequest["kind"] }[];
  readonly quarantined: {
    readonly count: number;
    readonly latest: readonly { readonly source: PeerKey; readonly reason: string }[];
  };
  /** Records that found no room since launch. */
  readonly refused: number;
  /** Inclusive ranges that more than one owner claims; nobody allocates there. */
  readonly disputed: readonly { readonly first: Ipv4; readonly last: Ipv4; readonly claimants: readonly PeerKey[] }[];
  readonly tokens: number;
  readonly records: number;
  /** Records merged since launch. */
  readonly merges: number;
  readonly voters: readonly PeerKey[];
  /** The number of the newest decree. */
  readonly epoch: number;
  /** Undefined: leases are not in force. */
  readonly lease: LeaseStatus | undefined;
}
