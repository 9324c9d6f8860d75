/**
 * Runs in a host: what somebody without the password can do to another's ports. Prints a line of JSON at its end.
 *
 *   tcp ADDRESS      10,000 connection attempts, and beside them garbage, frames longer than any may be, and connections
 *                    that say nothing, or only the beginning of a length, and stay for as long as they may
 *   udp ADDRESS PCAP random datagrams, some with a header that looks right; those of the capture (Ethernet) again, whole,
 *                    with a byte changed, and cut short
 */
import { randomBytes, randomInt } from "node:crypto";
import { createSocket } from "node:dgram";
import { readFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { argv, stdout } from "node:process";
import { setTimeout as sleep } from "node:timers/promises";

const port = 6_783;
const attemptsMax = 10_000;
const atOnce = 100;
const halfOpenMax = 400;
const garbageMax = 12;
const oversizedMax = 12;
const oversizedBytes = 4_194_304;
const randomDatagrams = 10_000;

const [mode = "", address = "", file = ""] = argv.slice(2);
const counts: Record<string, number> = {};
const count = (what: string, by = 1) => {
  counts[what] = (counts[what] ?? 0) + by;
};

/** One connection, from dial to its end, which comes after `keptMs` at the latest. */
function connection(keptMs: number, connected: (socket: Socket) => void): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(port, address, () => {
      count("connected");
      connected(socket);
    });
    const timer = setTimeout(() => socket.destroy(), keptMs);
    socket.on("error", () => {});
    socket.on("end", () => count("closed by the other end"));
    socket.on("data", () => count("answered"));
    socket.on("close", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

async function many(total: number, width: number, one: () => Promise<void>): Promise<void> {
  let left = total;
  const worker = async () => {
    while (left-- > 0) await one();
  };
  await Promise.all(Array.from({ length: width }, worker));
}

async function tcp(): Promise<void> {
  // First what must be read to be refused: afterwards nothing of this address is let in for a while.
  await many(garbageMax, 5, () => connection(500, (socket) => socket.write(randomBytes(randomInt(100, 20_000)))));
  await many(oversizedMax, 5, () =>
    connection(1_000, (socket) => {
      socket.write(Buffer.from([0xff, 0xff, 0xff, 0xff]));
      socket.write(randomBytes(oversizedBytes));
    }),
  );
  await sleep(2_000);
  const halfOpen = Array.from({ length: halfOpenMax }, (_, i) =>
    connection(8_000, (socket) => socket.write(Buffer.alloc(i % 4))),
  );
  await sleep(500);
  await many(attemptsMax, atOnce, () => connection(100, (socket) => socket.end()));
  await Promise.all(halfOpen);
}

async function udp(): Promise<void> {
  const socket = createSocket("udp4");
  const send = (bytes: Uint8Array, what: string) =>
    new Promise<void>((resolve) => {
      socket.send(bytes, port, address, () => {
        count(what);
        resolve();
      });
    });
  const captured = datagramsIn(readFileSync(file));
  for (let i = 0; i < randomDatagrams; i++) {
    const bytes = randomBytes(randomInt(0, 1_400));
    const like = captured[i % captured.length];
    // As far as the end of the header, or of the session's index.
    if (i % 2 === 0) like?.copy(bytes, 0, 0, i % 4 === 0 ? 16 : 4);
    await send(bytes, "random");
    // Slower than the containers' own traffic may be: this is about nonsense, not about a full socket.
    if (i % 20 === 0) await sleep(5);
  }
  for (const bytes of captured) {
    await send(bytes, "replayed");
    // Under a counter that was not seen yet, or it would be a repeat whatever it contains.
    const changed = Buffer.from(bytes);
    const at = randomInt(16, changed.length);
    changed.writeUInt32BE(1, 8);
    changed[at] = (changed[at] as number) ^ (1 << randomInt(8));
    await send(changed, "corrupted");
    await send(bytes.subarray(0, randomInt(bytes.length)), "cut");
    await sleep(2);
  }
  socket.close();
}

/** The payloads of UDP over IPv4 over Ethernet in a capture; long ones, which are several in one for the kernel, are left out. */
function datagramsIn(pcap: Buffer): readonly Buffer[] {
  const found: Buffer[] = [];
  const fileHeader = 24;
  const recordHeader = 16;
  for (let at = fileHeader; at + recordHeader <= pcap.length; ) {
    const length = pcap.readUInt32LE(at + 8);
    const payload = pcap.subarray(at + recordHeader + 14 + 20 + 8, at + recordHeader + length);
    if (payload.length > 16 && payload.length < 1_400) found.push(payload);
    at += recordHeader + length;
  }
  return found;
}

await (mode === "tcp" ? tcp() : udp());
stdout.write(`${JSON.stringify(counts)}\n`);
