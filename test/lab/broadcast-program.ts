/**
 * Runs in containers: `broadcast-program.ts send COUNT EVERY_MS` sends numbered datagrams to the subnet's broadcast
 * address and prints `sent`; `broadcast-program.ts receive` prints `ready`, then each number as it arrives, one a line,
 * until it is ended. A datagram that arrives twice is printed twice.
 */
import { createSocket } from "node:dgram";
import { argv, stdout } from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { broadcastAddress } from "./broadcast-address.ts";

const port = 7_010;
const [mode, count, everyMs] = argv.slice(2);

const socket = createSocket("udp4");
if (mode === "receive") {
  socket.on("message", (message) => stdout.write(`${message.toString()}\n`));
  socket.bind(port, () => stdout.write("ready\n"));
} else if (mode === "send") {
  socket.bind(() => socket.setBroadcast(true));
  await new Promise((resolve) => socket.once("listening", resolve));
  for (let number = 0; number < Number(count); number++) {
    await new Promise((resolve) => socket.send(String(number), port, broadcastAddress("ethwe"), resolve));
    await sleep(Number(everyMs));
  }
  socket.close();
  stdout.write("sent\n");
}
