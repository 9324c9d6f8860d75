/** `weave status [VIEW]` and `weave report`. */
import { setTimeout as sleep } from "node:timers/promises";
import { WeaveClient } from "../api/client.ts";
import type { StatusView } from "../api/types.ts";
import { WeaveError } from "../base/error.ts";
import { exitStatuses } from "./exit-code.ts";
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

export interface StatusOptions {
  readonly json?: boolean;
  readonly ready?: boolean;
  /** Seconds, as given. */
  readonly wait?: string;
}

export async function status(view: string | undefined, options: StatusOptions): Promise<void> {
  const client = new WeaveClient();
  const output = { json: options.json ?? false };
  if (options.ready === true || options.wait !== undefined) return showReady(options);
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

const waitSecondsMax = 3_600;
const pollMs = 200;

/** Exit status 0 when packets pass, 1 when not (after `--wait` seconds); without a router as every command, 7. */
async function showReady({ json = false, wait = "0" }: StatusOptions): Promise<void> {
  const seconds = /^\d{1,4}$/.test(wait) ? Number(wait) : Number.NaN;
  if (!(seconds <= waitSecondsMax))
    throw new WeaveError("API_REQUEST_INVALID", `--wait takes whole seconds, ${waitSecondsMax} at most`, {
      field: "wait",
    });
  const client = new WeaveClient({ timeoutMs: 5_000 });
  const deadline = performance.now() + 1_000 * seconds;
  for (;;) {
    const answer = await client.ready().catch((error: unknown) => {
      // A router that is being launched does not answer yet.
      if (performance.now() < deadline) return undefined;
      throw error;
    });
    if (answer?.ready === true || (answer !== undefined && performance.now() >= deadline)) {
      print({ json }, answer, text.readyText);
      if (!answer.ready) process.exitCode = exitStatuses.failed.status;
      return;
    }
    await sleep(pollMs);
  }
}

export async function report(): Promise<void> {
  print({ json: true }, await new WeaveClient({ timeoutMs: 30_000 }).report(), () => "");
}
