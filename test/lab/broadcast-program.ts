/**
 * Runs in containers: `broadcast-program.ts send COUNT EVERY_MS` sends numbered datagrams to the subnet's broadcast
 * address and prints `sent`; `broadcast-program.ts receive` prints `ready`, then each number as it arrives, one a line,
 * until it is ended. A datagram that arrives twice is printed twice.
 */
import { createSocket } from "node:dgram";
import { networkInterfaces } from "node:os";
import { argv, stdout } from "node:process";
import { setTimeout as sleep } from "node:timers/promises";

const port = 7_010;
const [mode, count, everyMs] = argv.slice(2);

/** Of the interface that weave gave the container. */
export function broadcastAddress(networkInterface = "ethwe"): string {
  const own = networkInterfaces()[networkInterface]?.find((one) => one.family === "IPv4");
  const mask = own?.netmask.split(".").map(Number) ?? [];
  const bytes = own?.address.split(".").map(Number) ?? [];
  return bytes.map((byte, at) => byte | (255 - (mask[at] ?? 0))).join(".");
}

const socket = createSocket("udp4");
if (mode === "receive") {
  socket.on("message", (message) => stdout.write(`${message.toString()}\n`));
  socket.bind(port, () => stdout.write("ready\n"));
} else if (mode === "send") {
  socket.bind(() => socket.setBroadcast(true));
  await new Promise((resolve) => socket.once("listening", resolve));
  for (let number = 0; number < Number(count); number++) {
    await new Promise((resolve) => socket.send(String(number), port, broadcastAddress(), resolve));
    await sleep(Number(everyMs));
  }
  socket.close();
  stdout.write("sent\n");
}
