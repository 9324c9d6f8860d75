/** The snapshot that API and `weave status ipam` show, put together from the parts. O(tokens + allocations) a call. */
import type { Cidr, Ipv4 } from "../base/address.ts";
import type { PeerKey } from "../base/peer-name.ts";
import type { Millis } from "../base/time.ts";
import { usedByOwner } from "./allocator.ts";
import { explainAddress, explainPeer } from "./explanation.ts";
import type { Boot } from "./first-boot.ts";
import type { IpamState, IpamStatus } from "./ipam-types.ts";
import type { Ledger } from "./ledger.ts";
import type { Nicknames } from "./nicknames.ts";
import { sizeOf } from "./range.ts";
import type { Space } from "./space.ts";
import type { Strangers } from "./strangers.ts";

export interface StatusParts {
  /** Of the last step. */
  readonly now: Millis;
  readonly state: IpamState;
  readonly self: PeerKey;
  readonly ledger: Ledger;
  readonly space: Space;
  readonly boot: Boot | undefined;
  readonly present: ReadonlySet<PeerKey>;
  readonly nicknames: Nicknames;
  readonly pending: IpamStatus["pending"];
  /** As configured. */
  readonly defaultSubnet: Cidr | undefined;
  readonly strangers: Strangers;
  readonly lease: IpamStatus["lease"];
}

export function statusOf({
  now,
  state,
  ledger,
  space,
  boot,
  present,
  nicknames,
  pending,
  defaultSubnet,
  strangers,
  lease,
}: StatusParts): IpamStatus {
  const genesis = ledger.ring?.genesis;
  const decrees = ledger.view()?.decrees;
  return {
    state,
    range: genesis?.cidr,
    defaultSubnet: genesis && (defaultSubnet ?? genesis.cidr),
    meshId: genesis?.meshId,
    ipv6Prefix: genesis?.ipv6Prefix,
    consensus: boot,
    owners: ownersOf(ledger, present, nicknames),
    owned: ledger.owned(),
    ownerOf: (address) => ownerOf(ledger, address),
    get remembered() {
      return nicknames.remembered();
    },
    explainAddress: (address) => explainAddress({ now, ledger, space }, address),
    explainPeer: (key) => explainPeer({ now, ledger, space }, key),
    allocations: space.allocations(),
    withheld: space.withheld,
    pending,
    strangers: strangers.seen(),
    quarantined: { count: ledger.quarantinedCount, latest: ledger.quarantined() },
    refused: ledger.refusedCount,
    disputed: (ledger.view()?.disputes ?? []).map(({ start, end, claims }) => ({
      first: start,
      last: end - 1,
      claimants: [...new Set(claims.map((claim) => claim.owner))],
    })),
    tokens: ledger.view()?.claims.length ?? 0,
    records: ledger.ring?.size ?? 0,
    merges: ledger.merges,
    voters: [...(decrees?.voters.keys ?? [])],
    epoch: decrees?.decrees.length ?? 0,
    lease,
  };
}

function ownerOf(ledger: Ledger, address: Ipv4): PeerKey | undefined {
  for (const [key, ranges] of ledger.view()?.owned ?? [])
    if (ranges.some(({ start, end }) => address >= start && address < end)) return key;
  return undefined;
}

function ownersOf(ledger: Ledger, present: ReadonlySet<PeerKey>, nicknames: Nicknames): IpamStatus["owners"] {
  const range = ledger.ring?.genesis.range;
  if (!range) return [];
  const used = usedByOwner(ledger, range);
  const total = sizeOf([range]);
  return [...(ledger.view()?.owned ?? [])].map(([key, ranges]) => {
    const addresses = sizeOf(ranges);
    const reachable = present.has(key);
    const percent = (100 * addresses) / total;
    return {
      key,
      name: nicknames.nameOf(key),
      nickname: nicknames.of(key),
      addresses,
      used: used.get(key) ?? 0,
      percent,
      reachable,
    };
  });
}
