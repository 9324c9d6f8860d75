/**
 * The client of the router's API: JSON over HTTP on its unix socket. Every call has a time limit and a limit on the
 * answer; every failure is a `WeaveError`, with the router's own code and words when it answered. Cost: one connection a
 * call, under a millisecond.
 */
import { WeaveError } from "../base/error.ts";
import { apiError, isProblem } from "./error.ts";
import type { ExplainView } from "./explain-types.ts";
import { runPaths } from "./paths.ts";
import type * as view from "./types.ts";
import type { WhyView } from "./why-types.ts";

// Not by `import`, which would load all that the module could ever need: 13 MB and 50 ms (decision 0007).
const { request } = process.getBuiltinModule("node:http");

export interface ClientOptions {
  /** The socket's path; that of this host's router when absent. */
  readonly socket?: string;
  /** Limit of a call that waits for nothing but the router; 10 s when absent. */
  readonly timeoutMs?: number;
}

/** Calls that wait for other hosts (an address, a ring, handing over) get this long. */
const patientMs = 60_000;
const promptMs = 10_000;
const answerBytesMax = 64 * 1024 * 1024;

/** @throws API_UNREACHABLE, API_FORBIDDEN, API_TIMEOUT, API_ANSWER_INVALID, and the codes of the router's answers */
export class WeaveClient {
  readonly #socket: string;
  readonly #timeoutMs: number;

  constructor(options: ClientOptions = {}) {
    this.#socket = options.socket ?? runPaths(process.env).socket;
    this.#timeoutMs = options.timeoutMs ?? promptMs;
  }

  /** Why an address or a peer stands as it does. @throws PEER_UNKNOWN, PEER_AMBIGUOUS */
  explain(about: string): Promise<ExplainView> {
    return this.#call("GET", `/v1/ipam/explain?about=${encodeURIComponent(about)}`);
  }

  version(): Promise<view.VersionView> {
    return this.#call("GET", "/v1/version");
  }

  status(): Promise<view.StatusView> {
    return this.#call("GET", "/v1/status");
  }

  statusPart<P extends Exclude<keyof view.StatusView, "router">>(part: P): Promise<view.StatusView[P]> {
    return this.#call("GET", `/v1/status/${part}`);
  }

  /** `from` empty: this host. Waits some seconds for an answer to a probe. */
  why(from: string, to: string): Promise<WhyView> {
    return this.#call("GET", `/v1/why?from=${encodeURIComponent(from)}&to=${encodeURIComponent(to)}`);
  }

  ready(): Promise<view.ReadyView> {
    return this.#call("GET", "/v1/ready");
  }

  report(): Promise<view.ReportView> {
    return this.#call("GET", "/v1/report");
  }

  connect(body: view.ConnectRequest): Promise<view.DoneView> {
    return this.#call("POST", "/v1/connect", body);
  }

  forget(body: view.ForgetRequest): Promise<view.DoneView> {
    return this.#call("POST", "/v1/forget", body);
  }

  attach(body: view.AttachRequest, timeoutMs: number = patientMs): Promise<view.ContainerView> {
    return this.#call("POST", "/v1/containers", body, timeoutMs);
  }

  /** `container` as in `attach`, or the id under which it is attached. */
  detach(container: string, interfaceName?: string): Promise<view.DetachView> {
    const query = interfaceName === undefined ? "" : `?interface=${encodeURIComponent(interfaceName)}`;
    return this.#call("DELETE", `/v1/containers/${encodeURIComponent(container)}${query}`, undefined, patientMs);
  }

  containers(): Promise<readonly view.ContainerView[]> {
    return this.#call("GET", "/v1/containers");
  }

  /** `peer` is a name, a nickname or a key. */
  removePeer(peer: string, force: boolean): Promise<view.RemovePeerView> {
    return this.#call("DELETE", `/v1/peers/${encodeURIComponent(peer)}?force=${force}`, undefined, patientMs);
  }

  /** Waits until the mesh has a ring. */
  ring(timeoutMs: number = patientMs): Promise<view.RingView> {
    return this.#call("GET", "/v1/ring", undefined, timeoutMs);
  }

  /** Answers when goodbyes are said; the router and its datapath process end after that. */
  stop(): Promise<view.DoneView> {
    return this.#call("POST", "/v1/stop", {}, patientMs);
  }

  /** Hands this host's addresses over, removes bridge, containers' interfaces and state; then the router ends. */
  leave(force: boolean): Promise<view.DoneView> {
    return this.#call("POST", "/v1/leave", { force }, patientMs);
  }

  allocate(container: string, interfaceName: string, body: view.AddressRequest): Promise<view.AddressesView> {
    return this.#call("PUT", addressPath(container, interfaceName), body, patientMs);
  }

  addresses(container: string, interfaceName: string): Promise<view.AddressesView> {
    return this.#call("GET", addressPath(container, interfaceName));
  }

  /** All of the owner's addresses, or one. */
  release(container: string, interfaceName: string, address?: string): Promise<view.DoneView> {
    const query = address === undefined ? "" : `?address=${encodeURIComponent(address)}`;
    return this.#call("DELETE", `${addressPath(container, interfaceName)}${query}`);
  }

  async #call<T>(method: string, path: string, body?: unknown, timeoutMs: number = this.#timeoutMs): Promise<T> {
    const answer = await exchange(this.#socket, { method, path, body, timeoutMs });
    const parsed = parseJson(answer.text);
    if (answer.status >= 200 && answer.status < 300 && parsed !== undefined) return parsed as T;
    if (isProblem(parsed)) throw new WeaveError(parsed.code, parsed.detail, parsed.facts ?? {});
    throw apiError(
      "API_ANSWER_INVALID",
      `the router answered ${method} ${path} with status ${answer.status} and no explanation; do command and router have the same version?`,
      { method, path, status: answer.status },
    );
  }
}

function addressPath(container: string, interfaceName: string): string {
  return `/v1/addresses/${encodeURIComponent(container)}/${encodeURIComponent(interfaceName)}`;
}

interface Call {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly timeoutMs: number;
}

function exchange(socketPath: string, call: Call): Promise<{ readonly status: number; readonly text: string }> {
  const { method, path, body, timeoutMs } = call;
  return new Promise((resolve, reject) => {
    const payload = body === undefined ? undefined : JSON.stringify(body);
    const headers: Record<string, string | number> = { host: "weave", accept: "application/json" };
    if (payload !== undefined) {
      headers["content-type"] = "application/json";
      headers["content-length"] = Buffer.byteLength(payload);
    }
    let settled: (() => void) | undefined = () => {};
    const settle = (then: () => void) => {
      if (settled === undefined) return;
      settled = undefined;
      clearTimeout(deadline);
      then();
    };
    const sent = request({ socketPath, method, path, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      response.on("data", (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > answerBytesMax) sent.destroy(new Error("the answer is too long"));
        else chunks.push(chunk);
      });
      response.on("error", (error) => settle(() => reject(unreachableError(socketPath, error))));
      response.on("end", () =>
        settle(() => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString("utf8") })),
      );
    });
    const deadline = setTimeout(() => {
      settle(() =>
        reject(
          apiError("API_TIMEOUT", `the router did not answer ${method} ${path} within ${timeoutMs / 1000} s`, {
            method,
            path,
            timeoutMs,
          }),
        ),
      );
      sent.destroy();
    }, timeoutMs);
    sent.on("error", (error) => settle(() => reject(unreachableError(socketPath, error))));
    sent.end(payload);
  });
}

function unreachableError(socket: string, cause: Error): WeaveError {
  const code = (cause as NodeJS.ErrnoException).code;
  if (code === "EACCES" || code === "EPERM") {
    return apiError(
      "API_FORBIDDEN",
      `you may not speak to the router: ${socket} is open to root and the group weave`,
      { socket },
      cause,
    );
  }
  return apiError(
    "API_UNREACHABLE",
    `no router answers on ${socket} (${code ?? cause.message}); is it running? weave launch`,
    { socket },
    cause,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
