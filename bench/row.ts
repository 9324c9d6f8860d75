/** A row: one way from container to container. What a row brings up lives on the ground and goes with it. */
import type { Ground } from "./ground.ts";

/** A row that is up. */
export interface Way {
  /** Network namespaces between which figures are taken. */
  readonly from: string;
  readonly to: string;
  /** Of the receiving end. */
  readonly address: string;
  /** Processes of the first host whose memory counts; none for the kernel's own. */
  readonly processes: readonly number[];
}

export interface Row {
  readonly name: string;
  readonly what: string;
  /** What stands for its TCP figure where it is missing: a fixed share of another row of the same run, known from elsewhere. */
  readonly substitute?: { readonly of: string; readonly share: number };
  /** Why the row cannot be measured on this machine; undefined when it can. May install what it needs. */
  missing(): Promise<string | undefined>;
  start(ground: Ground): Promise<Way>;
}
