/**
 * What the underlay's MTU decides: the overlay's at launch, and how long a probe of a path's MTU may be, which follows the
 * interfaces while the router runs. The smallest counts for the first, since every frame should fit one datagram; the
 * largest for the second, since each path is searched by itself.
 */
import { defaultMtu, tunnelBytes } from "../api/defaults.ts";
import type { UnderlayDevice } from "../host/underlay-devices.ts";

/** What the sleeve's datagrams may have (`datapath/native/wire.h`). */
const underlayMtuMin = 576;
const underlayMtuMax = 9_216;
/** On the jumbo frames that clouds and switches agree on, 9,000 bytes. */
const autoMtuMax = 9_000 - tunnelBytes;

/** The MTU of bridge, TAP device and containers' interfaces. */
export function overlayMtuFor(asked: number | "auto", devices: readonly UnderlayDevice[]): number {
  if (asked !== "auto") return asked;
  if (devices.length === 0) return defaultMtu;
  const smallest = Math.min(...devices.map(({ mtu }) => mtu));
  return Math.min(autoMtuMax, Math.max(underlayMtuMin, smallest - tunnelBytes));
}

/** The longest IP packet that is sent or tried; without a device what the overlay's frames take. */
export function probeCeilingFor(devices: readonly UnderlayDevice[], overlayMtu: number): number {
  const largest = devices.length === 0 ? overlayMtu + tunnelBytes : Math.max(...devices.map(({ mtu }) => mtu));
  return Math.min(underlayMtuMax, Math.max(underlayMtuMin, largest));
}
