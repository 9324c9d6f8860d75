/**
 * What runs inside a container of each host: it says something to everybody by broadcast, and to those it knows by
 * unicast, twice a second, and looks at every frame that arrives. Two things must never be seen, whatever fails: a
 * frame of its own that comes back, and a broadcast that comes twice. What it saw of them it prints at once, a line of
 * JSON each; how often it heard whom, at its end. Python starts in a tenth of Node's time, and one runs on each host.
 */

/** What a line of its output says. */
export type WitnessLine =
  | { readonly kind: "ready" }
  /** One of its own frames came back; the first bytes of it in hex. */
  | { readonly kind: "own"; readonly frame: string; readonly count: number }
  | { readonly kind: "twice"; readonly from: string; readonly number: number; readonly afterMs: number }
  | { readonly kind: "heard"; readonly broadcasts: number; readonly unicasts: number };

/** For `python3 -c`. Standard input brings the others' addresses, a line with all of them each time. */
export function witnessProgram(name: string, networkInterface: string): string {
  return `
import json, os, select, signal, socket, struct, sys, time
name, port = "${name}", 7011
raw = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
raw.bind(("${networkInterface}", 0))
mac = raw.getsockname()[4]
out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
out.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
out.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, b"${networkInterface}")
out.setblocking(False)
quiet = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
quiet.bind(("", port))
quiet.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
def say(**line):
    print(json.dumps(line), flush=True)
heard = [0, 0]
def end(*_):
    say(kind="heard", broadcasts=heard[0], unicasts=heard[1])
    os._exit(0)
signal.signal(signal.SIGTERM, end)
boot = os.urandom(4).hex()
seen, order, others, number, own = {}, [], [], 0, 0
typed = b""
due = time.monotonic()
say(kind="ready")
watched = [raw, sys.stdin]
while True:
    ready, _, _ = select.select(watched, [], [], max(0, due - time.monotonic()))
    if sys.stdin in ready:
        piece = os.read(0, 65536)
        if not piece:
            watched = [raw]
        typed += piece
        if b"\\n" in typed:
            lines = typed.split(b"\\n")
            typed = lines[-1]
            others = lines[-2].decode().split()
    if raw in ready:
        frame, where = raw.recvfrom(2048)
        if where[2] == 4:
            continue
        if frame[6:12] == mac:
            own += 1
            if own < 20 or own % 100 == 0:
                say(kind="own", frame=frame[:48].hex(), count=own)
        if len(frame) > 60 and frame[12:14] == b"\\x08\\x00" and frame[23] == 17 and frame[36:38] == struct.pack("!H", port):
            size = struct.unpack("!H", frame[38:40])[0]
            words = frame[42:34 + size].decode("ascii", "replace").split()
            if len(words) == 4 and words[0] == "b":
                heard[0] += 1
                key = tuple(words)
                if key in seen:
                    say(kind="twice", **{"from": words[1]}, number=int(words[3]), afterMs=round(1000 * (time.monotonic() - seen[key])))
                seen[key] = time.monotonic()
                order.append(key)
                if len(order) > 20000:
                    del seen[order[0]]
                    del order[0]
            elif words[:1] == ["u"]:
                heard[1] += 1
    if time.monotonic() >= due:
        due = max(due + 0.5, time.monotonic() - 1)
        number += 1
        for target in ["255.255.255.255"] + others:
            way = "b" if target.startswith("255") else "u"
            try:
                out.sendto((way + " " + name + " " + boot + " " + str(number)).encode().ljust(40), (target, port))
            except OSError:
                pass
`;
}

/**
 * Reads what the kernel has of interfaces' addresses in many namespaces, by one process. Standard input: their names, a
 * line of JSON. Prints `{name: [addresses]}` with those on global scope of any interface; a namespace that is gone has none.
 */
export const addressesProgram = `
import ctypes, json, os, re, socket, sys
libc = ctypes.CDLL(None, use_errno=True)
found = {}
for name in json.loads(sys.stdin.readline()):
    found[name] = []
    try:
        namespace = os.open("/run/netns/" + name, os.O_RDONLY)
    except OSError:
        continue
    if libc.setns(namespace, 0x40000000) == 0:
        trie = open("/proc/thread-self/net/fib_trie").read()
        local = set(re.findall(r"\\|-- ([0-9.]+)\\n +/32 host LOCAL", trie))
        found[name] += [address for address in local if not address.startswith("127.")]
        for line in open("/proc/thread-self/net/if_inet6"):
            address, _, _, scope = line.split()[:4]
            if scope == "00":
                found[name].append(socket.inet_ntop(socket.AF_INET6, bytes.fromhex(address)))
    os.close(namespace)
print(json.dumps(found))
`;

/**
 * Asks from one container for many addresses at once, until all answered or time is up. Standard input: a line of JSON,
 * `{"own": "10.32.0.1", "ipv4": [...], "ipv6": [...], "seconds": 5}`. Prints `{"silent": [addresses], "macs": {address: [macs that said so]}}`.
 */
export function reachProgram(networkInterface: string): string {
  return `
import json, os, select, socket, struct, sys, time
asked = json.loads(sys.stdin.readline())
raw = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(0x0806))
raw.bind(("${networkInterface}", 0))
mac = raw.getsockname()[4]
i4 = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
i6 = socket.socket(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_ICMPV6)
own = socket.inet_aton(asked["own"])
ident = os.getpid() & 0xffff
def summed(packet):
    total = sum(struct.unpack("!%dH" % (len(packet) // 2), packet))
    total = (total >> 16) + (total & 0xffff)
    return ~(total + (total >> 16)) & 0xffff
def echo(kind):
    head = struct.pack("!BBHHH", kind, 0, 0, ident, 1)
    return struct.pack("!BBHHH", kind, 0, summed(head), ident, 1)
silent = set(asked["ipv4"]) | set(asked["ipv6"])
macs = {address: set() for address in asked["ipv4"]}
since, due = time.monotonic(), 0
# A second owner of an address may be slower than the first: nobody is believed before a while has passed.
while time.monotonic() < since + 0.6 or (time.monotonic() < since + asked["seconds"] and (silent or not all(macs.values()))):
    if time.monotonic() >= due:
        due = time.monotonic() + 0.3
        for address in list(silent):
            try:
                if ":" in address:
                    i6.sendto(echo(128), (address, 0))
                else:
                    i4.sendto(echo(8), (address, 0))
            except OSError:
                pass
        for address, answers in macs.items():
            if not answers:
                request = struct.pack("!HHBBH", 1, 0x0800, 6, 4, 1) + mac + own + bytes(6) + socket.inet_aton(address)
                raw.send(b"\\xff" * 6 + mac + b"\\x08\\x06" + request)
    ready, _, _ = select.select([raw, i4, i6], [], [], 0.05)
    for one in ready:
        packet, where = one.recvfrom(2048)
        if one is raw:
            if where[2] != 4 and packet[20:22] == b"\\x00\\x02":
                address = socket.inet_ntoa(packet[28:32])
                if address in macs:
                    macs[address].add(packet[22:28].hex(":"))
        elif one is i4 and packet[20] == 0 and struct.unpack("!H", packet[24:26])[0] == ident:
            silent.discard(where[0])
        elif one is i6 and packet[0] == 129 and struct.unpack("!H", packet[4:6])[0] == ident:
            silent.discard(where[0])
print(json.dumps({"silent": sorted(silent), "macs": {a: sorted(m) for a, m in macs.items()}}))
`;
}

export interface ReachAnswer {
  readonly silent: readonly string[];
  readonly macs: Readonly<Record<string, readonly string[]>>;
}
