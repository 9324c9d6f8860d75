/**
 * Addresses of the overlay and endpoints of the underlay. The overlay's IPv4 addresses are unsigned 32-bit numbers,
 * since the ring does arithmetic on them; its IPv6 addresses are the mesh's /96 prefix followed by the same 32 bits.
 */

/** An IPv4 address as an unsigned 32-bit number in host order. */
export type Ipv4 = number;

/** `address` is the network address in `parseCidr`'s result, or any address in `parseAddressWithPrefix`'s. */
export interface Cidr {
  readonly address: Ipv4;
  readonly prefixLength: number;
}

/** An underlay socket address. `host` is an IPv4 or IPv6 literal without brackets. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

export function parseIpv4(text: string): Ipv4 | undefined {
  const parts = text.split(".");
  if (parts.length !== 4) return undefined;
  let address = 0;
  for (const part of parts) {
    if (!/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined;
    address = address * 256 + Number(part);
  }
  return address;
}

export function formatIpv4(address: Ipv4): string {
  return `${address >>> 24}.${(address >>> 16) & 255}.${(address >>> 8) & 255}.${address & 255}`;
}

/** `10.2.1.3/24` with the host bits kept. */
export function parseAddressWithPrefix(text: string): Cidr | undefined {
  const match = /^([\d.]+)\/(\d{1,2})$/.exec(text);
  if (!match) return undefined;
  const address = parseIpv4(match[1] as string);
  const prefixLength = Number(match[2]);
  if (address === undefined || prefixLength > 32) return undefined;
  return { address, prefixLength };
}

/** A network: refuses host bits. */
export function parseCidr(text: string): Cidr | undefined {
  const parsed = parseAddressWithPrefix(text);
  return parsed && parsed.address === networkOf(parsed) ? parsed : undefined;
}

export function formatCidr(cidr: Cidr): string {
  return `${formatIpv4(cidr.address)}/${cidr.prefixLength}`;
}

/** How many addresses a prefix of this length spans: 1 to 2^32. */
export function cidrSize(prefixLength: number): number {
  return 2 ** (32 - prefixLength);
}

export function networkOf(cidr: Cidr): Ipv4 {
  return cidr.address - (cidr.address % cidrSize(cidr.prefixLength));
}

export function cidrContains(cidr: Cidr, address: Ipv4): boolean {
  const start = networkOf(cidr);
  return address >= start && address < start + cidrSize(cidr.prefixLength);
}

/** `10.0.0.1:6783` or `[fd00::1]:6783`. */
export function formatEndpoint(endpoint: Endpoint): string {
  return endpoint.host.includes(":") ? `[${endpoint.host}]:${endpoint.port}` : `${endpoint.host}:${endpoint.port}`;
}

/** A host name or literal with an optional port, as users type it: `h1`, `10.0.0.1:6783`, `[fd00::1]:6783`, `fd00::1`. */
export function parseHostPort(text: string, defaultPort: number): Endpoint | undefined {
  const bracketed = /^\[([0-9a-fA-F:.%]+)\](?::(\d{1,5}))?$/.exec(text);
  const plain = /^([A-Za-z0-9._-]+)(?::(\d{1,5}))?$/.exec(text);
  const bare = /^([0-9a-fA-F:.]*:[0-9a-fA-F:.]*:[0-9a-fA-F:.]*)$/.exec(text);
  const match = bracketed ?? plain ?? bare;
  if (!match) return undefined;
  const port = match[2] === undefined ? defaultPort : Number(match[2]);
  if (port < 1 || port > 65535) return undefined;
  return { host: match[1] as string, port };
}
