/**
 * Counts what leaves: bytes and writes of each host at its sockets (as TCP would carry them, without TCP's own headers),
 * and the share of each channel, known by looking at frames before they are sealed. What no sealed frame accounts for is
 * handshakes.
 */
import type { Crypto } from "../../crypto/crypto-port.ts";
import type { ConnectionId } from "../../mesh/mesh-types.ts";
import { Network } from "../simulation/network.ts";

/** Of a sealed frame: its length, and the seal. */
const frameOverhead = 20;

/** Sums since the beginning, of all hosts. */
export interface Tally {
  readonly bytes: number;
  readonly writes: number;
  /** By channel and form, as `topology broadcast`, `summary`, `heartbeat`. */
  readonly kinds: ReadonlyMap<string, number>;
  /** By host. */
  readonly bytesOf: Float64Array;
}

/** The network of the small simulator, which also counts by host. */
export class CountingNetwork extends Network {
  bytesOf: Float64Array = new Float64Array(0);
  writes = 0;

  override write(host: number, connection: ConnectionId, bytes: Uint8Array): void {
    this.bytesOf[host] = (this.bytesOf[host] as number) + bytes.length;
    this.writes++;
    super.write(host, connection, bytes);
  }
}

/** Cryptography that tells of each sealed frame. */
export class FrameCounter {
  readonly kinds = new Map<string, number>();
  readonly crypto: Crypto;

  constructor(crypto: Crypto) {
    this.crypto = {
      ...crypto,
      seal: (key, nonce, plaintext) => {
        const kind = kindOf(plaintext);
        this.kinds.set(kind, (this.kinds.get(kind) ?? 0) + plaintext.length + frameOverhead);
        return crypto.seal(key, nonce, plaintext);
      },
    };
  }
}

export function tallyOf(network: CountingNetwork, frames: FrameCounter): Tally {
  const kinds = new Map(frames.kinds);
  const sealed = [...kinds.values()].reduce((sum, bytes) => sum + bytes, 0);
  kinds.set("handshake", network.bytesWritten - sealed);
  return { bytes: network.bytesWritten, writes: network.writes, kinds, bytesOf: network.bytesOf.slice() };
}

/** Field numbers of `mesh.Control` and `gossip.Envelope`; decoding every frame would cost as much as the routers do. */
function kindOf(control: Uint8Array): string {
  const [first] = fieldsOf(control);
  if (first?.field !== 1) return first?.field === 2 || first?.field === 3 ? "heartbeat" : "connection";
  for (const { field, bytes } of fieldsOf(first.bytes)) {
    if (field === 3) return `${channelIn(bytes, 4)} broadcast`;
    if (field === 4) return `${channelIn(bytes, 3)} unicast`;
    if (field === 5) return "summary";
    if (field === 6) return `${channelIn(bytes, 1)} digest`;
    if (field === 7) return `${channelIn(bytes, 1)} difference`;
  }
  return "other";
}

function channelIn(message: Uint8Array, channelField: number): string {
  for (const { field, bytes } of fieldsOf(message)) if (field === channelField) return String.fromCharCode(...bytes);
  return "other";
}

/** The length-delimited fields of a protocol buffer, in order. */
function* fieldsOf(message: Uint8Array): Generator<{ readonly field: number; readonly bytes: Uint8Array }> {
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let shift = 1; at < message.length; shift *= 128) {
      const byte = message[at++] as number;
      value += (byte & 127) * shift;
      if (byte < 128) break;
    }
    return value;
  };
  while (at < message.length) {
    const tag = varint();
    const length = varint();
    if ((tag & 7) !== 2) continue;
    yield { field: tag >> 3, bytes: message.subarray(at, at + length) };
    at += length;
  }
}
