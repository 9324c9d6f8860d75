/**
 * The machines of a router, made and wired: who reads whose channel state, and with which part of the options. The only
 * place that knows how a room's constructor looks.
 */
import { formatCidr } from "../base/address.ts";
import { identityOf } from "../crypto/identity.ts";
import { DatapathControl } from "../datapath/control.ts";
import { Gossip } from "../gossip/gossip.ts";
import { gossipDefaults } from "../gossip/gossip-types.ts";
import { Ipam } from "../ipam-crdt/ipam.ts";
import { Mesh } from "../mesh/mesh.ts";
import type { RouterOptions, RouterPorts } from "./core-types.ts";

export interface Rooms {
  readonly mesh: Mesh;
  readonly gossip: Gossip;
  readonly ipam: Ipam;
  readonly datapath: DatapathControl;
}

export function roomsOf(ports: RouterPorts, options: RouterOptions): Rooms {
  const { crypto, random, durable } = ports;
  const { nickname, bootNonce, password, port, targets, discovery, connectionLimit, restartWindowMs } = options;
  const identity = identityOf(crypto, options.identitySeed);
  const mesh = new Mesh(
    { crypto, random, durable },
    {
      identity,
      nickname,
      bootNonce,
      password,
      port,
      targets,
      discovery,
      connectionLimit,
      restartWindowMs,
      rangeText: formatCidr(options.range),
      rangeExplicit: options.rangeExplicit,
    },
  );
  const ipam = new Ipam(
    { crypto, random, durable },
    {
      identity,
      nickname,
      range: options.range,
      rangeExplicit: options.rangeExplicit,
      init: options.init,
      leaseMs: options.leaseMs,
      initialPeerCount: targets.length + 1,
      ...(options.defaultSubnet && { defaultSubnet: options.defaultSubnet }),
    },
  );
  const { fastPath, suites, overlayMtu } = options;
  const datapath = new DatapathControl(
    { crypto, random },
    { identity, password, suites, overlayMtu, meshId: new Uint8Array(), ...(fastPath && { fastPath }) },
  );
  const gossip = new Gossip(
    {
      random,
      channels: new Map([
        ["topology", mesh.channelState],
        ["ring", ipam.channelState],
      ]),
    },
    { self: identity.key, bootNonce, unicastChannels: ["ipam", "session"], limits: gossipDefaults },
  );
  return { mesh, gossip, ipam, datapath };
}
