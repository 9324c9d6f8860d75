/**
 * What somebody means by an end of `weave why`: this host (nothing said), a host (name, nickname or key), an address of
 * the mesh (IPv4 or IPv6; at the host whose range it is from, unless a container of this host has it), or a container that
 * is attached here, by id or by its name in a runtime. Containers of other hosts are known by their addresses only.
 */
import type { ContainerView } from "../api/types.ts";
import { cidrContains, type Ipv4, parseIpv4 } from "../base/address.ts";
import { WeaveError } from "../base/error.ts";
import { ipv6Groups } from "../base/ipv6.ts";
import type { PeerKey } from "../base/peer-name.ts";
import { resolveContainer } from "../host/container.ts";
import type { RouterStatus } from "./core-status.ts";
import { routerError } from "./error.ts";
import { peerKeyOf } from "./peer-lookup.ts";

export interface Place {
  readonly text: string;
  readonly kind: "host" | "container" | "address";
  readonly host: PeerKey;
  /** Of a container or address of this host: its interface is on the bridge. */
  readonly attached: boolean | undefined;
}

export interface PlaceSources {
  readonly status: () => RouterStatus;
  readonly containers: () => Promise<readonly ContainerView[]>;
}

/** @throws PLACE_UNKNOWN, PEER_AMBIGUOUS */
export async function placeOf(text: string, sources: PlaceSources): Promise<Place> {
  const status = sources.status();
  const self = status.mesh.key;
  if (text === "") return { text, kind: "host", host: self, attached: undefined };
  const address = addressIn(text, status);
  if (address !== undefined) return addressPlace(text, address, status, await sources.containers());
  const host = hostCalled(text, status);
  if (host !== undefined) return { text, kind: "host", host, attached: undefined };
  const container = await containerCalled(text, await sources.containers());
  if (container !== undefined) {
    const attached = container.hostInterface !== null;
    return { text, kind: "container", host: self, attached };
  }
  throw routerError(
    "PLACE_UNKNOWN",
    `${text} is no host of the mesh, no address of its range and no container attached here; a container of another host is named by its address`,
    { text },
  );
}

/** An IPv6 address of the mesh ends in the IPv4 address. */
function addressIn(text: string, { ipam }: RouterStatus): Ipv4 | undefined {
  const bare = text.split("/", 1)[0] as string;
  const groups = ipv6Groups(bare);
  if (groups === undefined) return parseIpv4(bare);
  const prefix = ipam.ipv6Prefix;
  const isOurs = prefix !== undefined && groups.slice(0, 6).every((group, at) => group === prefixGroup(prefix, at));
  return isOurs ? (groups[6] as number) * 0x1_0000 + (groups[7] as number) : undefined;
}

function prefixGroup(prefix: Uint8Array, at: number): number {
  return ((prefix[2 * at] ?? 0) << 8) | (prefix[2 * at + 1] ?? 0);
}

function addressPlace(
  text: string,
  address: Ipv4,
  { mesh, ipam }: RouterStatus,
  containers: readonly ContainerView[],
): Place {
  const holder = containers.find((one) =>
    one.addresses.some((cidr) => parseIpv4(cidr.split("/")[0] ?? "") === address),
  );
  if (holder !== undefined) return { text, kind: "address", host: mesh.key, attached: holder.hostInterface !== null };
  const { range } = ipam;
  if (range === undefined || !cidrContains(range, address))
    throw routerError("PLACE_UNKNOWN", `${text} is outside the mesh's range; weave status ipam shows it`, { text });
  const owner = ipam.ownerOf(address);
  if (owner === undefined) throw routerError("PLACE_UNKNOWN", `no host owns ${text} now; weave status ipam`, { text });
  // Ours by range, and no container of ours has it.
  return { text, kind: "address", host: owner, attached: owner === mesh.key ? false : undefined };
}

function hostCalled(text: string, status: RouterStatus): PeerKey | undefined {
  try {
    return peerKeyOf(status, text);
  } catch (error) {
    if (error instanceof WeaveError && error.code === "PEER_UNKNOWN") return undefined;
    throw error;
  }
}

const idLengthMin = 4;

async function containerCalled(text: string, all: readonly ContainerView[]): Promise<ContainerView | undefined> {
  const direct = all.find(({ id }) => id === text || (text.length >= idLengthMin && id.startsWith(text)));
  if (direct !== undefined) return direct;
  try {
    const { id } = await resolveContainer(text);
    return all.find((one) => one.id === id);
  } catch (error) {
    if (error instanceof WeaveError && error.code.startsWith("HOST_CONTAINER_")) return undefined;
    throw error;
  }
}
