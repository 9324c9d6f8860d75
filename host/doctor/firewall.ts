/** Other people's firewalls: what drops weave's port, and what drops containers' frames on the bridge. Pure. */
import { type Finding, fail, ok, warn } from "./finding.ts";
import { droppingForwardChains, type Fate, fateOf, hasChain, type Nft, type Packet } from "./ruleset.ts";

export interface FirewallFacts {
  /** Undefined: it could not be read. */
  readonly ruleset: Nft | undefined;
  /** Rules of the older iptables, `-A INPUT ...`, which stand beside nftables; empty when there is no such table. */
  readonly legacyRules: readonly string[];
  /** `firewall-cmd --state` says running. */
  readonly firewalld: boolean;
  /** /etc/ufw/ufw.conf has ENABLED=yes. */
  readonly ufw: boolean;
  /** As of `settings.ts`. */
  readonly bridgedFramesAreFiltered: boolean;
  /** TCP and UDP port of weave. */
  readonly port: number;
}

export function firewallFindings(facts: FirewallFacts): readonly Finding[] {
  const { ruleset } = facts;
  if (ruleset === undefined) {
    const matters = "a firewall may drop weave's packets, and nobody sees it here";
    return [warn("firewall", "the rule set cannot be read", matters, "run it as root, with nftables installed")];
  }
  const findings = (["tcp", "udp"] as const).flatMap((protocol) =>
    (["input", "output"] as const).map((hook) =>
      portFinding(facts, hook, { protocol, port: facts.port }, fateOf(ruleset, hook, { protocol, port: facts.port })),
    ),
  );
  const bad = [...findings, ...legacyFindings(facts)].filter(({ level }) => level !== "ok");
  const fine = ok("firewall", `no rule of this host drops TCP or UDP ${facts.port}`);
  return [...(bad.length > 0 ? bad : [fine]), forwardFinding(facts, ruleset)];
}

const uses = { tcp: "control connections need it", udp: "containers' packets travel in it" };

function portFinding(facts: FirewallFacts, hook: "input" | "output", { protocol, port }: Packet, fate: Fate): Finding {
  const check = `firewall-${protocol}-${hook}`;
  const packets = `${protocol.toUpperCase()} ${port}`;
  if (fate.kind === "passes") return ok(check, `${packets} passes (${hook})`);
  const direction = hook === "input" ? "from" : "to";
  const matters = `${uses[protocol]}${protocol === "udp" ? "; without it other hosts relay them, slower, or they are lost" : ""}`;
  if (!fate.certain) {
    const what = `some ${packets} ${direction} other hosts may be dropped by ${fate.by} (nft list ruleset -a)`;
    return warn(check, what, matters, `see whether other hosts are let through; ${opening(facts, hook, protocol)}`);
  }
  const what = `${packets} ${direction} other hosts is dropped by ${fate.by} (nft list ruleset -a)`;
  return fail(check, what, matters, opening(facts, hook, protocol));
}

/** firewalld and ufw open what comes in; what goes out is somebody's own rule. */
function opening({ firewalld, ufw, port }: FirewallFacts, hook: "input" | "output", protocol: string): string {
  if (hook === "output") return `accept ${protocol} dport ${port} before that rule`;
  if (firewalld) return `firewall-cmd --permanent --add-port=${port}/${protocol} && firewall-cmd --reload`;
  if (ufw) return `ufw allow ${port}/${protocol}`;
  return `accept ${protocol} dport ${port} before that rule`;
}

/** By the words of iptables-save: only what names our port and drops. */
function legacyFindings({ legacyRules, port }: FirewallFacts): readonly Finding[] {
  return legacyRules
    .filter(
      (rule) =>
        /^-A (INPUT|OUTPUT)\b.*-j (DROP|REJECT)/.test(rule) && new RegExp(`--dports? \\S*\\b${port}\\b`).test(rule),
    )
    .map((rule) =>
      fail(
        "firewall-legacy",
        `a rule of iptables-legacy drops weave's port: ${rule}`,
        "control connections and containers' packets use it",
        `iptables-legacy ${rule.replace(/^-A/, "-D")}`,
      ),
    );
}

function forwardFinding({ bridgedFramesAreFiltered }: FirewallFacts, ruleset: Nft): Finding {
  const check = "forward-policy";
  if (!bridgedFramesAreFiltered) return ok(check, "frames on the bridge do not pass the host's IP firewall");
  const dropping = droppingForwardChains(ruleset);
  // What Docker's chain is for: a launch puts one rule of ours there.
  const others = dropping.filter((chain) => !(hasChain(ruleset, "DOCKER-USER") && /^ip6? filter FORWARD$/.test(chain)));
  if (others.length === 0)
    return ok(
      check,
      dropping.length > 0
        ? "Docker's forward policy is drop; a launch adds a rule to DOCKER-USER"
        : "no forward policy drops",
    );
  return fail(
    check,
    `the forward policy of ${others.join(", ")} is drop, and bridged frames pass it (br_netfilter)`,
    "containers of this host do not reach each other nor other hosts, unless a rule there lets them",
    "accept input and output interface weave there (iptables -I FORWARD -i weave -o weave -j ACCEPT), or sysctl -w net.bridge.bridge-nf-call-iptables=0",
  );
}
