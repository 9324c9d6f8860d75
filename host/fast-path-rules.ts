/**
 * The nftables rules of the fast path (decision 0006), as text for `nft -f`: the *guard*, which lets VXLAN in from, and out
 * to, hosts with which it was agreed, and the *steering* on the TAP device's way out.
 *
 * Every frame of a fast path pays for each expression that is looked at before its own: so the steering's first rule is the
 * data's, and what changes the set `live` comes last. Each rule of the guard counts in the element that it finds.
 */
import { overlayTap } from "./tap.ts";

/** Both tables' name. */
export const fastPathTable = "weave_fast_path";

/** VXLAN devices by the underlay's family; a device has one. */
export const vxlanDevices = { ipv4: "weave-vxlan", ipv6: "weave-vxlan6" } as const;
export type UnderlayFamily = keyof typeof vxlanDevices;

/** Names of sets and maps, by the underlay's family. */
export const setsOf = {
  ipv4: { senders: "senders", receivers: "receivers", macs: "macs" },
  ipv6: { senders: "senders6", receivers: "receivers6", macs: "macs6" },
} as const;

export function familyOf(address: string): UnderlayFamily {
  return address.includes(":") ? "ipv6" : "ipv4";
}

/** Frames by which the datapath process changes `live`. */
const flipEtherType = 0x88b6;

/** `forgetPeers`: nobody is let in or out afterwards. */
export function guardRules(port: number, forgetPeers: boolean): string {
  const table = `inet ${fastPathTable}`;
  const chain = (name: string, hook: string, address: string, of: "senders" | "receivers", counter: string) => `
add chain ${table} ${name} { type filter hook ${hook} priority -300; policy accept; }
flush chain ${table} ${name}
add rule ${table} ${name} udp dport ${port} ip ${address} @${setsOf.ipv4[of]} accept
add rule ${table} ${name} udp dport ${port} ip6 ${address} @${setsOf.ipv6[of]} accept
add rule ${table} ${name} udp dport ${port} counter name ${counter} drop`;
  const sets = (["ipv4", "ipv6"] as const).flatMap((family) =>
    [setsOf[family].senders, setsOf[family].receivers].flatMap((set) => [
      `add set ${table} ${set} { type ${family}_addr; size 16384; counter; }`,
      ...(forgetPeers ? [`flush set ${table} ${set}`] : []),
    ]),
  );
  return `
add table ${table}
${sets.join("\n")}
add counter ${table} strangers
add counter ${table} unconsented
${chain("arriving", "input", "saddr", "senders", "strangers")}
${chain("leaving", "output", "daddr", "receivers", "unconsented")}
`;
}

/**
 * A flip: destination a group address, so that it is never in a map of hosts' MACs; source 02:…:01 renews and 02:…:02
 * ends, then the mark as the kernel's own number. Only a socket that root opened on this host sends one (`skuid`): frames
 * from containers have no socket here. The frame itself goes no further, which its sender sees as ENOBUFS and takes as
 * proof that the rules stand.
 */
export function steeringRules(families: readonly UnderlayFamily[]): string {
  const table = `netdev ${fastPathTable}`;
  const flips = (source: string) => `ether saddr ${source} meta skuid 0 meta mark set @ll,112,32`;
  return `
add table ${table}
${families.map((family) => `add map ${table} ${setsOf[family].macs} { type ether_addr : mark; size 65536; }`).join("\n")}
add set ${table} live { type mark; size 16384; flags dynamic,timeout; timeout 60s; }
add chain ${table} leaving { type filter hook egress device "${overlayTap}" priority 0; policy accept; }
add chain ${table} flips
flush chain ${table} leaving
flush chain ${table} flips
add rule ${table} flips ${flips("02:00:00:00:00:01")} update @live { meta mark counter } drop
add rule ${table} flips ${flips("02:00:00:00:00:02")} delete @live { meta mark } drop
add rule ${table} flips drop
${families
  .map(
    (family) =>
      `add rule ${table} leaving meta mark set ether daddr map @${setsOf[family].macs} meta mark @live meta mark set 0 fwd to "${vxlanDevices[family]}"`,
  )
  .join("\n")}
add rule ${table} leaving ether type ${flipEtherType} goto flips
`;
}
