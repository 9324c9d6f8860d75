/** Every way to a peer with its reason, from the state that the control machine keeps. */
import { expect, test } from "vitest";
import type { ControlPeer } from "./control-peer.ts";
import { pathCandidates } from "./path-candidates.ts";

interface Shape {
  readonly hops?: readonly string[];
  readonly underlay?: object | undefined;
  readonly session?: object | undefined;
  readonly handshaking?: boolean;
  readonly alive?: boolean;
  readonly heardAt?: number | undefined;
  /** The hop in use. */
  readonly hop?: number;
  readonly tellsEchoes?: boolean;
}

const noFastPath = { state: "unavailable", why: "it is switched off" } as const;
const now = 100_000;
const shortIds: Readonly<Record<string, number>> = { a: 1, b: 2, c: 3 };

function peerOf(key: string, shape: Shape): ControlPeer {
  const { hops = [key], handshaking = false, alive = true, hop = 0, tellsEchoes = true } = shape;
  const underlay = "underlay" in shape ? shape.underlay : {};
  const session = "session" in shape ? shape.session : { confirmed: true };
  return {
    peer: { key, shortId: shortIds[key], underlay, hops },
    counters: { hop, ...(tellsEchoes ? { echoMs: 0 } : {}) },
    sessions: { current: session },
    handshake: { underWay: handshaking },
    liveness: { alive, heardAt: "heardAt" in shape ? shape.heardAt : now - 100 },
  } as unknown as ControlPeer;
}

function statesTo(shape: Shape, echoMs: number | undefined, relay: Shape = {}, rest: object = {}) {
  const peer = peerOf("b", shape);
  const peers = new Map([["c", peerOf("c", relay)]]) as never;
  return pathCandidates({ now, processIsUp: true, peers, fastPathOf: () => noFastPath, ...rest }, peer, echoMs).map(
    ({ kind, state, why }) => `${kind} ${state}: ${why}`,
  );
}
const direct = (shape: Shape, echoMs: number | undefined, rest: object = {}) => statesTo(shape, echoMs, {}, rest)[1];

test("the direct path is in use while the peer answers", () => {
  expect(direct({ hop: 2 }, 200)).toBe("sleeve in-use: the peer answers probes sent directly to it");
  expect(direct({ hop: 0 }, 200)).toMatch(/in-use/);
  // A process from before answers were told.
  expect(direct({ tellsEchoes: false }, undefined)).toMatch(/in-use/);
});

test("silence is told from one direction", () => {
  expect(direct({ hop: 2 }, 9_000)).toMatch(/sleeve down: .*arrive here.*last answer 9 s ago.*one direction only/);
  expect(direct({ alive: false, heardAt: now - 20_000 }, 20_000)).toMatch(
    /sleeve down: no datagram.*last good 20 s ago/,
  );
  expect(direct({ alive: false, heardAt: undefined }, undefined)).toMatch(/never heard/);
});

test("an idle pair, a handshake, a peer that is out of the question", () => {
  expect(direct({ session: undefined, heardAt: now - 7_000 }, undefined)).toMatch(
    /idle: no traffic.*last good 7 s ago/,
  );
  expect(direct({ session: undefined, handshaking: true }, undefined)).toMatch(/down: the session is being agreed/);
  expect(direct({ hops: ["c"] }, undefined)).toMatch(/unavailable: nobody says where/);
  expect(direct({ underlay: undefined }, undefined)).toMatch(/unavailable: no underlay address/);
  expect(direct({}, 100, { processIsUp: false })).toMatch(/down: the datapath process/);
});

test("relays follow in order, one in use where the direct path fails, also before anything was sent", () => {
  const cut: Shape = { hops: ["b", "c"], alive: false };
  expect(statesTo({ ...cut, hop: 3 }, undefined)[2]).toMatch(/relay in-use: the direct path does not work, and/);
  expect(statesTo({ ...cut, session: { confirmed: false } }, undefined)[2]).toMatch(/in-use: .*nothing was sent yet/);
  expect(statesTo({ hops: ["b", "c"], hop: 2 }, 100)[2]).toMatch(/relay ready: the relay answers; the direct path is/);
  expect(statesTo(cut, undefined, { alive: false })[2]).toMatch(/relay down: the relay does not answer/);
  expect(statesTo({ hops: ["b", "gone"], hop: 2 }, 100)).toHaveLength(3);
});

test("the kernel's path has its place in front, with what it says of itself", () => {
  const fastPathOf = () => ({ state: "in-use", why: "both ends agreed" }) as const;
  expect(statesTo({}, 100)[0]).toBe("fast unavailable: it is switched off");
  expect(statesTo({}, 100, {}, { fastPathOf })[0]).toBe("fast in-use: both ends agreed");
});
