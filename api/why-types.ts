/**
 * What `GET /v1/why` answers: how packets go from one place to another, and why not otherwise. As in types.ts, fields are
 * only ever added, and `null` says that there is no value.
 */
import type { PathView } from "./types.ts";

/** One end of the question of `GET /v1/why`. */
export interface PlaceView {
  /** As asked. */
  readonly text: string;
  /** `host`, `container` (attached to this host) or `address`. */
  readonly kind: string;
  /** The host where it is. */
  readonly name: string;
  readonly nickname: string;
  /** That host is this one. */
  readonly self: boolean;
}

/** `GET /v1/why`: how packets go from one place to another, and why not otherwise. */
export interface WhyView {
  readonly from: PlaceView;
  readonly to: PlaceView;
  /** Probes say that packets arrive; between two other hosts, that a control connection stands. */
  readonly reachable: boolean;
  /** `local` (over this host's bridge), `fast`, `sleeve`, `relay`, `none`, or `unknown` (between two other hosts). */
  readonly path: string;
  readonly via: string | null;
  /** The answer in one sentence. */
  readonly sentence: string;
  /** Every way between this host and the other, in order of preference, with the reason for and against. */
  readonly candidates: readonly PathView[];
  readonly rttMicros: number | null;
  /** Since the other host last answered a probe directly; null: never. */
  readonly answeredMs: number | null;
  /** What else is to be known, each a sentence. */
  readonly notes: readonly string[];
}
