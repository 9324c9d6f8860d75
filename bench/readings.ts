/**
 * What the programs print, as numbers: iperf3's JSON (3.12), iputils' ping, /proc/stat (proc(5)). Pure; a text that does
 * not hold the number gives undefined, which the table shows as a hole rather than as a zero.
 */

interface IperfSum {
  readonly bits_per_second?: number;
  readonly bytes?: number;
  readonly seconds?: number;
  readonly packets?: number;
  readonly lost_packets?: number;
}

interface IperfReport {
  readonly error?: string;
  readonly end?: { readonly sum?: IperfSum; readonly sum_received?: IperfSum; readonly sum_sent?: IperfSum };
}

export interface TcpReading {
  readonly gigabitsPerSecond: number;
  /** Without those of the omitted first second. */
  readonly bytes: number;
}

export function tcpReading(json: string): TcpReading | undefined {
  const received = reportOf(json)?.end?.sum_received;
  if (received?.bits_per_second === undefined || received.bytes === undefined) return undefined;
  return { gigabitsPerSecond: received.bits_per_second / 1e9, bytes: received.bytes };
}

export interface UdpReading {
  /** Packets a second that the sender's socket took. */
  readonly offered: number;
  readonly received: number;
}

export function udpReading(json: string): UdpReading | undefined {
  const sum = reportOf(json)?.end?.sum;
  if (sum?.packets === undefined || sum.lost_packets === undefined || !sum.seconds) return undefined;
  return { offered: sum.packets / sum.seconds, received: (sum.packets - sum.lost_packets) / sum.seconds };
}

function reportOf(json: string): IperfReport | undefined {
  try {
    const report = JSON.parse(json) as IperfReport;
    return report.error === undefined ? report : undefined;
  } catch {
    return undefined;
  }
}

/** Milliseconds of each answer. */
export function pingTimes(text: string): readonly number[] {
  return [...text.matchAll(/ time=([0-9.]+) ms/g)].map(([, time]) => Number(time));
}

/** Seconds that all processors together were busy since boot; `hertz` is the kernel's USER_HZ, 100. */
export function busySeconds(procStat: string, hertz = 100): number | undefined {
  const fields = /^cpu +(.+)$/m.exec(procStat)?.[1]?.split(" ").map(Number);
  if (fields === undefined || fields.length < 8) return undefined;
  const [user = 0, nice = 0, system = 0, , , interrupts = 0, softInterrupts = 0] = fields;
  return (user + nice + system + interrupts + softInterrupts) / hertz;
}
