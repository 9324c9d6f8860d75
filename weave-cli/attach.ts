/** `weave attach [ADDRESS...] CONTAINER` and `weave detach CONTAINER`. */
import { looksLikeAddress, parseAddressWish } from "../api/address-notation.ts";
import { WeaveClient } from "../api/client.ts";
import { WeaveError } from "../base/error.ts";
import { print } from "./output.ts";

/** Prints the addresses, one a line, without prefix length. */
export async function attach(
  words: readonly string[],
  options: { readonly json?: boolean; readonly interface: string },
): Promise<void> {
  const { addresses, container } = splitWords(words);
  const attached = await new WeaveClient().attach({ container, addresses, interface: options.interface });
  print({ json: options.json ?? false }, attached, (view) =>
    view.addresses.map((address) => address.split("/")[0]).join("\n"),
  );
}

/**
 * The addresses come first, the container last.
 * @throws ADDRESS_INVALID
 */
export function splitWords(words: readonly string[]): {
  readonly addresses: readonly string[];
  readonly container: string;
} {
  const container = words.at(-1) ?? "";
  const addresses = words.slice(0, -1);
  const wrong = addresses.find((text) => parseAddressWish(text) === undefined);
  if (wrong !== undefined) {
    throw new WeaveError(
      "ADDRESS_INVALID",
      `${wrong} is no address; write 10.2.1.3/24, ip:10.2.1.3/24, net:10.2.1.0/24 or net:default, and the container last`,
      { address: wrong },
    );
  }
  if (looksLikeAddress(container)) {
    throw new WeaveError("ADDRESS_INVALID", `the container is missing after the address ${container}`, {
      address: container,
    });
  }
  return { addresses, container };
}

export async function detach(
  container: string,
  options: { readonly json?: boolean; readonly interface?: string },
): Promise<void> {
  const detached = await new WeaveClient().detach(container, options.interface);
  print({ json: options.json ?? false }, detached, (view) =>
    view.released.map((address) => address.split("/")[0]).join("\n"),
  );
}
