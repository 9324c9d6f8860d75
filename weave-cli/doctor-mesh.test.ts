/** What doctor says of a mesh, from answers as a router gives them. */
import { expect, test } from "vitest";
import { type MeshFacts, meshFindings } from "./doctor-mesh.ts";

const place = (nickname: string, self: boolean) => ({ text: "", kind: "host", name: `02:${nickname}`, nickname, self });
const probe = (nickname: string, rest: object) => ({
  from: place("h1", true),
  to: place(nickname, false),
  reachable: true,
  path: "sleeve",
  via: null,
  sentence: "packets go",
  candidates: [],
  rttMicros: 300,
  answeredMs: 10,
  notes: [],
  ...rest,
});
const down = (why: string) => [{ path: "sleeve", via: null, state: "down", why }];

function facts(rest: object = {}, status: object = {}): MeshFacts {
  return {
    status: { router: { warnings: [], uptimeMs: 1 }, connections: [], datapath: { starts: 1, peers: [] }, ...status },
    ready: { ready: true, checks: [] },
    router: { version: "1.0.0" },
    version: "1.0.0",
    probes: [probe("h2", {})],
    unprobed: 0,
    ...rest,
  } as unknown as MeshFacts;
}
const troubles = (given: MeshFacts) =>
  meshFindings(given)
    .filter(({ level }) => level !== "ok")
    .map(({ check, level, next }) => `${level} ${check}: ${next}`);

test("a sound mesh has no trouble", () => {
  expect(troubles(facts())).toEqual([]);
});

test.each<[string, MeshFacts, RegExp[]]>([
  ["an upgrade without a restart", facts({ version: "1.1.0" }), [/^warn version: restart it/]],
  [
    "a host that does not answer",
    facts({ probes: [probe("h2", { reachable: false, path: "none" })] }),
    [/^fail path: open UDP between the two hosts, both ways/],
  ],
  [
    "UDP in one direction",
    facts({
      probes: [probe("h2", { path: "relay", via: "h3", candidates: down("UDP passes in one direction only") })],
    }),
    [/^warn path: open UDP in the other direction too/],
  ],
  [
    "not ready",
    facts({ ready: { ready: false, checks: [{ name: "bridge", ok: false, detail: "it is down" }] } }),
    [/^fail ready-bridge/],
  ],
  [
    "connections that fail",
    facts({}, { connections: [{ remote: "h4", state: "failed", reason: "wrong password", name: null }] }),
    [/^fail connection/],
  ],
  [
    "lost probes and a crashing process",
    facts({}, { datapath: { starts: 4, peers: [{ name: "02:h2", nickname: "h2", probes: 100, probesLost: 5 }] } }),
    [/^warn datapath-starts/, /^warn loss/],
  ],
])("%s", (_, given, expected) => {
  const found = troubles(given);
  expect(found).toHaveLength(expected.length);
  for (const [at, trouble] of found.entries()) expect(trouble).toMatch(expected[at] as RegExp);
});
