/**
 * Runs in every container of a lab at once: `reach-program.ts NAME NAME=ADDRESS...` says its name to all others by UDP
 * broadcast, by UDP to ff02::1 (all nodes), by UDP to a multicast group that it joins, and as a TCP server, and asks the
 * others' TCP servers. Again and again, since nobody knows when all are listening. Prints a `Heard` as a line of JSON
 * when that has grown, and runs until it is ended.
 */
import { createSocket } from "node:dgram";
import { connect, createServer } from "node:net";
import { argv, stdout } from "node:process";
import { broadcastAddress } from "./broadcast-address.ts";

/** Whose name came, by which way. */
export type Heard = Readonly<Record<"broadcast" | "allNodes" | "group" | "tcp", readonly string[]>>;

const networkInterface = "ethwe";
/** And the next one: containers have their ports to themselves. */
const port = 7_000;
const group = "ff02::7:7";
const againAfterMs = 250;

const [name = "", ...peers] = argv.slice(2);
const heard = {
  broadcast: new Set<string>(),
  allNodes: new Set<string>(),
  group: new Set<string>(),
  tcp: new Set<string>(),
};
let printed = "";

function hear(way: keyof typeof heard, who: string): void {
  if (who !== name) heard[way].add(who);
  const now = JSON.stringify(Object.fromEntries(Object.entries(heard).map(([key, names]) => [key, [...names]])));
  if (now !== printed) stdout.write(`${now}\n`);
  printed = now;
}

const ipv4 = createSocket({ type: "udp4", reuseAddr: true });
ipv4.on("message", (message) => hear("broadcast", message.toString()));
ipv4.bind(port, () => ipv4.setBroadcast(true));

// Two sockets, since one that is bound to the wildcard cannot tell which group a datagram was sent to.
const ipv6 = { allNodes: port, group: port + 1 } as const;
const destinations = { allNodes: "ff02::1", group } as const;
const sockets = (["allNodes", "group"] as const).map((way) => {
  const socket = createSocket({ type: "udp6", ipv6Only: true });
  socket.on("message", (message) => hear(way, message.toString()));
  socket.bind(ipv6[way], () => {
    if (way === "group") socket.addMembership(group, `::%${networkInterface}`);
    socket.setMulticastInterface(`::%${networkInterface}`);
  });
  return { way, socket };
});

createServer((socket) => {
  socket.on("error", () => {});
  socket.end(name);
}).listen(port);

function ask(peer: string): void {
  const [who = "", address = ""] = peer.split("=");
  if (heard.tcp.has(who) || who === name) return;
  const socket = connect(port, address);
  socket.setTimeout(2_000, () => socket.destroy());
  socket.on("data", (text) => hear("tcp", text.toString()));
  // Its server is not up yet; the next round asks again.
  socket.on("error", () => {});
}

setInterval(() => {
  ipv4.send(name, port, broadcastAddress(networkInterface), () => {});
  // Fails while the link-local address is being checked for duplicates.
  for (const { way, socket } of sockets) {
    socket.send(name, ipv6[way], `${destinations[way]}%${networkInterface}`, () => {});
  }
  for (const peer of peers) ask(peer);
}, againAfterMs);
