/** Where a program inside a container sends what all of its subnet shall get. */
import { networkInterfaces } from "node:os";

/** The IPv4 broadcast address of the interface that weave gave the container; empty when it has no address. */
export function broadcastAddress(networkInterface: string): string {
  const own = networkInterfaces()[networkInterface]?.find((one) => one.family === "IPv4");
  const mask = own?.netmask.split(".").map(Number) ?? [];
  const bytes = own?.address.split(".").map(Number) ?? [];
  return bytes.map((byte, at) => byte | (255 - (mask[at] ?? 0))).join(".");
}
