/**
 * The router without I/O: the machines of all rooms composed into one (DESIGN.md section 2). The shell (`drive.ts`) and
 * the simulator drive exactly this file.
 *
 * Machines speak to each other through one queue, first in first out, that is worked off within the step; so an output
 * that follows from a `persist` stands behind it in the outputs, and the barrier holds across rooms. Every step ends:
 * a chain of inner messages longer than `innerMessagesMax` is a programmer's error. What is dear and may wait a moment
 * (the datapath's tables after a change of topology) is done once for many changes. Cost: that of the rooms, plus O(1)
 * an inner message.
 */
import { formatCidr } from "../base/address.ts";
import { assert } from "../base/assert.ts";
import type { Machine } from "../base/machine.ts";
import type { PeerKey } from "../base/peer-name.ts";
import { type Millis, never } from "../base/time.ts";
import type { DatapathInput, DatapathOutput } from "../datapath/datapath-types.ts";
import type { GossipInput, GossipOutput } from "../gossip/gossip-types.ts";
import type { IpamInput, IpamOutput, IpamReply, IpamRequest } from "../ipam-crdt/ipam-types.ts";
import type { MeshInput, MeshOutput, TopologyView } from "../mesh/mesh-types.ts";
import { overlayOf, type PeersInput, peersOf, samePeers } from "./core-overlay.ts";
import { type Rooms, roomsOf } from "./core-rooms.ts";
import type { RouterStatus } from "./core-status.ts";
import type { RouterInput, RouterOptions, RouterOutput, RouterPorts, RouterRequest } from "./core-types.ts";

export interface RouterCore extends Machine<RouterInput, RouterOutput, RouterStatus> {
  /** A part of the status, for who asks often. */
  ipamStatus(): RouterStatus["ipam"];
}

/** Inner messages of one step; thousands of peers that come at once stay far below. */
const innerMessagesMax = 1_000_000;
/** Changes of topology within so much time become one change of the datapath's tables; the first one goes at once. */
const overlaySpacingMs: Millis = 250;

/** A router as it was when `ports.durable` was last synced; feed it `wake` first. */
export function createRouterCore(ports: RouterPorts, options: RouterOptions): RouterCore {
  return new Core(roomsOf(ports, options));
}

const fencedReply: IpamReply = {
  ok: false,
  code: "ROUTER_FENCED",
  message: "another router has our identity: stop one of the two and launch it with --identity new",
};

type InnerMessage =
  | { readonly to: "mesh"; readonly input: MeshInput }
  | { readonly to: "gossip"; readonly input: GossipInput }
  | { readonly to: "ipam"; readonly input: IpamInput }
  | { readonly to: "datapath"; readonly input: DatapathInput }
  /** Leaves when everything before it has been worked off. */
  | { readonly to: "outside"; readonly output: RouterOutput };

class Core implements RouterCore {
  readonly #rooms: Rooms;
  #inner: InnerMessage[] = [];
  #started = false;
  /** The newest view, and whether the datapath has it. */
  #view: TopologyView | undefined;
  #overlayDue = false;
  #overlayNotBefore: Millis = 0;
  #peers: PeersInput | undefined;
  /** A twin of ours was seen: no address is given any more. */
  #fenced = false;
  #steps = 0;
  #innerMost = 0;
  /** When each room wants to be woken: changes by its steps only, and is dear to ask after each of all. */
  readonly #wakeAts = { mesh: 0, gossip: 0, ipam: 0, datapath: 0 };

  constructor(rooms: Rooms) {
    this.#rooms = rooms;
  }

  step(now: Millis, input: RouterInput): readonly RouterOutput[] {
    this.#steps++;
    const outputs: RouterOutput[] = [];
    if (!this.#started) this.#start(now);
    this.#admit(now, input);
    this.#workOff(now, outputs);
    this.#refreshOverlay(now);
    this.#workOff(now, outputs);
    return outputs;
  }

  wakeAt(): Millis {
    if (!this.#started) return 0;
    const { mesh, gossip, ipam, datapath } = this.#wakeAts;
    const overlayAt = this.#overlayDue ? this.#overlayNotBefore : never;
    return Math.min(mesh, gossip, ipam, datapath, overlayAt);
  }

  status(): RouterStatus {
    const { mesh, gossip, ipam, datapath } = this.#rooms;
    return {
      topology: this.#view,
      mesh: mesh.status(),
      gossip: gossip.status(),
      ipam: ipam.status(),
      datapath: datapath.status(),
      steps: this.#steps,
      innerMessagesMost: this.#innerMost,
    };
  }

  ipamStatus(): RouterStatus["ipam"] {
    return this.#rooms.ipam.status();
  }

  /** The first step wakes every machine, whatever it is about. */
  #start(now: Millis): void {
    this.#started = true;
    this.#wake(now, true);
  }

  #post(message: InnerMessage): void {
    this.#inner.push(message);
  }

  /** An input from outside becomes the first inner messages of its step. */
  #admit(now: Millis, input: RouterInput): void {
    switch (input.kind) {
      case "wake":
        this.#wake(now, false);
        return;
      case "process-up":
      case "process-down":
      case "process":
      case "probe":
      case "fast-path-kernel":
      case "fast-path-used":
        this.#post({ to: "datapath", input });
        return;
      case "request":
        this.#request(input.request, input.body);
        return;
      case "cancel":
        this.#post({ to: "ipam", input });
        return;
      case "accepted":
      case "dialed":
      case "dial-failed":
      case "bytes":
      case "closed":
      case "backlog":
      case "resolved":
        this.#post({ to: "mesh", input });
        return;
    }
  }

  #wake(now: Millis, all: boolean): void {
    const wake = { kind: "wake" } as const;
    const { mesh, gossip, ipam, datapath } = this.#wakeAts;
    if (all || mesh <= now) this.#post({ to: "mesh", input: wake });
    if (all || gossip <= now) this.#post({ to: "gossip", input: wake });
    if (all || ipam <= now) this.#post({ to: "ipam", input: wake });
    if (all || datapath <= now) this.#post({ to: "datapath", input: wake });
  }

  #request(request: number, body: RouterRequest): void {
    if (this.#fenced && takesAddresses(body)) {
      this.#post({ to: "outside", output: { kind: "reply", request, reply: fencedReply } });
      return;
    }
    if (this.#fenced && body.kind === "leave") {
      // What the identity owns is the twin's as well: nobody else may have it.
      this.#post({ to: "outside", output: { kind: "reply", request, reply: { ok: true, done: true } } });
      return;
    }
    if (!isForMesh(body)) {
      this.#post({ to: "ipam", input: { kind: "request", request, body } });
      return;
    }
    this.#post({ to: "mesh", input: body });
    this.#post({ to: "outside", output: { kind: "reply", request, reply: { ok: true, done: true } } });
  }

  #workOff(now: Millis, outputs: RouterOutput[]): void {
    const { mesh, gossip, ipam, datapath } = this.#rooms;
    const stepped = { mesh: false, gossip: false, ipam: false, datapath: false };
    for (let done = 0; done < this.#inner.length; done++) {
      assert(done < innerMessagesMax, "a step ends");
      const message = this.#inner[done] as InnerMessage;
      if (message.to !== "outside") stepped[message.to] = true;
      switch (message.to) {
        case "mesh":
          for (const output of mesh.step(now, message.input)) this.#fromMesh(output, outputs);
          break;
        case "gossip":
          for (const output of gossip.step(now, message.input)) this.#fromGossip(output, outputs);
          break;
        case "ipam":
          for (const output of ipam.step(now, message.input)) this.#fromIpam(output, outputs);
          break;
        case "datapath":
          for (const output of datapath.step(now, message.input)) this.#fromDatapath(output, outputs);
          break;
        case "outside":
          outputs.push(message.output);
      }
    }
    if (stepped.mesh) this.#wakeAts.mesh = mesh.wakeAt();
    if (stepped.gossip) this.#wakeAts.gossip = gossip.wakeAt();
    if (stepped.ipam) this.#wakeAts.ipam = ipam.wakeAt();
    if (stepped.datapath) this.#wakeAts.datapath = datapath.wakeAt();
    this.#innerMost = Math.max(this.#innerMost, this.#inner.length);
    this.#inner = [];
  }

  #fromMesh(output: MeshOutput, outputs: RouterOutput[]): void {
    switch (output.kind) {
      case "neighbour-up":
      case "neighbour-down":
      case "received":
        this.#post({ to: "gossip", input: output });
        return;
      case "neighbour-backlog":
        this.#post({ to: "gossip", input: { kind: "backlog", peer: output.peer, bytes: output.bytes } });
        return;
      case "publish":
        this.#publish("topology", output.payload);
        return;
      case "lacking":
        this.#post({ to: "gossip", input: output });
        return;
      case "topology-changed":
        this.#topologyChanged(output.view);
        return;
      case "fenced":
        this.#fenced = true;
        this.#post({ to: "ipam", input: { kind: "fenced" } });
        return;
      case "dial":
      case "resolve":
      case "write":
      case "close":
      case "persist":
      case "event":
        outputs.push(output);
    }
  }

  #fromGossip(output: GossipOutput, outputs: RouterOutput[]): void {
    switch (output.kind) {
      case "send":
        this.#post({ to: "mesh", input: output });
        return;
      case "deliver":
        this.#deliver(output);
        return;
      case "event":
        outputs.push(output);
    }
  }

  #fromIpam(output: IpamOutput, outputs: RouterOutput[]): void {
    switch (output.kind) {
      case "publish":
        this.#publish("ring", output.payload);
        return;
      case "unicast":
        this.#unicast("ipam", output);
        return;
      case "mesh":
        this.#post({
          to: "mesh",
          input: { kind: "mesh-id", meshId: output.meshId, range: formatCidr(output.range) },
        });
        this.#post({ to: "datapath", input: { kind: "mesh-id", meshId: output.meshId } });
        return;
      case "reply":
      case "persist":
      case "event":
        outputs.push(output);
    }
  }

  #fromDatapath(output: DatapathOutput, outputs: RouterOutput[]): void {
    switch (output.kind) {
      case "unicast":
        this.#unicast("session", output);
        return;
      case "alive":
        this.#post({ to: "mesh", input: { kind: "datapath", peer: output.peer, alive: output.alive } });
        return;
      case "process":
      case "fast-path":
      case "event":
        outputs.push(output);
    }
  }

  #publish(channel: string, payload: Uint8Array): void {
    this.#post({ to: "gossip", input: { kind: "publish", channel, payload } });
  }

  #unicast(channel: string, { to, payload }: { readonly to: PeerKey; readonly payload: Uint8Array }): void {
    this.#post({ to: "gossip", input: { kind: "unicast", channel, to, payload } });
  }

  /** Hands a payload to the owner of its channel. */
  #deliver({ channel, source, mode, payload }: Extract<GossipOutput, { readonly kind: "deliver" }>): void {
    const merges = mode !== "unicast";
    if (channel === "topology" && merges) this.#post({ to: "mesh", input: { kind: "topology", source, payload } });
    else if (channel === "ring" && merges) this.#post({ to: "ipam", input: { kind: "ring", source, payload } });
    else if (channel === "ipam" && !merges) this.#post({ to: "ipam", input: { kind: "unicast", source, payload } });
    else if (channel === "session" && !merges) {
      this.#post({ to: "datapath", input: { kind: "unicast", source, payload } });
    }
  }

  #topologyChanged(view: TopologyView): void {
    this.#view = view;
    this.#overlayDue = true;
    this.#post({ to: "gossip", input: { kind: "routes", routes: view.routes } });
  }

  /** Once a step at most, when everything else has been worked off: who is there, and the datapath's tables. */
  #refreshOverlay(now: Millis): void {
    const view = this.#view;
    if (!view || !this.#overlayDue) return;
    if (now < this.#overlayNotBefore) return;
    this.#overlayDue = false;
    this.#overlayNotBefore = now + overlaySpacingMs;
    const peers = peersOf(view);
    if (!this.#peers || !samePeers(peers, this.#peers)) {
      this.#peers = peers;
      this.#post({ to: "ipam", input: peers });
    }
    const overlay = overlayOf(view);
    if (overlay) this.#post({ to: "datapath", input: overlay });
  }
}

function isForMesh(body: RouterRequest): body is Exclude<RouterRequest, IpamRequest> {
  return body.kind === "connect" || body.kind === "forget" || body.kind === "stop";
}

function takesAddresses(body: RouterRequest): boolean {
  return body.kind === "allocate" || body.kind === "claim";
}
