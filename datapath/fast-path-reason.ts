/** What is known of an agreed fast path, in a word and one sentence: from the probes of the datapath process. Pure. */
import type { CandidateState } from "./datapath-types.ts";
import type { PeerCounters } from "./process-messages.ts";

export interface FastPathReason {
  readonly state: CandidateState;
  /** One sentence without a full stop. */
  readonly why: string;
}

/** `counters`: undefined while the process said nothing of the path. */
export function reasonOfProbes(
  counters: PeerCounters["fast"],
  { encrypted, port }: { readonly encrypted: boolean; readonly port: number },
): FastPathReason {
  if (counters === undefined) {
    return { state: "down", why: "both hosts agree, and the datapath process has not probed it yet, or is too old to" };
  }
  if (counters.live) {
    const plaintext = encrypted ? "; in plaintext, since both hosts trust the underlay" : "";
    return { state: "in-use", why: `both hosts agree, and full-size probes pass in both directions${plaintext}` };
  }
  switch (counters.state) {
    case "unknown":
      return { state: "down", why: "both hosts agree, and it is being probed" };
    case "dead":
      if ((counters.awaited ?? 0) > 0) {
        const why = `full-size probes pass again, and ${counters.awaited} more in a row are awaited: the more, the oftener it failed in the last minutes`;
        return { state: "down", why };
      }
      return {
        state: "down",
        why: `full-size probes are not answered: UDP port ${port} is blocked between the two hosts, or the underlay's MTU is too small`,
      };
    case "alive":
      return counters.remoteReady
        ? { state: "down", why: "probes pass, and this host's firewall rules for it are missing" }
        : { state: "down", why: "this host's probes are answered, and the peer's are not yet" };
  }
}
