/** `weave ipam explain ADDRESS|PEER`: why it stands as it does. Exit status 0: as it should be; 1: somebody should do something. */
import { WeaveClient } from "../api/client.ts";
import type { ClaimView, ExplainView, PeerExplainView } from "../api/explain-types.ts";
import { exitStatuses } from "./exit-code.ts";
import { print } from "./output.ts";
import { labelled, peer, table } from "./render.ts";

export async function explain(about: string, options: { readonly json?: boolean }): Promise<void> {
  const answer = await new WeaveClient().explain(about);
  print({ json: options.json ?? false }, answer, explainText);
  if (answer.attention) process.exitCode = exitStatuses.failed.status;
}

/** As people read it: the answer, what it rests on, what to do. */
export function explainText({ sentence, todo, address, peer: about }: ExplainView): string {
  return [
    sentence,
    ...(address ? claimsText(address.claims) : []),
    ...(about ? peerTexts(about) : []),
    ...todo.map((line) => `  ! ${line}`),
  ].join("\n");
}

function claimsText(claims: readonly ClaimView[]): readonly string[] {
  return claims.flatMap(({ range, way, ...owner }) => [
    `  ${range} is ${owner.self ? "this host" : peer(owner.name, owner.nickname)}'s:`,
    ...way.map(({ text }, i) => `    ${i + 1}. ${text}`),
  ]);
}

function peerTexts(found: PeerExplainView): readonly string[] {
  const facts = labelled(
    [
      ["Key", found.key],
      ["Mesh", found.otherMeshId === null ? undefined : `another one, ${found.otherMeshId}`],
      ["Ranges", found.ranges.length === 0 ? undefined : someOf(found.ranges)],
      ["Votes", found.votes ? "yes" : "no"],
      ["Records", String(found.records)],
    ],
    width,
  );
  const decrees = found.decrees.map(({ number, text }) => [`decree ${number}`, text]);
  const apart = found.quarantined.map(({ count, reason, meaning }) => [
    `${count} kept apart`,
    `${meaning} (${reason})`,
  ]);
  return [
    facts,
    ...(apart.length > 0 ? [table(apart, "  ")] : []),
    ...(decrees.length > 0 ? [table(decrees, "  ")] : []),
    ...found.disputed.flatMap(({ range, claims }) => [`  disputed: ${range}`, ...claimsText(claims)]),
  ];
}

const width = 10;
const rangesShown = 8;

function someOf(ranges: readonly string[]): string {
  const rest = ranges.length - rangesShown;
  const shown = ranges.slice(0, rangesShown).join(", ");
  return rest > 0 ? `${shown} and ${rest} more (--json has all)` : shown;
}
