/** Which of a peer's sessions go, and when. */
import { describe, expect, it } from "vitest";
import { PeerSessions, sessionLifetimeMs } from "./session.ts";

function answered(localIndex: number, since: number): Parameters<PeerSessions["add"]>[1] {
  const expiresAt = since + sessionLifetimeMs;
  return {
    localIndex,
    remoteIndex: 100 + localIndex,
    suite: "nacl",
    initiator: false,
    since,
    expiresAt,
    bytesOutBefore: 0,
    sending: false,
  };
}

describe("of two sessions that were answered one after the other", () => {
  it("the first stays when the remote uses it, though the second came before that", () => {
    const sessions = new PeerSessions();
    sessions.add(0, answered(1, 0));
    sessions.add(400, answered(2, 400));
    expect(sessions.confirm(500, 1).promote?.localIndex).toBe(1);
    expect(sessions.expire(60_000).remove).toEqual([]);
    expect(sessions.current?.localIndex).toBe(1);
  });

  it("the first goes when the remote uses the second, or neither", () => {
    for (const used of [true, false]) {
      const sessions = new PeerSessions();
      sessions.add(0, answered(1, 0));
      sessions.add(400, answered(2, 400));
      if (used) sessions.confirm(500, 2);
      expect(sessions.expire(60_000).remove.map(({ localIndex }) => localIndex)).toEqual([1]);
    }
  });

  it("the first goes when it is used once more after the second", () => {
    const sessions = new PeerSessions();
    sessions.add(0, answered(1, 0));
    sessions.add(400, answered(2, 400));
    sessions.confirm(500, 2);
    sessions.confirm(510, 1);
    expect(sessions.expire(60_000).remove.map(({ localIndex }) => localIndex)).toEqual([1]);
    expect(sessions.current?.localIndex).toBe(2);
  });
});
