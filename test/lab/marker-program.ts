/**
 * Runs in containers. `receive PORT` takes datagrams and streams, keeps what came last, and prints `udp` and `tcp` when
 * the first of each came. `send ADDRESS PORT MARKER...` sends the markers (hex) there until it is ended: each again and
 * again in datagrams, of one piece and of several, and in a TCP stream; to a broadcast address in datagrams only.
 */
import { createSocket } from "node:dgram";
import { connect, createServer } from "node:net";
import { argv, stdout } from "node:process";

const [mode = "", ...words] = argv.slice(2);
const everyMs = 10;
const keptMax = 100;

function receive(port: number): void {
  const kept: Buffer[] = [];
  const printed = new Set<string>();
  const take = (kind: string, bytes: Buffer) => {
    if (!printed.has(kind)) stdout.write(`${kind}\n`);
    printed.add(kind);
    kept.push(Buffer.from(bytes));
    if (kept.length > keptMax) kept.shift();
  };
  const socket = createSocket("udp4");
  socket.on("message", (message) => take("udp", message));
  createServer((stream) => {
    stream.on("error", () => {});
    stream.on("data", (bytes) => take("tcp", bytes));
  }).listen(port, () => socket.bind(port, () => stdout.write("listening\n")));
}

function send(address: string, port: number, marker: Buffer): void {
  const small = Buffer.concat(Array.from({ length: 10 }, () => marker));
  const large = Buffer.concat(Array.from({ length: 120 }, () => marker));
  const isBroadcast = address.endsWith(".255");
  const socket = createSocket("udp4");
  socket.bind(0, () => {
    socket.setBroadcast(isBroadcast);
    stdout.write("sending\n");
    setInterval(() => {
      for (const datagram of [small, large]) socket.send(datagram, port, address, () => {});
    }, everyMs);
  });
  if (!isBroadcast) stream();

  function stream(): void {
    const tcp = connect(port, address);
    // Comes back when it was not up yet, or lost its way.
    tcp.on("error", () => {});
    const timer = setInterval(() => tcp.write(large), everyMs);
    tcp.on("close", () => {
      clearInterval(timer);
      setTimeout(stream, 100);
    });
  }
}

if (mode === "receive") receive(Number(words[0]));
else send(words[0] ?? "", Number(words[1]), Buffer.from(words[2] ?? "", "hex"));
