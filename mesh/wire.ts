/**
 * The control wire, decoded and bounded. What a stranger sent never throws: `decode` returns a Result.
 *
 *   frame on TCP    4 bytes length (big endian), then that many bytes: a handshake frame, later a sealed Control
 *   Control         one of gossip | ping | pong | close | accept | fence | need; none known: of a newer version, skipped
 *   Hello           the payload that the handshake signs
 *   TopologyDelta   at most `recordsPerDeltaMax` signed records (peer-record.ts), and patches of them (record-patch.ts)
 *
 * Strings that people get to see (nickname, reasons, addresses) have no control characters and a length limit, so that
 * a peer cannot forge log lines. Version history: 1, v0.1.0.
 */
import { decodeSafely, plain } from "../base/bytes.ts";
import { failed, ok, type Result } from "../base/error.ts";
import { mesh } from "./wire.pb.js";

export const protocolVersionMin = 1;
export const protocolVersionMax = 1;

/** A handshake frame; before authentication nothing longer is read. */
export const handshakeFrameBytesMax = 4_096;
/** A sealed frame. */
export const frameBytesMax = 524_288;
/** What gossip may put into one `send`: a frame less its seal and tags. */
export const gossipBytesMax: number = frameBytesMax - 256;
export const nicknameBytesMax = 63;
export const reasonBytesMax = 256;
export const addressTextMax = 64;
export const recordsPerDeltaMax = 64;
export const patchesPerDeltaMax = 64;
export const linksPerRecordMax = 1_024;
export const targetsMax = 1_024;
export const summaryNamesMax = 8;
export const alternativesMax = 4;

export interface Hello {
  readonly nickname: string;
  readonly bootNonce: Uint8Array;
  readonly port: number;
  readonly connectionNonce: Uint8Array;
  readonly range: string;
  readonly rangeExplicit: boolean;
  /** Of the founded mesh that it belongs to; a router of 0.1.0 does not tell. */
  readonly mesh: MeshSummary | undefined;
}

/** What a router tells of its mesh, for people. */
export interface MeshSummary {
  readonly range: string;
  /** Reachable ones, itself included. */
  readonly hosts: number;
  /** Nicknames of at most `summaryNamesMax` of them, its own first. */
  readonly names: readonly string[];
}

/** How much an end wants a connection: not at all, as one of its own choice, as one that its user named. */
export const needs = ["none", "wanted", "named"] as const;
export type Need = (typeof needs)[number];

export type Control =
  | { readonly kind: "gossip"; readonly bytes: Uint8Array }
  | { readonly kind: "ping"; readonly number: number }
  | { readonly kind: "pong"; readonly number: number }
  | {
      readonly kind: "close";
      readonly code: string;
      readonly message: string;
      readonly record: Uint8Array;
      readonly alternatives: readonly string[];
    }
  | { readonly kind: "accept" }
  | { readonly kind: "fence"; readonly firstAddress: string; readonly secondAddress: string }
  | { readonly kind: "need"; readonly need: Need }
  /** Of a newer version. */
  | { readonly kind: "unknown" };

export function encodeHello(hello: Hello): Uint8Array {
  const { mesh: founded, ...facts } = hello;
  const ofMesh = founded && { meshRange: founded.range, meshHosts: founded.hosts, meshNames: [...founded.names] };
  return plain(mesh.Hello.encode({ ...facts, ...ofMesh }).finish());
}

export function decodeHello(bytes: Uint8Array): Result<Hello> {
  const decoded = decodeSafely(bytes, (input) => mesh.Hello.decode(input));
  if (!decoded.ok) return decoded;
  const { nickname, bootNonce, port, connectionNonce, range, rangeExplicit } = decoded.value;
  if (!isShownText(nickname, nicknameBytesMax)) return failed("hello-nickname");
  if (bootNonce.length !== 8 || connectionNonce.length !== 8) return failed("hello-nonce");
  if (!isPort(port)) return failed("hello-port");
  if (!isShownText(range, 64)) return failed("hello-range");
  return ok({
    nickname,
    bootNonce: plain(bootNonce),
    port,
    connectionNonce: plain(connectionNonce),
    range,
    rangeExplicit,
    mesh: decoded.value.meshHosts > 0 ? summaryIn(decoded.value) : undefined,
  });
}

/** Display only, so what is out of bounds is left out and refuses nobody. */
function summaryIn({ meshRange: range, meshHosts: hosts, meshNames: names }: mesh.Hello): MeshSummary {
  return {
    range: isShownText(range, 64) ? range : "",
    hosts,
    names: names.filter((name) => isShownText(name, nicknameBytesMax)).slice(0, summaryNamesMax),
  };
}

/** For sealing at once: not copied, for every frame passes here. */
export function encodeControl(control: Exclude<Control, { kind: "unknown" }>): Uint8Array {
  const { buffer, byteOffset, length } = mesh.Control.encode(controlBody(control)).finish();
  return new Uint8Array(buffer, byteOffset, length);
}

function controlBody(control: Exclude<Control, { kind: "unknown" }>): mesh.Control.$Properties {
  switch (control.kind) {
    case "gossip":
      return { gossip: control.bytes };
    case "ping":
      return { ping: { number: control.number } };
    case "pong":
      return { pong: { number: control.number } };
    case "close":
      return {
        close: {
          code: control.code,
          message: control.message,
          record: control.record,
          alternatives: [...control.alternatives],
        },
      };
    case "accept":
      return { accept: {} };
    case "fence":
      return { fence: { firstAddress: control.firstAddress, secondAddress: control.secondAddress } };
    case "need":
      return { need: { level: needs.indexOf(control.need) } };
  }
}

/** What gossip gets is a part of `bytes`, which nobody alters; whoever keeps some of it copies it. */
export function decodeControl(bytes: Uint8Array): Result<Control> {
  const decoded = decodeSafely(bytes, (input) => mesh.Control.decode(input));
  if (!decoded.ok) return decoded;
  const { gossip, ping, pong, close, accept, fence, need } = decoded.value;
  if (gossip) return ok({ kind: "gossip", bytes: gossip });
  if (ping) return ok({ kind: "ping", number: ping.number ?? 0 });
  if (pong) return ok({ kind: "pong", number: pong.number ?? 0 });
  if (accept) return ok({ kind: "accept" });
  if (close) {
    const code = close.code ?? "";
    if (!/^[a-z][a-z0-9-]{0,39}$/.test(code)) return failed("close-code");
    const message = close.message ?? "";
    if (!isShownText(message, reasonBytesMax)) return failed("close-message");
    const alternatives = close.alternatives ?? [];
    if (alternatives.length > alternativesMax) return failed("close-alternatives");
    if (!alternatives.every((place) => isShownText(place, addressTextMax))) return failed("close-alternatives");
    return ok({ kind: "close", code, message, record: plain(close.record ?? new Uint8Array()), alternatives });
  }
  if (fence) {
    const firstAddress = fence.firstAddress ?? "";
    const secondAddress = fence.secondAddress ?? "";
    const shown = isShownText(firstAddress, addressTextMax) && isShownText(secondAddress, addressTextMax);
    return shown ? ok({ kind: "fence", firstAddress, secondAddress }) : failed("fence-address");
  }
  // A level above ours is of a newer version, and wanted at least.
  if (need) return ok({ kind: "need", need: needs[need.level ?? 0] ?? "wanted" });
  return ok({ kind: "unknown" });
}

export interface TopologyDelta {
  /** The signed records as they came, as parts of the payload; each is checked by itself, so that a bad one harms nobody else's. */
  readonly records: readonly Uint8Array[];
  /** Encoded (record-patch.ts); an older router does not see them. */
  readonly patches: readonly Uint8Array[];
}

export function encodeTopologyDelta({ records, patches }: TopologyDelta): Uint8Array {
  return plain(mesh.TopologyDelta.encode({ records: [...records], patches: [...patches] }).finish());
}

export function decodeTopologyDelta(bytes: Uint8Array): Result<TopologyDelta> {
  const decoded = decodeSafely(bytes, (input) => mesh.TopologyDelta.decode(input));
  if (!decoded.ok) return decoded;
  const { records, patches } = decoded.value;
  if (records.length > recordsPerDeltaMax) return failed("delta-records");
  return patches.length > patchesPerDeltaMax ? failed("delta-patches") : ok({ records, patches });
}

export function encodeTargetList(targets: readonly string[]): Uint8Array {
  return plain(mesh.TargetList.encode({ targets: [...targets] }).finish());
}

export function decodeTargetList(bytes: Uint8Array): Result<readonly string[]> {
  const decoded = decodeSafely(bytes, (input) => mesh.TargetList.decode(input));
  if (!decoded.ok) return decoded;
  return decoded.value.targets.length > targetsMax ? failed("targets") : ok(decoded.value.targets);
}

export function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 1 && port <= 65_535;
}

/** Printable, without controls or line separators, at most `bytesMax` UTF-8 bytes. */
export function isShownText(text: string, bytesMax: number): boolean {
  if (text.length > bytesMax) return false;
  let bytes = 0;
  for (const character of text) {
    if (!isShown(character)) return false;
    bytes += utf8Length(character);
  }
  return bytes <= bytesMax;
}

/** Cuts and cleans our own text so that `isShownText` holds. */
export function shownText(text: string, bytesMax: number): string {
  let shown = "";
  let bytes = 0;
  for (const character of text) {
    const next = isShown(character) ? character : "?";
    bytes += utf8Length(next);
    if (bytes > bytesMax) break;
    shown += next;
  }
  return shown;
}

function isShown(character: string): boolean {
  const point = character.codePointAt(0) as number;
  const isControl = point < 0x20 || (point >= 0x7f && point < 0xa0) || point === 0x2028 || point === 0x2029;
  const isLoneSurrogate = point >= 0xd800 && point < 0xe000;
  return !isControl && !isLoneSurrogate;
}

function utf8Length(character: string): number {
  const point = character.codePointAt(0) as number;
  return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
}
