/** `weave connect` and `weave forget`: the targets that the router keeps trying. */
import { WeaveClient } from "../api/client.ts";
import { print } from "./output.ts";

export async function connect(
  peers: readonly string[],
  options: { readonly json?: boolean; readonly replace?: boolean },
): Promise<void> {
  const done = await new WeaveClient().connect({ targets: peers, replace: options.replace ?? false });
  print({ json: options.json ?? false }, done, () => "");
}

export async function forget(peers: readonly string[], options: { readonly json?: boolean }): Promise<void> {
  const done = await new WeaveClient().forget({ targets: peers });
  print({ json: options.json ?? false }, done, () => "");
}
