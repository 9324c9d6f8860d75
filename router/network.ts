/**
 * The host's side of the overlay: bridge, TAP device, anti-spoofing table, and room in other people's firewalls. Brought up
 * at every launch in an order in which nothing passes before its rules stand; what is right already is left alone, so that
 * containers' traffic does not notice a restart. `weave stop` leaves all of it; `weave reset` takes it down.
 */
import type { PeerName } from "../base/peer-name.ts";
import { reconcileAttachments, removeAttachments } from "../host/attach.ts";
import type { Attachment } from "../host/attachment.ts";
import { addBridgePort, ensureBridge, gsoMaxSizes, overlayBridge, removeBridge } from "../host/bridge.ts";
import {
  ensureFastPathDevices,
  type FastPathDevices,
  type FastPathSettings,
  type FastPathUnusable,
  guardFastPath,
  removeFastPath,
} from "../host/fast-path.ts";
import { allowForwarding, withdrawForwarding } from "../host/firewall.ts";
import { ensureSpoofTable, removeSpoofTable } from "../host/spoof.ts";
import { ensureTap, overlayTap, removeTap } from "../host/tap.ts";
import type { RouterLog } from "./log.ts";

export interface Network {
  /** Containers that hang on the bridge already. */
  readonly attached: readonly Attachment[];
  /** The fast path's devices, or what this kernel lacks for them; undefined: it is not wanted. */
  readonly fastPath: FastPathDevices | FastPathUnusable | undefined;
  /** What stands in the way of traffic, for people. */
  readonly warnings: readonly string[];
}

/** @throws HOST_INTERFACE_TAKEN, HOST_COMMAND_FAILED, HOST_COMMAND_MISSING */
export async function bringUpNetwork(options: {
  readonly mac: PeerName;
  readonly mtu: number;
  readonly fastPath: FastPathSettings;
}): Promise<Network> {
  const unguarded = await guardFastPath(options.fastPath);
  await ensureSpoofTable();
  const gsoMaxSize = options.fastPath.mode === "plain" ? gsoMaxSizes.kernel : gsoMaxSizes.sleeve;
  await ensureBridge({ name: overlayBridge, mac: options.mac, mtu: options.mtu, gsoMaxSize });
  const attached = await reconcileAttachments(overlayBridge);
  await ensureTap(overlayTap, options.mtu);
  // Isolated from the VXLAN port, which learns nothing: so every remote MAC is behind this one (decision 0006).
  await addBridgePort(overlayBridge, overlayTap, { isolated: true, learning: true });
  const fastPath = unguarded ?? (await ensureFastPathDevices(options.fastPath));
  return { attached, fastPath, warnings: await forwardingWarnings() };
}

/**
 * Docker and firewalld forget or reorder rules when they restart, and other firewalls come later than we do: looks again
 * and lets our traffic pass again. What stands in its way newly is said once.
 */
export function watchForwarding(first: readonly string[]): {
  warnings(): readonly string[];
  sweep(log: RouterLog): Promise<void>;
} {
  let warnings = first;
  return {
    warnings: () => warnings,
    async sweep(log) {
      const before = warnings;
      warnings = await forwardingWarnings();
      for (const warning of warnings) if (!before.includes(warning)) log.logger.warn(warning);
    },
  };
}

async function forwardingWarnings(): Promise<readonly string[]> {
  const { blockedBy } = await allowForwarding(overlayBridge);
  return blockedBy.map(
    (chain) =>
      `the firewall chain ${chain} drops forwarded traffic by default and may stop containers' frames; accept traffic with input and output interface ${overlayBridge} there`,
  );
}

/** Removes containers' interfaces, bridge, TAP device and all rules. The datapath process has ended before. */
export async function takeDownNetwork(): Promise<void> {
  await removeAttachments(overlayBridge);
  await withdrawForwarding(overlayBridge);
  await removeFastPath();
  await removeTap(overlayTap);
  await removeBridge(overlayBridge);
  await removeSpoofTable();
}
