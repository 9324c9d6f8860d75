/** Overlay IPv6 addresses: the mesh's /96 prefix, then the 32 bits of the IPv4 address. Text as RFC 5952 wants it. */
import type { Cidr } from "../base/address.ts";
import { formatIpv6Groups } from "../base/ipv6.ts";

/** With prefix length; on link is what is on link in IPv4. */
export function ipv6Of(prefix: Uint8Array, { address, prefixLength }: Cidr): string {
  const bytes = [...prefix.slice(0, 12), address >>> 24, (address >>> 16) & 255, (address >>> 8) & 255, address & 255];
  return `${formatIpv6(bytes)}/${96 + prefixLength}`;
}

/** The /96 itself. */
export function formatIpv6Prefix(prefix: Uint8Array): string {
  return `${formatIpv6([...prefix.slice(0, 12), 0, 0, 0, 0])}/96`;
}

/** 16 bytes, big-endian. */
export function formatIpv6(bytes: readonly number[]): string {
  return formatIpv6Groups(Array.from({ length: 8 }, (_, at) => ((bytes[2 * at] ?? 0) << 8) | (bytes[2 * at + 1] ?? 0)));
}
