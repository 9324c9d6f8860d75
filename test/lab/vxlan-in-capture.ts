/**
 * What a capture of the underlay (tcpdump on "any", pcap) holds of VXLAN, and what else: RFC 7348's frames by the
 * addresses of their outer headers, in the order in which they passed. A frame passes several ports of the switch.
 */
import type { Capture } from "./underlay-capture.ts";

export interface VxlanFrame {
  readonly from: string;
  readonly to: string;
  /** Of the inner frame. */
  readonly etherType: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

const probeEtherType = 0x88b5;
export const isProbe = ({ etherType }: VxlanFrame) => etherType === probeEtherType;

/** `others`: all that is no VXLAN. */
export function vxlanIn({ bytes }: Capture, port: number): { readonly frames: VxlanFrame[]; readonly others: Buffer } {
  const frames: VxlanFrame[] = [];
  const others: Buffer[] = [];
  // Linux cooked capture, first or second version.
  const [headerBytes, protocolAt] = bytes.readUInt32LE(20) === 276 ? [20, 0] : [16, 14];
  for (let at = 24; at + 16 <= bytes.length; ) {
    const [seconds, micros, length] = [bytes.readUInt32LE(at), bytes.readUInt32LE(at + 4), bytes.readUInt32LE(at + 8)];
    const record = bytes.subarray(at + 16, at + 16 + length);
    at += 16 + length;
    const packet = record.subarray(headerBytes);
    const isUdp = record.readUInt16BE(protocolAt) === 0x0800 && packet[9] === 17;
    const udpAt = ((packet[0] ?? 0) & 15) * 4;
    if (!isUdp || packet.readUInt16BE(udpAt + 2) !== port) {
      others.push(record);
      continue;
    }
    const address = (offset: number) => packet.subarray(offset, offset + 4).join(".");
    const etherType = packet.readUInt16BE(udpAt + 8 + 8 + 12);
    frames.push({ from: address(12), to: address(16), etherType, at: seconds * 1_000 + micros / 1_000 });
  }
  return { frames, others: Buffer.concat(others) };
}
