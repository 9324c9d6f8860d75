/** Real sockets, real cryptography, real gossip: three routers' control planes in one process. */
import { afterEach, describe, expect, it } from "vitest";
import { identityOf } from "../crypto/identity.ts";
import { realCrypto, systemRandom } from "../crypto/primitives.ts";
import { Gossip } from "../gossip/gossip.ts";
import { type GossipInput, gossipDefaults } from "../gossip/gossip-types.ts";
import { Mesh } from "./mesh.ts";
import type { MeshInput } from "./mesh-types.ts";
import { TcpTransport } from "./tcp.ts";

class Router {
  readonly mesh: Mesh;
  readonly #gossip: Gossip;
  readonly #tcp: TcpTransport;
  readonly #todo: (() => void)[] = [];
  #timer: NodeJS.Timeout | undefined;

  private constructor(mesh: Mesh, gossip: Gossip, tcp: TcpTransport) {
    this.mesh = mesh;
    this.#gossip = gossip;
    this.#tcp = tcp;
  }

  static async start(port: number, targets: readonly string[], password: Uint8Array | undefined): Promise<Router> {
    const identity = identityOf(realCrypto, systemRandom.bytes(32));
    const bootNonce = systemRandom.bytes(8);
    const durable = { get: () => undefined, keys: () => [] };
    const mesh = new Mesh(
      { crypto: realCrypto, random: systemRandom, durable },
      {
        identity,
        nickname: `h${port}`,
        bootNonce,
        password,
        port,
        targets,
        discovery: true,
        connectionLimit: 0,
        restartWindowMs: 120_000,
        rangeText: "",
        rangeExplicit: false,
      },
    );
    const gossip = new Gossip(
      { random: systemRandom, channels: new Map([["topology", mesh.channelState]]) },
      { self: identity.key, bootNonce, unicastChannels: [], limits: gossipDefaults },
    );
    const tcp: TcpTransport = new TcpTransport(
      { host: "127.0.0.1", port, defaultPort: port, acceptedMax: 100 },
      (input) => router.step(input),
    );
    const router = new Router(mesh, gossip, tcp);
    await tcp.listen();
    router.step({ kind: "wake" });
    return router;
  }

  /** One after the other: sealed frames must leave in the order in which they were sealed. */
  step(input: MeshInput): void {
    this.#todo.push(() => this.#meshStep(input));
    if (this.#todo.length > 1) return;
    for (let next = this.#todo[0]; next; next = this.#todo[0]) {
      next();
      this.#todo.shift();
    }
    this.#arm();
  }

  #meshStep(input: MeshInput): void {
    for (const output of this.mesh.step(performance.now(), input))
      switch (output.kind) {
        case "dial":
        case "resolve":
        case "write":
        case "close":
          this.#tcp.execute(output);
          break;
        case "neighbour-up":
        case "neighbour-down":
        case "received":
        case "lacking":
          this.#toGossip(output);
          break;
        case "publish":
          this.#toGossip({ kind: "publish", channel: "topology", payload: output.payload });
          break;
        case "topology-changed":
          this.#toGossip({ kind: "routes", routes: output.view.routes });
          break;
        case "neighbour-backlog":
        case "fenced":
        case "persist":
        case "event":
      }
  }

  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#tcp.stop();
  }

  #toGossip(input: GossipInput): void {
    for (const output of this.#gossip.step(performance.now(), input))
      if (output.kind === "send") this.step(output);
      else if (output.kind === "deliver")
        this.step({ kind: "topology", source: output.source, payload: output.payload });
  }

  #arm(): void {
    clearTimeout(this.#timer);
    const at = Math.min(this.mesh.wakeAt(), this.#gossip.wakeAt());
    this.#timer = setTimeout(
      () => {
        this.#toGossip({ kind: "wake" });
        this.step({ kind: "wake" });
      },
      Math.max(1, Math.min(60_000, at - performance.now())),
    );
  }
}

const routers: Router[] = [];

afterEach(async () => {
  await Promise.all(routers.splice(0).map((router) => router.stop()));
});

async function until(condition: () => boolean): Promise<void> {
  const end = Date.now() + 10_000;
  while (!condition()) {
    if (Date.now() > end) throw new Error("not in time");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe("three routers on loopback", () => {
  for (const password of [undefined, new Uint8Array(32).fill(7)])
    it(`form a full mesh ${password ? "with" : "without"} a password, and one with another is refused`, async () => {
      const base = 21_000 + (process.pid % 20_000) + (password ? 10 : 0);
      for (let i = 0; i < 3; i++)
        routers.push(await Router.start(base + i, i === 0 ? [] : [`localhost:${base + i - 1}`], password));
      const established = (router: Router) =>
        router.mesh.status().connections.filter(({ state }) => state === "established").length;
      await until(() => routers.every((router) => established(router) === 2));
      await until(() =>
        routers.every((router) => [...router.mesh.view.peers.values()].filter((peer) => peer.reachable).length === 3),
      );
      const stranger = await Router.start(base + 5, [`127.0.0.1:${base}`], new Uint8Array(32).fill(8));
      routers.push(stranger);
      const expected = password ? "wrong-password" : "password-on-one-side";
      await until(() => stranger.mesh.status().connections[0]?.reason?.code === expected);
      expect(routers[0]?.mesh.status().counters[`ended ${expected}`]).toBeGreaterThan(0);
      expect(routers.slice(0, 3).map(established)).toEqual([2, 2, 2]);
    });
});
