/**
 * The datapath process: `node --jitless datapath/process.js --socket PATH --tap NAME --port N [--underlay-mtu N] [--threads N] [--fast-path]`.
 * It hosts the addon, whose threads move the packets, and listens on a unix socket for the router, which pushes tables
 * and receives events (process-messages.ts: a JSON object a line). It outlives the router and keeps all state; a router
 * that says `hello` replaces the one before. Once warm it gives up every right it has (native/sandbox.cc), and from then
 * on can open, start and connect nothing. Every value is checked (process-checks.js) before the addon
 * sees it.
 *
 * Exit codes: 0 told to stop, 1 could not start, 3 another process serves this socket, 4 the TAP device is gone.
 * Plain JavaScript, since Node strips types by WebAssembly, which `--jitless` rules out; tsc checks it.
 */
import { chmodSync, openSync, unlinkSync, writeSync } from "node:fs";
import { createRequire } from "node:module";
import { connect, createServer } from "node:net";
import { fileURLToPath } from "node:url";
import {
  entriesMax,
  floodOf,
  integerOf,
  listOf,
  macPattern,
  objectOf,
  peerOf,
  sessionOf,
  shortIdOf,
  suites,
  textOf,
  truthOf,
  underlayMtuMax,
  underlayMtuMin,
} from "./process-checks.js";

/** @import { Socket } from "node:net" */

/**
 * @typedef {object} Addon
 * @property {(tap: string, port: number, underlayMtu: number, allowUso: boolean, threads: number, fastPath: boolean, onLine: (line: string) => void) => string} start
 * @property {() => void} stop
 * @property {(shortId: number, requireSealed: boolean) => void} configure
 * @property {(shortId: number, name: string, host: string, port: number, hops: readonly number[]) => void} setPeer
 * @property {(shortId: number) => void} removePeer
 * @property {(localIndex: number, remoteIndex: number, peer: number, suite: string, sendKey: string, receiveKey: string, sending: boolean, lifetimeMs: number, peerMtu: number) => void} setSession
 * @property {(localIndex: number) => void} removeSession
 * @property {(source: number, hops: readonly number[]) => void} setFlood
 * @property {(source: number) => void} removeFlood
 * @property {(mtu: number) => void} setUnderlayMtu
 * @property {(vxlan: number, vxlan6: number, tap: number, mtu: number, mac: string) => void} setFastDevices
 * @property {(peer: number, mac: string, busy: boolean, ipv6: boolean) => void} setFastPath
 * @property {(peer: number) => void} removeFastPath
 * @property {() => void} query
 * @property {() => string} prepare
 * @property {() => string} sandbox
 * @property {() => string} probe
 */

const protocolVersion = 1;
const exitStopped = 0;
const exitFailed = 1;
const exitAlreadyRunning = 3;
const exitTapGone = 4;

/** A line from the router; 256 entries of the longest kind take about 64 KiB. */
const lineBytesMax = 1 << 20;
/** What waits for a router that does not read; then its connection is closed, and it gets the whole state again. */
const unsentBytesMax = 8 << 20;
const connectionsMax = 8;
const helloWithinMs = 5_000;
const threadsMax = 2;
const logLinesPerMinuteMax = 60;
/** Of this process's life: its log cannot be rotated, since it can open nothing. The next process begins a new one. */
const logBytesMax = 4 << 20;

const options = {
  socket: "",
  tap: "weave-tap",
  port: "6783",
  "underlay-mtu": "1500",
  threads: "1",
  log: "",
};
/** `no-uso`: as on a kernel without UDP segmentation offload. `fast-path`: with a socket that sends whole frames. `self-test`: once the rights are given up, prints what the
 * process can still do, as JSON, and stops. */
const switches = { "no-uso": false, "fast-path": false, "self-test": false };

let logDescriptor = 2;
let logMinute = 0;
let logLines = 0;
let logBytes = 0;

/** @param {string} text */
function log(text) {
  const minute = Math.floor(Date.now() / 60_000);
  if (minute !== logMinute) logLines = 0;
  logMinute = minute;
  if (++logLines > logLinesPerMinuteMax || logBytes > logBytesMax) return;
  const line = `${new Date().toISOString()} datapath: ${text}\n`;
  logBytes += line.length;
  try {
    writeSync(logDescriptor, logBytes > logBytesMax ? `${line}(the log is full; nothing more is written)\n` : line);
  } catch {
    // A full disk or a closed terminal must not stop packets.
  }
}

/** @param {number} code @param {string} reason @returns {never} */
function end(code, reason) {
  log(reason);
  process.exit(code);
}

/** Once there are packet threads: they must not speak to a JavaScript that is gone. @param {number} code @param {string} reason @returns {never} */
function stopAndEnd(code, reason) {
  addon.stop();
  return end(code, reason);
}

/** @param {readonly string[]} words */
function readOptions(words) {
  for (let at = 0; at < words.length; at++) {
    const name = (words[at] ?? "").replace(/^--/, "");
    if (Object.hasOwn(switches, name)) switches[/** @type {keyof typeof switches} */ (name)] = true;
    else if (Object.hasOwn(options, name) && words[at + 1] !== undefined) {
      options[/** @type {keyof typeof options} */ (name)] = /** @type {string} */ (words[++at]);
    } else end(exitFailed, `unknown option or missing value: ${words[at]}`);
  }
}

/** @type {Socket | undefined} */
let router;

/** @param {string} line */
function tellRouter(line) {
  if (!router) return;
  if (router.writableLength > unsentBytesMax) {
    log("the router does not read; its connection is closed");
    router.destroy();
    return;
  }
  router.write(`${line}\n`);
}

const statePrefix = '{"kind":"state",';

/** @param {string} line */
function passLine(line) {
  if (line === '{"kind":"tap-gone"}') stopAndEnd(exitTapGone, `the TAP device ${options.tap} is gone`);
  if (line.startsWith(statePrefix)) {
    const facts = JSON.stringify({
      protocol: protocolVersion,
      pid: process.pid,
      tap: options.tap,
      port,
      underlayMtu,
      takesUnderlay: true,
      threads,
      fastPath: switches["fast-path"],
      suites,
    });
    line = `${statePrefix}${facts.slice(1, -1)},${line.slice(statePrefix.length)}`;
  }
  tellRouter(line);
}

/** @param {Record<string, unknown>} message */
function obeyFastPaths(message) {
  const set = listOf(message["set"], entriesMax, (value) => {
    const entry = objectOf(value);
    const [busy, ipv6] = [truthOf(entry["busy"]), truthOf(entry["ipv6"])];
    return { peer: shortIdOf(entry["peer"]), mac: textOf(entry["mac"], macPattern), busy, ipv6 };
  });
  if (message["devices"] !== undefined) {
    const devices = objectOf(message["devices"]);
    const index = (/** @type {string} */ name) => integerOf(devices[name], 0, 0x7fffffff);
    const mac = textOf(devices["mac"], macPattern);
    const mtu = integerOf(devices["mtu"], 576, 9216);
    addon.setFastDevices(index("vxlan"), index("vxlan6"), index("tap"), mtu, mac);
  }
  for (const peer of listOf(message["remove"], entriesMax, shortIdOf)) addon.removeFastPath(peer);
  for (const { peer, mac, busy, ipv6 } of set) addon.setFastPath(peer, mac, busy, ipv6);
}

/** @param {Record<string, unknown>} message */
function obey(message) {
  switch (message["kind"]) {
    case "hello":
      if (message["protocol"] !== protocolVersion) log(`a router speaks protocol ${String(message["protocol"])}`);
      addon.query();
      return;
    case "query":
      addon.query();
      return;
    case "configure":
      addon.configure(integerOf(message["shortId"], 0, 0xffffffff), truthOf(message["requireSealed"]));
      return;
    case "peers": {
      const set = listOf(message["set"], entriesMax, peerOf);
      for (const shortId of listOf(message["remove"], entriesMax, shortIdOf)) addon.removePeer(shortId);
      for (const { shortId, name, endpoint, hops } of set) {
        addon.setPeer(shortId, name, endpoint?.host ?? "", endpoint?.port ?? 0, hops);
      }
      return;
    }
    case "sessions": {
      const set = listOf(message["set"], entriesMax, sessionOf);
      const remove = listOf(message["remove"], entriesMax, (index) => integerOf(index, 0, 0xffffffff));
      for (const localIndex of remove) addon.removeSession(localIndex);
      for (const entry of set) {
        const { localIndex, remoteIndex, peer, suite, sendKey, receiveKey, sending, lifetimeMs, peerMtu } = entry;
        addon.setSession(localIndex, remoteIndex, peer, suite, sendKey, receiveKey, sending, lifetimeMs, peerMtu ?? 0);
      }
      return;
    }
    case "floods": {
      const set = listOf(message["set"], entriesMax, floodOf);
      for (const source of listOf(message["remove"], entriesMax, shortIdOf)) addon.removeFlood(source);
      for (const { source, hops } of set) addon.setFlood(source, hops);
      return;
    }
    case "underlay":
      underlayMtu = integerOf(message["mtu"], underlayMtuMin, underlayMtuMax);
      addon.setUnderlayMtu(underlayMtu);
      return;
    case "fast-paths":
      obeyFastPaths(message);
      return;
    case "stop":
      return stopAndEnd(exitStopped, "told to stop; the TAP device stays");
    default:
      log(`a message of an unknown kind was skipped: ${JSON.stringify(message["kind"])?.slice(0, 40)}`);
  }
}

/** A connection is the router's once it says `hello`; whoever only looks whether we live disturbs nobody. @param {Socket} socket */
function welcome(socket) {
  const timer = setTimeout(() => socket.destroy(), helloWithinMs);
  let rest = "";
  socket.setEncoding("utf8");
  socket.on("error", () => socket.destroy());
  socket.on("close", () => {
    clearTimeout(timer);
    if (router !== socket) return;
    router = undefined;
    log("the router left; forwarding goes on");
  });
  socket.on("data", (/** @type {string} */ chunk) => {
    rest += chunk;
    try {
      for (let at = rest.indexOf("\n"); at >= 0 && !socket.destroyed; at = rest.indexOf("\n")) {
        const line = rest.slice(0, at);
        rest = rest.slice(at + 1);
        const message = objectOf(JSON.parse(line));
        if (router !== socket) {
          if (message["kind"] !== "hello") throw new TypeError("the first message must be hello");
          clearTimeout(timer);
          router?.destroy();
          router = socket;
          log("a router is here");
        }
        obey(message);
      }
      if (rest.length > lineBytesMax) throw new TypeError("the line is too long");
    } catch (error) {
      log(`a router's message is refused and its connection closed: ${String(error)}`);
      socket.destroy();
    }
  });
}

/** Whether a living process accepts connections on the socket. @param {string} path @returns {Promise<boolean>} */
function isServed(path) {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.on("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.on("error", () => resolve(false));
  });
}

readOptions(process.argv.slice(2));
const path = options.socket === "" ? end(exitFailed, "--socket PATH is missing") : options.socket;
const port = Number(options.port);
let underlayMtu = Number(options["underlay-mtu"]);
if (!Number.isInteger(port) || port < 1 || port > 65535) end(exitFailed, "--port must be 1 to 65535");
if (!Number.isInteger(underlayMtu) || underlayMtu < underlayMtuMin || underlayMtu > underlayMtuMax) {
  end(exitFailed, `--underlay-mtu must be ${underlayMtuMin} to ${underlayMtuMax}`);
}
const threads = Number(options.threads);
if (!Number.isInteger(threads) || threads < 1 || threads > threadsMax)
  end(exitFailed, `--threads must be 1 to ${threadsMax}`);
const addonPath = fileURLToPath(new URL("../build/datapath.node", import.meta.url));
const addon = /** @type {Addon} */ (createRequire(import.meta.url)(addonPath));

// What must be so from a process's first moment (no io_uring, few capabilities) takes a second life of the same process.
const secondLife = "WEAVE_DATAPATH_PREPARED";
if (process.env[secondLife] === undefined) {
  const unprepared = addon.prepare();
  if (unprepared !== "") end(exitFailed, `cannot prepare to give up its rights: ${unprepared}`);
  // No debugger may be opened by a signal; the collector can be called.
  const flags = new Set([...process.execArgv, "--disable-sigusr1", "--expose-gc"]);
  process.execve?.(process.execPath, [process.execPath, ...flags, ...process.argv.slice(1)], {
    ...process.env,
    [secondLife]: "1",
  });
}

process.umask(0o077);
if (options.log !== "") logDescriptor = openSync(options.log, "a", 0o600);
if (await isServed(path)) end(exitAlreadyRunning, `another datapath process serves ${path}`);

// The TAP device admits one process only, so of two that start at once one ends here.
const problem = addon.start(
  options.tap,
  port,
  underlayMtu,
  !switches["no-uso"],
  threads,
  switches["fast-path"],
  passLine,
);
if (problem !== "") end(exitFailed, `cannot start: ${problem}`);

try {
  unlinkSync(path);
} catch {
  // It was not there.
}
const server = createServer(welcome);
server.maxConnections = connectionsMax;
server.on("error", (error) => stopAndEnd(exitFailed, `cannot serve ${path}: ${error.message}`));
process.on("SIGTERM", () => stopAndEnd(exitStopped, "ended by SIGTERM; the TAP device stays"));
server.listen(path, () => {
  chmodSync(path, 0o600);
  // Collects once while everything is still allowed: all threads and code paths that it needs are there afterwards.
  globalThis.gc?.();
  const refused = addon.sandbox();
  if (refused !== "") stopAndEnd(exitFailed, `cannot give up its rights: ${refused}`);
  if (switches["self-test"]) {
    writeSync(1, `${addon.probe()}\n`);
    stopAndEnd(exitStopped, "the self-test is over");
  }
  log(`serves ${path}, TAP ${options.tap}, UDP port ${port}; all rights are given up`);
});
