/** What operators see of leases: this host's own, and as a voter everybody's (leasing.ts). */
import type { PeerKey } from "../base/peer-name.ts";
import type { Millis } from "../base/time.ts";
import type { Range } from "./range.ts";

export interface LeaseStatus {
  readonly leaseMs: Millis;
  /** Cold space may be given away until then, on the machine's clock. */
  readonly validUntil: Millis;
  readonly valid: boolean;
  /** 0 when it does not hold. */
  readonly validForMs: Millis;
  /** Since a majority renewed it last; undefined: not in this launch. */
  readonly renewedAgoMs: Millis | undefined;
  /** What addresses are given from, sorted. */
  readonly hot: readonly Range[];
  /** Of them free. */
  readonly hotFree: number;
  /** Asked for, and not granted by a majority yet. */
  readonly unsettled: boolean;
  /** As a voter: whether we hold all that was granted before the newest decree; undefined when we do not vote. */
  readonly ready: boolean | undefined;
  /** Leases that we know as a voter: how long ago we granted them, and how many addresses are hot. */
  readonly known: readonly { readonly key: PeerKey; readonly ageMs: Millis; readonly hot: number }[];
}
