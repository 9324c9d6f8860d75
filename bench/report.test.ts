/** What the table says of readings. */
import { expect, test } from "vitest";
import { rowReports, tableText } from "./report.ts";

const rows = [
  { name: "vxlan", what: "kernel" },
  { name: "ours", what: "ours" },
  { name: "absent", what: "not here" },
  { name: "old", what: "known from elsewhere", substitute: { of: "vxlan", share: 0.1 } },
];
const results = {
  readings: new Map([
    ["vxlan", [{ tcp1: 10 }, { tcp1: 20 }, { tcp1: 12 }]],
    ["ours", [{ tcp1: 5 }, { tcp1: 20 }, {}]],
  ]),
  troubles: new Map([
    ["absent", "Go is not here"],
    ["old", "no binary"],
  ]),
};

test("ratios are taken round by round; a round without a reading is left out", () => {
  const [vxlan, ours, absent, old] = rowReports(rows, results);
  expect(vxlan?.figures.tcp1).toMatchObject({ median: 12, toVxlan: 1, toWireguard: null });
  expect(ours?.figures.tcp1).toMatchObject({ median: 12.5, runs: 2, toVxlan: 0.75 });
  expect(absent).toMatchObject({ trouble: "Go is not here", figures: {} });
  expect(old).toMatchObject({ computed: true, figures: { tcp1: { median: 1.2000000000000002 } } });
});

test("what was measured is not computed", () => {
  const readings = new Map([...results.readings, ["old", [{ tcp1: 0.3 }]] as const]);
  const old = rowReports(rows, { readings, troubles: new Map() }).find(({ name }) => name === "old");
  expect(old).toMatchObject({ computed: false, trouble: null, figures: { tcp1: { median: 0.3 } } });
});

test("the table marks what was computed and names what is missing", () => {
  const text = tableText(rowReports(rows, results));
  expect(text).toContain("| old (computed) | 1.20 |");
  expect(text).toContain("| ours | 12.5 | 5.00–20.0 | 0.75 |  |");
  expect(text).toContain("absent: Go is not here");
});
