/**
 * The API's server: HTTP on a unix socket, JSON, RFC 9457 problems. One table of routes, which a test holds against
 * `openapi.yaml`. Whoever may open the socket can enter any network namespace, so it is root's, and the group `weave`'s
 * where there is one; it is created closed and opened afterwards.
 *
 * Limits: `bodyBytesMax` a request, `connectionsMax` at a time, headers and body within `requestMs`.
 */
import { chmodSync, chownSync, readFileSync, rmSync } from "node:fs";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { connect } from "node:net";
import { apiError, httpStatusOf, problemOf } from "../api/error.ts";
import { WeaveError } from "../base/error.ts";
import { routerError } from "./error.ts";

// Not by `import`, which would load all that the module could ever need: 13 MB and 50 ms (decision 0007).
const { createServer } = process.getBuiltinModule("node:http");

/** A request that matched a route. */
export interface ApiRequest {
  /** What stood in for `{name}`, decoded. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The body, parsed; undefined when there is none. */
  readonly body: unknown;
  /** Aborted when the caller goes away. */
  readonly signal: AbortSignal;
}

export interface Route {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** `/v1/peers/{peer}`. */
  readonly path: string;
  /** 201 for what is made; 200 otherwise. */
  readonly status?: 200 | 201;
  answer(request: ApiRequest): unknown;
}

const bodyBytesMax = 64 * 1024;
const connectionsMax = 256;
const requestMs = 10_000;
const segmentLengthMax = 4_096;

/** Serves the routes; errors that are nobody's named one go to `onFault` and are answered as API_INTERNAL. */
export function createApiServer(routes: readonly Route[], onFault: (error: unknown) => void): Server {
  const server = createServer(
    {
      requestTimeout: requestMs,
      headersTimeout: requestMs,
      keepAliveTimeout: 5_000,
      // How often Node looks who is over its time.
      connectionsCheckingInterval: 2_000,
    },
    (request, response) => {
      answer(routes, request, response).catch((error: unknown) => {
        // A caller that hung up in the middle of its body is no fault of ours.
        if ((error as NodeJS.ErrnoException).code === "ECONNRESET") return;
        if (!(error instanceof WeaveError)) onFault(error);
        sendError(response, error);
      });
    },
  );
  server.maxConnections = connectionsMax;
  return server;
}

/**
 * Listens on the socket's path. A socket that nobody answers on is a dead router's and goes.
 * @throws ROUTER_ALREADY_RUNNING
 */
export async function listenOn(server: Server, socket: string, group: string = "weave"): Promise<void> {
  await assertUnanswered(socket);
  rmSync(socket, { force: true });
  const umask = process.umask(0o177);
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(socket, () => {
        server.off("error", reject);
        resolve();
      });
    });
  } finally {
    process.umask(umask);
  }
  const id = groupId(group);
  if (id === undefined) return;
  chownSync(socket, 0, id);
  chmodSync(socket, 0o660);
}

/** @throws ROUTER_ALREADY_RUNNING when a router serves the socket */
export async function assertUnanswered(socket: string): Promise<void> {
  if (!(await somebodyAnswers(socket))) return;
  throw routerError(
    "ROUTER_ALREADY_RUNNING",
    `a router answers on ${socket} already; weave status shows it, weave stop ends it`,
    { socket },
  );
}

async function answer(routes: readonly Route[], request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [path = "", query = ""] = (request.url ?? "").split("?", 2);
  const matching = routes.flatMap((route) => {
    const parameters = matchPath(route.path, path);
    return parameters ? [{ route, parameters }] : [];
  });
  if (matching.length === 0)
    throw apiError("API_NOT_FOUND", `there is no ${path}; the API is described in api/openapi.yaml`, { path });
  const found = matching.find(({ route }) => route.method === request.method);
  if (found === undefined) {
    const allowed = matching.map(({ route }) => route.method).join(", ");
    response.setHeader("allow", allowed);
    throw apiError("API_METHOD_NOT_ALLOWED", `${path} takes ${allowed}, not ${request.method}`, {
      method: request.method,
      allowed,
    });
  }
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  const body = await readBody(request);
  const result = await found.route.answer({
    parameters: found.parameters,
    query: new URLSearchParams(query),
    body,
    signal: gone.signal,
  });
  send(response, found.route.status ?? 200, "application/json", result);
}

/** The values of a pattern's `{names}`, or undefined. */
function matchPath(pattern: string, path: string): Readonly<Record<string, string>> | undefined {
  const wanted = pattern.split("/");
  const given = path.split("/");
  if (wanted.length !== given.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [at, part] of wanted.entries()) {
    const value = given[at] as string;
    if (!part.startsWith("{")) {
      if (part !== value) return undefined;
      continue;
    }
    const decoded = decode(value);
    if (decoded === undefined || decoded === "" || decoded.length > segmentLengthMax) return undefined;
    parameters[part.slice(1, -1)] = decoded;
  }
  return parameters;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > bodyBytesMax)
      throw apiError("API_REQUEST_INVALID", `a request's body has at most ${bodyBytesMax} bytes`, {
        limit: bodyBytesMax,
      });
    chunks.push(chunk);
  }
  if (bytes === 0) return undefined;
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch (error) {
    throw apiError("API_REQUEST_INVALID", `the body is not JSON: ${(error as Error).message}`);
  }
}

function sendError(response: ServerResponse, error: unknown): void {
  const known =
    error instanceof WeaveError
      ? error
      : apiError("API_INTERNAL", "a fault in the router; its log has more: weave logs");
  const status = httpStatusOf(known.code);
  // A body that was too long is not read to its end.
  if (status === 400) response.setHeader("connection", "close");
  send(response, status, "application/problem+json", problemOf(known, status));
}

function send(response: ServerResponse, status: number, type: string, value: unknown): void {
  if (response.headersSent || response.destroyed) return;
  const text = `${JSON.stringify(value)}\n`;
  response.writeHead(status, {
    "content-type": type,
    "content-length": Buffer.byteLength(text),
    "cache-control": "no-store",
  });
  response.end(text);
}

function somebodyAnswers(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(socket);
    const settle = (answers: boolean) => {
      probe.destroy();
      resolve(answers);
    };
    probe.once("connect", () => settle(true));
    probe.once("error", () => settle(false));
  });
}

/** Undefined when the host has no such group. */
function groupId(name: string): number | undefined {
  try {
    const line = readFileSync("/etc/group", "utf8")
      .split("\n")
      .find((entry) => entry.startsWith(`${name}:`));
    return line === undefined ? undefined : Number(line.split(":")[2]);
  } catch {
    return undefined;
  }
}
