/** What holds when nothing is said, as far as the command must know it without a router; the rest is in `router/config.ts`. */

/** TCP and UDP: Weave's own. */
export const defaultPort = 6783;
/** TCP, of the host only: Weave's own. */
export const defaultMetricsPort = 6782;
/** Bytes: what fits an underlay of 1,500 bytes with `tunnelBytes` around it; Weave's own. */
export const defaultMtu = 1_376;
/** 1,048,576 addresses that few sites use; Weave's own, so that habits and firewall rules fit. */
export const defaultRange = "10.32.0.0/12";
export const defaultStateDirectory = "/var/lib/weave";

/** Headers and seals around a frame on the underlay, relays included: the underlay's MTU less the containers'. */
export const tunnelBytes = 124;
