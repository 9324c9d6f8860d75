/** Real sockets on loopback: what the shell reports, in which order, and its bounds. */
import { connect, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { Admission, defaultAdmissionLimits } from "./admission.ts";
import { TcpTransport, type TransportInput } from "./tcp.ts";

const opened: { stop(): Promise<void> }[] = [];
const sockets: Socket[] = [];

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const transport of opened.splice(0)) await transport.stop();
});

async function transport(
  onInput: (input: TransportInput, transport: TcpTransport) => void,
  acceptedMax = 100,
): Promise<{ inputs: TransportInput[]; tcp: TcpTransport }> {
  const inputs: TransportInput[] = [];
  const tcp: TcpTransport = new TcpTransport(
    { host: "127.0.0.1", port: 0, defaultPort: 6783, acceptedMax },
    (input) => {
      inputs.push(input);
      onInput(input, tcp);
    },
  );
  await tcp.listen();
  opened.push(tcp);
  return { inputs, tcp };
}

async function until(condition: () => boolean, withinMs = 5_000): Promise<void> {
  const end = Date.now() + withinMs;
  while (!condition()) {
    if (Date.now() > end) throw new Error("not in time");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function bytesOf(inputs: readonly TransportInput[]): string {
  return inputs.flatMap((input) => (input.kind === "bytes" ? [Buffer.from(input.bytes).toString()] : [])).join("");
}

describe("the transport", () => {
  it("carries bytes both ways between a dialled and an accepted connection, numbered odd and even", async () => {
    const listener = await transport((input, tcp) => {
      if (input.kind === "bytes") tcp.execute({ kind: "write", connection: input.connection, bytes: input.bytes });
    });
    const dialer = await transport((input, tcp) => {
      if (input.kind === "dialed") tcp.execute({ kind: "write", connection: 1, bytes: Buffer.from("hello") });
    });
    dialer.tcp.execute({ kind: "dial", connection: 1, endpoint: { host: "127.0.0.1", port: listener.tcp.port } });
    await until(() => bytesOf(dialer.inputs) === "hello");
    expect(listener.inputs[0]).toMatchObject({ kind: "accepted", connection: 2, remote: { host: "127.0.0.1" } });
    dialer.tcp.execute({ kind: "close", connection: 1 });
    await until(() => listener.inputs.some(({ kind }) => kind === "closed"));
    expect(dialer.inputs.some(({ kind }) => kind === "closed")).toBe(false);
  });

  it("delivers the last words before a close, though unread bytes remain", async () => {
    const listener = await transport((input, tcp) => {
      if (input.kind !== "accepted") return;
      tcp.execute({ kind: "write", connection: input.connection, bytes: Buffer.from("refused, because") });
      tcp.execute({ kind: "close", connection: input.connection });
    });
    const dialer = await transport((input, tcp) => {
      if (input.kind === "dialed") tcp.execute({ kind: "write", connection: 1, bytes: Buffer.alloc(200_000) });
    });
    dialer.tcp.execute({ kind: "dial", connection: 1, endpoint: { host: "127.0.0.1", port: listener.tcp.port } });
    await until(() => dialer.inputs.some(({ kind }) => kind === "closed"));
    expect(bytesOf(dialer.inputs)).toBe("refused, because");
  });

  it("says why a dial failed, and gives no address for a name that has none", async () => {
    const { inputs, tcp } = await transport(() => {});
    const gone = await transport(() => {});
    const { port } = gone.tcp;
    await gone.tcp.stop();
    tcp.execute({ kind: "dial", connection: 1, endpoint: { host: "127.0.0.1", port } });
    tcp.execute({ kind: "resolve", target: "localhost:99" });
    tcp.execute({ kind: "resolve", target: "no-such-host.invalid" });
    await until(() => inputs.length === 3, 15_000);
    expect(inputs).toContainEqual({ kind: "dial-failed", connection: 1, reason: "ECONNREFUSED" });
    expect(inputs).toContainEqual({ kind: "resolved", target: "no-such-host.invalid", endpoints: [] });
    const resolved = inputs.find((input) => input.kind === "resolved" && input.target === "localhost:99");
    expect(resolved).toMatchObject({ endpoints: expect.arrayContaining([{ host: "127.0.0.1", port: 99 }]) });
  });

  it("reports a backlog when the other end does not read, and that it drained", async () => {
    const { inputs, tcp } = await transport(() => {});
    const socket = connect(tcp.port, "127.0.0.1");
    sockets.push(socket);
    socket.pause();
    await until(() => inputs.some(({ kind }) => kind === "accepted"));
    for (let i = 0; i < 200; i++) tcp.execute({ kind: "write", connection: 2, bytes: new Uint8Array(65_536) });
    await until(() => inputs.some((input) => input.kind === "backlog" && input.bytes > 65_536));
    socket.resume();
    await until(() => inputs.some((input) => input.kind === "backlog" && input.bytes < 65_536));
  });

  it("bounds two thousand half-open connections, and stays open for business", async () => {
    const admission = new Admission(defaultAdmissionLimits);
    let admitted = 0;
    const { tcp } = await transport((input, self) => {
      if (input.kind !== "accepted") return;
      if (admission.admit(0, input.remote.host) === "admitted") admitted++;
      else self.execute({ kind: "close", connection: input.connection });
    }, 500);
    const before = process.memoryUsage().rss;
    let finished = 0;
    for (let batch = 0; batch < 20; batch++) {
      const opening = Array.from({ length: 100 }, () => {
        const socket = connect(tcp.port, "127.0.0.1");
        sockets.push(socket);
        socket.on("close", () => finished++);
        return new Promise<void>((resolve) => socket.once("connect", resolve).on("error", () => resolve()));
      });
      await Promise.all(opening);
    }
    await until(() => finished >= 2_000 - defaultAdmissionLimits.halfOpenPerSourceMax, 15_000);
    expect(admitted).toBe(defaultAdmissionLimits.halfOpenPerSourceMax);
    expect(tcp.counters.open).toBe(admitted);
    expect(tcp.counters.lingering).toBe(0);
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1_048_576);
    for (const socket of sockets.splice(0)) socket.destroy();
    await until(() => tcp.counters.open === 0);
  });

  it("drops accepted sockets beyond its own bound", async () => {
    const { inputs, tcp } = await transport(() => {}, 10);
    for (let i = 0; i < 30; i++) {
      const socket = connect(tcp.port, "127.0.0.1");
      socket.on("error", () => {});
      sockets.push(socket);
    }
    await until(() => tcp.counters.dropped === 20);
    expect(inputs.filter(({ kind }) => kind === "accepted")).toHaveLength(10);
  });

  it("refuses a port that is taken, with a code", async () => {
    const { tcp } = await transport(() => {});
    const second = new TcpTransport({ host: "127.0.0.1", port: tcp.port, defaultPort: 1, acceptedMax: 1 }, () => {});
    await expect(second.listen()).rejects.toMatchObject({ code: "MESH_LISTEN_FAILED" });
  });
});
