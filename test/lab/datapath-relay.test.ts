/** Three hosts: relays, broadcasts where the tables make loops, and failing over by pushed rules. */
import { randomBytes } from "node:crypto";
import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  Ground,
  type Host,
  joinAll,
  joinSession,
  type SessionPair,
  sessionEntry,
  sessionPair,
  setFlood,
  setPeer,
  sleep,
  until,
} from "./datapath-ground.ts";
import { SocketIn } from "./datapath-stranger.ts";

/** Whether the memory of a process contains the bytes. */
function memoryContains(pid: number, bytes: Buffer): boolean {
  const memory = openSync(`/proc/${pid}/mem`, "r");
  try {
    for (const line of readFileSync(`/proc/${pid}/maps`, "utf8").split("\n")) {
      const match = /^([0-9a-f]+)-([0-9a-f]+) rw/.exec(line);
      if (!match) continue;
      const start = Number.parseInt(match[1]!, 16);
      const length = Math.min(Number.parseInt(match[2]!, 16) - start, 64 << 20);
      const chunk = Buffer.alloc(length);
      try {
        readSync(memory, chunk, 0, length, start);
      } catch {
        continue; // A hole that was reserved only.
      }
      if (chunk.includes(bytes)) return true;
    }
    return false;
  } finally {
    closeSync(memory);
  }
}

const ping = (from: Host, to: Host, count = 3) =>
  from.inContainer(`ping -c ${count} -i 0.05 -W 1 ${to.overlay} || true`);

describe("a line of three hosts", () => {
  const ground = new Ground("line", 3);
  const h1 = ground.host(1);
  const h2 = ground.host(2);
  const h3 = ground.host(3);
  let near: SessionPair;

  beforeAll(async () => {
    await ground.open();
    for (const host of ground.hosts) host.send({ kind: "configure", shortId: host.number, requireSealed: true });
    setPeer(h1, h2);
    setPeer(h1, h3, [2], false);
    setPeer(h2, h1);
    setPeer(h2, h3);
    setPeer(h3, h2);
    setPeer(h3, h1, [2], false);
    setFlood(h1, 1, [2]);
    setFlood(h2, 1, [3]);
    setFlood(h2, 2, [1, 3]);
    setFlood(h2, 3, [1]);
    setFlood(h3, 3, [2]);
    near = joinSession(h1, h2, "nacl");
    joinSession(h2, h3, "nacl");
    joinSession(h1, h3, "nacl");
  });
  afterAll(() => ground.close());

  it("relays pings, large datagrams and TCP", async () => {
    expect(ping(h1, h3, 5)).toContain(" 0% packet loss");
    expect(h1.inContainer(`ping -c 3 -i 0.05 -W 1 -s 20000 ${h3.overlay}`)).toContain(" 0% packet loss");
    const server = h3.spawnInContainer("iperf3", "-s", "-1");
    await sleep(400);
    const report = JSON.parse(h1.inContainer(`iperf3 -c ${h3.overlay} -n 20M -J`)) as {
      end: { sum_received: { bytes: number } };
    };
    server.kill();
    expect(report.end.sum_received.bytes).toBeGreaterThan(15e6);
    const { relayed = 0, peers } = await h2.counters();
    expect(relayed).toBeGreaterThan(1_000);
    expect(peers.find(({ peer }) => peer === 3)?.relayed).toBeGreaterThan(500);
    expect((await h1.counters()).peers.find(({ peer }) => peer === 3)?.hop).toBe(2);
  });

  it("lets no relay read what is for a learned MAC", async () => {
    for (const host of ground.hosts) await until("the state", () => host.messages.find(({ kind }) => kind === "state"));
    const marker = randomBytes(16);
    const sender = new SocketIn(h1.container, 4100);
    const receiver = new SocketIn(h3.container, 4101);
    await sender.ready();
    await receiver.ready();
    // Frames are sealed and opened in place, so an end shows the marker only until its buffers are used again.
    await until("the marker in the memory of an end", () => {
      for (let i = 0; i < 50; i++) sender.send(h3.overlay, 4101, Buffer.concat([marker, marker]));
      return memoryContains(h3.pid(), marker) || memoryContains(h1.pid(), marker);
    });
    await until("the datagrams", () => receiver.received.length >= 50);
    sender.close();
    receiver.close();
    expect(memoryContains(h2.pid(), marker)).toBe(false);
  });

  it("loses the far end when the relay stops, and only that", async () => {
    ground.link(2, 3, false);
    await until("h2 to notice", () => h2.messages.some((one) => one.kind === "path" && one.peer === 3 && !one.alive));
    expect(ping(h1, h3)).toContain("100% packet loss");
    expect(ping(h1, h2)).toContain(" 0% packet loss");
    ground.link(2, 3, true);
    const healed = performance.now();
    await until("pings", () => ping(h1, h3, 1).includes(" 0% packet loss"));
    expect(performance.now() - healed).toBeLessThan(5_000);
  });

  // h1 lost sight of h3 for a moment and forgot all of it; h3 did not, and sends on what it has. Once: after a failure
  // h3 has no session either.
  it("asks for a session with whom only the other end has one, though it has nothing to send", {
    retry: 0,
  }, async () => {
    expect(ping(h3, h1)).toContain(" 0% packet loss");
    h1.send({ kind: "peers", set: [], remove: [3] });
    setPeer(h1, h3, [2], false);
    h3.inContainer(`ip neigh replace ${h1.overlay} lladdr 02:00:00:00:00:01 dev eth0 nud permanent`);
    const seen = h1.messages.length;
    expect(ping(h3, h1)).toContain("100% packet loss");
    const wanted = () => h1.messages.slice(seen).filter((one) => one.kind === "session-wanted");
    await until("h1 to want a session", () => wanted().length > 0);
    expect(wanted()).toEqual([{ kind: "session-wanted", peer: 3 }]);
    joinSession(h1, h3, "nacl");
    await until("pings", () => ping(h3, h1, 1).includes(" 0% packet loss"));
  });

  // Once: the second time h1 knows that the direct way is dead.
  it("keeps a frame until the relay has a session, and does not send it where nobody knows that it arrives", {
    retry: 0,
  }, async () => {
    ground.link(1, 3, false);
    h1.send({ kind: "sessions", set: [], remove: [near.indexes[0]] });
    h2.send({ kind: "sessions", set: [], remove: [near.indexes[1]] });
    // Where h3 is has been heard, and no control connection leads there.
    setPeer(h1, h3, [3, 2]);
    const again = sessionPair("nacl");
    h2.send({ kind: "sessions", set: [sessionEntry(again, 1, 1)], remove: [] });
    const program = h1.spawnInContainer("ping", "-c", "1", "-W", "3", h3.overlay);
    const ended = new Promise<number | null>((resolve) => program.once("exit", resolve));
    await sleep(300);
    h1.send({ kind: "sessions", set: [sessionEntry(again, 0, 2)], remove: [] });
    expect(await ended).toBe(0);
  });
});

describe("a triangle of three hosts", () => {
  const ground = new Ground("triangle", 3);
  const [h1, h2, h3] = [ground.host(1), ground.host(2), ground.host(3)];

  beforeAll(async () => {
    await ground.open();
    joinAll(ground.hosts, "nacl");
    // Everybody may stand in as a relay, and passes every broadcast on to everybody: loops in all directions.
    for (const host of ground.hosts) {
      const others = ground.hosts.filter((peer) => peer !== host);
      for (const peer of others) {
        setPeer(host, peer, [peer.number, ...others.filter((one) => one !== peer).map((one) => one.number)]);
        setFlood(host, peer.number, [1, 2, 3]);
      }
    }
  });
  afterAll(() => ground.close());

  it("delivers each broadcast once to everybody, though the tables loop", async () => {
    const sockets = await Promise.all(
      ground.hosts.map(async (host) => {
        const socket = new SocketIn(host.container, 4200);
        await socket.ready();
        return socket;
      }),
    );
    for (let i = 0; i < 20; i++) {
      sockets[0]!.send("10.32.0.255", 4200, Buffer.concat([Buffer.from([i]), randomBytes(i % 2 === 0 ? 100 : 3_000)]));
      if (i === 10) ground.link(1, 3, false);
      if (i === 15) ground.link(1, 3, true);
    }
    await sleep(600);
    for (const socket of sockets.slice(1)) {
      const tags = socket.received.map(({ bytes }) => bytes[0]);
      expect(tags.toSorted((a, b) => a! - b!)).toEqual(Array.from({ length: 20 }, (_, i) => i));
    }
    expect(h1.inContainer("ping -c 3 -i 0.1 -I eth0 ff02::1")).toContain(" 0% packet loss");
    const { dropOwnSource = 0, dropFloodRepeated = 0 } = await h2.counters();
    expect(dropFloodRepeated + dropOwnSource).toBeGreaterThan(10);
    for (const socket of sockets) socket.close();
  });

  it("fails over to a relay by itself, and comes back", async () => {
    expect(ping(h1, h3)).toContain(" 0% packet loss");
    // The routers are away.
    for (const host of ground.hosts) host.client?.close();
    ground.link(1, 3, false);
    const cut = performance.now();
    await until("pings over the relay", () => ping(h1, h3, 1).includes(" 0% packet loss"), 8_000);
    expect(performance.now() - cut).toBeLessThan(5_000);
    for (const host of ground.hosts) await host.connect();
    const hopTo3 = async () => (await h1.counters()).peers.find(({ peer }) => peer === 3)?.hop;
    expect(await hopTo3()).toBe(2);
    ground.link(1, 3, true);
    await sleep(2_500);
    expect(ping(h1, h3)).toContain(" 0% packet loss");
    expect(await hopTo3()).toBe(3);
  });

  it("keeps a restarted process's broadcasts", async () => {
    process.kill((await pidOf(h2)) as number, "SIGKILL");
    await until("the process to end", () => h2.client === undefined);
    await h2.start();
    h2.send({ kind: "configure", shortId: 2, requireSealed: true });
    for (const peer of [h1, h3]) {
      setPeer(h2, peer);
      joinSession(h2, peer, "nacl");
    }
    setFlood(h2, 2, [1, 3]);
    await sleep(300);
    const socket = new SocketIn(h1.container, 4300);
    const sender = new SocketIn(h2.container, 4300);
    await socket.ready();
    await sender.ready();
    sender.send("10.32.0.255", 4300, Buffer.from("again"));
    await until("the broadcast", () => socket.received.length === 1);
    socket.close();
    sender.close();
  });

  async function pidOf(host: Host): Promise<number> {
    await until("the state", () => host.messages.some(({ kind }) => kind === "state"));
    return host.pid();
  }
});
