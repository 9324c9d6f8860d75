/**
 * The shell of the fast path: carries out in the host's kernel what the control machine asks for, mends it when other
 * programs flushed the host's rules, and tells the machine which peers the kernel sent frames to. One work at a time, the
 * newest wish only; what fails is listed anew and tried again. What an earlier router left is kept as far as the wish says.
 */
import type { FastPathKernel, FastPathOptions, FastPathPolicy } from "../datapath/fast-path-types.ts";
import {
  ensureFastPath,
  type FastPathDevices,
  type FastPathMode,
  type FastPathSettings,
  type FastPathUnusable,
  fastPathHolds,
  overlayVni,
} from "../host/fast-path.ts";
import {
  changeFastPathEntries,
  countFastPath,
  countSteered,
  type FastPathCounters,
  type FastPathEntries,
  listFastPathEntries,
  noFastPathEntries,
} from "../host/fast-path-entries.ts";
import type { RouterConfig } from "./config.ts";
import type { RouterInput } from "./core-types.ts";
import { lately } from "./lately.ts";
import type { RouterLog } from "./log.ts";

/** Frames that renew an element are counted by it as well, one in five seconds. */
const renewalsMax = 3;
const retryMs = 1_000;
const countersFreshMs = 1_000;
/** How often the kernel is asked which paths it uses. */
export const fastPathPollMs = 10_000;

export interface FastPathParts {
  readonly settings: FastPathSettings;
  /** This host's bridge's. */
  readonly mac: string;
  readonly log: RouterLog;
  feed(input: RouterInput): void;
}

/** What the choice at launch means for the kernel and for the machine. */
export function fastPathOf(
  config: Pick<RouterConfig, "fastPath" | "password" | "port">,
  mtu: number,
): { readonly settings: FastPathSettings; readonly options: FastPathOptions } {
  const { fastPath: choice } = config;
  const encrypted = config.password !== undefined;
  // 6784 beside 6783, as Weave had it.
  const port = config.port < 65_535 ? config.port + 1 : config.port - 1;
  const common = { encrypted, port, vni: overlayVni };
  const of = (mode: FastPathMode, policy: FastPathPolicy) => ({
    settings: { mode, port, mtu },
    options: { ...common, policy },
  });
  if (choice.kind === "off")
    return of("off", { kind: "never", why: "it is switched off on this host (--fast-path off)" });
  if (choice.kind === "trusted") {
    return of(encrypted ? "trusted" : "plain", { ...choice });
  }
  if (!encrypted) return of("plain", { kind: "all" });
  const why = "the mesh is encrypted, and this host trusts no underlay with plaintext (--fast-path trusted=)";
  return of("guarded", { kind: "never", why });
}

type Found = FastPathDevices | FastPathUnusable | undefined;

export class FastPathShell {
  readonly #parts: FastPathParts;
  #wanted: FastPathKernel | undefined;
  /** What the kernel has; undefined: to be listed. */
  #present: FastPathEntries | undefined;
  #isChanging = false;
  /** The last of the works on the host's rules, which go one after the other. */
  #lastWork: Promise<unknown> = Promise.resolve();
  #counted = new Map<number, number>();
  readonly #counters = lately(countersFreshMs, () => performance.now(), countFastPath);
  /** Undefined: there are none, by choice or since the host cannot. */
  #devices: FastPathDevices | undefined;
  #isUnusable = false;
  #isMending = false;

  constructor(parts: FastPathParts) {
    this.#parts = parts;
  }

  /** What a launch brought up. The machine may answer with a wish at once. */
  begin(found: Found): void {
    this.#tell(found);
  }

  want(kernel: FastPathKernel): void {
    this.#wanted = kernel;
    if (this.#isChanging) return;
    this.#isChanging = true;
    void this.#inTurn(() => this.#change());
  }

  /** Puts back what somebody removed: to be called now and then, and when a path was left. */
  async mend(): Promise<void> {
    const { settings, log } = this.#parts;
    // Without a device there is nothing to lead to it, or to keep from it.
    if (this.#isMending || settings.mode === "off" || this.#isUnusable) return;
    this.#isMending = true;
    await this.#inTurn(async () => {
      this.#isMending = false;
      if (await fastPathHolds(this.#devices)) return;
      log.logger.warn("somebody removed the rules or the device of the fast path; they are put back");
      this.#tell(await ensureFastPath(settings));
      this.#present = undefined;
      if (this.#wanted) this.want(this.#wanted);
    });
  }

  /** Asks the kernel whom it sent frames to, and tells. */
  async poll(): Promise<void> {
    if (!this.#wanted || this.#wanted.peers.length === 0) return;
    const steered = await countSteered();
    const used: number[] = [];
    for (const [mark, { packets }] of steered) {
      const before = this.#counted.get(mark) ?? 0;
      if (packets - (packets < before ? 0 : before) > renewalsMax) used.push(mark);
    }
    this.#counted = new Map([...steered].map(([mark, { packets }]) => [mark, packets]));
    this.#parts.feed({ kind: "fast-path-used", peers: used });
  }

  /** From now on no frame takes the kernel's path, and none is let in. */
  end(): Promise<void> {
    this.#wanted = undefined;
    if (this.#parts.settings.mode === "off") return Promise.resolve();
    return this.#inTurn(async () => changeFastPathEntries(await listFastPathEntries(), noFastPathEntries));
  }

  /** What the kernel counts; undefined without a guard. */
  counters(): Promise<FastPathCounters | undefined> {
    return this.#parts.settings.mode === "off" ? Promise.resolve(undefined) : this.#counters();
  }

  #tell(found: Found): void {
    const { settings, mac } = this.#parts;
    const unusable = found !== undefined && "unusable" in found ? found.unusable : undefined;
    this.#isUnusable = unusable !== undefined;
    this.#devices = found === undefined || "unusable" in found ? undefined : found;
    if (found === undefined) return;
    const indexes = this.#devices ?? { vxlan: 0, vxlan6: 0, tap: 0 };
    this.#parts.feed({ kind: "fast-path-kernel", devices: { ...indexes, mtu: settings.mtu, mac }, unusable });
  }

  async #change(): Promise<void> {
    this.#isChanging = false;
    if (!this.#wanted || this.#isUnusable) return;
    try {
      const present = this.#present ?? (await listFastPathEntries());
      const wanted = entriesOf(this.#wanted, present);
      this.#present = undefined;
      await changeFastPathEntries(present, wanted);
      this.#present = wanted;
    } catch (error) {
      this.#parts.log.logger.warn({ reason: (error as Error).message }, "fast-path-not-changed");
      setTimeout(() => this.#wanted && this.want(this.#wanted), retryMs).unref();
    }
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#lastWork.then(work);
    this.#lastWork = done.catch(() => {});
    return done;
  }
}

/** What the kernel shall have next, given what it has. */
export function entriesOf({ peers, macs, inherited }: FastPathKernel, present: FastPathEntries): FastPathEntries {
  const addressOf = new Map(peers.map(({ shortId, address }) => [shortId, address]));
  const addresses = new Set(peers.map(({ address }) => address));
  const steered = new Map(macs);
  const forwarded = new Map(peers.map(({ mac, address }) => [mac, address]));
  for (const [mac, shortId] of macs) forwarded.set(mac, addressOf.get(shortId) as string);
  if (!inherited) return { addresses, steered, forwarded };
  for (const address of present.addresses) if (!inherited.refused.has(address)) addresses.add(address);
  for (const [mac, address] of present.forwarded) {
    if (forwarded.has(mac) || inherited.refused.has(address)) continue;
    if ((inherited.places.get(mac) ?? address) !== address) continue;
    forwarded.set(mac, address);
    const mark = present.steered.get(mac);
    if (mark !== undefined) steered.set(mac, mark);
  }
  return { addresses, steered, forwarded };
}
