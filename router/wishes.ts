/**
 * What a caller of attach asks for: wishes of addresses from their texts, and how much room their answers take in an
 * interface's record, which must be known before any address is taken.
 */
import { type AddressWish, parseAddressWish } from "../api/address-notation.ts";
import { type Cidr, cidrContains, cidrSize, formatCidr } from "../base/address.ts";
import { routerError } from "./error.ts";

/** None means one of the mesh's range. @throws ADDRESS_INVALID */
export function wishesOf(texts: readonly string[]): readonly AddressWish[] {
  if (texts.length === 0) return [{ kind: "default" }];
  return texts.map((text) => {
    const wish = parseAddressWish(text);
    if (wish !== undefined) return wish;
    throw routerError(
      "ADDRESS_INVALID",
      `${JSON.stringify(text)} is no address; write 10.2.1.3/24, ip:10.2.1.3/24, net:10.2.1.0/24 or net:default`,
      { address: text },
    );
  });
}

/** The texts of the addresses that the wishes add to those that are there, as long as they may turn out. */
export function longestOf(
  wishes: readonly AddressWish[],
  present: readonly Cidr[],
  defaultSubnet: Cidr,
): readonly string[] {
  return wishes.flatMap((wish) => {
    if (wish.kind === "exact")
      return present.some(({ address }) => address === wish.address.address) ? [] : [formatCidr(wish.address)];
    const subnet = wish.kind === "subnet" ? wish.subnet : defaultSubnet;
    if (present.some(({ address }) => cidrContains(subnet, address))) return [];
    const last = subnet.address + cidrSize(subnet.prefixLength) - 1;
    return [formatCidr({ address: last, prefixLength: subnet.prefixLength })];
  });
}
