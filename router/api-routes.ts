/**
 * What the API does: each route checks its input and calls the operation. The table is what `http.ts` serves and what a
 * test holds against `api/openapi.yaml`, both ways.
 */
import { apiError } from "../api/error.ts";
import type { ExplainView } from "../api/explain-types.ts";
import type * as view from "../api/types.ts";
import type { WhyView } from "../api/why-types.ts";
import { type Cidr, formatCidr, parseAddressWithPrefix, parseCidr, parseIpv4 } from "../base/address.ts";
import type { PeerKey } from "../base/peer-name.ts";
import type { AddressOwner } from "../ipam-crdt/ipam-types.ts";
import { addressOwner, type Containers } from "./attach.ts";
import { checkTarget } from "./config.ts";
import type { Drive } from "./drive.ts";
import type { ApiRequest, Route } from "./http.ts";

/** Everything that the routes call. */
export interface Operations {
  status(): Promise<view.StatusView>;
  report(): Promise<view.ReportView>;
  ready(): Promise<view.ReadyView>;
  /** `from` empty: this host. @throws PLACE_UNKNOWN, PEER_AMBIGUOUS */
  why(from: string, to: string): Promise<WhyView>;
  /** @throws PEER_UNKNOWN, PEER_AMBIGUOUS */
  explain(about: string): ExplainView;
  version(): view.VersionView;
  ring(): view.RingView;
  readonly request: Drive<unknown>["request"];
  readonly containers: Containers;
  /** @throws PEER_UNKNOWN, PEER_AMBIGUOUS */
  peerKeyOf(peer: string): PeerKey;
  /** Ends the router after the answer left. */
  stop(): Promise<void>;
  /** Hands addresses over, removes everything, and ends the router; `force`: also when nobody takes the addresses. */
  leave(force: boolean): Promise<void>;
}

const targetsMax = 1_000;
const wordLengthMax = 4_096;
const ringTimeoutMs = 3_600_000;

export function apiRoutes(operations: Operations): readonly Route[] {
  const part = <P extends keyof view.StatusView>(name: P): Route => ({
    method: "GET",
    path: `/v1/status/${name}`,
    answer: async () => (await operations.status())[name],
  });
  return [
    { method: "GET", path: "/v1/version", answer: () => operations.version() },
    { method: "GET", path: "/v1/status", answer: () => operations.status() },
    part("peers"),
    part("connections"),
    part("targets"),
    part("ipam"),
    { method: "GET", path: "/v1/ipam/explain", answer: (request) => explain(operations, request) },
    part("gossip"),
    part("datapath"),
    { method: "GET", path: "/v1/why", answer: (request) => why(operations, request) },
    { method: "GET", path: "/v1/ready", answer: () => operations.ready() },
    { method: "GET", path: "/v1/report", answer: () => operations.report() },
    { method: "POST", path: "/v1/connect", answer: (request) => connect(operations, request) },
    { method: "POST", path: "/v1/forget", answer: (request) => forget(operations, request) },
    { method: "GET", path: "/v1/containers", answer: () => operations.containers.list() },
    { method: "POST", path: "/v1/containers", status: 201, answer: (request) => attach(operations, request) },
    {
      method: "DELETE",
      path: "/v1/containers/{container}",
      answer: ({ parameters, query }) =>
        operations.containers.detach(parameter(parameters, "container"), query.get("interface") ?? undefined),
    },
    { method: "DELETE", path: "/v1/peers/{peer}", answer: (request) => removePeer(operations, request) },
    { method: "GET", path: "/v1/ring", answer: (request) => ring(operations, request) },
    {
      method: "PUT",
      path: "/v1/addresses/{container}/{interface}",
      answer: (request) => allocate(operations, request),
    },
    { method: "GET", path: "/v1/addresses/{container}/{interface}", answer: (request) => lookup(operations, request) },
    {
      method: "DELETE",
      path: "/v1/addresses/{container}/{interface}",
      answer: (request) => release(operations, request),
    },
    { method: "POST", path: "/v1/stop", answer: () => operations.stop().then(done) },
    {
      method: "POST",
      path: "/v1/leave",
      answer: ({ body }) => operations.leave(optionalFlag(bodyOf(body ?? {}), "force")).then(done),
    },
  ];
}

async function connect(operations: Operations, { body }: ApiRequest): Promise<view.DoneView> {
  const fields = bodyOf(body);
  const targets = words(fields, "targets");
  for (const target of targets) checkTarget(target);
  await operations.request({ kind: "connect", targets, replace: optionalFlag(fields, "replace") });
  return done();
}

async function forget(operations: Operations, { body }: ApiRequest): Promise<view.DoneView> {
  await operations.request({ kind: "forget", targets: words(bodyOf(body), "targets") });
  return done();
}

function attach(operations: Operations, { body, signal }: ApiRequest): Promise<view.ContainerView> {
  const fields = bodyOf(body);
  const interfaceName = optionalWord(fields, "interface");
  const mtu = fields["mtu"];
  if (mtu !== undefined && !(typeof mtu === "number" && Number.isInteger(mtu) && mtu >= 576 && mtu <= 9_000)) {
    throw invalid("mtu", "mtu is a whole number from 576 to 9000");
  }
  const request: view.AttachRequest = {
    container: word(fields, "container"),
    addresses: fields["addresses"] === undefined ? [] : words(fields, "addresses"),
    ...(interfaceName === undefined ? {} : { interface: interfaceName }),
    ...(mtu === undefined ? {} : { mtu }),
  };
  return operations.containers.attach(request, signal);
}

function why(operations: Operations, { query }: ApiRequest): Promise<WhyView> {
  const [from, to] = [query.get("from") ?? "", query.get("to") ?? ""];
  if (to === "") throw invalid("to", "say to whom: a host, a container or an address");
  if (Math.max(from.length, to.length) > wordLengthMax) throw invalid("to", "that is no host, container or address");
  return operations.why(from, to);
}

function explain(operations: Operations, { query }: ApiRequest): ExplainView {
  const about = query.get("about") ?? "";
  if (about === "") throw invalid("about", "say what to explain: an address or a peer");
  if (about.length > wordLengthMax) throw invalid("about", "that is no address and no peer");
  return operations.explain(about);
}

async function removePeer(
  operations: Operations,
  { parameters, query, signal }: ApiRequest,
): Promise<view.RemovePeerView> {
  const peer = operations.peerKeyOf(parameter(parameters, "peer"));
  const force = query.get("force") === "true";
  const { takenOver } = await operations.request({ kind: "remove-peer", peer, force }, undefined, signal);
  return { takenOver };
}

async function ring(operations: Operations, { signal }: ApiRequest): Promise<view.RingView> {
  await operations.request({ kind: "prime" }, ringTimeoutMs, signal);
  return operations.ring();
}

async function allocate(operations: Operations, request: ApiRequest): Promise<view.AddressesView> {
  const owner = ownerOf(request);
  const fields = bodyOf(request.body ?? {});
  const exact = optionalCidr(fields, "address", parseAddressWithPrefix);
  const subnet = optionalCidr(fields, "subnet", parseCidr);
  if (exact !== undefined && subnet !== undefined)
    throw invalid("address", "ask for an address or for one of a subnet, not for both");
  if (exact !== undefined)
    await operations.request({ kind: "claim", owner, address: exact }, undefined, request.signal);
  else await operations.request({ kind: "allocate", owner, subnet }, undefined, request.signal);
  return lookup(operations, request);
}

async function lookup(operations: Operations, request: ApiRequest): Promise<view.AddressesView> {
  const { addresses } = await operations.request({ kind: "lookup", owner: ownerOf(request) });
  return {
    container: parameter(request.parameters, "container"),
    interface: parameter(request.parameters, "interface"),
    addresses: addresses.map(formatCidr),
  };
}

async function release(operations: Operations, request: ApiRequest): Promise<view.DoneView> {
  const text = request.query.get("address");
  const address = text === null ? undefined : parseIpv4(text);
  if (text !== null && address === undefined) throw invalid("address", `${JSON.stringify(text)} is no IPv4 address`);
  await operations.request({ kind: "release", owner: ownerOf(request), address });
  return done();
}

function ownerOf({ parameters }: ApiRequest): AddressOwner {
  return addressOwner(parameter(parameters, "container"), parameter(parameters, "interface"));
}

function done(): view.DoneView {
  return { done: true };
}

type Fields = Readonly<Record<string, unknown>>;

function bodyOf(body: unknown): Fields {
  if (typeof body === "object" && body !== null && !Array.isArray(body)) return body as Fields;
  throw invalid("body", "the body must be a JSON object");
}

function word(fields: Fields, name: string): string {
  const value = optionalWord(fields, name);
  if (value === undefined) throw invalid(name, `${name} is missing`);
  return value;
}

function optionalWord(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  if (value === undefined) return undefined;
  if (typeof value === "string" && value !== "" && value.length <= wordLengthMax) return value;
  throw invalid(name, `${name} must be a text of 1 to ${wordLengthMax} characters`);
}

function words(fields: Fields, name: string): readonly string[] {
  const value = fields[name];
  const areWords =
    Array.isArray(value) &&
    value.length <= targetsMax &&
    value.every((one) => typeof one === "string" && one !== "" && one.length <= wordLengthMax);
  if (areWords) return value as string[];
  throw invalid(name, `${name} must be a list of at most ${targetsMax} texts`);
}

function optionalFlag(fields: Fields, name: string): boolean {
  const value = fields[name] ?? false;
  if (typeof value === "boolean") return value;
  throw invalid(name, `${name} must be true or false`);
}

function optionalCidr(fields: Fields, name: string, parse: (text: string) => Cidr | undefined): Cidr | undefined {
  const text = optionalWord(fields, name);
  if (text === undefined) return undefined;
  const parsed = parse(text);
  if (parsed === undefined) throw invalid(name, `${JSON.stringify(text)} is no ${name} of the form 10.2.1.0/24`);
  return parsed;
}

function parameter(parameters: ApiRequest["parameters"], name: string): string {
  return parameters[name] as string;
}

function invalid(field: string, message: string): Error {
  return apiError("API_REQUEST_INVALID", message, { field });
}
