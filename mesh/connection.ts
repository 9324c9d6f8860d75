/**
 * One TCP connection to another router, from dial or accept to its end: framing, handshake, sealed frames, heartbeats,
 * deadlines, and a reason at the end that both sides can show.
 *
 *   connecting -> handshaking -> authenticated -> (both sides accept) -> active -> ended
 *
 * The mesh decides between `authenticated` and `active` whether the connection is wanted (admission of the peer,
 * duplicates, twins); gossip flows only when it is active. Heartbeats go every 2.5 s; silence of 10 s ends it. When our
 * own wake-ups are late the mesh extends the deadlines by as much, so that a starved host does not accuse others.
 */
import type { Endpoint } from "../base/address.ts";
import type { Millis } from "../base/time.ts";
import { never } from "../base/time.ts";
import type { Crypto } from "../crypto/crypto-port.ts";
import type { Handshake, HandshakeOutput, RemoteIdentity } from "../crypto/handshake.ts";
import { RecordOpener, RecordSealer } from "../crypto/record.ts";
import { type RefusalCode, refusalCodeOf, refusalMeanings } from "../crypto/refusal.ts";
import { FrameReader, frame } from "./framing.ts";
import type { ConnectionId } from "./mesh-types.ts";
import {
  type Control,
  decodeControl,
  decodeHello,
  encodeControl,
  frameBytesMax,
  type Hello,
  handshakeFrameBytesMax,
  type Need,
  reasonBytesMax,
  shownText,
} from "./wire.ts";

/** A refusal, or what only one side sees. */
export type EndCode = RefusalCode | "lost" | "unreachable" | "slow";

export interface ConnectionEnd {
  readonly code: EndCode;
  readonly message: string;
  /** The other end said so. */
  readonly byRemote: boolean;
  /** The withdrawn record of a peer that leaves for good. */
  readonly record?: Uint8Array;
  /** Where there may be room, says a peer that has none. */
  readonly alternatives?: readonly string[];
}

export type ConnectionEvent =
  | { readonly kind: "write"; readonly bytes: Uint8Array }
  /** `remote` and `hello` are known. */
  | { readonly kind: "authenticated"; readonly remote: RemoteIdentity; readonly hello: Hello }
  | { readonly kind: "remote-accepted" }
  | { readonly kind: "gossip"; readonly bytes: Uint8Array }
  | { readonly kind: "fence"; readonly firstAddress: string; readonly secondAddress: string }
  | { readonly kind: "pong"; readonly number: number }
  /** `theirNeed` changed. */
  | { readonly kind: "need" }
  | { readonly kind: "skipped" }
  /** The socket is to be closed, unless it is already. */
  | { readonly kind: "ended"; readonly end: ConnectionEnd };

export interface ConnectionLimits {
  readonly dialMs: number;
  readonly handshakeMs: number;
  readonly heartbeatMs: number;
  readonly silenceMs: number;
  readonly backlogBytesMax: number;
  /** How long something may wait to be taken. */
  readonly backlogMs: number;
}

export const defaultConnectionLimits: ConnectionLimits = {
  dialMs: 3_000,
  handshakeMs: 10_000,
  heartbeatMs: 2_500,
  silenceMs: 10_000,
  backlogBytesMax: 32 * 1_048_576,
  backlogMs: 30_000,
};

/** Heartbeats of all connections fall on multiples of this. */
const beatSpacingMs: Millis = 500;
/** Whoever heard from the other end since its last beat spares a ping, which the other end's ping is as good as; but
 * not so many in a row, since a ping also measures the round trip. */
const beatsSparedMax = 4;

export type ConnectionState = "connecting" | "handshaking" | "authenticated" | "active" | "ended";

type Sendable = Exclude<Control, { kind: "unknown" }>;

export class Connection {
  readonly id: ConnectionId;
  readonly outbound: boolean;
  /** Of our hello. */
  readonly ownNonce: Uint8Array;
  /** Where we dialled, or from where we were dialled. */
  remoteEndpoint: Endpoint;
  localEndpoint: Endpoint | undefined;
  state: ConnectionState = "connecting";
  remote: RemoteIdentity | undefined;
  hello: Hello | undefined;
  rttMs: number | undefined;
  bytesIn = 0;
  bytesOut = 0;
  activeSince: Millis = never;
  weAccepted = false;
  remoteAccepted = false;
  /** How much either end wants it, as last said. */
  ourNeed: Need = "wanted";
  theirNeed: Need = "wanted";

  readonly #crypto: Crypto;
  readonly #limits: ConnectionLimits;
  readonly #handshake: Handshake;
  readonly #reader = new FrameReader();
  #sealer: RecordSealer | undefined;
  #opener: RecordOpener | undefined;
  #deadline: Millis;
  #heartbeatAt: Millis = never;
  #heardAt: Millis = Number.NEGATIVE_INFINITY;
  #beatsSpared = 0;
  #backlog = { bytes: 0, since: never };
  #ping = { number: 0, sentAt: 0 };

  constructor(
    ports: { readonly crypto: Crypto; readonly handshake: Handshake },
    options: Pick<Connection, "id" | "outbound" | "ownNonce"> & { readonly remote: Endpoint },
    limits: ConnectionLimits,
    now: Millis,
  ) {
    this.#crypto = ports.crypto;
    this.#handshake = ports.handshake;
    this.#limits = limits;
    this.id = options.id;
    this.outbound = options.outbound;
    this.ownNonce = options.ownNonce;
    this.remoteEndpoint = options.remote;
    this.#deadline = now + limits.dialMs;
  }

  /** The socket is open. */
  opened(now: Millis, local: Endpoint): readonly ConnectionEvent[] {
    this.localEndpoint = local;
    this.state = "handshaking";
    this.#deadline = now + this.#limits.handshakeMs;
    return this.#outcomes(now, this.#handshake.start());
  }

  /** Frame by frame: the reader of the events may close the connection between two of them. */
  *received(now: Millis, bytes: Uint8Array): Generator<ConnectionEvent> {
    this.bytesIn += bytes.length;
    this.#reader.push(bytes);
    while (this.state !== "ended") {
      const next = this.#reader.next(this.#opener ? frameBytesMax : handshakeFrameBytesMax);
      if (next.kind === "more") return;
      if (next.kind === "oversized") yield* this.close("malformed", "a frame is longer than allowed");
      else yield* this.#frame(now, next.bytes);
    }
  }

  /** The socket is gone. */
  socketClosed(reason: string): readonly ConnectionEvent[] {
    const code = this.state === "connecting" ? "unreachable" : "lost";
    return this.#end({ code, message: shownText(reason, reasonBytesMax), byRemote: false });
  }

  send(control: Sendable): ConnectionEvent {
    const sealed = this.#sealer?.seal(encodeControl(control)) ?? new Uint8Array();
    return this.#write(sealed);
  }

  /** We let the connection be used; it becomes active once the other end does, too. */
  accept(): ConnectionEvent {
    this.weAccepted = true;
    return this.send({ kind: "accept" });
  }

  /** Tells the other end why, and ends. */
  close(
    code: EndCode,
    message: string = meaningOf(code),
    record: Uint8Array = new Uint8Array(),
    alternatives: readonly string[] = [],
  ): readonly ConnectionEvent[] {
    if (this.state === "ended") return [];
    const shown = shownText(message, reasonBytesMax);
    const end = this.#end({ code, message: shown, byRemote: false });
    if (this.#sealer) return [this.send({ kind: "close", code, message: shown, record, alternatives }), ...end];
    if (this.localEndpoint === undefined || !isRefusal(code)) return end;
    const told = this.#handshake.refuse(code, shown);
    return [...told.flatMap((output) => (output.kind === "send" ? [this.#write(output.frame)] : [])), ...end];
  }

  sayNeed(need: Need): ConnectionEvent {
    this.ourNeed = need;
    return this.send({ kind: "need", need });
  }

  wake(now: Millis): readonly ConnectionEvent[] {
    if (now >= this.#deadline) return this.#deadlinePassed();
    const { bytes, since } = this.#backlog;
    if (bytes > this.#limits.backlogBytesMax || now - since > this.#limits.backlogMs)
      return this.close("slow", "the peer does not take our data");
    if (now < this.#heartbeatAt) return [];
    const { heartbeatMs } = this.#limits;
    this.#heartbeatAt = beatAfter(now + heartbeatMs);
    if (now - this.#heardAt < heartbeatMs && ++this.#beatsSpared < beatsSparedMax) return [];
    this.#beatsSpared = 0;
    return [this.ping(now)];
  }

  wakeAt(): Millis {
    return this.state === "ended" ? never : Math.min(this.#deadline, this.#heartbeatAt);
  }

  /** A heartbeat out of turn; its `pong` bears the number that `lastPing` has now. */
  ping(now: Millis): ConnectionEvent {
    this.#ping = { number: (this.#ping.number + 1) >>> 0, sentAt: now };
    return this.send({ kind: "ping", number: this.#ping.number });
  }

  get lastPing(): number {
    return this.#ping.number;
  }

  /** Bytes that the kernel has not taken; 0 once it has taken all. */
  backlog(now: Millis, bytes: number): void {
    this.#backlog = { bytes, since: bytes === 0 ? never : Math.min(now, this.#backlog.since) };
  }

  /** We ourselves were late by this much. */
  extendDeadline(byMs: number): void {
    this.#deadline += byMs;
  }

  #deadlinePassed(): readonly ConnectionEvent[] {
    switch (this.state) {
      case "connecting":
        return this.#end({ code: "unreachable", message: "no answer to the dial", byRemote: false });
      case "handshaking":
      case "authenticated":
        return this.close("timeout", "the handshake was not finished in time");
      case "active":
        return this.close("timeout", `nothing was heard for ${this.#limits.silenceMs / 1000} s`);
      case "ended":
        return [];
    }
  }

  #frame(now: Millis, bytes: Uint8Array): readonly ConnectionEvent[] {
    if (!this.#opener) return this.#outcomes(now, this.#handshake.received(bytes));
    const opened = this.#opener.open(bytes);
    if (!opened) return this.close("malformed", "a frame does not open");
    this.#heardAt = now;
    if (this.state === "active") this.#deadline = now + this.#limits.silenceMs;
    const decoded = decodeControl(opened);
    return decoded.ok ? this.#control(now, decoded.value) : this.close("malformed", decoded.error);
  }

  #control(now: Millis, control: Control): readonly ConnectionEvent[] {
    switch (control.kind) {
      case "gossip":
        return [{ kind: "gossip", bytes: control.bytes }];
      case "ping":
        return [this.send({ kind: "pong", number: control.number })];
      case "pong":
        if (control.number === this.#ping.number) this.rttMs = now - this.#ping.sentAt;
        return [{ kind: "pong", number: control.number }];
      case "close":
        return this.#end({
          code: refusalCodeOf(control.code),
          message: control.message,
          byRemote: true,
          ...(control.record.length > 0 && { record: control.record }),
          ...(control.alternatives.length > 0 && { alternatives: control.alternatives }),
        });
      case "accept":
        this.remoteAccepted = true;
        return [{ kind: "remote-accepted" }];
      case "fence":
        return [control];
      case "need":
        this.theirNeed = control.need;
        return [{ kind: "need" }];
      case "unknown":
        return [{ kind: "skipped" }];
    }
  }

  /** Both accepted: from now on silence counts. */
  becomeActive(now: Millis): void {
    this.state = "active";
    this.activeSince = now;
    this.#deadline = now + this.#limits.silenceMs;
    this.#heartbeatAt = now;
  }

  /** What the handshake sends goes before anything that the mesh seals on hearing of the outcome. */
  #outcomes(now: Millis, outputs: readonly HandshakeOutput[]): readonly ConnectionEvent[] {
    const events = outputs.flatMap((output) => this.#outcome(now, output));
    const isWrite = (event: ConnectionEvent) => event.kind === "write";
    return [...events.filter(isWrite), ...events.filter((event) => !isWrite(event))];
  }

  #outcome(now: Millis, output: HandshakeOutput): readonly ConnectionEvent[] {
    switch (output.kind) {
      case "send":
        return [this.#write(output.frame)];
      case "refused":
        return this.#end({
          code: output.code,
          message: shownText(output.message, reasonBytesMax),
          byRemote: output.byRemote,
        });
      case "established": {
        this.#sealer = new RecordSealer(this.#crypto, output.keys.send);
        this.#opener = new RecordOpener(this.#crypto, output.keys.receive);
        const hello = decodeHello(output.remote.payload);
        if (!hello.ok) return this.close("malformed", hello.error);
        this.state = "authenticated";
        this.#deadline = now + this.#limits.handshakeMs;
        this.remote = output.remote;
        this.hello = hello.value;
        return [{ kind: "authenticated", remote: output.remote, hello: hello.value }];
      }
    }
  }

  #write(bytes: Uint8Array): ConnectionEvent {
    const framed = frame(bytes);
    this.bytesOut += framed.length;
    return { kind: "write", bytes: framed };
  }

  #end(end: ConnectionEnd): readonly ConnectionEvent[] {
    if (this.state === "ended") return [];
    this.state = "ended";
    return [{ kind: "ended", end }];
  }
}

/** The last common beat up to `at`: a router with many neighbours wakes once for all whose heartbeats fall together. */
function beatAfter(at: Millis): Millis {
  return Math.floor(at / beatSpacingMs) * beatSpacingMs;
}

function isRefusal(code: EndCode): code is RefusalCode {
  return Object.hasOwn(refusalMeanings, code);
}

function meaningOf(code: EndCode): string {
  return isRefusal(code) ? refusalMeanings[code] : code;
}
