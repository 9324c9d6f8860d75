/** `weave ps [CONTAINER...]`: what is attached here. */
import { WeaveClient } from "../api/client.ts";
import { print } from "./output.ts";
import { containersText } from "./status-text.ts";

export async function ps(containers: readonly string[], options: { readonly json?: boolean }): Promise<void> {
  const all = await new WeaveClient().containers();
  const wanted =
    containers.length === 0 ? all : all.filter((one) => containers.some((text) => one.id.startsWith(text)));
  print({ json: options.json ?? false }, wanted, containersText);
}
