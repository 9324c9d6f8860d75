/**
 * The shell of the mesh's transport: the only file with a control-plane socket. It carries out `dial`, `resolve`,
 * `write` and `close`, and reports `accepted`, `dialed`, `dial-failed`, `bytes`, `closed`, `backlog` and `resolved`.
 *
 * Connection numbers: the mesh chooses odd ones when it dials, this file even ones on accept. After `close` nothing
 * more is reported of a connection. A closed one gets up to `lingerMs` to flush, and what it still receives is thrown
 * away: to close a socket with unread bytes resets it, and the other end would lose the reason that we wrote.
 * Accepted sockets beyond `acceptedMax` are dropped by the listener, and counted.
 *
 * A connection whose local address is taken off this host would only be missed after seconds of silence: every two seconds
 * the addresses are looked at, and those of one that is gone are closed, so that they are made anew from another.
 */
import { lookup } from "node:dns/promises";
import { createServer, isIPv6, type Server, Socket } from "node:net";
import { networkInterfaces } from "node:os";
import { type Endpoint, parseHostPort } from "../base/address.ts";
import { WeaveError } from "../base/error.ts";
import type { ConnectionId, MeshInput, MeshOutput } from "./mesh-types.ts";

export type TransportInput = Extract<
  MeshInput,
  { readonly kind: "accepted" | "dialed" | "dial-failed" | "bytes" | "closed" | "backlog" | "resolved" }
>;
export type TransportOutput = Extract<MeshOutput, { readonly kind: "dial" | "resolve" | "write" | "close" }>;

export interface TcpTransportOptions {
  /** The address to listen on; undefined for all, IPv4 and IPv6. */
  readonly host: string | undefined;
  /** 0 lets the kernel choose; see `port`. */
  readonly port: number;
  /** Port of targets that name none. */
  readonly defaultPort: number;
  /** Accepted sockets at most, those that linger included. */
  readonly acceptedMax: number;
}

export const defaultAcceptedMax = 1_536;

const lingerMs = 1_000;
/** What a closed one may still send; whoever sends more does not read our reason, and would only cost memory. */
const lingerBytesMax = 524_288;
const keepAliveAfterMs = 15_000;
/** A backlog is reported from here on, then whenever it has doubled, and as 0 once it drained. */
const backlogReportedFrom = 65_536;
const endpointsMax = 16;
const addressesLookedAtEachMs = 2_000;

interface Held {
  readonly socket: Socket;
  backlogReported: number;
}

export class TcpTransport {
  readonly #options: TcpTransportOptions;
  readonly #onInput: (input: TransportInput) => void;
  readonly #held = new Map<ConnectionId, Held>();
  readonly #lingering = new Set<Socket>();
  #server: Server | undefined;
  #nextAccepted: ConnectionId = 2;
  #dropped = 0;
  #addresses: ReadonlySet<string> = new Set();
  #watch: NodeJS.Timeout | undefined;

  constructor(options: TcpTransportOptions, onInput: (input: TransportInput) => void) {
    this.#options = options;
    this.#onInput = onInput;
  }

  /** The port that we listen on. */
  get port(): number {
    const address = this.#server?.address();
    return address && typeof address === "object" ? address.port : this.#options.port;
  }

  /** Open sockets, and connections that the listener dropped at its limit. */
  get counters(): { readonly open: number; readonly lingering: number; readonly dropped: number } {
    return { open: this.#held.size, lingering: this.#lingering.size, dropped: this.#dropped };
  }

  /** Throws `MESH_LISTEN_FAILED`: the port is taken, or the address is not ours. */
  async listen(): Promise<void> {
    const { host, port } = this.#options;
    try {
      await this.#listenOn(host ?? "::");
    } catch (cause) {
      const code = (cause as NodeJS.ErrnoException).code;
      const withoutIpv6 = host === undefined && (code === "EAFNOSUPPORT" || code === "EADDRNOTAVAIL");
      if (!withoutIpv6)
        throw new WeaveError(
          "MESH_LISTEN_FAILED",
          `cannot listen on TCP port ${port} (${code}): is another router running? Choose another with --port`,
          { port, host, code },
          cause,
        );
      await this.#listenOn("0.0.0.0");
    }
    this.#watchAddresses();
  }

  execute(output: TransportOutput): void {
    switch (output.kind) {
      case "dial":
        this.#dial(output.connection, output.endpoint);
        return;
      case "resolve":
        void this.#resolve(output.target);
        return;
      case "write":
        this.#write(output.connection, output.bytes);
        return;
      case "close":
        this.#close(output.connection);
        return;
    }
  }

  /** Stops listening and ends every socket, after what was written has been flushed or `lingerMs`. */
  async stop(): Promise<void> {
    for (const connection of Array.from(this.#held.keys())) this.#close(connection);
    clearInterval(this.#watch);
    const server = this.#server;
    if (server?.listening) await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  #watchAddresses(): void {
    this.#addresses = ownAddresses();
    this.#watch = setInterval(() => {
      const before = this.#addresses;
      this.#addresses = ownAddresses();
      for (const { socket } of Array.from(this.#held.values())) {
        const local = withoutZone(socket.localAddress);
        if (local === undefined || !before.has(local) || this.#addresses.has(local)) continue;
        socket.destroy(new Error(`this host no longer has the address ${local}`));
      }
    }, addressesLookedAtEachMs).unref();
  }

  #listenOn(host: string): Promise<void> {
    const server = createServer({ noDelay: true, keepAlive: true, keepAliveInitialDelay: keepAliveAfterMs });
    server.maxConnections = this.#options.acceptedMax;
    server.on("connection", (socket) => this.#accepted(socket));
    server.on("drop", () => this.#dropped++);
    this.#server = server;
    return new Promise((resolve, reject) => {
      server.once("error", reject);
      server.listen({ host, port: this.#options.port, backlog: 512 }, () => {
        server.off("error", reject);
        // An accept that fails (no descriptors left) concerns that attempt only.
        server.on("error", () => this.#dropped++);
        resolve();
      });
    });
  }

  #accepted(socket: Socket): void {
    const remote = endpointOf(socket.remoteAddress, socket.remotePort);
    const local = endpointOf(socket.localAddress, socket.localPort);
    if (!remote || !local) {
      socket.destroy();
      return;
    }
    const connection = this.#nextAccepted;
    this.#nextAccepted += 2;
    this.#hold(connection, socket);
    this.#onInput({ kind: "accepted", connection, remote, local });
  }

  #dial(connection: ConnectionId, endpoint: Endpoint): void {
    const socket = new Socket();
    socket.setNoDelay(true);
    socket.setKeepAlive(true, keepAliveAfterMs);
    const failed = (error: NodeJS.ErrnoException) => {
      if (this.#held.delete(connection))
        this.#onInput({ kind: "dial-failed", connection, reason: error.code ?? error.message });
    };
    this.#held.set(connection, { socket, backlogReported: 0 });
    socket.once("error", failed);
    socket.once("connect", () => {
      socket.off("error", failed);
      if (!this.#held.has(connection)) return;
      const local = endpointOf(socket.localAddress, socket.localPort) ?? endpoint;
      const remote = endpointOf(socket.remoteAddress, socket.remotePort) ?? endpoint;
      this.#hold(connection, socket);
      this.#onInput({ kind: "dialed", connection, remote, local });
    });
    socket.connect({ host: endpoint.host, port: endpoint.port });
  }

  #hold(connection: ConnectionId, socket: Socket): void {
    this.#held.set(connection, { socket, backlogReported: 0 });
    let reason = "closed by the other end";
    socket.on("data", (chunk) => {
      if (this.#held.has(connection)) this.#onInput({ kind: "bytes", connection, bytes: viewOf(chunk) });
    });
    socket.on("error", (error: NodeJS.ErrnoException) => {
      reason = error.code ?? error.message;
    });
    socket.on("drain", () => this.#reportBacklog(connection));
    socket.on("close", () => {
      if (this.#held.delete(connection)) this.#onInput({ kind: "closed", connection, reason });
    });
  }

  async #resolve(target: string): Promise<void> {
    const parsed = parseHostPort(target, this.#options.defaultPort);
    const found = parsed ? await lookup(parsed.host, { all: true }).catch(() => []) : [];
    const port = parsed?.port ?? this.#options.defaultPort;
    const endpoints = found.slice(0, endpointsMax).map(({ address }) => ({ host: address, port }));
    this.#onInput({ kind: "resolved", target, endpoints });
  }

  #write(connection: ConnectionId, bytes: Uint8Array): void {
    const held = this.#held.get(connection);
    if (!held) return;
    held.socket.write(bytes);
    if (held.socket.writableLength >= backlogReportedFrom) this.#reportBacklog(connection);
  }

  #reportBacklog(connection: ConnectionId): void {
    const held = this.#held.get(connection);
    if (!held) return;
    const bytes = held.socket.writableLength;
    const last = held.backlogReported;
    const rising = bytes >= backlogReportedFrom && (last === 0 || bytes >= 2 * last);
    const drained = bytes < backlogReportedFrom && last > 0;
    if (!rising && !drained) return;
    held.backlogReported = drained ? 0 : bytes;
    // Never within the step that wrote: the driver carries out outputs one after the other.
    queueMicrotask(() => {
      if (this.#held.has(connection)) this.#onInput({ kind: "backlog", connection, bytes: held.backlogReported });
    });
  }

  #close(connection: ConnectionId): void {
    const held = this.#held.get(connection);
    if (!held) return;
    this.#held.delete(connection);
    const { socket } = held;
    socket.on("error", () => {});
    if (socket.connecting || (socket.bytesWritten === 0 && socket.writableLength === 0)) {
      socket.destroy();
      return;
    }
    this.#lingering.add(socket);
    const timer = setTimeout(() => socket.destroy(), lingerMs);
    socket.once("close", () => {
      clearTimeout(timer);
      this.#lingering.delete(socket);
    });
    let received = 0;
    socket.on("data", (chunk) => {
      received += chunk.length;
      if (received > lingerBytesMax) socket.destroy();
    });
    socket.end();
    socket.resume();
  }
}

function endpointOf(host: string | undefined, port: number | undefined): Endpoint | undefined {
  return host === undefined || port === undefined ? undefined : { host: unmapped(host), port };
}

/** IPv4 addresses on an IPv6 socket are shown as IPv4. */
function unmapped(host: string): string {
  const mapped = isIPv6(host) ? /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(host) : null;
  return mapped?.[1] ?? host;
}

function withoutZone(host: string | undefined): string | undefined {
  return host === undefined ? undefined : unmapped(host).split("%", 1)[0];
}

function ownAddresses(): ReadonlySet<string> {
  return new Set(Object.values(networkInterfaces()).flatMap((rows) => (rows ?? []).map(({ address }) => address)));
}

function viewOf(chunk: Buffer): Uint8Array {
  return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.length);
}
