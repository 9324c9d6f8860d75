/** The server held against openapi.yaml, both ways, over a real socket. */
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import type { Server } from "node:http";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { WeaveClient } from "../api/client.ts";
import type { ClaimView, ExplainView } from "../api/explain-types.ts";
import type * as view from "../api/types.ts";
import type { PlaceView } from "../api/why-types.ts";
import { apiRoutes, type Operations } from "./api-routes.ts";
import { createApiServer, listenOn } from "./http.ts";

interface Operation {
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: object }>> }>
  >;
}
const description = parse(readFileSync(new URL("../api/openapi.yaml", import.meta.url), "utf8")) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: object;
};
const ajv = new Ajv2020({ strict: false });
const folder = mkdtempSync(`${tmpdir()}/weave-http-`);
const socket = `${folder}/weave.sock`;
let server: Server;
const client = new WeaveClient({ socket });

const container: view.ContainerView = {
  id: "c",
  interface: "ethwe",
  hostInterface: null,
  mac: null,
  addresses: ["10.32.0.1/12"],
  ipv6: [],
};
const status: view.StatusView = {
  router: {
    version: "1",
    protocol: { min: 1, max: 1 },
    name: "n",
    nickname: "h1",
    key: "k",
    pid: 1,
    uptimeMs: 1,
    longestStallMs: 1,
    encryption: true,
    discovery: true,
    connectionLimit: 100,
    sparse: false,
    port: 1,
    mtu: 1,
    bridge: "weave",
    stateDirectory: "/s",
    logFile: null,
    fenced: null,
    warnings: [],
  },
  peers: [],
  connections: [],
  targets: [],
  ipam: {
    state: "ready",
    detail: "ready",
    range: null,
    defaultSubnet: null,
    ipv6Prefix: null,
    meshId: null,
    allocated: 0,
    disputed: [],
    otherMeshes: [
      {
        meshId: "00",
        range: null,
        hosts: null,
        names: ["h9"],
        via: ["h9 at 10.0.0.9:6783"],
        connected: false,
        advice: "reset",
      },
    ],
    owners: [],
  },
  gossip: { channels: [], neighbours: [], counters: {} },
  datapath: {
    running: false,
    pid: null,
    tap: null,
    port: null,
    answeredMs: null,
    starts: 0,
    macs: 0,
    suites: [],
    spoofed: null,
    stormed: null,
    fastPath: null,
    totals: {},
    peers: [],
  },
};
const place: PlaceView = { text: "h1", kind: "host", name: "n", nickname: "h1", self: true };
const claim: ClaimView = {
  name: "n",
  nickname: "h1",
  self: true,
  range: "10.32.0.0-10.47.255.255",
  way: [{ kind: "first-boot", name: "n", nickname: "h1", text: "first boot gave it to h1" }],
};
function explained(about: string): ExplainView {
  const isPeer = about === "h2";
  return {
    about,
    sentence: "so it is",
    attention: true,
    todo: ["do it"],
    address: isPeer
      ? null
      : {
          address: "10.32.0.5",
          inRange: true,
          disputed: false,
          holding: "here",
          container: { id: "c", interface: "ethwe" },
          saidUsedBy: [],
          block: null,
          restsMs: null,
          claims: [claim],
        },
    peer: isPeer
      ? {
          name: "n2",
          nickname: "h2",
          key: "k2",
          self: false,
          reachable: true,
          otherMeshId: null,
          ranges: [claim.range],
          addresses: 1,
          used: 1,
          share: 1,
          disputed: [{ range: claim.range, claims: [claim] }],
          votes: true,
          records: 3,
          quarantined: [{ reason: "bad-signature", count: 1, meaning: "its signature does not hold" }],
          decrees: [{ number: 1, forced: false, text: "gave it a vote" }],
        }
      : null,
  };
}
const operations: Operations = {
  status: async () => status,
  report: async () => ({
    status,
    containers: [container],
    events: {},
    options: {},
    internals: {},
    host: { kernel: "6", node: "24", cpus: 1, memoryBytes: 1 },
  }),
  ready: async () => ({ ready: true, checks: [{ name: "bridge", ok: true, detail: "up" }] }),
  explain: (about) => explained(about),
  why: async () => ({
    from: place,
    to: place,
    reachable: true,
    path: "local",
    via: null,
    sentence: "both are here",
    candidates: [{ path: "sleeve", via: null, state: "in-use", why: "it answers" }],
    rttMicros: null,
    answeredMs: null,
    notes: [],
  }),
  version: () => ({ version: "1", protocol: { min: 1, max: 1 } }),
  ring: () => ({ state: "ready", range: null, meshId: null }),
  request: (async (body: { kind: string }) =>
    body.kind === "lookup"
      ? { ok: true, addresses: [] }
      : body.kind === "remove-peer"
        ? { ok: true, takenOver: 1 }
        : { ok: true, done: true }) as unknown as Operations["request"],
  containers: {
    attach: async () => container,
    detach: async () => ({ id: "c", interface: "ethwe", released: [] }),
    list: async () => [container],
    warnings: () => [],
    claim: () => {},
    sweep: async () => {},
  },
  peerKeyOf: () => "k" as never,
  stop: async () => {},
  leave: async () => {},
};
const routes = apiRoutes(operations);
const queries: Readonly<Record<string, string>> = { "/v1/why": "?to=h2", "/v1/ipam/explain": "?about=10.32.0.5" };
const bodies: Readonly<Record<string, unknown>> = {
  "/v1/connect": { targets: ["h2"] },
  "/v1/forget": { targets: ["h2"] },
  "/v1/containers": { container: "c" },
};

beforeAll(async () => {
  server = createApiServer(routes, () => {});
  await listenOn(server, socket, "no-such-group");
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

function ask(method: string, path: string, body?: string): Promise<{ status: number; type: string; value: unknown }> {
  return new Promise((resolve, reject) => {
    const sent = request({ socketPath: socket, method, path, agent: false }, (response) => {
      let text = "";
      response.on("data", (chunk: Buffer) => (text += chunk.toString()));
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          type: response.headers["content-type"] ?? "",
          value: JSON.parse(text),
        }),
      );
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

function expectValid(schema: object, value: unknown): void {
  const check = ajv.compile({ ...schema, components: description.components });
  expect(check(value), ajv.errorsText(check.errors)).toBe(true);
}

describe("the API", () => {
  const documented = Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );

  test("serves what is documented, and documents what is served", () => {
    expect(documented.toSorted()).toEqual(routes.map(({ method, path }) => `${method} ${path}`).toSorted());
  });

  test.each(documented)("%s answers as documented", async (name) => {
    const [method = "", path = ""] = name.split(" ");
    const operation = description.paths[path]?.[method.toLowerCase()] as Operation;
    const [code = ""] = Object.keys(operation.responses);
    const body = method === "POST" ? JSON.stringify(bodies[path] ?? {}) : undefined;
    const answer = await ask(method, `${path.replace(/\{\w+\}/g, "x")}${queries[path] ?? ""}`, body);
    expect(answer.status).toBe(Number(code));
    expectValid(operation.responses[code]?.content?.["application/json"]?.schema as object, answer.value);
  });

  test.each([
    ["GET", "/", undefined, 404, "API_NOT_FOUND"],
    ["GET", "/v1/why", undefined, 400, "API_REQUEST_INVALID"],
    ["GET", "/v1/ipam/explain", undefined, 400, "API_REQUEST_INVALID"],
    ["GET", "/v2/status", undefined, 404, "API_NOT_FOUND"],
    ["GET", "/v1/containers/%ff", undefined, 404, "API_NOT_FOUND"],
    ["PATCH", "/v1/status", undefined, 405, "API_METHOD_NOT_ALLOWED"],
    ["POST", "/v1/connect", "{", 400, "API_REQUEST_INVALID"],
    ["POST", "/v1/connect", "[]", 400, "API_REQUEST_INVALID"],
    ["POST", "/v1/connect", '{"targets":[1]}', 400, "API_REQUEST_INVALID"],
    ["POST", "/v1/connect", '{"targets":["a b"]}', 400, "CONFIG_INVALID"],
    ["POST", "/v1/containers", "{}", 400, "API_REQUEST_INVALID"],
    ["POST", "/v1/containers", `"${"x".repeat(70_000)}"`, 400, "API_REQUEST_INVALID"],
  ] as const)("%s %s with %s is a problem", async (method, path, body, code, name) => {
    const answer = await ask(method, path, body);
    expect(answer).toMatchObject({ status: code, type: "application/problem+json", value: { code: name } });
    expectValid({ $ref: "#/components/schemas/Problem" }, answer.value);
  });

  test("an explanation of a peer is as documented", async () => {
    const { value } = await ask("GET", "/v1/ipam/explain?about=h2");
    expect(value).toEqual(explained("h2"));
    expectValid({ $ref: "#/components/schemas/Explain" }, value);
    expect(await client.explain("h2")).toEqual(value);
  });

  test("a client gets answers, and errors with the router's code", async () => {
    expect(await client.statusPart("ipam")).toEqual(status.ipam);
    await expect(client.connect({ targets: ["a b"] })).rejects.toMatchObject({ code: "CONFIG_INVALID" });
    await expect(new WeaveClient({ socket: `${folder}/none` }).status()).rejects.toMatchObject({
      code: "API_UNREACHABLE",
    });
  });

  test("the socket is its owner's, and a second router is refused", async () => {
    expect(statSync(socket).mode & 0o777).toBe(0o600);
    await expect(
      listenOn(
        createApiServer([], () => {}),
        socket,
      ),
    ).rejects.toMatchObject({ code: "ROUTER_ALREADY_RUNNING" });
  });
});
