/**
 * Somebody who speaks the sleeve without our code: a plain UDP socket in a namespace, records built and sealed by
 * tweetnacl from docs/protocol-sleeve.md. As a peer it holds keys, as a stranger it does not.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import nacl from "tweetnacl";
import { type SessionPair, sleevePort, until } from "./datapath-ground.ts";

export const typeData = 1;
export const typeHeartbeat = 2;
export const headerBytes = 16;

export interface Datagram {
  readonly host: string;
  readonly port: number;
  readonly bytes: Uint8Array;
}

/** A UDP socket in a namespace. */
export class SocketIn {
  readonly received: Datagram[] = [];
  #ready = false;
  readonly #child: ChildProcess;

  constructor(namespace: string, port: number) {
    const script = fileURLToPath(new URL("./datapath-socket.ts", import.meta.url));
    const command = [`--net=/run/netns/${namespace}`, process.execPath, script, String(port)];
    this.#child = spawn("nsenter", command, { stdio: ["pipe", "pipe", "inherit"] });
    let rest = "";
    this.#child.stdout?.on("data", (chunk: Buffer) => {
      const lines = (rest + chunk.toString()).split("\n");
      rest = lines.pop() as string;
      for (const line of lines) this.#take(line);
    });
  }

  ready(): Promise<boolean> {
    return until("a socket in a namespace", () => this.#ready);
  }

  send(host: string, port: number, bytes: Uint8Array): void {
    this.#child.stdin?.write(`${host} ${port} ${Buffer.from(bytes).toString("hex")}\n`);
  }

  close(): void {
    this.#child.stdin?.end();
  }

  #take(line: string): void {
    if (line === "ready") {
      this.#ready = true;
      return;
    }
    const [host, port, hex] = line.split(" ") as [string, string, string];
    this.received.push({ host, port: Number(port), bytes: Buffer.from(hex, "hex") });
  }
}

export function header(type: number, index: number, counter: number): Buffer {
  const bytes = Buffer.alloc(headerBytes);
  bytes[0] = 1;
  bytes[1] = type;
  bytes.writeUInt32BE(index, 4);
  bytes.writeBigUInt64BE(BigInt(counter), 8);
  return bytes;
}

const nonceOf = (head: Uint8Array) => Buffer.concat([head, Buffer.alloc(8)]);

/** secretbox puts its tag first, the sleeve last. */
export function sealed(head: Uint8Array, content: Uint8Array, keyHex: string): Buffer {
  const box = nacl.secretbox(content, nonceOf(head), Buffer.from(keyHex, "hex"));
  return Buffer.concat([head, box.subarray(16), box.subarray(0, 16)]);
}

export function opened(record: Uint8Array, keyHex: string): Uint8Array | null {
  const tag = record.subarray(record.length - 16);
  const box = Buffer.concat([tag, record.subarray(headerBytes, record.length - 16)]);
  return nacl.secretbox.open(box, nonceOf(record.subarray(0, headerBytes)), Buffer.from(keyHex, "hex"));
}

export function heartbeatRequest(id: number, stamp: number, padding = 0): Buffer {
  const bytes = Buffer.alloc(16 + padding);
  bytes[0] = 1;
  bytes.writeUInt32BE(id, 4);
  bytes.writeBigUInt64BE(BigInt(stamp), 8);
  return bytes;
}

/** The pieces of a direct frame, hop records in front. */
export function directPieces(frame: Uint8Array, frameId: number, stride: number): Buffer[] {
  const body = Buffer.concat([Buffer.alloc(4), frame]);
  const count = Math.ceil(body.length / stride);
  return Array.from({ length: count }, (_, index) => {
    const head = Buffer.alloc(12);
    head[0] = 1;
    head.writeUInt32BE(frameId, 4);
    head[8] = index;
    head[9] = count;
    head.writeUInt16BE(stride, 10);
    return Buffer.concat([head, body.subarray(index * stride, (index + 1) * stride)]);
  });
}

/** An Ethernet frame with a UDP datagram without checksum. */
export function udpFrame(
  sourceMac: string,
  targetMac: string,
  target: string,
  port: number,
  payload: Uint8Array,
): Buffer {
  const mac = (text: string) => Buffer.from(text.replaceAll(":", ""), "hex");
  const ip = Buffer.alloc(28);
  ip[0] = 0x45;
  ip.writeUInt16BE(28 + payload.length, 2);
  ip[8] = 64;
  ip[9] = 17;
  Buffer.from([10, 32, 0, 9]).copy(ip, 12);
  Buffer.from(target.split(".").map(Number)).copy(ip, 16);
  let sum = 0;
  for (let i = 0; i < 20; i += 2) sum += ip.readUInt16BE(i);
  sum = (sum & 0xffff) + (sum >>> 16);
  ip.writeUInt16BE(~(sum + (sum >>> 16)) & 0xffff, 10);
  ip.writeUInt16BE(4000, 20);
  ip.writeUInt16BE(port, 22);
  ip.writeUInt16BE(8 + payload.length, 24);
  return Buffer.concat([mac(targetMac), mac(sourceMac), Buffer.from([8, 0]), ip, payload]);
}

/** A peer without our code: side 1 of a session with the host at `target`. */
export class StrangePeer {
  readonly socket: SocketIn;
  readonly #pair: SessionPair;
  readonly #target: string;
  #counter = 0;

  constructor(socket: SocketIn, pair: SessionPair, target: string) {
    this.socket = socket;
    this.#pair = pair;
    this.#target = target;
  }

  record(type: number, content: Uint8Array, counter: number = ++this.#counter): Buffer {
    const head = header(type, this.#pair.indexes[0], counter);
    const isPlain = type === typeData && this.#pair.suite === "none";
    return isPlain ? Buffer.concat([head, content]) : sealed(head, content, this.#pair.keys[1]);
  }

  send(bytes: Uint8Array): void {
    this.socket.send(this.#target, sleevePort, bytes);
  }

  /** What came sealed for us, opened: type and content. */
  heard(): { readonly type: number; readonly content: Uint8Array }[] {
    return this.socket.received.flatMap(({ bytes }) => {
      if (Buffer.from(bytes).readUInt32BE(4) !== this.#pair.indexes[1]) return [];
      const content = opened(bytes, this.#pair.keys[0]);
      return content ? [{ type: bytes[1] as number, content }] : [];
    });
  }
}
