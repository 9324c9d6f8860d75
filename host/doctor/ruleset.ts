/**
 * What an nftables rule set, as `nft -j list ruleset` prints it (libnftables-json(5)), does with a packet to a port. Not a
 * whole interpreter: a match that depends on more than protocol, port and connection state (an address, an interface, a
 * set, an extension of iptables) is *maybe*, so that the answer is `dropped` only when every such packet is.
 *
 * Base chains of a hook are gone through by priority; a drop ends the packet, an accept the chain (nft(8), "verdicts").
 * iptables' rules of today stand in the same listing. Bounded by `stepsMax`; chains that jump in circles end there.
 */

export interface Nft {
  readonly nftables: readonly NftObject[];
}

interface NftObject {
  readonly chain?: Chain;
  readonly rule?: Rule;
}

export interface Chain {
  readonly family: string;
  readonly table: string;
  readonly name: string;
  readonly hook?: string;
  readonly prio?: number;
  readonly policy?: string;
}

interface Rule {
  readonly family: string;
  readonly table: string;
  readonly chain: string;
  readonly handle?: number;
  readonly expr?: readonly Expression[];
}

type Expression = Readonly<Record<string, unknown>>;

/** A new connection's first packet, or a datagram, from anywhere. */
export interface Packet {
  readonly protocol: "tcp" | "udp";
  readonly port: number;
}

export type Fate =
  | { readonly kind: "passes" }
  /** `certain`: every such packet; else some, by rules that this does not understand in full. `by`: which rule or policy. */
  | { readonly kind: "dropped"; readonly certain: boolean; readonly by: string };

const stepsMax = 20_000;
const families = ["ip", "inet"];

/** IPv4, since that is what almost all underlays speak. */
export function fateOf({ nftables }: Nft, hook: "input" | "output", packet: Packet): Fate {
  const walk: Walk = { rules: rulesByChain(nftables), packet, steps: 0 };
  const chains = nftables
    .flatMap(({ chain }) => (chain?.hook === hook && families.includes(chain.family) ? [chain] : []))
    .toSorted((a, b) => (a.prio ?? 0) - (b.prio ?? 0));
  let suspected: Fate = { kind: "passes" };
  for (const chain of chains) {
    const verdict = walkChain(walk, chain, 0);
    const end =
      verdict.end ?? (chain.policy === "drop" ? { drop: true, by: `the policy of ${named(chain)}` } : undefined);
    if (end?.drop) {
      // An accept that may have come before takes the certainty away.
      const certain = !verdict.mayAccept;
      if (certain) return { kind: "dropped", certain, by: end.by };
      suspected = { kind: "dropped", certain, by: end.by };
    } else if (verdict.mayDrop !== undefined && suspected.kind === "passes")
      suspected = { kind: "dropped", certain: false, by: verdict.mayDrop };
  }
  return suspected;
}

/** Base chains of the hook `forward` that drop what no rule of theirs accepts: `ip filter FORWARD`. */
export function droppingForwardChains({ nftables }: Nft): readonly string[] {
  return nftables.flatMap(({ chain }) =>
    chain?.hook === "forward" && chain.policy === "drop" && ["ip", "ip6", "inet"].includes(chain.family)
      ? [named(chain)]
      : [],
  );
}

export function hasChain({ nftables }: Nft, name: string): boolean {
  return nftables.some(({ chain }) => chain?.name === name);
}

interface Walk {
  readonly rules: ReadonlyMap<string, readonly Rule[]>;
  readonly packet: Packet;
  steps: number;
}

interface Verdict {
  /** Where the chain certainly ends; undefined: at its end. */
  readonly end: { readonly drop: boolean; readonly by: string } | undefined;
  readonly mayAccept: boolean;
  /** The first rule that may drop. */
  readonly mayDrop: string | undefined;
}

function walkChain(walk: Walk, chain: Pick<Chain, "family" | "table" | "name">, depth: number): Verdict {
  let mayAccept = false;
  let mayDrop: string | undefined;
  for (const rule of walk.rules.get(named(chain)) ?? []) {
    if (++walk.steps > stepsMax || depth > 16) break;
    const { matches, verdict, target } = judged(rule, walk.packet);
    if (matches === "no" || verdict === undefined) continue;
    if (verdict === "return") {
      if (matches === "yes") break;
      continue;
    }
    if (verdict === "jump" || verdict === "goto") {
      const inner = walkChain(walk, { family: rule.family, table: rule.table, name: target ?? "" }, depth + 1);
      mayDrop ??= inner.mayDrop ?? (matches === "maybe" && inner.end?.drop ? inner.end.by : undefined);
      mayAccept ||= inner.mayAccept || (matches === "maybe" && inner.end?.drop === false);
      // What was gone to returns to whoever called us, what was jumped to returns here.
      if (matches === "yes" && (inner.end !== undefined || verdict === "goto"))
        return { end: inner.end, mayAccept, mayDrop };
      continue;
    }
    const drop = verdict === "drop";
    const by = `rule ${rule.handle ?? "?"} of ${named(chain)}`;
    if (matches === "yes") return { end: { drop, by }, mayAccept, mayDrop };
    if (drop) mayDrop ??= by;
    else mayAccept = true;
  }
  return { end: undefined, mayAccept, mayDrop };
}

type Match = "yes" | "no" | "maybe";

interface Judged {
  readonly matches: Match;
  readonly verdict: "accept" | "drop" | "return" | "jump" | "goto" | undefined;
  readonly target: string | undefined;
}

function judged(rule: Rule, packet: Packet): Judged {
  let matches: Match = "yes";
  for (const expression of rule.expr ?? []) {
    const found = matchOf(expression, packet);
    if (found === "no") return { matches: "no", verdict: undefined, target: undefined };
    if (found === "maybe") matches = "maybe";
    for (const verdict of ["accept", "drop", "return"] as const)
      if (verdict in expression) return { matches, verdict, target: undefined };
    if ("reject" in expression) return { matches, verdict: "drop", target: undefined };
    for (const verdict of ["jump", "goto"] as const)
      if (verdict in expression)
        return { matches, verdict, target: (expression[verdict] as { target?: string }).target };
  }
  return { matches, verdict: undefined, target: undefined };
}

/** What is no match (a counter, a log) lets everything by. */
function matchOf(expression: Expression, packet: Packet): Match {
  if ("xt" in expression) {
    const { type, name } = (expression["xt"] ?? {}) as { type?: string; name?: string };
    return type === "match" && name !== "comment" ? "maybe" : "yes";
  }
  if ("limit" in expression || "vmap" in expression) return "maybe";
  if (!("match" in expression)) return "yes";
  const { op, left, right } = expression["match"] as { op: string; left: Expression; right: unknown };
  const inner = includes(left, right, packet);
  if (inner === "maybe" || (op !== "!=" && op !== "==" && op !== "in")) return inner === "no" ? "no" : "maybe";
  return op === "!=" ? (inner === "yes" ? "no" : "yes") : inner;
}

function includes(left: Expression, right: unknown, packet: Packet): Match {
  const payload = left["payload"] as { protocol?: string; field?: string } | undefined;
  if (payload?.field === "dport" && ["tcp", "udp", "th"].includes(payload.protocol ?? "")) {
    if (payload.protocol !== "th" && payload.protocol !== packet.protocol) return "no";
    return contains(right, packet.port);
  }
  // Any other field of the other protocol's header.
  if (payload?.protocol === "tcp" || payload?.protocol === "udp")
    return payload.protocol === packet.protocol ? "maybe" : "no";
  if (["icmp", "icmpv6", "ip6", "sctp"].includes(payload?.protocol ?? "")) return "no";
  const isProtocol =
    (left["meta"] as { key?: string } | undefined)?.key === "l4proto" ||
    (payload?.protocol === "ip" && payload.field === "protocol");
  if (isProtocol) return contains(right, packet.protocol);
  const isState = (left["ct"] as { key?: string } | undefined)?.key === "state";
  if (isState) return contains(right, "new");
  return "maybe";
}

/** A value, a range, a set or a list; a named set is not looked into. */
function contains(right: unknown, wanted: string | number): Match {
  if (typeof right === "number" || typeof right === "string") {
    if (typeof right === "string" && right.startsWith("@")) return "maybe";
    return right === wanted ? "yes" : "no";
  }
  if (Array.isArray(right)) return right.some((one) => contains(one, wanted) === "yes") ? "yes" : "no";
  const { set, range } = (right ?? {}) as { set?: unknown; range?: readonly [number, number] };
  if (range !== undefined) return typeof wanted === "number" && wanted >= range[0] && wanted <= range[1] ? "yes" : "no";
  return set === undefined ? "maybe" : contains(set, wanted);
}

function rulesByChain(objects: readonly NftObject[]): ReadonlyMap<string, readonly Rule[]> {
  const rules = new Map<string, Rule[]>();
  for (const { rule } of objects) {
    if (rule === undefined) continue;
    const name = `${rule.family} ${rule.table} ${rule.chain}`;
    rules.set(name, [...(rules.get(name) ?? []), rule]);
  }
  return rules;
}

function named({ family, table, name }: Pick<Chain, "family" | "table" | "name">): string {
  return `${family} ${table} ${name}`;
}
