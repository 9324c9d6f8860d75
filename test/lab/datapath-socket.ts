/**
 * A UDP socket in a namespace, driven over standard streams: a line `HOST PORT HEX` in sends a datagram, each datagram
 * received comes out as `HOST PORT HEX`. The argument is the port to bind.
 */
import { createSocket } from "node:dgram";
import { createInterface } from "node:readline";

const socket = createSocket("udp4");
socket.bind(Number(process.argv[2]), () => {
  socket.setBroadcast(true);
  process.stdout.write("ready\n");
});
socket.on("message", (bytes, from) => process.stdout.write(`${from.address} ${from.port} ${bytes.toString("hex")}\n`));
createInterface({ input: process.stdin }).on("line", (line) => {
  const [host, port, hex] = line.split(" ") as [string, string, string];
  socket.send(Buffer.from(hex, "hex"), Number(port), host);
});
process.stdin.on("end", () => socket.close());
