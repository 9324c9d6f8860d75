/** Who takes part, in the table's order. */
import { flannel } from "./flannel.ts";
import { kernelVxlan, raw } from "./kernel.ts";
import { nebula, wireguard } from "./routed.ts";
import type { Row } from "./row.ts";
import { ours } from "./sleeve.ts";
import { fastd, tinc } from "./switched.ts";
import { weaveNet } from "./weave-net.ts";

/** Our paths, each pinned to what a router might else not choose; a row that took another path or cipher is no row. */
const our: readonly Row[] = [
  ours({
    name: "sleeve-plain",
    what: "our user-space path, not encrypted",
    path: "sleeve",
    words: ["--fast-path=off"],
  }),
  ours({
    name: "sleeve-plain-2",
    what: "the same with a thread for each direction",
    path: "sleeve",
    words: ["--fast-path=off", "--datapath-threads=2"],
  }),
  sealed("sleeve-nacl", "NaCl's secretbox", "nacl"),
  sealed("sleeve-aes", "AES-256-GCM", "aes-256-gcm"),
  sealed("sleeve-chacha", "ChaCha20-Poly1305", "chacha20-poly1305"),
  ours({ name: "fast-path", what: "our kernel path, not encrypted", path: "fast", words: ["--fast-path=auto"] }),
];

function sealed(name: string, called: string, cipher: string): Row {
  return ours({
    name,
    what: `our user-space path, ${called}`,
    path: "sleeve",
    words: ["--fast-path=off", `--cipher=${cipher}`],
    cipher,
  });
}

export const rows: readonly Row[] = [
  raw,
  kernelVxlan,
  ...our,
  wireguard,
  nebula,
  tinc,
  fastd,
  flannel,
  weaveNet({ name: "weave-net-plain", what: "Weave Net's sleeve (WEAVER)", encrypted: false, share: 0.034 }),
  weaveNet({ name: "weave-net-nacl", what: "Weave Net's sleeve, NaCl (WEAVER)", encrypted: true, share: 0.028 }),
];
