/**
 * Attaching containers: addresses from address management first (durable before anything is visible), then the host's
 * interfaces. Both halves may be repeated, so that an attach interrupted anywhere is mended by the next one. What a failed
 * attach took it gives back. One attach or detach of a container at a time.
 *
 * At launch the addresses found on containers' interfaces are claimed before anybody is given one (adoption.ts). An address whose
 * container is gone goes back after `goneAfterMs`, unless somebody else keeps it (`addressOwner`, the API's callers).
 */
import type { AddressWish } from "../api/address-notation.ts";
import { apiError } from "../api/error.ts";
import type * as view from "../api/types.ts";
import { type Cidr, formatCidr, formatIpv4 } from "../base/address.ts";
import type { EventOutput } from "../base/machine.ts";
import { event } from "../base/machine.ts";
import type { Millis } from "../base/time.ts";
import { assureAntiSpoofing, attachContainer, containerInterface, detachContainer } from "../host/attach.ts";
import { type Attachment, assertRoomForAddresses, listAttached } from "../host/attachment.ts";
import { overlayBridge } from "../host/bridge.ts";
import { resolveContainer } from "../host/container.ts";
import type { KernelChanges } from "../host/kernel-watch.ts";
import { showLink } from "../host/link.ts";
import type { AddressOwner, IpamStatus } from "../ipam-crdt/ipam-types.ts";
import { adoptionOf } from "./adoption.ts";
import type { Drive } from "./drive.ts";
import { routerError } from "./error.ts";
import { ipv6Of } from "./ipv6-text.ts";
import { longestOf, wishesOf } from "./wishes.ts";

export interface AttachPorts {
  readonly request: Drive<unknown>["request"];
  ipam(): IpamStatus;
  now(): Millis;
  event(event: EventOutput): void;
}

export interface AttachOptions {
  readonly mtu: number;
  /** The range to which claims are made, before a ring tells it. */
  readonly range: Cidr;
  readonly defaultSubnet: Cidr | undefined;
}

export interface Containers {
  attach(request: view.AttachRequest, signal?: AbortSignal): Promise<view.ContainerView>;
  detach(container: string, interfaceName: string | undefined): Promise<view.DetachView>;
  list(): Promise<readonly view.ContainerView[]>;
  /** Claims what hangs on the bridge; does not wait for the claims, which need a ring. */
  claim(attached: readonly Attachment[]): void;
  /** What is in the way of addresses that containers bear, for people. */
  warnings(): readonly string[];
  /**
   * Puts anti-spoofing rules back that somebody flushed, claims again what was refused, gives containers that came before
   * the ring their IPv6 addresses, and gives back the addresses of containers that are gone. Called every `sweepEveryMs`
   * with what changed since; the kernel is read when it did.
   */
  sweep(changed: KernelChanges): Promise<void>;
}

/** A container that restarts within so much time gets its address back. */
export const goneAfterMs: Millis = 60_000;
export const sweepEveryMs: Millis = 20_000;
/** Owners that the API's callers keep, apart from containers that we attached. */
const keptByCaller = "api:";

/** The owner under which the API's callers keep addresses. */
export function addressOwner(container: string, interfaceName: string): AddressOwner {
  return { container: keptByCaller + container, interface: interfaceName };
}

export function containersOf(ports: AttachPorts, options: AttachOptions): Containers {
  const oneAtATime = queuesByName();
  const missingSince = new Map<string, Millis>();
  const adoption = adoptionOf(ports);
  /** By owner, the IPv6 addresses that we tried to give last; of those who are attached. */
  const ipv6Tried = new Map<string, string>();
  /** As the last sweep that read the kernel found them. */
  let swept: readonly Attachment[] = [];

  /** Attached while there was no ring, or under another mesh's prefix. Tried once; a container may be gone meanwhile. */
  async function giveIpv6(attachment: Attachment, prefix: Uint8Array | undefined): Promise<void> {
    const { containerId, interface: name, addresses, ipv6 } = attachment;
    const due = ipv6For(prefix, addresses).join();
    const owner = { container: containerId, interface: name };
    if (due === "" || due === ipv6.join() || ipv6Tried.get(nameOf(owner)) === due) return;
    ipv6Tried.set(nameOf(owner), due);
    await oneAtATime(containerId, async () => {
      const { netns } = await resolveContainer(containerId);
      const now = (await listAttached(overlayBridge)).find((one) => isOf(one, owner));
      const mtu = (await showLink(name, netns))?.mtu ?? options.mtu;
      if (now === undefined) return;
      const wanted = {
        netns,
        containerId,
        interface: name,
        addresses: now.addresses,
        ipv6: ipv6For(prefix, now.addresses),
      };
      await attachContainer({ ...wanted, mtu, bridge: overlayBridge });
      ports.event(event("info", "ipv6-given", { container: containerId, interface: name }));
    }).catch((error: Error) => {
      ports.event(event("info", "ipv6-not-given", { container: containerId, interface: name, reason: error.message }));
    });
  }

  return {
    async attach(request, signal) {
      const wishes = wishesOf(request.addresses ?? []);
      const container = await resolveContainer(request.container);
      const owner: AddressOwner = { container: container.id, interface: request.interface ?? containerInterface };
      return oneAtATime(container.id, async () => {
        const existing = (await listAttached(overlayBridge)).find((attachment) => isOf(attachment, owner));
        const before = await held(ports, owner);
        const present = distinct([...(existing?.addresses ?? []), ...before]);
        assertRoomForAddresses(owner.container, owner.interface, [
          ...present.map(formatCidr),
          ...longestOf(wishes, present, options.defaultSubnet ?? rangeOf(ports, options)),
        ]);
        const wanted = await addressesFor(ports, owner, wishes, signal);
        try {
          // A caller that went away would not know of it.
          if (signal?.aborted === true) throw apiError("API_TIMEOUT", "the caller went away");
          const addresses = distinct([...(existing?.addresses ?? []), ...wanted]);
          const attachment = await attachContainer({
            netns: container.netns,
            containerId: owner.container,
            interface: owner.interface,
            addresses,
            ipv6: ipv6For(ports.ipam().ipv6Prefix, addresses),
            mtu: request.mtu ?? options.mtu,
            bridge: overlayBridge,
          });
          return viewOf(attachment);
        } catch (error) {
          await giveBack(
            ports,
            owner,
            wanted.filter((cidr) => !before.some((kept) => kept.address === cidr.address)),
          );
          throw error;
        }
      });
    },

    async detach(text, interfaceName) {
      const id = await idOf(text, await listAttached(overlayBridge), ports.ipam());
      return oneAtATime(id, async () => {
        const isMeant = (container: string, name: string) =>
          container === id && (interfaceName === undefined || name === interfaceName);
        // Read in our turn: an attach may have been under way when we were asked.
        const interfaces = (await listAttached(overlayBridge))
          .filter((one) => isMeant(one.containerId, one.interface))
          .map((one) => one.interface);
        const owned = ports.ipam().allocations.filter(({ owner }) => isMeant(owner.container, owner.interface));
        const names = new Set([...interfaces, ...owned.map(({ owner }) => owner.interface)]);
        for (const name of names) {
          const owner: AddressOwner = { container: id, interface: name };
          adoption.forget(owner);
          await detachContainer({ containerId: id, interface: name });
          await ports.request({ kind: "release", owner, address: undefined });
        }
        if (names.size === 0) throw notAttached(text, interfaceName);
        const released = owned.flatMap(({ addresses }) => addresses.map(formatCidr));
        return { id, interface: [...names].join(","), released };
      });
    },

    async list() {
      const attached = await listAttached(overlayBridge);
      const gone = ports.ipam().allocations.filter(({ owner }) => !attached.some((one) => isOf(one, owner)));
      return [...attached.map(viewOf), ...gone.map(viewOfHeld)];
    },

    claim(attached) {
      swept = attached;
      adoption.look(attached);
    },

    warnings: () => adoption.warnings(),

    async sweep(changed) {
      if (changed.interfaces) swept = await listAttached(overlayBridge);
      const attached = swept;
      if ((changed.interfaces || changed.rules) && !(await assureAntiSpoofing(attached)))
        ports.event(event("warn", "anti-spoofing-restored", { containers: attached.length }));
      adoption.look(attached);
      const here = new Set(attached.map((one) => nameOf({ container: one.containerId, interface: one.interface })));
      for (const name of ipv6Tried.keys()) if (!here.has(name)) ipv6Tried.delete(name);
      const { ipv6Prefix } = ports.ipam();
      for (const attachment of attached) await giveIpv6(attachment, ipv6Prefix);
      const now = ports.now();
      const gone = ports
        .ipam()
        .allocations.map(({ owner }) => owner)
        .filter((owner) => !owner.container.startsWith(keptByCaller) && !attached.some((one) => isOf(one, owner)));
      const names = new Set(gone.map(nameOf));
      for (const name of missingSince.keys()) if (!names.has(name)) missingSince.delete(name);
      for (const owner of gone) {
        const since = missingSince.get(nameOf(owner)) ?? now;
        missingSince.set(nameOf(owner), since);
        if (now - since < goneAfterMs) continue;
        await oneAtATime(owner.container, async () => {
          if ((await listAttached(overlayBridge)).some((one) => isOf(one, owner))) return;
          await ports.request({ kind: "release", owner, address: undefined });
          ports.event(event("info", "container-gone", { container: owner.container, interface: owner.interface }));
        });
      }
    },
  };
}

function ipv6For(prefix: Uint8Array | undefined, addresses: readonly Cidr[]): readonly string[] {
  return prefix === undefined ? [] : addresses.map((cidr) => ipv6Of(prefix, cidr));
}

/** Asks for each wish; when one fails, what the earlier ones newly took goes back. */
async function addressesFor(
  ports: AttachPorts,
  owner: AddressOwner,
  wishes: readonly AddressWish[],
  signal: AbortSignal | undefined,
): Promise<readonly Cidr[]> {
  const before = await held(ports, owner);
  const granted: Cidr[] = [];
  try {
    for (const wish of wishes) granted.push(...(await grant(ports, owner, wish, signal)));
    return distinct(granted);
  } catch (error) {
    await giveBack(
      ports,
      owner,
      granted.filter((cidr) => !before.some((kept) => kept.address === cidr.address)),
    );
    throw error;
  }
}

async function grant(
  ports: AttachPorts,
  owner: AddressOwner,
  wish: AddressWish,
  signal: AbortSignal | undefined,
): Promise<readonly Cidr[]> {
  if (wish.kind !== "exact") {
    const subnet = wish.kind === "subnet" ? wish.subnet : undefined;
    return (await ports.request({ kind: "allocate", owner, subnet }, undefined, signal)).addresses;
  }
  await ports.request({ kind: "claim", owner, address: wish.address }, undefined, signal);
  return [wish.address];
}

async function held(ports: AttachPorts, owner: AddressOwner): Promise<readonly Cidr[]> {
  return (await ports.request({ kind: "lookup", owner })).addresses;
}

async function giveBack(ports: AttachPorts, owner: AddressOwner, addresses: readonly Cidr[]): Promise<void> {
  for (const { address } of addresses) {
    // The error that made us give it back is the one to report; the sweep comes after the same addresses.
    await ports.request({ kind: "release", owner, address }).catch(() => {});
  }
}

/** The id that a user's text means: as recorded, its unique beginning, or what the runtimes call it. */
async function idOf(text: string, attached: readonly Attachment[], ipam: IpamStatus): Promise<string> {
  const ids = [
    ...new Set([...attached.map((one) => one.containerId), ...ipam.allocations.map(({ owner }) => owner.container)]),
  ];
  if (ids.includes(text)) return text;
  const beginning = text.length >= 6 ? ids.filter((id) => id.startsWith(text)) : [];
  if (beginning.length === 1) return beginning[0] as string;
  const resolved = await resolveContainer(text);
  if (ids.includes(resolved.id)) return resolved.id;
  throw notAttached(text, undefined);
}

function notAttached(text: string, interfaceName: string | undefined): Error {
  const where = interfaceName === undefined ? "" : ` with an interface ${interfaceName}`;
  return routerError("CONTAINER_UNKNOWN", `${text} is not attached${where}; weave ps lists what is`, {
    container: text,
    interface: interfaceName,
  });
}

function rangeOf(ports: AttachPorts, options: AttachOptions): Cidr {
  return ports.ipam().range ?? options.range;
}

function viewOf(attachment: Attachment): view.ContainerView {
  return {
    id: attachment.containerId,
    interface: attachment.interface,
    hostInterface: attachment.hostInterface,
    mac: attachment.mac,
    addresses: attachment.addresses.map(formatCidr),
    ipv6: attachment.ipv6,
  };
}

/** Addresses without an interface of ours: the container is gone, or a caller of the API keeps them. */
function viewOfHeld({ owner, addresses }: IpamStatus["allocations"][number]): view.ContainerView {
  return {
    id: owner.container,
    interface: owner.interface,
    hostInterface: null,
    mac: null,
    addresses: addresses.map(formatCidr),
    ipv6: [],
  };
}

function isOf(attachment: Attachment, owner: AddressOwner): boolean {
  return attachment.containerId === owner.container && attachment.interface === owner.interface;
}

function nameOf(owner: AddressOwner): string {
  return `${owner.container}\0${owner.interface}`;
}

function distinct(addresses: readonly Cidr[]): readonly Cidr[] {
  return [...new Map(addresses.map((cidr) => [formatIpv4(cidr.address), cidr])).values()];
}

/** Work under one name is done one after the other, in the order in which it came. */
function queuesByName(): <T>(name: string, work: () => Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<unknown>>();
  return async (name, work) => {
    const before = last.get(name) ?? Promise.resolve();
    const mine = before.then(work, work);
    const tail = mine.catch(() => {});
    last.set(name, tail);
    try {
      return await mine;
    } finally {
      if (last.get(name) === tail) last.delete(name);
    }
  };
}
