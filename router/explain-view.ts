/**
 * `weave ipam explain ADDRESS|PEER` as people read it: the ring's explanation (ipam-crdt/explanation.ts) with peers named, each
 * step of an address's way and each finding a sentence, and what to do where something is to be done. Pure, O(answer).
 */
import type { ClaimView, ExplainView, PeerExplainView } from "../api/explain-types.ts";
import { formatCidr, formatIpv4, type Ipv4, parseIpv4 } from "../base/address.ts";
import { toHex } from "../base/bytes.ts";
import type { PeerKey } from "../base/peer-name.ts";
import type { AddressExplanation, ClaimExplanation, PeerExplanation, Step } from "../ipam-crdt/explanation-types.ts";
import type { RouterStatus } from "./core-status.ts";
import { rangeText } from "./lease-view.ts";
import { peerKeyOf } from "./peer-lookup.ts";
import { namesIn, shown } from "./status-view.ts";

type Shown = (key: PeerKey) => string;

/** What `about` means: an IPv4 address, with or without a prefix length, or a peer. @throws PEER_UNKNOWN, PEER_AMBIGUOUS */
export function explainView(status: RouterStatus, about: string): ExplainView {
  const address = parseIpv4(about.split("/")[0] ?? "");
  return address === undefined
    ? peerAnswer(status, about, peerKeyOf(status, about))
    : addressAnswer(status, about, address);
}

function addressAnswer(status: RouterStatus, about: string, address: Ipv4): ExplainView {
  const found = status.ipam.explainAddress(address);
  const name = naming(status);
  const owners = [...new Set(found.claims.map(({ owner }) => owner))];
  const disputed = owners.length > 1;
  const { holding } = found;
  const todo = addressTodo(found, status, name);
  return {
    about,
    sentence: addressSentence(found, status, name),
    attention: todo.length > 0,
    todo,
    address: {
      address: formatIpv4(address),
      inRange: found.inRange,
      disputed,
      holding: holding.kind,
      container: holding.kind === "here" ? { id: holding.owner.container, interface: holding.owner.interface } : null,
      saidUsedBy: holding.kind === "elsewhere" ? holding.peers.map(namesIn(status)) : [],
      block: blockOf(found, status),
      restsMs: holding.kind === "resting" ? Math.round(holding.leftMs) : null,
      claims: found.claims.map((claim) => claimView(claim, status)),
    },
    peer: null,
  };
}

function addressSentence(found: AddressExplanation, status: RouterStatus, name: Shown): string {
  const { ipam } = status;
  const text = formatIpv4(found.address);
  const held = found.holding.kind === "here" ? found.holding.owner : undefined;
  const bearer = held && `container ${held.container} (${held.interface}) of this host`;
  if (!ipam.range) return `there is no ring yet, so nobody owns ${text}${bearer ? `; ${bearer} bears it` : ""}`;
  if (!found.inRange)
    return `${text} is outside the mesh's range ${formatCidr(ipam.range)}${bearer ? `; ${bearer} bears it, as its user wished` : ", so nobody gives it out"}`;
  const owners = [...new Set(found.claims.map(({ owner }) => owner))];
  const [owner] = owners;
  if (owner === undefined)
    return `${text} is nobody's: a host that the first boot named has not come yet to take its share`;
  if (owners.length > 1)
    return `${text} is claimed by ${listed(owners.map(name))}: nobody gives it out${bearer ? `; ${bearer} bears it` : ""}`;
  const isOurs = owner === status.mesh.key;
  const owning = isOurs ? "this host" : name(owner);
  switch (found.holding.kind) {
    case "here":
      return isOurs
        ? `${text} is held by ${bearer}`
        : `${text} is held by ${bearer}, though ${owning} owns it: this host asks for it`;
    case "elsewhere": {
      const { peers } = found.holding;
      const isOwners = peers.length === 1 && peers[0] === owner;
      return isOwners
        ? `${text} was given to a container by ${owning}`
        : `${text} is ${owning}'s; ${listed(peers.map(name))} ${peers.length === 1 ? "has" : "have"} a container that bears it`;
    }
    case "withheld":
      return `${text} is kept: this host gave it out in a time that its state does not remember`;
    case "resting":
      return `${text} was released; this host gives it out again in ${Math.ceil(found.holding.leftMs / 1_000)} s`;
    case "free":
      return isReserved(found.address, status)
        ? `${text} is the first or last address of the range, which nobody gets`
        : `${text} is free; ${owning} may give it out${blockText(blockOf(found, status))}`;
  }
}

function blockText(block: "hot" | "cold" | null): string {
  if (block === null) return "";
  return block === "hot"
    ? ", from a hot block, which stays its own while it is away"
    : ", once its block is hot; cold blocks go to others when it is away for longer than its lease";
}

/** With leases, of space of ours: hot stays ours whatever happens, cold goes to others when this host is away for long. */
function blockOf(found: AddressExplanation, { ipam, mesh }: RouterStatus): "hot" | "cold" | null {
  const [claim, ...others] = found.claims;
  if (!ipam.lease || claim?.owner !== mesh.key || others.length > 0) return null;
  return ipam.lease.hot.some(({ start, end }) => found.address >= start && found.address < end) ? "hot" : "cold";
}

function isReserved(address: Ipv4, { ipam: { range } }: RouterStatus): boolean {
  if (!range) return false;
  return address === range.address || address === range.address + 2 ** (32 - range.prefixLength) - 1;
}

function addressTodo(found: AddressExplanation, { ipam, mesh }: RouterStatus, name: Shown): readonly string[] {
  const text = formatIpv4(found.address);
  const owners = [...new Set(found.claims.map(({ owner }) => owner))];
  if (owners.length > 1) return disputeTodo(owners, ipam, name);
  const [owner] = owners;
  const { kind } = found.holding;
  if (kind === "withheld")
    return [
      `attach its container again with ${text}, or give it back: DELETE /v1/addresses/CONTAINER/INTERFACE?address=${text}`,
    ];
  if (owner === undefined || owner === mesh.key || kind !== "here") return [];
  const reachable = ipam.owners.find(({ key }) => key === owner)?.reachable ?? false;
  return [
    reachable
      ? `if it stays so, ${name(owner)} has given it to another container: weave ipam explain ${text} there; detach one of the two`
      : `bring ${name(owner)} back, or weave rmpeer it when it is gone for good`,
  ];
}

function disputeTodo(
  owners: readonly PeerKey[],
  { owners: known }: RouterStatus["ipam"],
  name: Shown,
): readonly string[] {
  const gone = owners.filter((owner) => !known.find(({ key }) => key === owner)?.reachable);
  return [
    "what is in use there stays so; who got the range later hands over the rest by itself",
    `weave ps on ${listed(owners.map(name))}: weave detach what holds addresses of the range on one of them, and the dispute ends`,
    ...gone.map((owner) => `if ${name(owner)} is gone for good: weave rmpeer it`),
  ];
}

function claimView({ owner, range, way }: ClaimExplanation, status: RouterStatus): ClaimView {
  const name = naming(status);
  return {
    ...namesIn(status)(owner),
    self: owner === status.mesh.key,
    range: rangeText(range),
    way: way.map((step) => ({ kind: step.kind, ...namesIn(status)(step.peer), text: stepText(step, name) })),
  };
}

function stepText(step: Step, name: Shown): string {
  switch (step.kind) {
    case "first-boot":
      return `first boot gave it to ${name(step.peer)}`;
    case "gift":
      return `${name(step.from)} gave it to ${name(step.peer)}`;
    case "decree":
      return `decree ${step.number} took it from ${name(step.from)}, who was removed, for ${name(step.peer)}`;
  }
}

function peerAnswer(status: RouterStatus, about: string, key: PeerKey): ExplainView {
  const found = status.ipam.explainPeer(key);
  const name = naming(status);
  const stranger = status.ipam.strangers.find((one) => one.key === key);
  const peer = status.mesh.peers.get(key);
  const self = key === status.mesh.key;
  const todo = peerTodo(found, status, name);
  const share = status.ipam.owners.find((owner) => owner.key === key)?.percent ?? 0;
  const reachable = self || (peer?.reachable ?? false);
  return {
    about,
    sentence: peerSentence(found, { name: name(key), share, reachable, stranger: stranger && toHex(stranger.meshId) }),
    attention: todo.length > 0,
    todo,
    address: null,
    peer: {
      ...namesIn(status)(key),
      key,
      self,
      reachable,
      otherMeshId: stranger ? toHex(stranger.meshId) : null,
      ranges: found.ranges.map(rangeText),
      addresses: found.addresses,
      used: found.used,
      share: share / 100,
      disputed: found.disputed.map(({ range, claims }) => ({
        range: rangeText(range),
        claims: claims.map((claim) => claimView(claim, status)),
      })),
      votes: found.votes,
      records: found.records,
      quarantined: quarantinedOf(found, status),
      decrees: found.decrees.map((decree) => ({
        number: decree.number,
        forced: decree.forced,
        text: decreeText(decree, key, name),
      })),
    },
  };
}

/** What it sent and was kept apart or refused, on any channel. */
function quarantinedOf(found: PeerExplanation, { mesh, gossip }: RouterStatus): PeerExplainView["quarantined"] {
  const topology = mesh.refusedRecords.filter(({ peer }) => peer === found.key);
  const malformed = gossip.neighbours.find(({ peer }) => peer === found.key)?.malformed ?? 0;
  return [
    ...found.quarantined.map(({ reason, count }) => ({ reason, count, meaning: meaningOf(reason) })),
    ...topology.map(({ reason, count }) => ({ reason, count, meaning: "a record of the topology that does not hold" })),
    ...(malformed > 0 ? [{ reason: "gossip-malformed", count: malformed, meaning: "no message of gossip" }] : []),
  ];
}

interface PeerFacts {
  readonly name: string;
  readonly share: number;
  readonly reachable: boolean;
  readonly stranger: string | undefined;
}

function peerSentence(found: PeerExplanation, { name, share, reachable, stranger }: PeerFacts): string {
  const state = reachable ? "" : ", and is not reachable";
  if (stranger !== undefined) return `${name} belongs to another mesh, ${stranger}${state}`;
  if (found.addresses === 0 && found.disputed.length === 0) return `${name} owns no addresses${state}`;
  const ranges = `${found.ranges.length} range${found.ranges.length === 1 ? "" : "s"}`;
  return `${name} owns ${found.addresses} addresses in ${ranges} (${share.toFixed(1)}% of the range, ${found.used} in use)${state}`;
}

function peerTodo(found: PeerExplanation, status: RouterStatus, name: Shown): readonly string[] {
  const todo: string[] = [];
  const claimants = new Set(found.disputed.flatMap(({ claims }) => claims.map(({ owner }) => owner)));
  if (claimants.size > 0) todo.push(...disputeTodo([...claimants], status.ipam, name));
  if (quarantinedOf(found, status).some(({ reason }) => reason !== withoutSeat))
    todo.push(`${name(found.key)} sends nonsense, which harms nobody: look at its version and its log`);
  return todo;
}

function decreeText(
  { removed, heir, added, forced }: PeerExplanation["decrees"][number],
  key: PeerKey,
  name: Shown,
): string {
  const how = forced ? ", by force" : "";
  if (removed === key) return `removed it${heir ? `; its addresses went to ${name(heir)}` : ""}${how}`;
  if (heir === key && removed) return `removed ${name(removed)}, whose addresses it got${how}`;
  return added ? "gave it a vote" : "";
}

const withoutSeat = "signer-without-seat";

/** Why records are kept apart, for people; the codes are those of the decoders. */
function meaningOf(reason: string): string {
  if (reason === withoutSeat)
    return "nobody who owns addresses has introduced its signer; it comes in when somebody does";
  if (reason === "bad-signature") return "its signature does not hold";
  if (reason.endsWith("outside-range")) return "it speaks of addresses outside the range";
  if (reason.startsWith("seed-claim")) return "it claims a seeded name that is not its signer's";
  return "it is malformed";
}

function naming(status: RouterStatus): Shown {
  const named = namesIn(status);
  return (key) => shown(named(key));
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? "nobody") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
