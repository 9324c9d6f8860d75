/** `weave why [A] B`: the path that packets take, and why not another one. Exit status 0: they arrive; 1: they do not. */
import { WeaveClient } from "../api/client.ts";
import type { PlaceView, WhyView } from "../api/why-types.ts";
import { WeaveError } from "../base/error.ts";
import { exitStatuses } from "./exit-code.ts";
import { print } from "./output.ts";
import { peer, roundTrip, table } from "./render.ts";

export async function why(places: readonly string[], options: { readonly json?: boolean }): Promise<void> {
  if (places.length > 2)
    throw new WeaveError("API_REQUEST_INVALID", "weave why takes one or two places: weave why [A] B", {
      field: "places",
    });
  const [from, to] = places.length === 1 ? ["", places[0] as string] : (places as [string, string]);
  const answer = await new WeaveClient({ timeoutMs: 15_000 }).why(from, to);
  print({ json: options.json ?? false }, answer, whyText);
  if (!answer.reachable) process.exitCode = exitStatuses.failed.status;
}

/**
 * @example
 * h1 -> 10.40.0.0 on 02:..(h2): reachable
 * packets to 02:..(h2) go over the sleeve, directly: the peer answers probes sent directly to it (rtt 0.13ms)
 */
export function whyText(answer: WhyView): string {
  const rtt =
    answer.rttMicros !== null && (answer.path === "sleeve" || answer.path === "fast")
      ? ` (rtt ${roundTrip(answer.rttMicros)})`
      : "";
  const ways = answer.candidates.map(({ path, via, state, why: reason }) => [
    via === null ? path : `${path} via ${via}`,
    state,
    reason,
  ]);
  return [
    `${place(answer.from)} -> ${place(answer.to)}: ${answer.reachable ? "reachable" : "not reachable"}`,
    `${answer.sentence}${rtt}`,
    ...(ways.length > 0 ? [table(ways, "  ")] : []),
    ...answer.notes.map((note) => `  ! ${note}`),
  ].join("\n");
}

function place({ text, kind, name, nickname, self }: PlaceView): string {
  const host = self ? "this host" : peer(name, nickname);
  return kind === "host" ? host : `${text} on ${host}`;
}
