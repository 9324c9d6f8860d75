/** One real datapath process against a peer and strangers that are not our code: agreement on the wire, and abuse. */
import { randomBytes, randomInt } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DataSuite } from "../../datapath/suite.ts";
import { Ground, type SessionPair, sessionEntry, sessionPair, setPeer, sh, sleep, until } from "./datapath-ground.ts";
import {
  directPieces,
  header,
  heartbeatRequest,
  SocketIn,
  StrangePeer,
  typeData,
  typeHeartbeat,
  udpFrame,
} from "./datapath-stranger.ts";

const strangerMac = "02:00:00:00:00:09";
const containerMac = "02:00:00:00:00:01";
const sinkPort = 4001;

describe.each<DataSuite>(["nacl", "none"])("the datapath process and a peer that is not ours, suite %s", (suite) => {
  const ground = new Ground(`strange-${suite}`, 2);
  const h1 = ground.host(1);
  // The second host's own process is not told of anything; its namespace is where the stranger sits.
  const h2 = ground.host(2);
  let pair: SessionPair;
  let peer: StrangePeer;
  let sink: SocketIn;

  beforeAll(async () => {
    await ground.open();
    const socket = new SocketIn(h2.namespace, 7000);
    sink = new SocketIn(h1.container, sinkPort);
    await socket.ready();
    await sink.ready();
    h1.send({ kind: "configure", shortId: 1, requireSealed: suite !== "none" });
    const endpoint = { host: h2.underlay, port: 7000 };
    h1.send({ kind: "peers", set: [{ shortId: 9, name: "stranger", endpoint, hops: [9] }], remove: [] });
    pair = sessionPair(suite);
    h1.send({ kind: "sessions", set: [sessionEntry(pair, 0, 9)], remove: [] });
    peer = new StrangePeer(socket, pair, h1.underlay);
  });
  afterAll(() => {
    peer?.socket.close();
    sink?.close();
    ground.close();
  });

  const frame = (payload: Uint8Array) => udpFrame(strangerMac, containerMac, h1.overlay, sinkPort, payload);
  const arrivals = (payload: Uint8Array) => sink.received.filter(({ bytes }) => Buffer.compare(bytes, payload) === 0);

  it("seals heartbeats as secretbox does, and echoes ours with the length that it saw", async () => {
    await until("a heartbeat that tweetnacl opens", () => peer.heard().some(({ type }) => type === typeHeartbeat));
    const record = peer.record(typeHeartbeat, heartbeatRequest(77, 123_456, 100));
    peer.send(record);
    const echo = await until("the echo", () => peer.heard().find(({ content }) => content[0] === 2));
    const view = Buffer.from(echo.content);
    expect([view.readUInt16BE(2), view.readUInt32BE(4), Number(view.readBigUInt64BE(8))]).toEqual([
      record.length,
      77,
      123_456,
    ]);
    expect(h1.messages).toContainEqual({ kind: "session-confirmed", localIndex: pair.indexes[0] });
  });

  it("puts pieces together in any order, and delivers a frame once", async () => {
    const payload = randomBytes(1200);
    const pieces = directPieces(frame(payload), 5000, 300).map((piece) => peer.record(typeData, piece));
    expect(pieces.length).toBe(5);
    for (const index of [4, 1, 3, 0, 2]) peer.send(pieces[index]!);
    await until("the frame", () => arrivals(payload).length > 0);
    expect(h1.messages).toContainEqual({ kind: "mac", mac: strangerMac, peer: 9 });
  });

  it("forgets a frame whose pieces do not all come", async () => {
    const before = await h1.counters();
    const pieces = directPieces(frame(randomBytes(1200)), 5001, 300).map((piece) => peer.record(typeData, piece));
    for (const piece of pieces.slice(1)) peer.send(piece);
    await sleep(1_400);
    const after = await h1.counters();
    expect(after["dropReassemblyTimeout"]! - before["dropReassemblyTimeout"]!).toBe(1);
  });

  it.runIf(suite === "nacl")("drops and counts what is replayed, corrupted, unsealed or of no session", async () => {
    const before = await h1.counters();
    const payload = randomBytes(100);
    const record = peer.record(typeData, directPieces(frame(payload), 5002, 1000)[0]!);
    for (let i = 0; i < 4; i++) peer.send(record);
    const corrupt = peer.record(typeData, directPieces(frame(randomBytes(100)), 5003, 1000)[0]!);
    for (let at = 0; at < corrupt.length; at++) {
      if (at >= 4 && at < 8) continue; // Another session.
      const bytes = Buffer.from(corrupt);
      bytes[at]! ^= 0x10;
      peer.send(bytes);
    }
    peer.send(Buffer.concat([header(typeData, randomInt(2 ** 32 - 1), 900), randomBytes(60)]));
    peer.send(randomBytes(10));
    await until("the frame", () => arrivals(payload).length > 0);
    await sleep(200);
    const after = await h1.counters();
    const grown = (name: string) => after[name]! - before[name]!;
    expect(arrivals(payload).length).toBe(1);
    expect(grown("dropReplayed")).toBe(3);
    expect(grown("dropVersion")).toBe(2);
    expect(grown("dropBadTag")).toBe(corrupt.length - 6);
    expect(grown("dropUnknownSession")).toBe(1);
    expect(grown("dropMalformed")).toBe(1);
  });

  it("drops unsealed frames when sealing is required, and from addresses that are not the peer's", async () => {
    const plain = sessionPair("none");
    h1.send({ kind: "sessions", set: [sessionEntry(plain, 0, 9, false)], remove: [] });
    const before = await h1.counters();
    const piece = directPieces(frame(randomBytes(50)), 6000, 1000)[0]!;
    const other = new SocketIn(h2.namespace, 7001);
    await other.ready();
    other.send(h1.underlay, 6783, Buffer.concat([header(typeData, plain.indexes[0], 1), piece]));
    const counter = suite === "nacl" ? "dropUnsealed" : "dropWrongAddress";
    await sleep(200);
    other.close();
    const after = await h1.counters();
    expect(after[counter]! - before[counter]!).toBe(1);
    h1.send({ kind: "sessions", set: [], remove: [plain.indexes[0]] });
  });

  it("lives through random datagrams, and through random contents of a peer that holds the keys", async () => {
    const residentKib = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${h1.pid()}/status`, "utf8"))?.[1]);
    const before = residentKib();
    for (let i = 0; i < 6_000; i++) {
      const size = i % 3 === 0 ? randomInt(1, 60) : randomInt(1, 1_400);
      const bytes = randomBytes(size);
      if (i % 3 === 0) {
        peer.send(bytes);
        continue;
      }
      // Looks right for as long as possible: known kinds, small numbers, a fitting first piece.
      bytes[0] = randomInt(0, 5);
      if (size > 12 && i % 2 === 0) {
        bytes[8] = randomInt(0, 4);
        bytes[9] = randomInt(0, 4);
        bytes.writeUInt16BE(size - 12, 10);
      }
      if (size > 30 && i % 4 === 0) Buffer.from([i & 1, i % 4, 0, randomInt(0, 64)]).copy(bytes, 12);
      if (size > 60 && i % 5 === 0) Buffer.from("0800450000", "hex").copy(bytes, 28);
      peer.send(peer.record(randomInt(1, 3), bytes));
      if (i % 500 === 0) await sleep(20);
    }
    const payload = randomBytes(64);
    await sleep(1_500);
    peer.send(peer.record(typeData, directPieces(frame(payload), 99, 1000)[0]!));
    await until("a frame after all that", () => arrivals(payload).length === 1);
    expect(residentKib() - before).toBeLessThan(16 * 1024);
  });

  it("takes no send key twice, so that no nonce is repeated", async () => {
    const other = sessionPair(suite);
    const before = await h1.counters();
    const set = [sessionEntry(other, 0, 9, false)];
    h1.send({ kind: "sessions", set, remove: [] });
    h1.send({ kind: "sessions", set, remove: [] });
    const told = await h1.counters();
    h1.send({ kind: "sessions", set: [], remove: [other.indexes[0]] });
    h1.send({ kind: "sessions", set, remove: [] });
    const after = await h1.counters();
    expect(told["sessionsRefused"]! - before["sessionsRefused"]!).toBe(0);
    expect(after["sessionsRefused"]! - told["sessionsRefused"]!).toBe(1);
    const state = h1.messages.findLast((message) => message.kind === "state");
    expect(state?.sessions.map(({ localIndex }) => localIndex)).toEqual([pair.indexes[0]]);
  });

  it("refuses what a router must not say, and keeps running", async () => {
    const pid = h1.pid();
    h1.send({ kind: "peers", set: [{ shortId: -1 } as never], remove: [] });
    await until("the connection to be closed", () => h1.client === undefined);
    await h1.connect();
    h1.messages.length = 0;
    await until("the state", () => h1.messages.some(({ kind }) => kind === "state"));
    expect(h1.pid()).toBe(pid);
  });
});

describe("the datapath process", () => {
  const ground = new Ground("rights", 1);
  const h1 = ground.host(1);

  beforeAll(() => ground.open());
  afterAll(() => ground.close());

  it("has no rights left on any thread", async () => {
    await until("the state", () => h1.messages.some(({ kind }) => kind === "state"));
    const tasks = readdirSync(`/proc/${h1.pid()}/task`);
    expect(tasks.length).toBeGreaterThan(2);
    for (const task of tasks) {
      const status = readFileSync(`/proc/${h1.pid()}/task/${task}/status`, "utf8");
      const field = (name: string) => new RegExp(`^${name}:\\s+(\\S+)`, "m").exec(status)?.[1];
      expect([task, field("Uid"), field("CapEff"), field("CapPrm"), field("NoNewPrivs"), field("Seccomp")]).toEqual([
        task,
        "65534",
        "0000000000000000",
        "0000000000000000",
        "1",
        "2",
      ]);
    }
  });

  it("cannot start, open or connect anything", () => {
    const command = `${process.execPath} --jitless ${process.cwd()}/datapath/process.js`;
    const flags = `--socket ${ground.folder}/self.sock --tap wt-self --port 6999 --self-test`;
    const output = h1.inHost(`timeout 20 ${command} ${flags} 2>/dev/null`);
    const outcomes = Object.entries(JSON.parse(output) as Record<string, string>);
    expect(outcomes.length).toBeGreaterThan(8);
    for (const [name, outcome] of outcomes) expect([name, outcome]).toEqual([name, "EPERM"]);
  });

  it("leaves a socket that another process serves", () => {
    const command = `${process.execPath} --jitless ${process.cwd()}/datapath/process.js --socket ${h1.socket} --tap wt-other`;
    expect(h1.inHost(`sh -c '${command} 2>/dev/null || echo code $?'`).trim()).toBe("code 3");
    expect(sh(`stat -c %a ${h1.socket}`).trim()).toBe("600");
  });

  it("keeps its TAP as a bridge port when it is killed, and takes it again", async () => {
    process.kill(h1.pid(), "SIGKILL");
    await until("the connection to end", () => h1.client === undefined);
    expect(h1.inHost("ip -o link show weave-tap")).toContain("master weave");
    await h1.start();
    h1.messages.length = 0;
    await h1.counters();
    setPeer(h1, h1, []);
  });
});
