/**
 * Checks on the addresses and subnets that users ask for, as pure functions: which addresses of a subnet may be given
 * at all, and why a claim or a subnet is refused. The first and the last address of a subnet (network and broadcast)
 * never are given, neither of the range nor of the subnet asked for.
 */
import { type Cidr, cidrSize, formatCidr, formatIpv4, type Ipv4, networkOf } from "../base/address.ts";
import type { AddressOwner, IpamReply } from "./ipam-types.ts";
import { covers, type Range, rangeOf } from "./range.ts";

export type Refusal = Extract<IpamReply, { readonly ok: false }>;

export function refusal(code: string, message: string): Refusal {
  return { ok: false, code, message };
}

/** The addresses of `subnet` that may be given. */
export function givable(subnet: Cidr): Range {
  const { start, end } = rangeOf(subnet);
  return { start: start + 1, end: end - 1 };
}

/** Why no address can be picked in `subnet`. */
export function wrongSubnet(subnet: Cidr, range: Cidr): Refusal | undefined {
  if (networkOf(subnet) !== subnet.address) {
    return refusal("IPAM_SUBNET_INVALID", `${formatCidr(subnet)} has host bits: use its network address`);
  }
  if (subnet.prefixLength > 30) {
    return refusal("IPAM_SUBNET_TOO_SMALL", `${formatCidr(subnet)} has no address to give: use /30 or larger`);
  }
  if (!covers(rangeOf(range), rangeOf(subnet))) {
    return refusal(
      "IPAM_OUT_OF_RANGE",
      `${formatCidr(subnet)} is not inside the allocation range ${formatCidr(range)}: ask for a subnet of it`,
    );
  }
  return undefined;
}

/** Why `address` can be nobody's. */
export function wrongAddress(address: Cidr): Refusal | undefined {
  if (address.prefixLength > 30) return undefined;
  const offset = address.address - networkOf(address);
  if (offset !== 0 && offset !== cidrSize(address.prefixLength) - 1) return undefined;
  const which = offset === 0 ? "network" : "broadcast";
  return refusal("IPAM_ADDRESS_RESERVED", `${formatIpv4(address.address)} is the ${which} address of its subnet`);
}

/** `holder`: who has it, in words that begin "container" or "another container". */
export function inUse(address: Ipv4, holder: string): Refusal {
  return refusal(
    "IPAM_ADDRESS_IN_USE",
    `${formatIpv4(address)} is held by ${holder}: release it there first, or ask for another`,
  );
}

/** The holder of an address as an error names him. */
export function holderText({ container, interface: name }: AddressOwner): string {
  return `container ${container} (${name})`;
}
