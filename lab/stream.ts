/**
 * A TCP stream for measuring, when iperf3 is not installed: `node stream.ts receive ADDRESS PORT` takes one connection
 * and prints how many bytes came and in how many milliseconds, as JSON; `node stream.ts send ADDRESS PORT SECONDS` sends
 * as much as it can. Run inside a container by `throughput.ts`; not a room's interface.
 */
import { connect, createServer } from "node:net";

const [mode, address, port, seconds] = process.argv.slice(2);
if (mode === "receive") receive(address ?? "", Number(port));
else send(address ?? "", Number(port), Number(seconds));

function receive(host: string, listenPort: number): void {
  const server = createServer((socket) => {
    let bytes = 0;
    let startedAt = 0;
    socket.on("data", (chunk) => {
      startedAt ||= performance.now();
      bytes += chunk.length;
    });
    socket.on("close", () => {
      process.stdout.write(`${JSON.stringify({ bytes, elapsedMs: performance.now() - startedAt })}\n`);
      server.close();
    });
  });
  server.listen(listenPort, host);
}

function send(host: string, remotePort: number, durationSeconds: number): void {
  const block = Buffer.alloc(256 * 1024);
  const socket = connect(remotePort, host, () => {
    const endAt = performance.now() + durationSeconds * 1000;
    const fill = () => {
      while (performance.now() < endAt) if (!socket.write(block)) return;
      socket.end();
    };
    socket.on("drain", fill);
    fill();
  });
  socket.on("error", () => process.exit(1));
}
