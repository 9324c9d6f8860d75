/** Findings from facts as real hosts have them: what each trouble is called, and that a sound host has none. */
import { describe, expect, test } from "vitest";
import type { Finding } from "./finding.ts";
import { type FirewallFacts, firewallFindings } from "./firewall.ts";
import { listenersIn } from "./inspect.ts";
import { type KernelFacts, kernelFindings } from "./kernel.ts";
import { type ResourceFacts, resourceFindings } from "./resources.ts";
import { fateOf, type Nft } from "./ruleset.ts";
import { type SettingsFacts, settingsFindings } from "./settings.ts";
import { type UnderlayFacts, underlayFindings } from "./underlay.ts";

const troubles = (findings: readonly Finding[]) =>
  findings.filter(({ level }) => level !== "ok").map(({ check, level }) => `${level} ${check}`);

const kernel: KernelFacts = {
  release: "6.12.9-amd64",
  tunDevice: "ok",
  bridge: true,
  vxlan: true,
  nftables: true,
  missingPrograms: [],
  root: true,
};
const settings: SettingsFacts = {
  values: {
    "net/ipv4/ip_forward": "1",
    "net/ipv4/conf/all/rp_filter": "0",
    "net/ipv6/conf/all/disable_ipv6": "0",
    "net/bridge/bridge-nf-call-iptables": "1",
  },
  underlayDevices: 1,
};
const underlay: UnderlayFacts = {
  port: 6783,
  metricsPort: 6782,
  listeners: [],
  ours: [],
  devices: [{ name: "eth0", mtu: 1_500 }],
  overlayMtu: 1_376,
  tunnelBytes: 124,
  range: "10.32.0.0/12",
  overlapping: [],
};
const resources: ResourceFacts = {
  memoryAvailableBytes: 4e9,
  openFilesMax: 524_288,
  year: 2026,
  clockSynchronised: true,
  stateDirectory: { path: "/var/lib/weave", exists: true, writable: true, freeBytes: 1e10, identityMode: 0o100600 },
  passwordFiles: [{ path: "/etc/weave/password", mode: 0o100600 }],
};
const firewall: FirewallFacts = {
  ruleset: { nftables: [] },
  legacyRules: [],
  firewalld: false,
  ufw: false,
  bridgedFramesAreFiltered: true,
  port: 6783,
};

/** A base chain `inet filter input` (or another), with rules. */
function ruleset(
  policy: string,
  rules: readonly (readonly object[])[],
  { hook = "input", family = "inet", table = "filter", name = "", prio = 0 } = {},
): Nft["nftables"] {
  const chain = name === "" ? hook : name;
  return [
    { chain: { family, table, name: chain, hook, prio, policy } },
    ...rules.map((expr, at) => ({
      rule: { family, table, chain, handle: at + 2, expr: expr as Readonly<Record<string, unknown>>[] },
    })),
  ];
}
const dport = (protocol: string, right: unknown) => ({
  match: { op: "==", left: { payload: { protocol, field: "dport" } }, right },
});
const state = (right: unknown) => ({ match: { op: "in", left: { ct: { key: "state" } }, right } });
const fromNet = {
  match: {
    op: "==",
    left: { payload: { protocol: "ip", field: "saddr" } },
    right: { prefix: { addr: "10.0.0.0", len: 8 } },
  },
};
const [drop, accept, reject, counter] = [
  { drop: null },
  { accept: null },
  { reject: { type: "icmp" } },
  { counter: { packets: 0, bytes: 0 } },
];

describe("a sound host", () => {
  test("has no trouble", () => {
    const all = [
      kernelFindings(kernel),
      settingsFindings(settings),
      underlayFindings(underlay),
      resourceFindings(resources),
      firewallFindings(firewall),
    ].flat();
    expect(troubles(all)).toEqual([]);
    expect(all.length).toBeGreaterThan(15);
  });
});

describe("each trouble is named, with why and what to do", () => {
  test.each<[string, readonly Finding[], readonly string[]]>([
    ["Debian 12's kernel", kernelFindings({ ...kernel, release: "6.1.0-18-amd64" }), ["warn kernel"]],
    ["no TAP", kernelFindings({ ...kernel, tunDevice: "missing" }), ["fail tun"]],
    ["a closed TAP", kernelFindings({ ...kernel, tunDevice: "denied" }), ["fail tun"]],
    ["no VXLAN", kernelFindings({ ...kernel, vxlan: false }), ["warn vxlan"]],
    [
      "no bridge, no nftables",
      kernelFindings({ ...kernel, bridge: false, nftables: false }),
      ["fail bridge", "fail nftables"],
    ],
    [
      "no nft",
      kernelFindings({ ...kernel, missingPrograms: [{ name: "nft", remedy: "apt-get install nftables" }] }),
      ["fail programs"],
    ],
    [
      "strict reverse path over two interfaces",
      settingsFindings({
        values: { ...settings.values, "net/ipv4/conf/all/rp_filter": "1", "net/ipv4/ip_forward": "0" },
        underlayDevices: 2,
      }),
      ["warn ip-forward", "warn rp-filter"],
    ],
    [
      "a cloud's MTU",
      underlayFindings({ ...underlay, devices: [{ name: "ens4", mtu: 1_460 }, ...underlay.devices] }),
      ["warn underlay-mtu"],
    ],
    [
      "an underlay that no IPv6 would take",
      underlayFindings({ ...underlay, devices: [{ name: "ppp0", mtu: 500 }] }),
      ["fail underlay-mtu"],
    ],
    [
      "Docker's pool in the range",
      underlayFindings({ ...underlay, overlapping: [{ destination: "10.32.0.0/16", device: "br-1a2b" }] }),
      ["fail range"],
    ],
    [
      "Weave Net still there",
      underlayFindings({
        ...underlay,
        listeners: listenersIn(
          'tcp   LISTEN 0      128          *:6783            *:*    users:(("weaver",pid=812,fd=18))\nudp   UNCONN 0 0 0.0.0.0:6783 0.0.0.0:* users:(("weaver",pid=812,fd=20))\ntcp LISTEN 0 5 127.0.0.1:6782 0.0.0.0:*',
        ),
      }),
      ["fail ports", "fail ports", "warn ports"],
    ],
    ["little memory", resourceFindings({ ...resources, memoryAvailableBytes: 1e8 }), ["warn memory"]],
    [
      "a read-only disk",
      resourceFindings({ ...resources, stateDirectory: { ...resources.stateDirectory, writable: false } }),
      ["fail state-directory"],
    ],
    [
      "secrets that others can read",
      resourceFindings({
        ...resources,
        stateDirectory: { ...resources.stateDirectory, identityMode: 0o100644 },
        passwordFiles: [{ path: "/etc/weave/password", mode: 0o100644 }],
      }),
      ["fail state-directory", "fail password-file"],
    ],
    [
      "few descriptors, no time service",
      resourceFindings({ ...resources, openFilesMax: 1_024, clockSynchronised: false }),
      ["warn open-files", "warn clock"],
    ],
  ])("%s", (_, findings, expected) => {
    expect(troubles(findings)).toEqual(expected);
    for (const { level, why, next } of findings) expect(level === "ok" || (why !== "" && next !== "")).toBe(true);
  });

  test("a router's own sockets are no trouble", () => {
    const listeners = listenersIn('udp UNCONN 0 0 0.0.0.0:6783 0.0.0.0:* users:(("node",pid=7,fd=20))');
    expect(listeners).toEqual([{ protocol: "udp", address: "0.0.0.0", port: 6783, program: "node", pid: 7 }]);
    expect(troubles(underlayFindings({ ...underlay, listeners, ours: [5, 7] }))).toEqual([]);
  });
});

describe("firewalls", () => {
  const udp = { protocol: "udp", port: 6783 } as const;
  const fate = (nftables: Nft["nftables"]) => {
    const found = fateOf({ nftables }, "input", udp);
    return found.kind === "passes" ? "passes" : found.certain ? `dropped by ${found.by}` : "maybe";
  };

  test.each<[string, Nft["nftables"], string]>([
    ["nothing", [], "passes"],
    [
      "a drop of the port",
      ruleset("accept", [[dport("udp", 6783), counter, drop]]),
      "dropped by rule 2 of inet filter input",
    ],
    ["of another port", ruleset("accept", [[dport("udp", 6784), drop]]), "passes"],
    ["of the other protocol", ruleset("accept", [[dport("tcp", 6783), drop]]), "passes"],
    [
      "a range in a set",
      ruleset("accept", [[dport("th", { set: [22, { range: [6000, 7000] }] }), reject]]),
      "dropped by rule 2 of inet filter input",
    ],
    [
      "a drop policy",
      ruleset("drop", [[state({ set: ["established", "related"] }), accept]]),
      "dropped by the policy of inet filter input",
    ],
    ["a drop policy with the port open", ruleset("drop", [[dport("udp", 6783), accept]]), "passes"],
    ["open to some only", ruleset("drop", [[fromNet, accept]]), "maybe"],
    ["dropped from some only", ruleset("accept", [[fromNet, dport("udp", 6783), drop]]), "maybe"],
    ["accepted before the drop", ruleset("accept", [[dport("udp", 6783), accept], [drop]]), "passes"],
    [
      "iptables' tables, an extension that is not understood",
      ruleset("accept", [[{ xt: { type: "match", name: "multiport" } }, drop]], { family: "ip" }),
      "maybe",
    ],
    [
      "a later chain drops what an earlier one accepts",
      [
        ...ruleset("accept", [[dport("udp", 6783), accept]], { prio: -10 }),
        ...ruleset("drop", [], { table: "firewalld", prio: 10 }),
      ],
      "dropped by the policy of inet firewalld input",
    ],
    [
      "a jump into a chain that drops",
      [
        ...ruleset("accept", [[{ jump: { target: "site" } }]]),
        { rule: { family: "inet", table: "filter", chain: "site", handle: 9, expr: [dport("udp", 6783), drop] } },
      ],
      "dropped by rule 9 of inet filter site",
    ],
    [
      "a chain that is gone to does not come back",
      ruleset("drop", [[{ goto: { target: "site" } }], [dport("udp", 6783), accept]]),
      "dropped by the policy of inet filter input",
    ],
    ["a jump in circles ends", ruleset("accept", [[{ jump: { target: "input" } }]]), "passes"],
    ["another hook", ruleset("drop", [], { hook: "forward" }), "passes"],
  ])("%s: %s", (_, nftables, expected) => {
    expect(fate(nftables)).toBe(expected);
  });

  test("the remedy is the firewall's own command", () => {
    const blocked = { ...firewall, ruleset: { nftables: ruleset("accept", [[dport("udp", 6783), drop]]) } };
    const next = (facts: FirewallFacts) => firewallFindings(facts).find(({ level }) => level === "fail")?.next;
    expect(troubles(firewallFindings(blocked))).toEqual(["fail firewall-udp-input"]);
    expect(next({ ...blocked, ufw: true })).toBe("ufw allow 6783/udp");
    expect(next({ ...blocked, firewalld: true })).toContain("firewall-cmd --permanent --add-port=6783/udp");
  });

  test("a forward policy that drops matters where bridged frames pass it, and not where Docker's chain is", () => {
    const dropping = ruleset("drop", [], { hook: "forward", family: "ip", name: "FORWARD" });
    const docker = [...dropping, { chain: { family: "ip", table: "filter", name: "DOCKER-USER" } }];
    const of = (nftables: Nft["nftables"], bridgedFramesAreFiltered = true) =>
      troubles(firewallFindings({ ...firewall, ruleset: { nftables }, bridgedFramesAreFiltered }));
    expect(of(dropping)).toEqual(["fail forward-policy"]);
    expect(of(dropping, false)).toEqual([]);
    expect(of(docker)).toEqual([]);
  });

  test("the older iptables beside nftables", () => {
    const legacyRules = [
      "-P INPUT ACCEPT",
      "-A INPUT -p udp -m udp --dport 6783 -j DROP",
      "-A INPUT -p tcp --dport 67 -j DROP",
    ];
    const [finding] = firewallFindings({ ...firewall, legacyRules }).filter(({ level }) => level === "fail");
    expect(finding?.next).toBe("iptables-legacy -D INPUT -p udp -m udp --dport 6783 -j DROP");
  });
});
