/**
 * Says how packets go from one place to another, and why not otherwise (`weave why`). Pure: the reasons are those of the
 * datapath's control machine (`datapath/path-candidates.ts`), the connection maker and the topology; nothing is decided
 * here. Between two other hosts this one knows no more than what their records say, and says so.
 */
import type { PathView } from "../api/types.ts";
import type { PlaceView, WhyView } from "../api/why-types.ts";
import type { PeerKey } from "../base/peer-name.ts";
import type { RouterStatus } from "./core-status.ts";
import { datapathPeerView, namesIn, reasonOf, shown } from "./status-view.ts";
import type { Place } from "./why-place.ts";

export interface Question {
  /** Of the clock that drives the machines. */
  readonly now: number;
  readonly from: Place;
  readonly to: Place;
  /** As of `readiness.ts`; undefined: none. */
  readonly bridgeTrouble: string | undefined;
}

export function explain(status: RouterStatus, question: Question): WhyView {
  const self = status.mesh.key;
  const { from, to } = question;
  const ends = { from: placeView(from, status), to: placeView(to, status) };
  const verdict =
    from.host === to.host
      ? sameHost(status, question)
      : from.host === self || to.host === self
        ? betweenUsAnd(from.host === self ? to.host : from.host, status, question)
        : betweenOthers(status, from.host, to.host);
  const detached = [from, to].filter((place) => place.attached === false && place.host === self);
  if (detached.length === 0) return { ...ends, ...verdict };
  const names = detached.map(({ text }) => text).join(" and ");
  return {
    ...ends,
    ...verdict,
    reachable: false,
    path: "none",
    sentence: `no container attached to this host is or has ${names}; weave ps lists them, weave attach mends it`,
  };
}

type Verdict = Omit<WhyView, "from" | "to">;

const nothing = { via: null, candidates: [] as readonly PathView[], rttMicros: null, answeredMs: null };

function sameHost(status: RouterStatus, { from, bridgeTrouble }: Question): Verdict {
  if (from.host !== status.mesh.key) {
    const sentence = `both are on ${hostNamed(status, from.host)}, whose bridge joins them; run weave why there to have it checked`;
    return { ...nothing, reachable: true, path: "unknown", sentence, notes: [] };
  }
  if (bridgeTrouble !== undefined)
    return { ...nothing, reachable: false, path: "none", sentence: bridgeTrouble, notes: [] };
  const sentence = "both are on this host: its bridge joins them, and no packet leaves the host";
  return { ...nothing, reachable: true, path: "local", sentence, notes: [] };
}

function betweenUsAnd(other: PeerKey, status: RouterStatus, { now, from, to, bridgeTrouble }: Question): Verdict {
  const name = hostNamed(status, other);
  const peer = status.datapath.peers.find(({ key }) => key === other);
  const notes = [...connectionNotes(status, other), ...[from, to].flatMap((place) => addressNotes(place, status))];
  const none = (sentence: string) => ({ ...nothing, reachable: false, path: "none", sentence, notes });
  if (peer === undefined)
    return none(`${name} is out of reach: no established control connections lead to it from this host`);
  const seen = datapathPeerView(peer, status.datapath, { now, mtu: 0, fastPath: null }, namesIn(status));
  const known = { candidates: seen.candidates, rttMicros: seen.rttMicros, answeredMs: seen.echoMs };
  if (bridgeTrouble !== undefined) return { ...none(bridgeTrouble), ...known };
  const used = seen.candidates.find(({ state }) => state === "in-use");
  if (used === undefined) {
    const first = seen.candidates.find(({ state }) => state === "down" || state === "idle");
    return { ...none(`no way to ${name} works: ${first?.why ?? seen.why}`), ...known };
  }
  const way = {
    fast: "over the kernel's path",
    sleeve: "over the sleeve, directly",
    relay: `by relay over ${used.via}`,
  };
  const sentence = `packets to ${name} go ${way[used.path as keyof typeof way]}: ${used.why}`;
  const rttMicros = used.path === "fast" ? (seen.fast?.rttMicros ?? null) : seen.rttMicros;
  if (used.path === "relay")
    notes.push(`no probe goes from end to end over a relay; weave why on ${used.via} tells of its part`);
  return { ...known, rttMicros, reachable: true, path: used.path, via: used.via, sentence, notes };
}

function betweenOthers(status: RouterStatus, from: PeerKey, to: PeerKey): Verdict {
  const [start, end] = [hostNamed(status, from), hostNamed(status, to)];
  const record = status.mesh.peers.get(from);
  const back = status.mesh.peers.get(to);
  const linked =
    record?.connections.some(({ peer, established }) => peer === to && established) === true &&
    back?.connections.some(({ peer, established }) => peer === from && established) === true;
  const reachable = record?.reachable === true && back?.reachable === true;
  const what = linked
    ? `a control connection stands between ${start} and ${end}`
    : reachable
      ? `no control connection stands between ${start} and ${end}, and both are reachable over others; their packets go directly where UDP passes, and over relays where not`
      : `${[record?.reachable ? "" : start, back?.reachable ? "" : end].filter((name) => name !== "").join(" and ")} cannot be reached from this host`;
  const sentence = `${what}; which path they use they alone know: run weave why on one of them`;
  return { ...nothing, reachable, path: reachable ? "unknown" : "none", sentence, notes: [] };
}

function placeView({ text, kind, host }: Place, status: RouterStatus): PlaceView {
  return { text, kind, ...namesIn(status)(host), self: host === status.mesh.key };
}

function hostNamed(status: RouterStatus, host: PeerKey): string {
  return shown(namesIn(status)(host));
}

/** Why there is no control connection, as far as ours are concerned. */
function connectionNotes({ mesh }: RouterStatus, other: PeerKey): readonly string[] {
  const own = mesh.connections.filter(({ peer }) => peer === other);
  if (own.some(({ state }) => state === "established")) return [];
  if (own.length === 0)
    return [
      mesh.sparse
        ? "this host needs no control connection to it (sparse): packets go directly all the same"
        : "this host has no connection to it, and tries none",
    ];
  return own.map((connection) => {
    const reason = reasonOf(connection);
    return `control connection to ${connection.address}: ${connection.state}${reason === "" ? "" : `, ${reason}`}`;
  });
}

function addressNotes({ kind, host, text }: Place, { mesh }: RouterStatus): readonly string[] {
  if (kind !== "address" || host === mesh.key) return [];
  return [`${text} is from that host's range; whether a container has it, weave ps there tells`];
}
