/**
 * The dumb twin of custody.ts: follows one address through all records that ever were, dropped ones too, by nothing but
 * filters and recursion. Slow, and short enough to be seen to be right.
 */
import type { Ipv4 } from "../../base/address.ts";
import type { Decree } from "../decree.ts";
import type { Genesis } from "../genesis.ts";
import { contains } from "../range.ts";
import { isReminder, isToken, type RingRecord } from "../token.ts";

interface End {
  readonly owner: string;
  readonly epoch: number;
  readonly way: readonly string[];
}

export interface Past {
  readonly genesis: Genesis;
  /** All records that ever were. */
  readonly list: readonly RingRecord[];
  readonly moves: readonly Decree[];
}

/** Who claims one address. */
export function claimantsOf({ genesis, list, moves }: Past, address: Ipv4): string[] {
  const ends: End[] = [];
  const begun = new Set<Decree>();
  const reminded = new Set<string>();
  // Whoever reminds again of the same range's giver withdraws what he brought before: a place keeps its newest version.
  const reminders = list
    .filter(isReminder)
    .filter((one, _, all) => !all.some((other) => other.ringKey === one.ringKey && other.version > one.version));
  const tokens = list.filter(isToken).filter(({ content: { start, size: length } }) => {
    return contains({ start, end: start + length }, address);
  });
  const saidBy = (peer: string, epoch: number) => {
    const said = tokens.filter((token) => token.signer === peer && token.epoch === epoch);
    const version = Math.max(0, ...said.map((token) => token.version));
    const owners = new Set(said.filter((token) => token.version === version).map(({ content }) => content.owner));
    return { version, owners: [...owners] };
  };
  const follow = (owner: string, epoch: number, version: number, way: readonly string[]): void => {
    for (const move of moves) {
      const { removed, heir } = move.value;
      if (removed !== owner || !heir || heir === removed || move.number <= epoch || begun.has(move)) continue;
      if (saidBy(heir, move.number).version === 0) continue;
      begun.add(move);
      follow(heir, move.number, 0, [removed, heir]);
    }
    for (const { content } of reminders) {
      const { token } = content;
      const { start, size: length } = token.content;
      const next = token.content.owner;
      if (token.signer !== owner || token.epoch !== epoch || token.version <= version) continue;
      if (!contains({ start, end: start + length }, address) || reminded.has(token.hash)) continue;
      reminded.add(token.hash);
      if (next === owner) ends.push({ owner, epoch, way: [...way, next] });
      else follow(next, epoch, token.version, [...way, next]);
    }
    const said = saidBy(owner, epoch);
    if (said.version <= version) ends.push({ owner, epoch, way });
    else if (said.owners.length > 1 || said.owners[0] === owner) {
      for (const next of said.owners) ends.push({ owner: next, epoch, way: [...way, next] });
    } else follow(said.owners[0] as string, epoch, said.version, [...way, said.owners[0] as string]);
  };
  genesis.members.forEach((member, i) => {
    const share = genesis.shares[i];
    if (member.kind === "key" && share && contains(share, address)) follow(member.key, 0, 0, []);
  });
  const left = ends.filter((end) => !ends.some((later) => later.epoch > end.epoch && later.way.includes(end.owner)));
  return [...new Set(left.map(({ owner }) => owner))];
}
