/**
 * How people ask for addresses: `10.2.1.3/24` or `ip:10.2.1.3/24` is exactly this one, `net:10.2.1.0/24` one of that
 * subnet, `net:default` one of the mesh's range; nothing at all means `net:default`.
 */
import { type Cidr, parseAddressWithPrefix, parseCidr } from "../base/address.ts";

export type AddressWish =
  | { readonly kind: "default" }
  | { readonly kind: "subnet"; readonly subnet: Cidr }
  | { readonly kind: "exact"; readonly address: Cidr };

/**
 * Undefined when the text is none of the notations.
 * @example parseAddressWish("net:10.2.1.0/24") // { kind: "subnet", subnet: 10.2.1.0/24 }
 */
export function parseAddressWish(text: string): AddressWish | undefined {
  if (text === "net:default") return { kind: "default" };
  if (text.startsWith("net:")) {
    const subnet = parseCidr(text.slice(4));
    return subnet && { kind: "subnet", subnet };
  }
  const address = parseAddressWithPrefix(text.startsWith("ip:") ? text.slice(3) : text);
  return address && { kind: "exact", address };
}

/** Whether the text is meant as an address, right or wrong: then it is no container's name. */
export function looksLikeAddress(text: string): boolean {
  return /^(net|ip):/.test(text) || /^[\d.]+\/\d+$/.test(text);
}
