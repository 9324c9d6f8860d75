/**
 * Who holds which address, as their containers see it: what routers answered, kept outside of every router. An address
 * is held from the answer that gave it until its release is asked for, through every crash; the same owner must get the
 * same address again. A host that was replaced or given away holds nothing.
 */
import { type Cidr, formatIpv4, type Ipv4 } from "../../base/address.ts";
import type { Millis } from "../../base/time.ts";

/** A container's interface on one host. */
export interface Holder {
  readonly host: number;
  readonly container: string;
  /** Nobody knows of it any more; it runs on. What it was called: who asks under that name is the same container. */
  readonly orphan?: string;
}

/** A freed address rests 60 s before another container gets it, on any host; by a clock that may run a little fast. */
const restMs: Millis = 58_000;

export class AddressLedger {
  /** Answers that gave an address. */
  given = 0;
  readonly #holders = new Map<Ipv4, Holder>();
  readonly #held = new Map<string, Ipv4>();
  #orphans = 0;
  readonly #freedAt = new Map<Ipv4, Holder & { readonly at: Millis }>();

  get size(): number {
    return this.#holders.size;
  }

  heldBy(holder: Holder): Ipv4 | undefined {
    return this.#held.get(nameOf(holder));
  }

  holdings(): Iterable<[Ipv4, Holder]> {
    return this.#holders;
  }

  /** An answer gave `address` to `holder`; gives the rule that this breaks, if any. `chosen`: the caller named it. */
  give(now: Millis, holder: Holder, address: Ipv4, range: Cidr, chosen: boolean): string | undefined {
    this.given++;
    const name = nameOf(holder);
    const text = formatIpv4(address);
    const other = this.#holders.get(address);
    if (other && nameOf(other) !== name && other.orphan !== name)
      return `${text} given to ${name} while ${nameOf(other)} holds it`;
    const before = this.#held.get(name);
    if (before !== undefined && before !== address && !chosen) {
      return `${name} held ${formatIpv4(before)} and was given ${text}: the first one is lost`;
    }
    const offset = address - range.address;
    const size = 2 ** (32 - range.prefixLength);
    if (offset <= 0 || offset >= size - 1) return `${text} is no host's address in the range`;
    const freed = this.#freedAt.get(address);
    const moved = freed !== undefined && nameOf(freed) !== name;
    if (moved && !chosen && now - freed.at < restMs) {
      return `${text} was freed by ${nameOf(freed)} ${Math.round(now - freed.at)} ms ago and given to ${name}`;
    }
    this.#holders.set(address, holder);
    this.#held.set(name, address);
    return undefined;
  }

  /** The holder asked for release: from now on it does not use the address, whatever becomes of the request. */
  release(now: Millis, holder: Holder): void {
    const address = this.heldBy(holder);
    if (address === undefined) return;
    this.#holders.delete(address);
    this.#held.delete(nameOf(holder));
    this.#freedAt.set(address, { ...holder, at: now });
  }

  /** Its router gave back what it remembered for a container that ran on unseen: so that one is gone. */
  endUnseen(holder: Holder, address: Ipv4): void {
    if (this.#holders.get(address)?.orphan !== nameOf(holder)) return;
    this.#holders.delete(address);
    this.#freedAt.delete(address);
  }

  /** The host's containers run on unseen; only a store that remembers one gives it its address again. */
  orphan(host: number): void {
    for (const [address, holder] of this.#holders) {
      if (holder.host !== host || holder.orphan) continue;
      const name = nameOf(holder);
      this.#held.delete(name);
      this.#holders.set(address, { host, container: `orphan ${++this.#orphans}`, orphan: name });
    }
  }

  /** What the host freed rests no longer: its clock jumped, or nobody is left who knows. */
  endRests(host: number): void {
    for (const [address, freed] of this.#freedAt) if (freed.host === host) this.#freedAt.delete(address);
  }

  /** The host lost everything that it held: it was replaced, or its space was taken over while it was gone. */
  forgetHost(host: number): void {
    for (const [address, holder] of this.#holders) {
      if (holder.host !== host) continue;
      this.#holders.delete(address);
      this.#held.delete(nameOf(holder));
    }
  }
}

function nameOf(holder: Holder): string {
  return `h${holder.host + 1}/${holder.container}`;
}
