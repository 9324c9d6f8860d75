/** Labs as people read them: hosts with their containers, links, and the ping matrix. Pure. */
import type { LinkView } from "../lab/link.ts";
import type { LabView } from "../lab/list.ts";
import type { PingResult } from "../lab/ping-matrix.ts";
import { table } from "./render.ts";

export function labText(lab: LabView): string {
  const rows = lab.hosts.map((host) => [
    host.name,
    host.state,
    host.address,
    host.containers.map((one) => `${one.name} ${one.addresses.join(" ") || "(no address)"}`).join(", "),
  ]);
  const head = `lab ${lab.name}: ${lab.hosts.length} hosts, ${lab.topology}, ${lab.encrypt ? "encrypted" : "plain"}`;
  return rows.length === 0 ? head : `${head}\n${table(rows, "  ")}`;
}

export function labsText(labs: readonly LabView[]): string {
  return labs.length === 0 ? "no labs; weave lab up makes one" : labs.map(labText).join("\n\n");
}

export function linksText(links: readonly LinkView[]): string {
  if (links.length === 0) return "all links are as they were made";
  return table(
    links.map((link) => {
      const line = link.line;
      const effects =
        line === undefined
          ? []
          : [
              line.delayUs > 0 ? `delay ${line.delayUs / 1_000}ms` : "",
              line.lossPpm > 0 ? `loss ${line.lossPpm / 10_000}%` : "",
              line.reorderPpm > 0 ? `reorder ${line.reorderPpm / 10_000}%` : "",
              line.duplicatePpm > 0 ? `duplicate ${line.duplicatePpm / 10_000}%` : "",
              line.rateBps > 0 ? `rate ${line.rateBps / 1e6}mbit` : "",
              line.mtu > 0 ? `mtu ${line.mtu}` : "",
            ].filter((text) => text !== "");
      const count = link.count === undefined ? "" : `${link.count.frames} frames, ${link.count.lost} lost`;
      return [`${link.from} -> ${link.to}`, link.cut ? "cut" : "open", effects.join(", "), count];
    }),
  );
}

/** Rows are senders, columns receivers; a cell is the round trip, `.` not yet asked, `LOST` no answer. */
export function matrixText(results: readonly PingResult[]): string {
  const names = [...new Set(results.flatMap(({ from, to }) => [from, to]))];
  const found = new Map(results.map((result) => [`${result.from} ${result.to}`, result]));
  const cell = (from: string, to: string) => {
    if (from === to) return "-";
    const result = found.get(`${from} ${to}`);
    if (result === undefined) return ".";
    return result.rttMs === undefined ? "LOST" : `${result.rttMs.toFixed(2)}ms`;
  };
  return table([["", ...names], ...names.map((from) => [from, ...names.map((to) => cell(from, to))])], "  ");
}
