/** Whom the connection maker dials and when; back-off; admission. */
import { describe, expect, it } from "vitest";
import type { Endpoint } from "../base/address.ts";
import { seededRandom } from "../base/random.ts";
import { Admission, defaultAdmissionLimits, sourcesMax } from "./admission.ts";
import { backoffMs } from "./backoff.ts";
import type { ConnectionEnd } from "./connection.ts";
import { ConnectionMaker, dialsMax, type MakerOutput } from "./connection-maker.ts";
import { keyOf } from "./testing/records.ts";
import { targetsMax } from "./wire.ts";

const refused: ConnectionEnd = { code: "unreachable", message: "refused", byRemote: false };

function makerOf(located: readonly Endpoint[] = []): ConnectionMaker {
  const ports = { random: seededRandom(1), known: { locate: () => located, wasLinked: () => false } };
  return new ConnectionMaker(ports, { self: keyOf(0), defaultPort: 6783, discovery: true });
}

let nextConnection = 1;

/** Carries out the dials of `outputs` and returns their connections. */
function dial(maker: ConnectionMaker, outputs: readonly MakerOutput[]): { connection: number; endpoint: Endpoint }[] {
  return outputs.flatMap((output) => {
    if (output.kind !== "dial") return [];
    nextConnection += 2;
    maker.dialing(nextConnection, output.destination);
    return [{ connection: nextConnection, endpoint: output.endpoint }];
  });
}

describe("back-off", () => {
  it("grows by half each time up to its maximum, with a jitter of half either way", () => {
    const backoff = { firstMs: 1_000, maxMs: 5_000 };
    const middles = [1, 2, 3, 4, 5, 6, 100].map((failures) => Math.round(backoffMs(failures, 0.5, backoff)));
    expect(middles).toEqual([1_000, 1_500, 2_250, 3_375, 5_000, 5_000, 5_000]);
    expect(backoffMs(1, 0, backoff)).toBe(500);
    expect(backoffMs(1, 0.999_999, backoff)).toBeLessThan(1_500);
  });
});

describe("the connection maker", () => {
  it("tries every address of a name, then resolves it again", () => {
    const maker = makerOf();
    maker.addTarget(0, "alpha:99");
    expect(maker.wake(0, 9)).toEqual([{ kind: "resolve", target: "alpha:99" }]);
    expect(maker.wake(1, 9)).toEqual([]);
    const endpoints = [1, 2].map((i) => ({ host: `10.0.0.${i}`, port: 99 }));
    maker.resolved(5, "alpha:99", endpoints);
    for (const endpoint of endpoints) {
      const [dialed] = dial(maker, maker.wake(5, 9));
      expect(dialed?.endpoint).toEqual(endpoint);
      maker.ended(5, dialed?.connection as number, refused);
    }
    expect(maker.wake(5, 9)).toEqual([]);
    const again = maker.wakeAt();
    expect(again).toBeGreaterThanOrEqual(5 + 250);
    expect(again).toBeLessThanOrEqual(5 + 750);
    expect(maker.wake(again, 9)).toEqual([{ kind: "resolve", target: "alpha:99" }]);
  });

  it("stays eager for ten minutes and is patient afterwards", () => {
    const maker = makerOf();
    maker.addTarget(0, "10.0.0.1");
    const attempts: number[] = [];
    for (let now = maker.wakeAt(); now < 3_600_000; now = maker.wakeAt()) {
      for (const { connection } of dial(maker, maker.wake(now, 9))) maker.ended(now, connection, refused);
      attempts.push(now);
    }
    const gaps = attempts.slice(1).map((at, i) => ({ at, gap: at - (attempts[i] as number) }));
    expect(Math.max(...gaps.filter(({ at }) => at < 600_000).map(({ gap }) => gap))).toBeLessThanOrEqual(3_000);
    expect(Math.max(...gaps.map(({ gap }) => gap))).toBeGreaterThan(20_000);
    expect(Math.max(...gaps.map(({ gap }) => gap))).toBeLessThanOrEqual(45_000);
  });

  it("counts refusals for want of room from the moment it is connected to others, and spares a full peer's other addresses", () => {
    const full: ConnectionEnd = { code: "connection-limit", message: "", byRemote: true };
    const maker = makerOf([1, 2].map((i) => ({ host: `10.0.1.${i}`, port: 6783 })));
    maker.addTarget(0, "10.0.0.1");
    const refusedAt = (now: number) => {
      const dials = dial(maker, maker.wake(now, 9));
      for (const { connection } of dials) {
        maker.authenticated(connection, keyOf(1));
        maker.ended(now, connection, full);
      }
      return dials.length;
    };
    let now = 0;
    for (let alone = 0; alone < 4; alone++, now = maker.wakeAt()) expect(refusedAt(now)).toBe(1);
    maker.connected(now, keyOf(2), { host: "10.0.0.2", port: 6783 });
    expect(refusedAt(now)).toBe(1);
    expect(maker.wakeAt() - now).toBeLessThanOrEqual(7_500);
    maker.forget("10.0.0.1");
    maker.discover(now, new Set([keyOf(1)]));
    now = maker.wakeAt();
    expect(refusedAt(now)).toBe(1);
    expect(refusedAt(now)).toBe(0);
  });

  it("leaves out whom it is told to dial patiently when that is taken back in time", () => {
    const maker = makerOf([{ host: "10.0.0.1", port: 6783 }]);
    maker.discover(0, new Set([keyOf(1), keyOf(2)]), 1_000);
    expect(maker.wakeAt()).toBeGreaterThanOrEqual(1_000);
    maker.discover(900, new Set([keyOf(2)]), 1_000);
    expect(dial(maker, maker.wake(10_000, 9)).length).toBe(1);
  });

  it("dials no more than its limits at a time", () => {
    const maker = makerOf();
    for (let i = 0; i < 100; i++) maker.addTarget(0, `10.0.1.${i}`);
    expect(dial(maker, maker.wake(0, 0))).toHaveLength(dialsMax);
    expect(dial(maker, maker.wake(1_000, Number.POSITIVE_INFINITY))).toHaveLength(0);
    const other = makerOf([{ host: "10.0.0.7", port: 6783 }]);
    other.discover(0, new Set(Array.from({ length: 11 }, (_, i) => keyOf(i + 1))));
    expect(dial(other, other.wake(2_000, 3))).toHaveLength(3);
  });

  it("tries the places that a peer without room names once, as long as it is connected to nobody", () => {
    const maker = makerOf();
    maker.addTarget(0, "10.0.0.1");
    const [dialed] = dial(maker, maker.wake(0, 9)) as [{ connection: number; endpoint: Endpoint }];
    const alternatives = ["10.0.0.2:99", "not a host", "somewhere.example:1"];
    maker.ended(1, dialed.connection, { code: "connection-limit", message: "", byRemote: true, alternatives });
    const [next, ...none] = dial(maker, maker.wake(1, 9));
    expect([next?.endpoint, none]).toEqual([{ host: "10.0.0.2", port: 99 }, []]);
    maker.ended(2, next?.connection as number, refused);
    const hosts = (until: number) => {
      const dials: string[] = [];
      for (let now = maker.wakeAt(); now < until; now = maker.wakeAt())
        for (const { connection, endpoint } of dial(maker, maker.wake(now, 9))) {
          dials.push(endpoint.host);
          maker.ended(now, connection, { code: "connection-limit", message: "", byRemote: true });
        }
      return dials;
    };
    expect(new Set(hosts(10_000))).toEqual(new Set(["10.0.0.1"]));
    maker.connected(10_000, keyOf(1), { host: "10.0.0.5", port: 6783 });
    // In the mesh by another one: once in minutes is enough.
    expect(hosts(1_200_000).length).toBeLessThan(20);
  });

  it("goes to each of two full hosts that name each other once in a minute, not round and round", () => {
    const maker = makerOf();
    maker.addTarget(0, "10.0.0.1");
    const alternatives = ["10.0.0.2:99", "10.0.0.3:99"];
    const dials: string[] = [];
    for (let now = maker.wakeAt(); now < 50_000 && dials.length < 1_000; now = maker.wakeAt())
      for (const { connection, endpoint } of dial(maker, maker.wake(now, 9))) {
        dials.push(endpoint.host);
        maker.ended(now + 1, connection, { code: "connection-limit", message: "", byRemote: true, alternatives });
      }
    expect(dials.filter((host) => host !== "10.0.0.1").toSorted()).toEqual(["10.0.0.2", "10.0.0.3"]);
  });

  it("keeps a bounded number of targets, and none that cannot be read", () => {
    const maker = makerOf();
    for (let i = 0; i < 2 * targetsMax; i++) maker.addTarget(0, `host-${i}`);
    expect(maker.targets).toHaveLength(targetsMax);
    expect(makerOf().addTarget(0, "not a host")).toBe(false);
  });

  it("lets a target rest while the peer that answers there is connected otherwise", () => {
    const maker = makerOf();
    maker.addTarget(0, "10.0.0.1");
    const [dialed] = dial(maker, maker.wake(0, 9)) as [{ connection: number; endpoint: Endpoint }];
    maker.authenticated(dialed.connection, keyOf(1));
    maker.connected(1, keyOf(1), { host: "10.9.9.9", port: 6783 });
    maker.ended(2, dialed.connection, { code: "duplicate-connection", message: "", byRemote: true });
    expect(maker.wakeAt()).toBe(Number.POSITIVE_INFINITY);
    maker.disconnected(60_000, keyOf(1), { code: "lost", message: "", byRemote: false });
    expect(maker.wakeAt()).toBeLessThanOrEqual(61_000);
  });

  it("does not dial a discovered peer where it met itself", () => {
    const here = { host: "127.0.0.1", port: 6783 };
    const maker = makerOf([here, { host: "10.0.0.7", port: 6783 }]);
    maker.addTarget(0, "127.0.0.1");
    const [dialed] = dial(maker, maker.wake(0, 9)) as [{ connection: number; endpoint: Endpoint }];
    maker.ended(1, dialed.connection, { code: "self", message: "", byRemote: false });
    maker.discover(1, new Set([keyOf(1)]));
    expect(dial(maker, maker.wake(1_300, 9)).map(({ endpoint }) => endpoint.host)).toContain("10.0.0.7");
  });
});

describe("where a new machine came in another one's place", () => {
  const place = { host: "10.0.0.7", port: 6783 };

  it("does not dial the old one there again while the new one is connected", () => {
    const maker = makerOf([place]);
    maker.discover(0, new Set([keyOf(1), keyOf(2)]));
    const [dialed] = dial(maker, maker.wake(1_300, 1)) as [{ connection: number; endpoint: Endpoint }];
    maker.authenticated(dialed.connection, keyOf(2));
    maker.connected(1_400, keyOf(2), place);
    maker.ended(1_400, dialed.connection, { code: "duplicate-connection", message: "", byRemote: true });
    maker.discover(1_500, new Set([keyOf(1), keyOf(2)]));
    for (let now = 1_500; now < 60_000; now += 500) expect(dial(maker, maker.wake(now, 9))).toEqual([]);
    maker.disconnected(60_000, keyOf(2), { code: "lost", message: "", byRemote: false });
    const dials = Array.from({ length: 20 }, (_, i) => dial(maker, maker.wake(60_000 + 500 * i, 9))).flat();
    expect(dials.map(({ endpoint }) => endpoint)).toContainEqual(place);
  });
});

describe("admission", () => {
  it("admits a burst, then the rate, per source and in all", () => {
    const limits = { ...defaultAdmissionLimits, halfOpenMax: 1e9, halfOpenPerSourceMax: 1e9 };
    const admission = new Admission(limits);
    const admitted = (now: number, host: string, attempts: number) =>
      Array.from({ length: attempts }, () => admission.admit(now, host)).filter((it) => it === "admitted").length;
    expect(admitted(0, "10.0.0.1", 1_000)).toBe(limits.perSourceBurst);
    expect(admitted(1_000, "10.0.0.1", 1_000)).toBe(limits.perSourcePerSecond);
    expect(admitted(1_000, "10.0.0.2", 1)).toBe(1);
    const many = Array.from({ length: 2_000 }, (_, i) => admitted(1_000, `10.1.${i >> 8}.${i & 255}`, 1));
    expect(many.reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(limits.totalBurst);
  });

  it("counts an IPv6 network of 64 bits as one source", () => {
    const admission = new Admission({ ...defaultAdmissionLimits, halfOpenPerSourceMax: 1e9 });
    const outcomes = Array.from({ length: 40 }, (_, i) => admission.admit(0, `fd00:1:2:3::${i.toString(16)}`));
    expect(outcomes.filter((it) => it === "admitted")).toHaveLength(defaultAdmissionLimits.perSourceBurst);
    expect(admission.admit(0, "fd00:1:2:4::1")).toBe("admitted");
  });

  it("frees the place of a half-open attempt that finished", () => {
    const admission = new Admission({ ...defaultAdmissionLimits, halfOpenPerSourceMax: 1 });
    expect(admission.admit(0, "10.0.0.1")).toBe("admitted");
    expect(admission.admit(0, "10.0.0.1")).toBe("half-open-limit");
    admission.finished("10.0.0.1");
    expect(admission.halfOpen).toBe(0);
    expect(admission.admit(0, "10.0.0.1")).toBe("admitted");
  });

  it("remembers a bounded number of sources", () => {
    const admission = new Admission({ ...defaultAdmissionLimits, halfOpenMax: 1e9, totalBurst: 1e9 });
    for (let i = 0; i < 3 * sourcesMax; i++) admission.admit(0, `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`);
    expect(admission.sources).toBeLessThanOrEqual(sourcesMax);
  });
});
