/**
 * The choice of the kernel's own path, VXLAN, peer by peer: who may have one (our policy, the underlay, the kernel), who
 * agreed (the signed word of both ends in the session's handshake), and what the process's probes say. Tells the router
 * what the kernel shall have and the process whom to probe. The process alone takes and leaves an agreed path
 * (native/fast_path.cc), so that it does so while no router is there; this machine says why.
 *
 * What a router before us agreed stays in kernel and process until we know better: until the peer's new word, or for
 * `settleMs`. Limits: those of fast-path-macs.ts; one change of the kernel's entries in
 * `spacingMs`. Cost: O(1) a MAC, O(MACs of agreed peers) a change of the kernel's entries.
 */
import { cidrContains, parseIpv4 } from "../base/address.ts";
import { formatIpv6Groups, ipv6Groups, ipv6NetworkContains } from "../base/ipv6.ts";
import { event, type Machine } from "../base/machine.ts";
import type { PeerKey } from "../base/peer-name.ts";
import { type Millis, never } from "../base/time.ts";
import type { FastPathProbes } from "./datapath-types.ts";
import { FastPathMacs, fastMacsPerPeerMax } from "./fast-path-macs.ts";
import { decodeFastPathOffer, encodeFastPathOffer, type FastPathOffer } from "./fast-path-offer.ts";
import { type FastPathReason, reasonOfProbes } from "./fast-path-reason.ts";
import type {
  FastPathInherited,
  FastPathInput,
  FastPathOptions,
  FastPathOutput,
  FastPathPeer,
  FastPathPolicy,
} from "./fast-path-types.ts";
import type { FastPathDevicesEntry, FastPathEntry, PeerCounters } from "./process-messages.ts";
import { settleMs } from "./tables.ts";

const spacingMs: Millis = 100;
/** Without traffic for so long, a path is probed slowly. */
const busyForMs: Millis = 60_000;
const entriesPerMessageMax = 256;

interface FastPeer {
  peer: FastPathPeer;
  address: string | undefined;
  /** Undefined: no handshake yet. */
  offer: FastPathOffer | "silent" | undefined;
  counters: PeerCounters["fast"];
  busyUntil: Millis;
  /** What the process was told last; undefined: nothing. */
  told: FastPathEntry | undefined;
}

type Verdict = { readonly agreed: true } | ({ readonly agreed: false; readonly final: boolean } & FastPathReason);

export class FastPath implements Machine<FastPathInput, FastPathOutput, void> {
  readonly #options: FastPathOptions;
  readonly #isSilent: boolean;
  readonly #peers = new Map<PeerKey, FastPeer>();
  readonly #byShortId = new Map<number, FastPeer>();
  /** Of each address, how many peers have it. */
  readonly #addresses = new Map<string, number>();
  readonly #macs = new FastPathMacs();
  #kernel: Extract<FastPathInput, { readonly kind: "kernel" }> | undefined;
  #settlesAt: Millis = never;
  #settled = false;
  #isDirty = false;
  #notBefore: Millis = 0;
  #busyChangesAt: Millis = never;
  #outputs: FastPathOutput[] = [];

  /** Without options nothing is said and nothing is done. */
  constructor(options: FastPathOptions | undefined) {
    this.#isSilent = options === undefined;
    this.#options = options ?? {
      policy: { kind: "never", why: "this router has none" },
      encrypted: true,
      port: 0,
      vni: 0,
    };
  }

  step(now: Millis, input: FastPathInput): readonly FastPathOutput[] {
    if (this.#options.policy.kind === "never") {
      // Nothing is asked of anybody; what was there the router has removed at launch.
      if (input.kind === "peers") this.#peersSeen(now, input.peers);
      if (input.kind === "offered") this.#offered(input.peer, input.extensions);
      return [];
    }
    if (this.#settlesAt === never && !this.#settled) this.#settlesAt = now + settleMs;
    this.#take(now, input);
    if (this.#settlesAt <= now) this.#settle();
    if (this.#busyChangesAt <= now) this.#tellProcess(now);
    this.#tellKernel(now);
    const outputs = this.#outputs;
    this.#outputs = [];
    return outputs;
  }

  wakeAt(): Millis {
    const kernelAt = this.#isDirty && this.#kernel?.unusable === undefined && this.#kernel ? this.#notBefore : never;
    return Math.min(this.#settlesAt, this.#busyChangesAt, kernelAt);
  }

  status(): void {}

  /** What we say to a peer in a handshake. */
  offerTo(key: PeerKey): Uint8Array {
    if (this.#isSilent) return new Uint8Array(0);
    const { port, vni } = this.#options;
    const peer = this.#peers.get(key);
    return encodeFastPathOffer({ consents: peer !== undefined && this.#objection(peer) === undefined, port, vni });
  }

  /** The state of the path to a peer, and why. */
  reasonOf(key: PeerKey): FastPathReason {
    const peer = this.#peers.get(key);
    if (!peer) return { state: "unavailable", why: "the peer has left the mesh" };
    const verdict = this.#verdictOn(peer);
    return verdict.agreed ? reasonOfProbes(peer.counters, this.#options) : { state: verdict.state, why: verdict.why };
  }

  /** Undefined while the process was not told of it or said nothing of it. */
  probesOf(key: PeerKey): FastPathProbes | undefined {
    const { told, counters, address } = this.#peers.get(key) ?? {};
    if (told === undefined || counters === undefined || address === undefined) return undefined;
    const { rttMicros, probes, probesLost } = counters;
    return { address, rttMicros: rttMicros < 0 ? undefined : rttMicros, probes, probesLost };
  }

  #take(now: Millis, input: FastPathInput): void {
    switch (input.kind) {
      case "wake":
        break;
      case "peers":
        this.#peersSeen(now, input.peers);
        break;
      case "kernel":
        this.#kernel = input;
        this.#tellProcess(now, true);
        break;
      case "offered":
        this.#offered(input.peer, input.extensions);
        this.#tellProcess(now);
        break;
      case "macs":
        for (const [mac, shortId] of input.macs) this.#macSeen(mac, shortId);
        break;
      case "counters":
        this.#countersReceived(input.peers);
        break;
      case "live":
        this.#liveChanged(input.peer, input.live);
        break;
      case "used":
        for (const shortId of input.peers) {
          const peer = this.#byShortId.get(shortId);
          if (peer) peer.busyUntil = now + busyForMs;
        }
        this.#tellProcess(now);
        break;
      case "process-known":
        for (const peer of this.#peers.values()) {
          peer.told = undefined;
          peer.counters = undefined;
        }
        this.#tellProcess(now, true);
    }
  }

  #peersSeen(now: Millis, peers: readonly FastPathPeer[]): void {
    const present = new Set(peers.map(({ key }) => key));
    for (const [key, gone] of this.#peers) {
      if (present.has(key)) continue;
      this.#peers.delete(key);
      this.#macs.forget(gone.peer.shortId);
      if (!gone.told) continue;
      this.#send([], [gone.peer.shortId]);
      this.#isDirty = true;
    }
    for (const peer of peers) this.#peerSeen(now, peer);
    this.#byShortId.clear();
    this.#addresses.clear();
    for (const known of this.#peers.values()) {
      this.#byShortId.set(known.peer.shortId, known);
      if (known.address) this.#addresses.set(known.address, (this.#addresses.get(known.address) ?? 0) + 1);
    }
    this.#tellProcess(now);
  }

  #peerSeen(now: Millis, peer: FastPathPeer): void {
    const known = this.#peers.get(peer.key);
    if (known === undefined) {
      const address = addressOf(peer);
      const fresh = { offer: undefined, counters: undefined, busyUntil: now + busyForMs, told: undefined };
      this.#peers.set(peer.key, { peer, address, ...fresh });
      return;
    }
    if (known.peer.shortId !== peer.shortId) {
      // Everything about it is named by the short id.
      if (known.told) this.#send([], [known.peer.shortId]);
      this.#macs.forget(known.peer.shortId);
      known.told = undefined;
      this.#isDirty = true;
    }
    // A peer whose router is away keeps the address that it had.
    const address = addressOf(peer) ?? known.address;
    if (address !== known.address) {
      this.#isDirty = true;
      // What the probes found is of another way: the sleeve carries until they found something of this one.
      if (known.told) this.#send([], [peer.shortId]);
      known.told = undefined;
      known.counters = undefined;
    }
    known.address = address;
    known.peer = peer;
  }

  #offered(key: PeerKey, extensions: Uint8Array): void {
    const peer = this.#peers.get(key);
    if (peer) peer.offer = decodeFastPathOffer(extensions) ?? "silent";
  }

  #macSeen(mac: string, shortId: number): void {
    const change = this.#macs.seen(mac, shortId);
    if (change === undefined) return;
    const isSteered = (owner: number | undefined) => this.#byShortId.get(owner ?? 0)?.told !== undefined;
    this.#isDirty ||= isSteered(change.before) || isSteered(shortId) || !this.#settled;
    if (this.#settled && shortId === 0) this.#macs.forgetOurs(mac);
    if (!change.metLimit) return;
    this.#outputs.push(event("warn", "fast-path-macs-full", { peer: shortId, limit: fastMacsPerPeerMax }));
  }

  #countersReceived(counters: readonly PeerCounters[]): void {
    for (const { peer: shortId, fast } of counters) {
      const peer = this.#byShortId.get(shortId);
      if (!peer) continue;
      peer.counters = fast;
      if (fast !== undefined && !peer.told && this.#settled) this.#send([], [shortId]);
    }
  }

  #liveChanged(shortId: number, live: boolean): void {
    const peer = this.#byShortId.get(shortId);
    if (!peer) return;
    if (peer.counters) peer.counters = { ...peer.counters, live };
    this.#outputs.push(event("info", live ? "fast-path-taken" : "fast-path-left", { peer: peer.peer.name }));
  }

  #settle(): void {
    this.#settlesAt = never;
    this.#settled = true;
    this.#isDirty = true;
    this.#macs.forgetStrangers((shortId) => this.#byShortId.has(shortId));
    this.#macs.forgetOurs();
  }

  /** Whether a fast path with the peer is agreed; `final`: no, whatever an earlier router may have agreed. */
  #verdictOn(peer: FastPeer): Verdict {
    const refused = (why: string, final = true): Verdict => ({ agreed: false, final, state: "unavailable", why });
    // While a restarted router's view of the mesh is filling, what is missing in it says nothing.
    const objection = this.#objection(peer);
    if (objection !== undefined) return refused(objection.why, objection.final || this.#settled);
    const { offer } = peer;
    if (offer === undefined) {
      return { agreed: false, final: false, state: "idle", why: "no session, so nothing is agreed with the peer" };
    }
    if (offer === "silent") return refused("the peer's router is older and has no fast path");
    if (!offer.consents) return refused("the peer does not agree: its own weave status connections says why");
    const { port, vni } = this.#options;
    if (offer.port !== port || offer.vni !== vni) {
      return refused(`the two hosts use different VXLAN ports (${port} here, ${offer.port} there)`);
    }
    return { agreed: true };
  }

  /** Why this host, for itself, would not have one with the peer; `final`: whatever else becomes known of it. */
  #objection({ peer, address }: FastPeer): { readonly why: string; readonly final: boolean } | undefined {
    const { policy } = this.#options;
    const never = (why: string) => ({ why, final: true });
    const notYet = (why: string) => ({ why, final: false });
    if (policy.kind === "never") return never(policy.why);
    if (this.#kernel === undefined) return notYet("this host's kernel is being prepared");
    if (this.#kernel.unusable !== undefined) return never(`this host cannot: ${this.#kernel.unusable}`);
    if (!peer.hops.includes(peer.key)) return notYet("nobody says where the peer is in the underlay");
    if (address === undefined) return notYet("no underlay address of the peer is known");
    const isIpv6 = address.includes(":");
    if (isIpv6 && ((ipv6Groups(address)?.[0] ?? 0xfe80) & 0xffc0) === 0xfe80) {
      return never(`the peer's underlay address ${address} is of this link only, and VXLAN is not sent to such`);
    }
    if (isIpv6 && this.#kernel.devices.vxlan6 === 0) {
      return never("the peer's underlay address is IPv6, and this host's kernel has no VXLAN device for that");
    }
    if (policy.kind === "trusted" && !isTrusted(policy, address)) {
      return never(`this host does not trust the underlay of ${address} (--fast-path trusted=)`);
    }
    if ((this.#addresses.get(address) ?? 0) > 1) return never(`another peer has the underlay address ${address}, too`);
    return undefined;
  }

  /** Tells the process what differs from what it was told. */
  #tellProcess(now: Millis, devices = false): void {
    const set: FastPathEntry[] = [];
    const remove: number[] = [];
    this.#busyChangesAt = never;
    for (const peer of this.#peers.values()) {
      const verdict = this.#verdictOn(peer);
      const { shortId, name: mac } = peer.peer;
      if (verdict.agreed && shortId !== 0) {
        const busy = now < peer.busyUntil;
        if (busy) this.#busyChangesAt = Math.min(this.#busyChangesAt, peer.busyUntil);
        if (!peer.told) this.#isDirty = true;
        if (peer.told?.busy === busy) continue;
        peer.told = { peer: shortId, mac, busy, ipv6: peer.address?.includes(":") ?? false };
        set.push(peer.told);
      } else if (peer.told || (!verdict.agreed && verdict.final && peer.counters !== undefined)) {
        this.#isDirty = true;
        peer.told = undefined;
        peer.counters = undefined;
        remove.push(shortId);
      } else if (!verdict.agreed && verdict.final) this.#isDirty ||= !this.#settled;
    }
    if (devices && this.#kernel) this.#send(set, remove, this.#kernel.devices);
    else if (set.length + remove.length > 0) this.#send(set, remove);
  }

  #send(set: readonly FastPathEntry[], remove: readonly number[], devices?: FastPathDevicesEntry): void {
    const parts = Math.max(1, Math.ceil(Math.max(set.length, remove.length) / entriesPerMessageMax));
    for (let part = 0; part < parts; part++) {
      const of = <T>(list: readonly T[]) => list.slice(part * entriesPerMessageMax, (part + 1) * entriesPerMessageMax);
      const entries = { kind: "fast-paths", set: of(set), remove: of(remove) } as const;
      this.#outputs.push({ kind: "process", message: devices && part === 0 ? { ...entries, devices } : entries });
    }
  }

  #tellKernel(now: Millis): void {
    if (!this.#isDirty || now < this.#notBefore || !this.#kernel || this.#kernel.unusable !== undefined) return;
    this.#isDirty = false;
    this.#notBefore = now + spacingMs;
    const agreed = [...this.#peers.values()].filter(({ told }) => told !== undefined);
    const macs = new Map<string, number>();
    for (const { peer } of agreed) for (const mac of this.#macs.behind(peer.shortId)) macs.set(mac, peer.shortId);
    const peers = agreed.map(({ peer: { shortId, name }, address }) => ({
      shortId,
      address: address as string,
      mac: name,
    }));
    const inherited = this.#settled ? undefined : this.#againstInherited();
    this.#outputs.push({ kind: "fast-path", kernel: { peers, macs, inherited } });
  }

  #againstInherited(): FastPathInherited {
    const refused = new Set<string>();
    for (const peer of this.#peers.values()) {
      const verdict = this.#verdictOn(peer);
      if (peer.address !== undefined && !verdict.agreed && verdict.final) refused.add(peer.address);
    }
    for (const { told, address } of this.#peers.values()) if (told) refused.delete(address as string);
    const places = new Map<string, string>();
    for (const [mac, shortId] of this.#macs.owners()) {
      const address = this.#byShortId.get(shortId)?.address;
      if (shortId === 0 || address !== undefined) places.set(mac, address ?? "");
    }
    return { refused, places };
  }
}

/** In the spelling that the kernel's programs print, so that what is listed compares equal. */
function addressOf({ underlay }: FastPathPeer): string | undefined {
  const groups = underlay?.host.includes(":") ? ipv6Groups(underlay.host) : undefined;
  if (groups === undefined) return underlay?.host;
  // An IPv4 address in IPv6's clothes.
  const [high = 0, low = 0] = groups.slice(6);
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  return isMapped ? [high >>> 8, high & 255, low >>> 8, low & 255].join(".") : formatIpv6Groups(groups);
}

function isTrusted(
  { networks, networks6 }: Extract<FastPathPolicy, { readonly kind: "trusted" }>,
  address: string,
): boolean {
  const [ipv4, ipv6] = [parseIpv4(address), ipv6Groups(address)];
  if (ipv4 !== undefined) return networks.some((network) => cidrContains(network, ipv4));
  return ipv6 !== undefined && networks6.some((network) => ipv6NetworkContains(network, ipv6));
}
