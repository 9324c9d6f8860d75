/**
 * Leases as the API shows them (docs/ipam.md): a part of `IpamView`, null where leases are not in force, and absent from a
 * router of 0.1.0. Times are in milliseconds.
 */

/** What this host, as a voter, knows of another's. */
export interface KnownLeaseView {
  readonly renewedMs: number;
  /** Addresses. */
  readonly hot: number;
}

export interface LeaseView {
  readonly lengthMs: number;
  /** `valid`: space may be given away. `hot-only`: addresses are given from hot blocks, and space to nobody. */
  readonly state: string;
  /** Since a majority renewed it last; null: not in this launch. */
  readonly renewedMs: number | null;
  /** Until it is `hot-only` unless it is renewed. */
  readonly validForMs: number;
  /** Ranges that addresses are given from, majority or not. */
  readonly hot: readonly string[];
  readonly hotAddresses: number;
  readonly hotFree: number;
  /** A change of what is hot waits for a majority. */
  readonly unsettled: boolean;
  /** As a voter: it knows what was granted before the newest decree. Null: it does not vote. */
  readonly ready: boolean | null;
}
