/**
 * What users do meanwhile: containers come, ask again, claim an address of their own, and go; operators connect and
 * forget; containers send. Every answer passes the ledger. A container has one request under way at a time; one whose
 * router died before it answered may ask again, as a CNI plugin does.
 */
import type { Cidr } from "../../base/address.ts";
import { randomBelow } from "../../base/random.ts";
import type { Millis } from "../../base/time.ts";
import type { IpamReply } from "../../ipam-crdt/ipam-types.ts";
import type { RouterRequest } from "../../router/core-types.ts";
import type { World } from "./world.ts";

export type Work =
  /** A container is attached; the same one again must get the same address. */
  | { readonly kind: "attach"; readonly host: number; readonly container: string }
  | { readonly kind: "detach"; readonly host: number; readonly container: string }
  | { readonly kind: "claim"; readonly host: number; readonly container: string; readonly address: Cidr }
  | { readonly kind: "connect"; readonly host: number; readonly target: string }
  | { readonly kind: "forget"; readonly host: number; readonly target: string };

type ContainerWork = Extract<Work, { readonly container: string }>;

const trafficEveryMs: Millis = 400;
/** The first and the last of the range are nobody's. */
const hotFreeMin = 3;

export class Workload {
  answered = 0;
  refused = 0;
  readonly #world: World;
  /** Containers with a request under way, and the launch of their router that has it. */
  readonly #busy = new Map<string, number>();

  constructor(world: World) {
    this.#world = world;
  }

  /** Does one piece of work now, if the host's router runs. */
  start(piece: Work): void {
    const host = this.#world.host(piece.host);
    if (!host.running || host.leaving) return;
    switch (piece.kind) {
      case "attach":
      case "claim":
      case "detach":
        this.#container(piece);
        return;
      case "connect":
        host.request({ kind: "connect", targets: [piece.target], replace: false }, () => undefined);
        return;
      case "forget":
        host.request({ kind: "forget", targets: [piece.target] }, () => undefined);
        return;
    }
  }

  /** Containers of random pairs of hosts send to each other until `end`, so that sessions are wanted and renewed. */
  keepSending(end: Millis): void {
    const world = this.#world;
    const random = world.random("traffic");
    const send = () => {
      const from = world.host(randomBelow(random, world.hosts.length));
      const to = world.host(randomBelow(random, world.hosts.length));
      if (from !== to && from.twin.running && to.twin.shortId !== 0) from.twin.send(to.twin.shortId);
      if (world.time.now < end) world.time.after(trafficEveryMs, send);
    };
    world.time.after(trafficEveryMs, send);
  }

  #container(piece: ContainerWork): void {
    const world = this.#world;
    const host = world.host(piece.host);
    const { launches } = host;
    const name = `${piece.host} ${piece.container}`;
    if (this.#busy.get(name) === launches) return;
    this.#busy.set(name, launches);
    if (piece.kind === "detach") world.ledger.release(world.time.now, piece);
    host.request(requestOf(piece), (reply) => {
      this.#busy.delete(name);
      this.#take(piece, reply);
    });
  }

  #take(piece: ContainerWork, reply: IpamReply): void {
    const world = this.#world;
    const { now } = world.time;
    if (reply.ok) this.answered++;
    else this.refused++;
    if (!reply.ok) world.log(`h${piece.host + 1} refused to ${piece.kind} ${piece.container}: ${reply.code}`);
    const host = world.host(piece.host);
    // What was asked for before is given up with the container.
    if (host.leaving) return;
    if (!reply.ok) this.#checkRefusal(piece, reply.code);
    if (!reply.ok || !("addresses" in reply)) return;
    if (piece.kind === "detach") {
      for (const { address } of reply.addresses) world.ledger.endUnseen(piece, address);
      return;
    }
    if (host.fenced) world.violate(`${host.nickname} is fenced and gives`);
    const { range } = host.launch;
    const holder = { host: piece.host, container: piece.container };
    for (const { address } of reply.addresses) {
      const broken = world.ledger.give(now, holder, address, range, piece.kind === "claim");
      world.judge(address, broken);
    }
  }

  /** Who has free hot addresses gives them, whether or not it reaches anybody. */
  #checkRefusal({ kind, host: index }: ContainerWork, code: string): void {
    const host = this.#world.host(index);
    const lease = host.router?.status().ipam.lease;
    if (kind !== "attach" || !lease || lease.hotFree < hotFreeMin || code === "TIMED_OUT") return;
    this.#world.violate(`${host.nickname} refuses an address (${code}) and has ${lease.hotFree} hot ones`);
  }
}

function requestOf(piece: ContainerWork): RouterRequest {
  const owner = { container: piece.container, interface: "eth0" };
  switch (piece.kind) {
    case "attach":
      return { kind: "allocate", owner, subnet: undefined };
    case "claim":
      return { kind: "claim", owner, address: piece.address };
    case "detach":
      return { kind: "release", owner, address: undefined };
  }
}
