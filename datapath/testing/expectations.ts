/** What the control machine's tests ask of a toy mesh: that all ends agree, that no frame is lost, which suites are used. */
import { expect } from "vitest";
import type { ToyHost, ToyMesh } from "./toy-mesh.ts";
import type { ToySession } from "./toy-process.ts";

function pairs(mesh: ToyMesh): [ToyHost, ToyHost][] {
  return mesh.hosts.flatMap((a) => mesh.hosts.filter((b) => a !== b).map((b) => [a, b] as [ToyHost, ToyHost]));
}

/** Every host sends to every other one on a session that the other one mirrors and sends back on. */
export function expectAgreement(mesh: ToyMesh, sessionsMax: number): void {
  for (const [a, b] of pairs(mesh)) {
    const ab = a.process?.sendingTo(mesh.now, b.shortId);
    const ba = b.process?.sendingTo(mesh.now, a.shortId);
    expect(ab).toBeDefined();
    expect([ab?.localIndex, ab?.remoteIndex]).toEqual([ba?.remoteIndex, ba?.localIndex]);
    expect([ab?.sendKey, ab?.receiveKey]).toEqual([ba?.receiveKey, ba?.sendKey]);
    const count = sessionsOf(a).filter((session) => session.peer === b.shortId).length;
    expect(count).toBeLessThanOrEqual(sessionsMax);
  }
}

function sessionsOf(host: ToyHost): ToySession[] {
  return [...(host.process?.sessions.values() ?? [])];
}

/** Sends a frame from everyone to everyone; counts what was lost. */
export function pinging(mesh: ToyMesh): { readonly lost: string[]; readonly tick: () => void; sent: number } {
  const result = {
    lost: [] as string[],
    sent: 0,
    tick: () => {
      for (const [a, b] of pairs(mesh)) {
        if (!a.process || !b.process) continue;
        const outcome = a.process.send(mesh.now, b.process);
        if (outcome === "sent") result.sent++;
        else result.lost.push(`${outcome} ${a.shortId} to ${b.shortId} at ${mesh.now}`);
      }
    },
  };
  return result;
}

/** Of the sessions at both ends. */
export function suitesBetween(a: ToyHost, b: ToyHost): string[] {
  const [at, to] = [a, b].map((host) => sessionsOf(host).map(({ suite }) => suite));
  expect(at).toEqual(to);
  return at ?? [];
}
