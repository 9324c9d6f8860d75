/** `weave status [VIEW]` and `weave report`. */
import { WeaveClient } from "../api/client.ts";
import type { StatusView } from "../api/types.ts";
import { WeaveError } from "../base/error.ts";
import { print } from "./output.ts";
import * as text from "./status-text.ts";

type Part = Exclude<keyof StatusView, "router">;
type Renderers = { readonly [P in Part]: (view: StatusView[P]) => string };

const renderers: Renderers = {
  peers: text.peersText,
  connections: text.connectionsText,
  targets: text.targetsText,
  ipam: text.ipamText,
  gossip: text.gossipText,
  datapath: text.datapathText,
};

export async function status(view: string | undefined, options: { readonly json?: boolean }): Promise<void> {
  const client = new WeaveClient();
  const output = { json: options.json ?? false };
  if (view === undefined) return print(output, await client.status(), text.statusText);
  if (!isPart(view)) {
    throw new WeaveError(
      "API_REQUEST_INVALID",
      `there is no view ${view}; weave status shows ${Object.keys(renderers).join(", ")}`,
      { field: "view" },
    );
  }
  await printPart(client, view, output);
}

async function printPart<P extends Part>(
  client: WeaveClient,
  part: P,
  output: { readonly json: boolean },
): Promise<void> {
  print(output, await client.statusPart(part), renderers[part]);
}

function isPart(view: string): view is Part {
  return Object.hasOwn(renderers, view);
}

export async function report(): Promise<void> {
  print({ json: true }, await new WeaveClient({ timeoutMs: 30_000 }).report(), () => "");
}
