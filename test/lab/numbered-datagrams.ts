/**
 * Numbered UDP datagrams from one container to another, a hundred a second until they are stopped, and what became of
 * each. A gap is told by the sender's clock, so a receiver that had to wait for a processor counts for nothing. Python
 * starts in a tenth of Node's time, and many of them run side by side.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { netnsOfName } from "../../host/netns.ts";
import { run } from "../../host/run.ts";
import type { LabProgram, MeshLab } from "./mesh-lab.ts";

export interface Outcome {
  readonly sent: number;
  readonly received: number;
  /** Numbers that came more than once. */
  readonly repeated: readonly number[];
  readonly lost: number;
  /** The longest time, in the sender's clock, of which nothing arrived. */
  readonly gapMs: number;
  /** Of its datagrams those that were handed to the sender's own container. */
  readonly broughtBack: number;
}

export interface Stream {
  /** Ends both programs. */
  stop(): Promise<Outcome>;
}

const intervalSeconds = 0.01;
/** What is under way at the end arrives in this time. */
const underWayMs = 500;

const sender = (address: string, port: number, bytes: number) => `
import socket, struct, time, signal, sys
def end(*_):
    print(n, flush=True)
    sys.exit(0)
signal.signal(signal.SIGTERM, end)
n = 0
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
due = time.monotonic()
while True:
    try:
        s.sendto(struct.pack("!Id", n, time.monotonic()) + bytes(${bytes - 12}), ("${address}", ${port}))
    except OSError:
        pass
    n += 1
    due = max(due + ${intervalSeconds}, time.monotonic() - 0.05)
    time.sleep(max(0, due - time.monotonic()))`;

const receiver = (port: number) => `
import socket, struct, signal, sys, json
class End(Exception):
    pass
def end(*_):
    raise End
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(("", ${port}))
seen, repeated = {}, []
signal.signal(signal.SIGTERM, end)
print("listening", flush=True)
try:
    while True:
        number, sent = struct.unpack("!Id", s.recv(2048)[:12])
        if number in seen:
            repeated.append(number)
        elif not seen:
            print("first", flush=True)
        seen[number] = sent
except End:
    pass
numbers = sorted(seen)
gaps = [seen[b] - seen[a] for a, b in zip(numbers, numbers[1:]) if b > a + 1]
first, last = (numbers[0], numbers[-1]) if numbers else (0, -1)
print(json.dumps({"received": len(numbers), "repeated": repeated, "lost": last - first + 1 - len(numbers),
                  "gapMs": round(1000 * max(gaps, default=0))}), flush=True)`;

/** `bytes`: of the datagrams' content. The first one has arrived when this resolves. */
export async function sendNumbered(
  lab: MeshLab,
  from: string,
  to: string,
  { port, bytes = 200 }: { readonly port: number; readonly bytes?: number },
): Promise<Stream> {
  const receiving = lab.start(to, "python3", "-c", receiver(port));
  await receiving.printed("listening");
  const loop = await countBroughtBack(lab, from, port);
  const sending = lab.start(from, "python3", "-c", sender(lab.address(to), port, bytes));
  await receiving.printed("first");
  return { stop: () => outcomeOf(sending, receiving, loop) };
}

async function outcomeOf(
  sending: LabProgram,
  receiving: LabProgram,
  broughtBack: () => Promise<number>,
): Promise<Outcome> {
  await sending.stop();
  await sleep(underWayMs);
  await receiving.stop();
  const sent = Number(sending.stdout().trim());
  const last = receiving.stdout().trim().split("\n").at(-1) ?? "";
  const { received, repeated, lost, gapMs } = JSON.parse(last) as Outcome;
  return { sent, received, repeated, lost, gapMs, broughtBack: await broughtBack() };
}

/** Returns what ends the counting and tells. */
async function countBroughtBack(lab: MeshLab, container: string, port: number): Promise<() => Promise<number>> {
  const netns = netnsOfName(lab.containers().find(({ name }) => name === container)?.netns ?? "");
  const [link] = JSON.parse(await lab.ok(container, "ip", "-j", "link", "show", "dev", "ethwe")) as {
    address: string;
  }[];
  const table = `netdev loop${port}`;
  const rules = `
add table ${table}
add counter ${table} own
add chain ${table} arriving { type filter hook ingress device "ethwe" priority 0; }
add rule ${table} arriving ether saddr ${link?.address} udp dport ${port} counter name own
`;
  await run("nft", ["-f", "-"], { netns, input: rules });
  return async () => {
    const { stdout } = await run("nft", ["list", "counter", ...table.split(" "), "own"], { netns });
    await run("nft", ["delete", "table", ...table.split(" ")], { netns });
    return Number(/packets (\d+)/.exec(stdout)?.[1]);
  };
}
