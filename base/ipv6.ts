/**
 * IPv6 addresses as eight groups of 16 bits, as far as tables need them: parsed, so that two spellings of one
 * address compare equal, and the link-local address that the kernel derives from a MAC (RFC 4291, appendix A).
 */

/** Undefined unless the text is an IPv6 address (no zone, no prefix length; a dotted tail is accepted). */
export function ipv6Groups(text: string): readonly number[] | undefined {
  const dotted = /^(.*:)(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (dotted) {
    const [a, b, c, d] = dotted.slice(2).map(Number) as [number, number, number, number];
    if (Math.max(a, b, c, d) > 255) return undefined;
    return ipv6Groups(`${dotted[1]}${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`);
  }
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const given = [...(head ?? []), ...(tail ?? [])];
  if (!given.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return undefined;
  if (halves.length === 1 ? given.length !== 8 : given.length > 7) return undefined;
  const zeros = Array.from({ length: 8 - given.length }, () => "0");
  return [...(head ?? []), ...zeros, ...(tail ?? [])].map((group) => Number.parseInt(group, 16));
}

/** A range of addresses, as of an underlay. */
export interface Ipv6Network {
  readonly groups: readonly number[];
  /** 0 to 128. */
  readonly prefixLength: number;
}

/** `fd00::/8`; undefined for anything else. */
export function parseIpv6Network(text: string): Ipv6Network | undefined {
  const [, address = "", length = ""] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? [];
  const groups = ipv6Groups(address);
  return groups === undefined || Number(length) > 128 ? undefined : { groups, prefixLength: Number(length) };
}

export function ipv6NetworkContains({ groups, prefixLength }: Ipv6Network, address: readonly number[]): boolean {
  return groups.every((group, at) => {
    const shift = 16 - Math.min(16, Math.max(0, prefixLength - 16 * at));
    return group >>> shift === (address[at] ?? 0) >>> shift;
  });
}

/** `fe80::` and the modified EUI-64 of the MAC. */
export function linkLocalOfMac(mac: string): string {
  const bytes = mac.split(":").map((byte) => Number.parseInt(byte, 16));
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = bytes;
  const groups = [((a ^ 2) << 8) | b, (c << 8) | 0xff, 0xfe00 | d, (e << 8) | f];
  return `fe80::${groups.map((group) => group.toString(16)).join(":")}`;
}

/** The text that RFC 5952 wants, of eight groups: the longest run of at least two zero groups becomes `::`. */
export function formatIpv6Groups(groups: readonly number[]): string {
  let best = { start: 0, length: 0 };
  for (let start = 0; start < 8; start++) {
    let length = 0;
    while (start + length < 8 && groups[start + length] === 0) length++;
    if (length > best.length) best = { start, length };
  }
  const text = (part: readonly number[]) => part.map((group) => group.toString(16)).join(":");
  if (best.length < 2) return text(groups);
  return `${text(groups.slice(0, best.start))}::${text(groups.slice(best.start + best.length))}`;
}
