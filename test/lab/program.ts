/**
 * What tests run inside hosts: `receive ADDRESS PORT QUIET_MS` prints the numbers of the datagrams that arrived, as JSON,
 * once none came for that long; `send ADDRESS PORT COUNT BYTES`; `stream-receive ADDRESS PORT` prints how many bytes one
 * TCP connection brought; `stream-send ADDRESS PORT BYTES`; `exec LAB MEMBER COMMAND...` is what `weave lab exec` does.
 */
import { createSocket } from "node:dgram";
import { connect, createServer } from "node:net";
import { labExec } from "../../lab/exec.ts";

const [mode = "", ...words] = process.argv.slice(2);
const modes: Readonly<Record<string, (...words: string[]) => void | Promise<void>>> = {
  receive(address = "", port = "", quietMs = "") {
    const numbers: number[] = [];
    const socket = createSocket("udp4");
    const finish = () => {
      process.stdout.write(JSON.stringify(numbers));
      socket.close();
    };
    // The first may take longer than those after it.
    let quiet = setTimeout(finish, 5_000);
    socket.on("message", (message) => {
      numbers.push(message.readUInt32BE(0));
      clearTimeout(quiet);
      quiet = setTimeout(finish, Number(quietMs));
    });
    socket.bind(Number(port), address);
  },
  send(address = "", port = "", count = "", bytes = "") {
    const socket = createSocket("udp4");
    const total = Number(count);
    let sent = 0;
    const next = () => {
      if (sent === total) {
        socket.close();
        return;
      }
      const datagram = Buffer.alloc(Number(bytes));
      datagram.writeUInt32BE(sent++, 0);
      // In bursts of ten, or the receiver's socket overflows.
      socket.send(datagram, Number(port), address, sent % 10 === 0 ? () => setTimeout(next, 1) : next);
    };
    next();
  },
  "stream-receive"(address = "", port = "") {
    const server = createServer((socket) => {
      let bytes = 0;
      socket.on("data", (chunk) => {
        bytes += chunk.length;
      });
      socket.on("end", () => {
        process.stdout.write(`${bytes}\n`);
        server.close();
      });
    });
    server.listen(Number(port), address);
  },
  "stream-send"(address = "", port = "", bytes = "") {
    const socket = connect(Number(port), address);
    socket.end(Buffer.alloc(Number(bytes)));
  },
  async exec(lab = "", member = "", command = "", ...args) {
    process.exitCode = await labExec({ lab, member, command, args });
  },
};

await modes[mode]?.(...words);
