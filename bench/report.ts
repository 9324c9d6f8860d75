/** The table: a row's median of each figure, and its ratio to the kernel's VXLAN and to wireguard-go in the same rounds. */
import { type Figure, figures, type Reading } from "./measure.ts";
import type { Results } from "./rounds.ts";
import type { Row } from "./row.ts";
import { ratioOf, type Summary, summaryOf } from "./statistics.ts";

export interface FigureReport extends Summary {
  readonly toVxlan: number | null;
  readonly toWireguard: number | null;
}

export interface RowReport {
  readonly name: string;
  readonly what: string;
  /** Not measured here but derived from another row. */
  readonly computed: boolean;
  readonly trouble: string | null;
  readonly figures: Partial<Record<Figure, FigureReport>>;
}

const references = { toVxlan: "vxlan", toWireguard: "wireguard-go" } as const;

export function rowReports(
  rows: readonly Pick<Row, "name" | "what" | "substitute">[],
  { readings, troubles }: Results,
): readonly RowReport[] {
  return rows.map(({ name, what, substitute }) => {
    const own = readings.get(name);
    const computed = own === undefined ? computedOf(substitute, readings) : undefined;
    return {
      name,
      what,
      computed: computed !== undefined,
      trouble: troubles.get(name) ?? null,
      figures: figuresOf(own ?? computed ?? [], readings),
    };
  });
}

function computedOf(substitute: Row["substitute"], readings: Results["readings"]): readonly Reading[] | undefined {
  if (substitute === undefined) return undefined;
  const { of, share } = substitute;
  return readings.get(of)?.map(({ tcp1 }): Reading => (tcp1 === undefined ? {} : { tcp1: tcp1 * share }));
}

function figuresOf(own: readonly Reading[], all: Results["readings"]): Partial<Record<Figure, FigureReport>> {
  const of = (readings: readonly Reading[] | undefined, figure: Figure) =>
    (readings ?? []).map((reading) => reading[figure]);
  const entries = (Object.keys(figures) as Figure[]).flatMap((figure) => {
    const values = of(own, figure);
    const summary = summaryOf(values.filter((value) => value !== undefined));
    if (summary === undefined) return [];
    const ratio = (to: string) => ratioOf(values, of(all.get(to), figure)) ?? null;
    return [
      [figure, { ...summary, toVxlan: ratio(references.toVxlan), toWireguard: ratio(references.toWireguard) }] as const,
    ];
  });
  return Object.fromEntries(entries);
}

/** Markdown, so that it can stand in a document as it is. */
export function tableText(reports: readonly RowReport[]): string {
  const shown = (Object.keys(figures) as Figure[]).filter((figure) =>
    reports.some((report) => report.figures[figure] !== undefined),
  );
  const lines = shown.map((figure) => {
    const body = reports.flatMap(({ name, figures: own, computed }) => {
      const one = own[figure];
      if (one === undefined) return [];
      const cells = [
        `${name}${computed ? " (computed)" : ""}`,
        three(one.median),
        `${three(one.min)}–${three(one.max)}`,
      ];
      return [`| ${[...cells, ratio(one.toVxlan), ratio(one.toWireguard)].join(" | ")} |`];
    });
    const head = [`| ${figures[figure]} | median | range | to vxlan | to wireguard-go |`, "|---|---|---|---|---|"];
    return [...head, ...body].join("\n");
  });
  const troubles = reports.flatMap(({ name, trouble }) => (trouble === null ? [] : [`${name}: ${trouble}`]));
  return [
    ...lines,
    ...(troubles.length === 0 ? [] : [`Not measured, or not in every round:\n${troubles.join("\n")}`]),
  ].join("\n\n");
}

const three = (value: number) => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));
const ratio = (value: number | null) => (value === null ? "" : value.toFixed(2));
