/** Who takes part, in the table's order. */
import { kernelVxlan, raw } from "./kernel.ts";
import { nebula, wireguard } from "./routed.ts";
import type { Row } from "./row.ts";
import { ours } from "./sleeve.ts";
import { fastd, tinc } from "./switched.ts";
import { weaveNet } from "./weave-net.ts";

/** Our paths: `--fast-path` and `--cipher` pin what a router would else choose by itself. */
const our: readonly Row[] = [
  ours({
    name: "sleeve-plain",
    what: "our user-space path, not encrypted",
    words: [],
    encrypted: false,
  }),
  ours({ name: "sleeve-nacl", what: "our user-space path, NaCl", words: [], encrypted: true }),
  ours({
    name: "sleeve-aes",
    what: "our user-space path, AES-256-GCM",
    words: ["--cipher=aes-256-gcm"],
    encrypted: true,
  }),
  ours({
    name: "sleeve-chacha",
    what: "our user-space path, ChaCha20-Poly1305",
    words: ["--cipher=chacha20-poly1305"],
    encrypted: true,
  }),
  ours({ name: "fast-path", what: "our kernel path, not encrypted", words: ["--fast-path=auto"], encrypted: false }),
];

export const rows: readonly Row[] = [
  raw,
  kernelVxlan,
  ...our,
  wireguard,
  nebula,
  tinc,
  fastd,
  weaveNet({ name: "weave-net-plain", what: "Weave Net's sleeve (WEAVER)", encrypted: false, share: 0.034 }),
  weaveNet({ name: "weave-net-nacl", what: "Weave Net's sleeve, NaCl (WEAVER)", encrypted: true, share: 0.028 }),
];
