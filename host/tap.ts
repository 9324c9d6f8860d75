/**
 * The TAP device between the bridge and the datapath process. It is persistent: it stays while the process is away, and
 * process and router may come in any order, since whoever is first makes it and the other takes it as it is. Opening it
 * with `IFF_VNET_HDR` later is allowed (the flag belongs to the opening, not to the device).
 */
import { gsoMaxSizes, withoutLinkLocal } from "./bridge.ts";
import { hostError } from "./error.ts";
import { deleteLink, ipBatch, showLink } from "./link.ts";
import { carriesIpv6, writeSysctls } from "./sysctl.ts";

export const overlayTap = "weave-tap";

/**
 * Makes the device when there is none, and sets its MTU.
 * @throws HOST_INTERFACE_TAKEN when an interface of the name is no TAP device
 */
export async function ensureTap(name: string, mtu: number, netns?: string): Promise<void> {
  const found = await showLink(name, netns);
  if (found !== undefined && found.linkinfo?.info_kind !== "tun") {
    throw hostError("HOST_INTERFACE_TAKEN", `interface ${name} exists and is not a TAP device; rename or remove it`, {
      interface: name,
    });
  }
  await ipBatch(
    [
      ...(found === undefined ? [`tuntap add dev ${name} mode tap`] : []),
      // Never less than what is attached, or the kernel would cut each super-frame before the device.
      `link set dev ${name} mtu ${mtu} gso_max_size ${gsoMaxSizes.kernel}`,
      // Or the host would send neighbour discovery of its own over the overlay.
      ...withoutLinkLocal(name, mtu),
    ],
    netns,
  );
  if (carriesIpv6(mtu)) await writeSysctls({ [`net/ipv6/conf/${name}/accept_ra`]: "0" }, netns);
}

export async function removeTap(name: string, netns?: string): Promise<void> {
  await deleteLink(name, netns);
}
