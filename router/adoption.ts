/**
 * Adoption: addresses that containers of this host bear and that address management does not know as theirs. They are
 * there after a router lost its state, while its containers ran on; after a first boot that came later than they; after a
 * decree gave this host's space to another. Each is claimed at launch and again at every look until it is the
 * container's: its owner may be out of reach now, or gone and not removed yet, in which case the heir lets it rest long
 * enough (ipam-crdt/tending.ts). Meanwhile the container keeps what it bears and `weave status` says what is in the way.
 *
 * At most `claimsAtOnce` claims are under way, so that callers find room in the driver. Cost of a look: O(addresses).
 */
import { type Cidr, formatCidr, formatIpv4 } from "../base/address.ts";
import { type EventOutput, event } from "../base/machine.ts";
import type { Millis } from "../base/time.ts";
import type { Attachment } from "../host/attachment.ts";
import type { AddressOwner, IpamStatus } from "../ipam-crdt/ipam-types.ts";
import type { Drive } from "./drive.ts";

export interface AdoptionPorts {
  readonly request: Drive<unknown>["request"];
  ipam(): IpamStatus;
  event(event: EventOutput): void;
}

export interface Adoption {
  /** Claims what these bear and do not hold; does not wait for the claims, which may need a ring. */
  look(attached: readonly Attachment[]): void;
  /** It is detached: what waits must not be claimed after its end, for nobody. */
  forget(owner: AddressOwner): void;
  /** What is in the way of those that were refused, for people; all of them in a few sentences. */
  warnings(): readonly string[];
}

/** A launch may wait long for a ring; the claims wait with it. */
const claimTimeoutMs: Millis = 3_600_000;
const claimsAtOnce = 64;
const warningsMax = 3;

interface Wanted {
  readonly owner: AddressOwner;
  readonly address: Cidr;
  /** Aborted when it is forgotten. */
  readonly withdrawal: AbortController;
  /** Waits for its turn or for its answer. */
  isClaimed: boolean;
  /** Why the last claim was refused; empty: it was not yet. */
  reason: string;
}

export function adoptionOf(ports: AdoptionPorts): Adoption {
  const wanted = new Map<string, Wanted>();
  const queue: Wanted[] = [];
  let workers = 0;

  async function claimInTurn(): Promise<void> {
    workers++;
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) await claim(next);
    workers--;
  }

  async function claim(one: Wanted): Promise<void> {
    const { owner, address, withdrawal } = one;
    try {
      await ports.request({ kind: "claim", owner, address }, claimTimeoutMs, withdrawal.signal);
      wanted.delete(nameOf(owner, address));
    } catch (error) {
      if (withdrawal.signal.aborted) return;
      const reason = (error as Error).message;
      if (reason !== one.reason) {
        const facts = { container: owner.container, address: formatCidr(address), reason };
        ports.event(event("warn", "claim-refused", facts));
      }
      one.reason = reason;
    }
    one.isClaimed = false;
  }

  return {
    look(attached) {
      const missing = missingIn(attached, ports.ipam().allocations);
      for (const [name, { isClaimed }] of wanted) if (!missing.has(name) && !isClaimed) wanted.delete(name);
      for (const [name, found] of missing) {
        const one = wanted.get(name) ?? { ...found, withdrawal: new AbortController(), isClaimed: false, reason: "" };
        wanted.set(name, one);
        if (one.isClaimed) continue;
        one.isClaimed = true;
        queue.push(one);
      }
      while (workers < claimsAtOnce && queue.length > 0) void claimInTurn();
    },
    forget({ container, interface: name }) {
      for (const [key, { owner, withdrawal }] of wanted) {
        if (owner.container !== container || owner.interface !== name) continue;
        withdrawal.abort();
        wanted.delete(key);
      }
    },
    warnings() {
      const refused = [...wanted.values()].filter(({ reason }) => reason !== "");
      const shown = refused
        .slice(0, warningsMax)
        .map(
          ({ owner, address, reason }) =>
            `container ${owner.container} bears ${formatIpv4(address.address)}, which is not its own here: ${reason}`,
        );
      const rest = refused.length - shown.length;
      return rest > 0 ? [...shown, `${rest} more addresses on containers of this host are not their own`] : shown;
    },
  };
}

/** By name, what containers bear and do not hold. */
function missingIn(
  attached: readonly Attachment[],
  allocations: IpamStatus["allocations"],
): ReadonlyMap<string, { readonly owner: AddressOwner; readonly address: Cidr }> {
  const held = new Set(allocations.flatMap(({ owner, addresses }) => addresses.map((one) => nameOf(owner, one))));
  const missing = new Map<string, { readonly owner: AddressOwner; readonly address: Cidr }>();
  for (const { containerId: container, interface: name, addresses } of attached) {
    for (const address of addresses) {
      const owner = { container, interface: name };
      if (!held.has(nameOf(owner, address))) missing.set(nameOf(owner, address), { owner, address });
    }
  }
  return missing;
}

function nameOf({ container, interface: name }: AddressOwner, { address }: Cidr): string {
  return `${container}\0${name}\0${address}`;
}
