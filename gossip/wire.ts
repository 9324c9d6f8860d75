/**
 * Gossip's wire, decoded and bounded: what one neighbour says to another inside the control connection.
 *
 *   broadcast    hop limit, root or nothing, and the source's bytes: source, epoch (8), sequence, channel, payload
 *   unicast      hop limit, and the source's bytes: source, destination, channel, payload
 *   summary      at most `channelsMax` channels, each with an 8-byte hash of its digest
 *   digest       channel, digest, round
 *   difference   channel, payload or nothing, whether it is the last
 *
 * The bytes of a broadcast or unicast stand inside the envelope as the source encoded them; only hop limit and root
 * change on the way. Payloads and digests have at most `payloadBytesMax`, names of channels 1 to 32 of [a-z0-9-].
 * Nothing here throws on foreign bytes. Version history: 1, v0.1.0.
 */
import { bytesEqual, decodeSafely, fromHex, plain, toHex } from "../base/bytes.ts";
import { failed, ok, type Result } from "../base/error.ts";
import { type PeerKey, peerKeyOf } from "../base/peer-name.ts";
import { payloadBytesMax } from "./gossip-types.ts";
import { gossip } from "./wire.pb.js";

/** The longest frame that decodes: a payload and what stands around it. */
export const gossipFrameBytesMax: number = payloadBytesMax + 1_024;
export const channelsMax = 64;
export const hopLimitMax = 255;
export const roundMax = 255;

export interface Broadcast {
  readonly source: PeerKey;
  /** The source's boot nonce in 16 hex digits. */
  readonly epoch: string;
  /** From 1. */
  readonly sequence: number;
  readonly channel: string;
  readonly payload: Uint8Array;
}

export interface Unicast {
  readonly source: PeerKey;
  readonly destination: PeerKey;
  readonly channel: string;
  readonly payload: Uint8Array;
}

export interface ChannelHash {
  readonly channel: string;
  /** 16 hex digits. */
  readonly hash: string;
}

export type Exchange =
  | { readonly kind: "summary"; readonly channels: readonly ChannelHash[]; readonly answer: boolean }
  | { readonly kind: "digest"; readonly channel: string; readonly digest: Uint8Array; readonly round: number }
  | {
      readonly kind: "difference";
      readonly channel: string;
      readonly payload: Uint8Array | undefined;
      readonly last: boolean;
    };

/** `original` is what the source encoded. */
export type Frame =
  | Exchange
  | {
      readonly kind: "broadcast";
      readonly hopLimit: number;
      readonly root: PeerKey | undefined;
      readonly original: Uint8Array;
      readonly broadcast: Broadcast;
    }
  | { readonly kind: "unicast"; readonly hopLimit: number; readonly original: Uint8Array; readonly unicast: Unicast }
  /** Of a newer version: skipped. */
  | { readonly kind: "unknown" };

export function encodeBroadcast(broadcast: Broadcast): Uint8Array {
  const { source, epoch, sequence, channel, payload } = broadcast;
  return plain(
    gossip.Broadcast.encode({ source: bytesOf(source), epoch: bytesOf(epoch), sequence, channel, payload }).finish(),
  );
}

export function encodeUnicast(unicast: Unicast): Uint8Array {
  const { source, destination, channel, payload } = unicast;
  return plain(
    gossip.Unicast.encode({ source: bytesOf(source), destination: bytesOf(destination), channel, payload }).finish(),
  );
}

/** The frame for one more link; `original` from `encodeBroadcast`, or as it was received. */
export function encodeBroadcastFrame(original: Uint8Array, hopLimit: number, root: PeerKey | undefined): Uint8Array {
  const tree = root === undefined ? {} : { root: bytesOf(root) };
  return plain(gossip.Envelope.encode({ hopLimit, ...tree, broadcast: original }).finish());
}

export function encodeUnicastFrame(original: Uint8Array, hopLimit: number): Uint8Array {
  return plain(gossip.Envelope.encode({ hopLimit, unicast: original }).finish());
}

export function encodeExchange(exchange: Exchange): Uint8Array {
  return plain(gossip.Envelope.encode(exchangeBody(exchange)).finish());
}

function exchangeBody(exchange: Exchange): gossip.Envelope.$Properties {
  switch (exchange.kind) {
    case "summary": {
      const channels = exchange.channels.map(({ channel, hash }) => ({ channel, hash: bytesOf(hash) }));
      return { summary: { channels, answer: exchange.answer } };
    }
    case "digest":
      return { digest: { channel: exchange.channel, digest: exchange.digest, round: exchange.round } };
    case "difference": {
      const { channel, payload, last } = exchange;
      return { difference: payload ? { channel, payload, last } : { channel, last } };
    }
  }
}

/** Payloads are parts of `bytes`, which nobody alters; whoever keeps one, or some of it, copies it. */
export function decodeFrame(bytes: Uint8Array): Result<Frame> {
  if (bytes.length > gossipFrameBytesMax) return failed("frame-length");
  const decoded = decodeSafely(bytes, (input) => gossip.Envelope.decode(input));
  if (!decoded.ok) return decoded;
  const envelope = decoded.value;
  if (envelope.broadcast.length > 0) return decodeBroadcastFrame(envelope);
  if (envelope.unicast.length > 0) return decodeUnicastFrame(envelope);
  if (envelope.summary) return decodeSummary(envelope.summary);
  if (envelope.digest) return decodeDigest(envelope.digest);
  if (envelope.difference) return decodeDifference(envelope.difference);
  return ok({ kind: "unknown" });
}

function decodeBroadcastFrame(envelope: gossip.Envelope): Result<Frame> {
  const { hopLimit, root } = envelope;
  const original = envelope.broadcast;
  const decoded = decodeSafely(original, (input) => gossip.Broadcast.decode(input));
  if (!decoded.ok) return decoded;
  const { source, epoch, channel, payload } = decoded.value;
  const sequence = safeIntegerOf(decoded.value.sequence);
  if (hopLimit > hopLimitMax) return failed("hop-limit");
  if (root.length !== 0 && root.length !== 32) return failed("root");
  if (source.length !== 32) return failed("source");
  if (epoch.length !== 8) return failed("epoch");
  if (!Number.isSafeInteger(sequence) || sequence < 1) return failed("sequence");
  if (!isChannelName(channel)) return failed("channel");
  if (payload.length > payloadBytesMax) return failed("payload-length");
  const broadcast = { source: peerKeyOf(source), epoch: toHex(epoch), sequence, channel, payload: partOf(payload) };
  const tree = root.length === 0 ? undefined : peerKeyOf(root);
  return ok({ kind: "broadcast", hopLimit, root: tree, original, broadcast });
}

function decodeUnicastFrame(envelope: gossip.Envelope): Result<Frame> {
  const { hopLimit } = envelope;
  const original = envelope.unicast;
  const decoded = decodeSafely(original, (input) => gossip.Unicast.decode(input));
  if (!decoded.ok) return decoded;
  const { source, destination, channel, payload } = decoded.value;
  if (hopLimit > hopLimitMax) return failed("hop-limit");
  if (source.length !== 32) return failed("source");
  if (destination.length !== 32 || bytesEqual(source, destination)) return failed("destination");
  if (!isChannelName(channel)) return failed("channel");
  if (payload.length > payloadBytesMax) return failed("payload-length");
  const unicast = {
    source: peerKeyOf(source),
    destination: peerKeyOf(destination),
    channel,
    payload: partOf(payload),
  };
  return ok({ kind: "unicast", hopLimit, original, unicast });
}

function decodeSummary(summary: gossip.Summary.$Properties): Result<Frame> {
  const rows = summary.channels ?? [];
  if (rows.length > channelsMax) return failed("channels");
  const channels: ChannelHash[] = [];
  for (const { channel, hash } of rows) {
    if (!channel || !isChannelName(channel)) return failed("channel");
    if (hash?.length !== 8) return failed("hash");
    channels.push({ channel, hash: toHex(hash) });
  }
  return ok({ kind: "summary", channels, answer: summary.answer ?? false });
}

function decodeDigest({ channel, digest, round }: gossip.Digest.$Properties): Result<Frame> {
  if (!channel || !isChannelName(channel)) return failed("channel");
  if (!round || round > roundMax) return failed("round");
  if ((digest?.length ?? 0) > payloadBytesMax) return failed("digest-length");
  return ok({ kind: "digest", channel, digest: partOf(digest), round });
}

function decodeDifference({ channel, payload, last }: gossip.Difference.$Properties): Result<Frame> {
  if (!channel || !isChannelName(channel)) return failed("channel");
  if ((payload?.length ?? 0) > payloadBytesMax) return failed("payload-length");
  const carried = payload && payload.length > 0 ? payload : undefined;
  return ok({ kind: "difference", channel, payload: carried, last: last ?? false });
}

export function isChannelName(channel: string): boolean {
  return /^[a-z0-9-]{1,32}$/.test(channel);
}

const nothing = new Uint8Array(0);

/** The generated code reads 64 bits as an object of two halves, whatever its type says. */
function safeIntegerOf(field: number | { readonly high: number; readonly low: number }): number {
  return typeof field === "number" ? field : (field.high >>> 0) * 2 ** 32 + (field.low >>> 0);
}

/** A field that is absent has no bytes. */
function partOf(field: Uint8Array | null | undefined): Uint8Array {
  return field && field.length > 0 ? field : nothing;
}

/** Of our own hex texts. */
function bytesOf(hex: string): Uint8Array {
  return fromHex(hex) ?? nothing;
}
