/**
 * Faults on the underlay between two hosts: cutting and healing it, and what a line does to it. Both directions unless
 * `oneWay`, which means from the first to the second only.
 */
import { labError } from "./error.ts";
import { changeRule, countsOf, idleRule, type LineCount, type LineRule, rulesOf } from "./line.ts";
import { hostNamed, hostsOf, type Lab, type LabHost, readLab } from "./state.ts";
import { changePairs, isLinked, readPairs } from "./underlay.ts";

export interface LinkChoice {
  readonly lab: string;
  readonly from: string;
  readonly to: string;
  readonly oneWay: boolean;
}

/** How one direction of one link is now. */
export interface LinkView {
  readonly from: string;
  readonly to: string;
  readonly cut: boolean;
  /** Absent when the direction passes no line. */
  readonly line?: LineRule;
  readonly count?: Omit<LineCount, "direction" | "peer">;
}

/** Drops everything between two hosts. @throws LAB_UNKNOWN, LAB_MEMBER_UNKNOWN, LAB_LINK_ABSENT, LAB_INVALID_ARGUMENT */
export async function labCut(choice: LinkChoice): Promise<void> {
  const { lab, pairs } = await chosen(choice);
  await changePairs(lab, "cut", "add", pairs.map(names));
}

/** Undoes cuts; lines keep their settings. Throws as `labCut`. */
export async function labHeal(choice: LinkChoice): Promise<void> {
  const { lab, pairs } = await chosen(choice);
  await changePairs(lab, "cut", "delete", pairs.map(names));
}

/** Sets what is given and leaves the rest; zero takes an effect away. Throws as `labCut`, and LAB_LINE_FAILED. */
export async function labSetLine(choice: LinkChoice, change: Partial<LineRule>): Promise<void> {
  const { lab, pairs } = await chosen(choice);
  for (const [from, to] of pairs) {
    // One of the two hosts has the pair's line, whichever is named first.
    const near = from.number < to.number ? from : to;
    const peer = near === from ? to : from;
    await changeRule(lab, near, near === from ? "out" : "in", peer, change);
  }
}

/** Every direction of every link that is cut or has a line. @throws LAB_UNKNOWN */
export async function labLinks(name: string): Promise<readonly LinkView[]> {
  const lab = await readLab(name);
  const cut = new Set((await readPairs(lab, "cut")).map(([from, to]) => `${from} ${to}`));
  const views = new Map<string, LinkView>();
  for (const host of hostsOf(lab)) {
    const counts = await countsOf(lab, host).catch(() => []);
    for (const [key, rule] of Object.entries(await rulesOf(host))) {
      const [direction = "", peer = ""] = key.split(" ");
      const [from, to] = direction === "out" ? [host.name, peer] : [peer, host.name];
      const found = counts.find((count) => count.direction === direction && count.peer === peer);
      const { direction: _direction, peer: _peer, ...count } = found ?? { direction, peer };
      const counted = found === undefined ? {} : { count: count as Omit<LineCount, "direction" | "peer"> };
      views.set(`${from} ${to}`, { from, to, cut: cut.has(`${from} ${to}`), line: rule, ...counted });
    }
  }
  for (const pair of cut) {
    const [from = "", to = ""] = pair.split(" ");
    if (!views.has(pair)) views.set(pair, { from, to, cut: true });
  }
  return [...views.values()];
}

/** Takes all effects of lines away, and all cuts. @throws LAB_UNKNOWN, LAB_LINE_FAILED */
export async function labHealAll(name: string): Promise<void> {
  const lab = await readLab(name);
  await changePairs(lab, "cut", "delete", await readPairs(lab, "cut"));
  for (const host of hostsOf(lab)) {
    for (const key of Object.keys(await rulesOf(host))) {
      const [direction, peer = ""] = key.split(" ");
      await changeRule(lab, host, direction === "out" ? "out" : "in", hostNamed(lab, peer), idleRule);
    }
  }
}

async function chosen(choice: LinkChoice): Promise<{ lab: Lab; pairs: readonly (readonly [LabHost, LabHost])[] }> {
  const lab = await readLab(choice.lab);
  const [from, to] = [hostNamed(lab, choice.from), hostNamed(lab, choice.to)];
  if (from.number === to.number) {
    throw labError("LAB_INVALID_ARGUMENT", `a link has two ends, and ${from.name} is one`, { text: to.name });
  }
  if (!isLinked(lab, from.number, to.number)) {
    throw labError("LAB_LINK_ABSENT", `the ${lab.topology} of lab ${lab.name} has no link ${from.name} - ${to.name}`, {
      lab: lab.name,
      from: from.name,
      to: to.name,
    });
  }
  return {
    lab,
    pairs: choice.oneWay
      ? [[from, to]]
      : [
          [from, to],
          [to, from],
        ],
  };
}

function names([from, to]: readonly [LabHost, LabHost]): readonly [string, string] {
  return [from.name, to.name];
}
