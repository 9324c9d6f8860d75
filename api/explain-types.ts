/** What `GET /v1/ipam/explain` answers: shapes as in `types.ts`, under the same rules. */

/** `GET /v1/ipam/explain`: why an address or a peer stands as it does. One of `address` and `peer` is there. */
export interface ExplainView {
  /** As asked. */
  readonly about: string;
  /** The answer in one sentence. */
  readonly sentence: string;
  /** Somebody should do something: a dispute, a loss, nonsense. */
  readonly attention: boolean;
  /** What, each a sentence. */
  readonly todo: readonly string[];
  readonly address: AddressExplainView | null;
  readonly peer: PeerExplainView | null;
}

export interface AddressExplainView {
  readonly address: string;
  /** False also while there is no ring. */
  readonly inRange: boolean;
  /** More than one owner claims it, and nobody gives it out. */
  readonly disputed: boolean;
  /** `here` (a container of this host), `elsewhere`, `withheld`, `resting` or `free`. */
  readonly holding: string;
  readonly container: { readonly id: string; readonly interface: string } | null;
  /** Hosts whose records say that a container of theirs has it. */
  readonly saidUsedBy: readonly { readonly name: string; readonly nickname: string }[];
  /** With leases, of this host's space: `hot` (stays its own) or `cold` (goes to others when it is away for long). */
  readonly block: string | null;
  /** How long it rests still after its release. */
  readonly restsMs: number | null;
  /** None: nobody's. */
  readonly claims: readonly ClaimView[];
}

/** Who owns a range, and by which way it came. */
export interface ClaimView {
  readonly name: string;
  readonly nickname: string;
  readonly self: boolean;
  /** What came by this way as one, `10.32.0.0-10.35.255.255`. */
  readonly range: string;
  /** Oldest first. */
  readonly way: readonly {
    /** `first-boot`, `gift` or `decree`. */
    readonly kind: string;
    /** Whose it was after this step. */
    readonly name: string;
    readonly nickname: string;
    readonly text: string;
  }[];
}

export interface PeerExplainView {
  readonly name: string;
  readonly nickname: string;
  readonly key: string;
  readonly self: boolean;
  readonly reachable: boolean;
  /** Null: of this mesh, as far as is known. */
  readonly otherMeshId: string | null;
  readonly ranges: readonly string[];
  readonly addresses: number;
  /** Of them in use, as far as its records tell. */
  readonly used: number;
  /** 0 to 1, of the whole range. */
  readonly share: number;
  readonly disputed: readonly { readonly range: string; readonly claims: readonly ClaimView[] }[];
  /** It votes on who is gone. */
  readonly votes: boolean;
  /** That it signed and that count. */
  readonly records: number;
  /** Of records that it sent and that are kept apart, the latest, by reason. */
  readonly quarantined: readonly { readonly reason: string; readonly count: number; readonly meaning: string }[];
  /** Decisions that touched it. */
  readonly decrees: readonly { readonly number: number; readonly forced: boolean; readonly text: string }[];
}
