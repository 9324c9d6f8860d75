/**
 * What a user hears, and after how long, when there is no address: everybody said no, owners are out of reach, an address
 * is held by somebody. And who is asked meanwhile.
 */
import { describe, expect, it } from "vitest";
import { type Cidr, formatIpv4, parseCidr } from "../base/address.ts";
import type { PeerKey } from "../base/peer-name.ts";
import { standInCrypto } from "../crypto/stand-in.ts";
import { Borrowing } from "./borrowing.ts";
import type { IpamReply, IpamRequest } from "./ipam-types.ts";
import { Outbox } from "./outbox.ts";
import { World } from "./testing/world.ts";

const range = parseCidr("10.9.0.0/24") as Cidr;
const eth0 = (container: string) => ({ container, interface: "eth0" });

/** A mesh of `count` hosts on 256 addresses, all of which first boot gave a share. */
function meshOf(count: number, defaultSubnet?: Cidr): World {
  const options = { init: { kind: "consensus", peers: undefined }, initialPeerCount: count, range } as const;
  const world = new World(1, standInCrypto, count, () => ({ ...options, ...(defaultSubnet && { defaultSubnet }) }));
  for (const node of world.nodes) world.start(node);
  world.runFor(6_000);
  expect(world.node(0).ipam?.status().owners.length).toBe(count);
  return world;
}

/** The answer and how long it took, in virtual milliseconds. */
function ask(world: World, node: number, body: IpamRequest): { readonly reply: IpamReply; readonly ms: number } {
  const since = world.now;
  let answer: { readonly reply: IpamReply; readonly ms: number } | undefined;
  world.request(world.node(node), body, (reply) => {
    answer = { reply, ms: world.now - since };
  });
  for (let i = 0; i < 3_000 && !answer; i++) world.runFor(5);
  if (!answer) throw new Error(`no answer to ${body.kind}`);
  return answer;
}

const allocate = (world: World, node: number, container: string) =>
  ask(world, node, { kind: "allocate", owner: eth0(container), subnet: undefined });

/** Takes addresses on `node` until there are no more that it can have; the last answer. */
function fill(world: World, node: number): { readonly reply: IpamReply; readonly ms: number } {
  for (let i = 0; ; i++) {
    const answer = allocate(world, node, `fill-${node}-${i}`);
    if (!answer.reply.ok) return answer;
  }
}

const refusedWith = ({ reply }: { readonly reply: IpamReply }) => (reply.ok ? "ok" : `${reply.code} ${reply.message}`);

describe("no address is left", () => {
  it("is said within a second when everybody present said no, also while all that was given rests", {
    timeout: 60_000,
  }, () => {
    const world = meshOf(6);
    const full = fill(world, 0);
    expect(refusedWith(full)).toMatch(/^IPAM_NO_SPACE no free address is left in 10\.9\.0\.0\/24: release some/);
    expect(full.ms).toBeLessThan(1_000);
    expect(world.node(0).ipam?.status().allocations.length).toBe(254);
    // No record tells that they rest, so everybody has to be asked.
    for (let i = 0; i < 254; i++) world.release(world.node(0), `fill-0-${i}`);
    world.runFor(500);
    const asked = allocate(world, 1, "one");
    expect(refusedWith(asked)).toMatch(/^IPAM_NO_SPACE/);
    expect(asked.ms).toBeLessThan(1_000);
  });

  it("is known within a second where a thousand have to be asked, and by few where the first one gives", () => {
    const donors = Array.from({ length: 1_000 }, (_, i) => ({
      key: i.toString(16).padStart(64, "0") as PeerKey,
      free: 10,
      present: true,
    }));
    const outbox = new Outbox();
    const borrowing = new Borrowing(outbox);
    const meshId = new Uint8Array(16);
    const no = { gave: false, inUse: false, busy: false, holder: "" };
    let asked = 0;
    let now = 0;
    let most = 0;
    for (; borrowing.search(now, range, donors, { meshId, leased: false }).kind === "searching"; now += 20) {
      const questions = outbox.flush(undefined).flatMap((output) => (output.kind === "unicast" ? [output.to] : []));
      if (asked === 0) expect(questions.length).toBe(1);
      most = Math.max(most, questions.length);
      for (const to of questions) expect(borrowing.answered(to, ++asked, no)).toBe(true);
    }
    expect(asked).toBe(1_000);
    expect(most).toBe(32);
    expect(now).toBeLessThan(1_000);
  });

  it("holds nobody up for one who is silent", () => {
    const [silent, other] = ["a", "b"].map((digit) => digit.repeat(64) as PeerKey);
    const donors = [silent, other].map((key, i) => ({ key: key as PeerKey, free: 9 - i, present: true }));
    const outbox = new Outbox();
    const borrowing = new Borrowing(outbox);
    const move = (now: number) => {
      borrowing.search(now, range, donors, { meshId: new Uint8Array(16), leased: false });
      borrowing.forgetIdle(now);
      return outbox.flush(undefined).flatMap((output) => (output.kind === "unicast" ? [output.to] : []));
    };
    expect(move(0)).toEqual([silent]);
    expect(borrowing.wakeAt()).toBeLessThan(500);
    expect(move(borrowing.wakeAt())).toEqual([other]);
    expect(borrowing.wakeAt()).toBeGreaterThan(250);
  });

  it("names the owners that are out of reach, within a second", () => {
    const world = meshOf(4);
    world.partition([0, 0, 1, 1]);
    world.runFor(200);
    const full = fill(world, 0);
    expect(refusedWith(full)).toMatch(
      /^IPAM_UNREACHABLE_OWNERS .* on peers that are not reachable: h[34] \(([0-9a-f]{2}:?){6}\), h[34] .*weave rmpeer/,
    );
    expect(full.ms).toBeLessThan(1_000);
    // Both of this side gave all that they had.
    expect(world.held.size).toBe(0);
    const held = [0, 1].flatMap((i) => world.node(i).ipam?.status().allocations ?? []);
    expect(held.length).toBeGreaterThan(120);
  });

  it("waits for an owner that was away for a moment", () => {
    const world = meshOf(2);
    world.crash(world.node(1));
    world.runFor(200);
    for (let i = 0; i < 127; i++) expect(allocate(world, 0, `c${i}`).reply.ok).toBe(true);
    let reply: IpamReply | undefined;
    world.request(world.node(0), { kind: "allocate", owner: eth0("late"), subnet: undefined }, (answer) => {
      reply = answer;
    });
    world.runFor(100);
    expect(reply).toBeUndefined();
    world.start(world.node(1));
    world.runFor(4_000);
    expect(reply).toMatchObject({ ok: true });
  });
});

describe("an exact address", () => {
  const claim = (world: World, node: number, container: string, text: string) =>
    ask(world, node, {
      kind: "claim",
      owner: eth0(container),
      address: { address: (parseCidr(`${text}/32`) as Cidr).address, prefixLength: 24 },
    });

  it("that is taken is refused with the name of its holder, here and elsewhere", () => {
    const world = meshOf(2);
    expect(claim(world, 0, "web", "10.9.0.200").reply.ok).toBe(true);
    expect(refusedWith(claim(world, 0, "db", "10.9.0.200"))).toMatch(
      /^IPAM_ADDRESS_IN_USE 10\.9\.0\.200 is held by container web \(eth0\) on this host/,
    );
    expect(refusedWith(claim(world, 1, "db", "10.9.0.200"))).toMatch(
      /^IPAM_ADDRESS_IN_USE 10\.9\.0\.200 is held by container web \(eth0\) on h1 \(([0-9a-f]{2}:?){6}\)/,
    );
  });

  it("of an owner out of reach is refused with the owner's name, and had when it comes back", () => {
    const world = meshOf(2);
    world.partition([0, 1]);
    world.runFor(200);
    const other = formatIpv4((world.node(1).ipam?.status().owned[0]?.start ?? 0) + 7);
    expect(refusedWith(claim(world, 0, "web", other))).toMatch(/^IPAM_UNREACHABLE_OWNERS 10\.\S+ belongs to h2 \(/);
    world.partition([0, 0]);
    world.runFor(500);
    expect(claim(world, 0, "web", other).reply.ok).toBe(true);
  });

  it("waits for first boot, and is the container's as soon as there is a ring", () => {
    const options = { init: { kind: "consensus", peers: 2 }, initialPeerCount: 2, range } as const;
    const world = new World(3, standInCrypto, 2, () => options);
    world.start(world.node(0));
    const replies: IpamReply[] = [];
    const wanted = { address: (parseCidr("10.9.0.77/32") as Cidr).address, prefixLength: 24 };
    const outside = { address: (parseCidr("192.168.7.1/32") as Cidr).address, prefixLength: 24 };
    for (const address of [wanted, outside])
      world.request(world.node(0), { kind: "claim", owner: eth0("web"), address }, (reply) => replies.push(reply));
    world.runFor(5_000);
    expect(replies).toEqual([{ ok: true, addresses: [outside] }]);
    world.start(world.node(1));
    world.runFor(10_000);
    expect(replies[1]).toEqual({ ok: true, addresses: [wanted] });
    expect(allocate(world, 0, "web").reply).toMatchObject({ ok: true, addresses: [wanted] });
  });
});

describe("a request without a subnet", () => {
  it("is one for the default subnet, and no other", () => {
    const world = meshOf(2, parseCidr("10.9.0.64/30"));
    const given = [0, 1].map((node) => allocate(world, node, "c").reply);
    expect(given.map((reply) => reply.ok && "addresses" in reply && reply.addresses[0]?.prefixLength)).toEqual([
      30, 30,
    ]);
    expect(refusedWith(allocate(world, 0, "third"))).toMatch(/^IPAM_NO_SPACE .*10\.9\.0\.64\/30/);
    const whole = ask(world, 0, { kind: "allocate", owner: eth0("third"), subnet: range });
    expect(whole.reply).toMatchObject({ ok: true });
  });
});

describe("what a removed peer had given out", () => {
  it("rests at its heir, so that a container that outlived its router's state gets its address back", () => {
    const world = meshOf(3);
    const lost = Array.from({ length: 5 }, (_, i) => allocate(world, 2, `old-${i}`).reply);
    const addresses = new Set(
      lost.map((reply) => (reply.ok && "addresses" in reply ? reply.addresses[0]?.address : 0)),
    );
    world.runFor(3_000);
    world.crash(world.node(2));
    world.forgetHoldings(world.node(2));
    world.runFor(500);
    const removed = ask(world, 0, { kind: "remove-peer", peer: world.keyOf(2), force: false }).reply;
    expect(removed).toMatchObject({ ok: true, takenOver: 64 });
    const given: number[] = [];
    for (let i = 0; i < 150; i++) {
      const { reply } = allocate(world, 0, `new-${i}`);
      if (reply.ok && "addresses" in reply) given.push(...reply.addresses.map(({ address }) => address));
    }
    expect(given.length).toBeGreaterThan(100);
    expect(given.filter((address) => addresses.has(address))).toEqual([]);
    // The host came back under a new name, here as the other one of the two, and its container still bears the address.
    const [borne = 0] = addresses;
    const adopted = ask(world, 1, {
      kind: "claim",
      owner: eth0("old-0"),
      address: { address: borne, prefixLength: 24 },
    });
    expect(adopted.reply).toMatchObject({ ok: true });
    world.runFor(60_000);
    const later = Array.from({ length: 4 }, (_, i) => allocate(world, 0, `later-${i}`).reply);
    expect(later.every(({ ok }) => ok)).toBe(true);
  });
});
