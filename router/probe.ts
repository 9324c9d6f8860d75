/**
 * Probes one peer because somebody wants to know: a session is agreed when there is none, and its heartbeats, which come
 * at least every 2 s, tell whether packets pass. A peer that answered lately needs no waiting.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { PeerKey } from "../base/peer-name.ts";
import type { Millis } from "../base/time.ts";
import type { RouterStatus } from "./core-status.ts";
import type { Drive } from "./drive.ts";

/** A handshake, a heartbeat, and the report of it a second later. */
const patienceMs: Millis = 4_000;
const pollMs = 100;

/** Returns when the peer answered, a relay stands in for it, no session can be agreed, or patience is over. */
export async function awaitAnswer(
  drive: Pick<Drive<RouterStatus>, "feed" | "status">,
  peer: PeerKey,
  now: () => Millis,
): Promise<void> {
  drive.feed({ kind: "probe", peer });
  for (const deadline = now() + patienceMs; now() < deadline; await sleep(pollMs)) {
    const { datapath } = drive.status();
    const found = datapath.peers.find(({ key }) => key === peer);
    if (found === undefined || datapath.process === undefined) return;
    if (found.candidates.some(({ state }) => state === "in-use")) return;
    if (found.session === undefined && found.refusal !== undefined) return;
  }
}
