/**
 * What first boot fixes for a mesh: the range, the IPv6 prefix, who gets which share and who votes. The mesh id is the
 * hash of exactly this value, so a genesis proves itself to whoever knows the id. The shares are derived, never sent:
 * halves of halves of the range in the members' order. A seeded mesh names its members by name or nickname and derives
 * everything from the sorted list, so that all its members make the same ring without a word.
 */
import { type Cidr, networkOf } from "../base/address.ts";
import { bytesEqual, decodeSafely, plain, utf8Encode } from "../base/bytes.ts";
import { failed, ok, type Result } from "../base/error.ts";
import { keyBytes, type PeerKey, peerKeyOf } from "../base/peer-name.ts";
import type { Random } from "../base/random.ts";
import type { Crypto } from "../crypto/crypto-port.ts";
import { type Range, rangeOf, sharesOf } from "./range.ts";
import { ipam } from "./wire.pb.js";
import { genesisBytesMax, meshIdLength, nameBytesMax } from "./wire.ts";

const membersMax = 256;
const ipv6PrefixLength = 12;
/** A range has at least this many addresses: network, broadcast and two to give. */
const prefixLengthMax = 30;

export type Member =
  | { readonly kind: "key"; readonly key: PeerKey }
  /** Seeded: a name or nickname. */
  | { readonly kind: "name"; readonly name: string };

export interface Genesis {
  readonly cidr: Cidr;
  readonly range: Range;
  readonly ipv6Prefix: Uint8Array;
  readonly members: readonly Member[];
  /** By member; undefined for those that came too late for a share. */
  readonly shares: readonly (Range | undefined)[];
  readonly meshId: Uint8Array;
  readonly bytes: Uint8Array;
}

/** A value to propose at first boot. */
export function proposeGenesis(crypto: Crypto, random: Random, range: Cidr, members: readonly PeerKey[]): Genesis {
  const keyed = members
    .toSorted()
    .slice(0, membersMax)
    .map((key): Member => ({ kind: "key", key }));
  return genesisOf(crypto, range, ulaPrefix(random.bytes(5)), random.bytes(16), keyed);
}

/** The ring that everyone with the same range and list makes. */
export function seededGenesis(crypto: Crypto, range: Cidr, names: readonly string[]): Genesis {
  const sorted = [...new Set(names)].toSorted().slice(0, membersMax);
  const hash = crypto.sha256(
    utf8Encode(`weave seeded mesh v1\0${range.address}/${range.prefixLength}\0${sorted.join("\0")}`),
  );
  const members = sorted.map((name): Member => ({ kind: "name", name }));
  return genesisOf(crypto, range, ulaPrefix(hash), new Uint8Array(0), members);
}

function genesisOf(
  crypto: Crypto,
  range: Cidr,
  ipv6Prefix: Uint8Array,
  nonce: Uint8Array,
  members: readonly Member[],
): Genesis {
  const bytes = plain(
    ipam.Genesis.encode({
      rangeAddress: networkOf(range),
      rangePrefixLength: range.prefixLength,
      ipv6Prefix,
      nonce,
      members: members.map((member) => (member.kind === "key" ? { key: keyBytes(member.key) } : { name: member.name })),
    }).finish(),
  );
  const cidr = { address: networkOf(range), prefixLength: range.prefixLength };
  return {
    cidr,
    range: rangeOf(cidr),
    ipv6Prefix,
    members,
    shares: sharesOf(rangeOf(cidr), members.length),
    meshId: meshIdOf(crypto, bytes),
    bytes,
  };
}

/** Opens what somebody sent; fields of newer versions stay in `bytes` and in the mesh id. */
export function decodeGenesis(crypto: Crypto, bytes: Uint8Array): Result<Genesis> {
  if (bytes.length === 0 || bytes.length > genesisBytesMax) return failed("genesis-size");
  const decoded = decodeSafely(bytes, (input) => ipam.Genesis.decode(input));
  if (!decoded.ok) return decoded;
  const { rangeAddress, rangePrefixLength, ipv6Prefix } = decoded.value;
  const cidr = { address: rangeAddress, prefixLength: rangePrefixLength };
  if (rangePrefixLength < 1 || rangePrefixLength > prefixLengthMax) return failed("genesis-range");
  if (networkOf(cidr) !== rangeAddress) return failed("genesis-range");
  if (ipv6Prefix.length !== ipv6PrefixLength) return failed("genesis-ipv6-prefix");
  const members = membersIn(decoded.value.members);
  if (!members) return failed("genesis-members");
  const range = rangeOf(cidr);
  return ok({
    cidr,
    range,
    ipv6Prefix: plain(ipv6Prefix),
    members,
    shares: sharesOf(range, members.length),
    meshId: meshIdOf(crypto, bytes),
    bytes: plain(bytes),
  });
}

export function sameMesh(a: Uint8Array, b: Uint8Array): boolean {
  return bytesEqual(a, b);
}

function membersIn(list: readonly ipam.Member.$Properties[]): readonly Member[] | undefined {
  if (list.length < 1 || list.length > membersMax) return undefined;
  const members: Member[] = [];
  for (const { key, name } of list) {
    if (key && key.length === 32) members.push({ kind: "key", key: peerKeyOf(key) });
    else if (name && name.length <= nameBytesMax) members.push({ kind: "name", name });
    else return undefined;
  }
  const distinct = new Set(members.map((member) => (member.kind === "key" ? member.key : `name ${member.name}`)));
  return distinct.size === members.length ? members : undefined;
}

function meshIdOf(crypto: Crypto, bytes: Uint8Array): Uint8Array {
  return crypto.sha256(utf8Encode("weave mesh id v2\0"), bytes).slice(0, meshIdLength);
}

/** RFC 4193: fd, 40 bits, subnet 0; the last 32 bits of an address are the IPv4 address. */
function ulaPrefix(bits: Uint8Array): Uint8Array {
  const prefix = new Uint8Array(ipv6PrefixLength);
  prefix[0] = 0xfd;
  prefix.set(bits.subarray(0, 5), 1);
  return prefix;
}
