/**
 * Serves metrics and readiness over HTTP for monitors and probes that cannot open the API's socket: `GET /metrics` and
 * `GET /ready` (200 or 503). It gives nothing to write and holds no secret, but names every host of the mesh, so it listens
 * on this host only unless told otherwise. A port that is taken does not keep the router from running: it is a warning.
 *
 * Limits: `connectionsMax` at a time, a request within `requestMs`; one scrape is made at a time, others share it.
 */
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { isIP } from "node:net";
import type { ReadyView } from "../api/types.ts";
import { type Endpoint, formatEndpoint } from "../base/address.ts";
import type { Reading } from "./metric.ts";
import { metricsText } from "./metrics.ts";

// Not by `import`, which would load all that the module could ever need: 13 MB and 50 ms (decision 0007).
const { createServer } = process.getBuiltinModule("node:http");

export interface MetricsSources {
  readonly reading: () => Promise<Reading>;
  readonly ready: () => Promise<ReadyView>;
}

export interface MetricsServer {
  /** Why nobody can scrape; undefined: all is well. */
  readonly warning: string | undefined;
  close(): void;
}

const connectionsMax = 16;
const requestMs = 5_000;

/** Never throws: metrics are not worth a network. */
export async function serveMetrics(at: Endpoint | undefined, sources: MetricsSources): Promise<MetricsServer> {
  if (at === undefined) return { warning: undefined, close: () => {} };
  const server = createServer({
    requestTimeout: requestMs,
    headersTimeout: requestMs,
    // How often Node looks who is over its time.
    connectionsCheckingInterval: 1_000,
  });
  server.maxConnections = connectionsMax;
  const isOwnOnly = at.host === "::1" || at.host.startsWith("127.");
  let scrape: Promise<ReturnType<typeof metricsText>> | undefined;
  const scraped = () => {
    scrape ??= sources
      .reading()
      .then(metricsText)
      .finally(() => {
        scrape = undefined;
      });
    return scrape;
  };
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    answer(request, response, { scraped, ready: sources.ready, isOwnOnly }).catch((error: unknown) => {
      if (!response.headersSent) send(response, 500, "text/plain", `${(error as Error).message}\n`);
    });
  });
  try {
    await listen(server, at);
    return { warning: undefined, close: () => closeNow(server) };
  } catch (error) {
    const why = (error as Error).message;
    const warning = `metrics are not served at ${formatEndpoint(at)}: ${why}; choose another --metrics-addr, or leave it empty`;
    return { warning, close: () => closeNow(server) };
  }
}

interface Answers {
  scraped(): Promise<ReturnType<typeof metricsText>>;
  readonly ready: () => Promise<ReadyView>;
  /** It listens for this host only. */
  readonly isOwnOnly: boolean;
}

async function answer(request: IncomingMessage, response: ServerResponse, answers: Answers): Promise<void> {
  if (answers.isOwnOnly && !isAddress(request.headers.host))
    return send(response, 421, "text/plain", "ask by address, or for localhost\n");
  const path = (request.url ?? "").split("?", 1)[0];
  if (request.method !== "GET" && request.method !== "HEAD") return send(response, 405, "text/plain", "GET only\n");
  if (path === "/metrics") {
    const { type, text } = await answers.scraped();
    return send(response, 200, type, text);
  }
  if (path === "/ready") {
    const ready = await answers.ready();
    return send(response, ready.ready ? 200 : 503, "application/json", `${JSON.stringify(ready)}\n`);
  }
  send(response, 404, "text/plain", "here are /metrics and /ready\n");
}

/** A web page whose name was made to lead here (DNS rebinding) asks by that name; it shall not read who is in the mesh. */
function isAddress(host: string | undefined): boolean {
  const name = (host ?? "").replace(/:\d+$/, "");
  return name === "" || name === "localhost" || isIP(name.replace(/^\[|\]$/g, "")) !== 0;
}

function send(response: ServerResponse, status: number, type: string, text: string): void {
  response.writeHead(status, { "content-type": type, "content-length": Buffer.byteLength(text) });
  response.end(text);
}

function listen(server: Server, { host, port }: Endpoint): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port, exclusive: true }, () => {
      server.off("error", reject);
      // A caller that cannot be accepted (no memory, too many files) comes again; it must not end the router.
      server.on("error", () => {});
      resolve();
    });
  });
}

function closeNow(server: Server): void {
  server.close();
  server.closeAllConnections();
}
