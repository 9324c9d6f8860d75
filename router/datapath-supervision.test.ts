/** The supervision of the datapath process, with a process of the test's own. */
import { expect, test, vi } from "vitest";
import type { FromProcess, ToProcess } from "../datapath/process-messages.ts";
import type { RouterInput } from "./core-types.ts";
import { type ProcessEvents, superviseDatapath } from "./datapath-supervision.ts";

function state(port: number, underlayMtu: number): FromProcess {
  return {
    kind: "state",
    protocol: 1,
    shortId: 0,
    pid: 1,
    tap: "t",
    port,
    underlayMtu,
    sessions: [],
    peers: [],
    floods: [],
  };
}

async function supervised(first: FromProcess) {
  const fed: RouterInput["kind"][] = [];
  const sent: ToProcess["kind"][] = [];
  const named: string[] = [];
  const opened: ProcessEvents[] = [];
  const supervision = superviseDatapath({
    wanted: { port: 6783, underlayMtu: 1500, threads: 1, fastPath: false },
    open: async (events) => {
      opened.push(events);
      return { connection: { send: ({ kind }) => void sent.push(kind), close: () => {} }, started: opened.length > 1 };
    },
    feed: ({ kind }) => void fed.push(kind),
    event: ({ name }) => void named.push(name),
  });
  await supervision.start();
  opened[0]?.message(first);
  return { supervision, fed, sent, named, opened };
}

test("a process with another number of threads is replaced", async () => {
  const { sent, named } = await supervised({ ...state(6783, 1500), threads: 2 } as FromProcess);
  expect({ sent, named: named.at(-1) }).toEqual({ sent: ["stop"], named: "datapath-replaced" });
});

test("a process that could use the kernel's own path, and shall not, is replaced; one that does not tell is kept", async () => {
  const { sent, named } = await supervised({ ...state(6783, 1500), fastPath: true } as FromProcess);
  expect({ sent, named: named.at(-1) }).toEqual({ sent: ["stop"], named: "datapath-replaced" });
  expect((await supervised(state(6783, 1500))).sent).toEqual([]);
});

test("a process that runs as wanted is kept", async () => {
  const { fed, sent, named } = await supervised(state(6783, 1500));
  expect({ fed, sent, named }).toEqual({ fed: ["process-up", "process"], sent: [], named: ["datapath-found"] });
});

test("a process with another MTU is told ours when it can be told", async () => {
  const { supervision, fed, sent, named } = await supervised({
    ...state(6783, 1400),
    takesUnderlay: true,
  } as FromProcess);
  expect({ fed, sent }).toEqual({ fed: ["process-up", "process"], sent: ["underlay"] });
  supervision.setUnderlayMtu(9000);
  supervision.setUnderlayMtu(9000);
  expect({ sent, last: named.at(-1) }).toEqual({ sent: ["underlay", "underlay"], last: "underlay-mtu" });
});

test.each([
  ["port", state(6784, 1500)],
  ["MTU that cannot be told", state(6783, 1400)],
])("a process with another %s is ended and another started, and an event says so", async (_, first) => {
  const { supervision, fed, sent, named, opened } = await supervised(first);
  expect(sent).toEqual(["stop"]);
  opened[0]?.closed("it ended");
  await vi.waitFor(() => expect(opened).toHaveLength(2));
  await vi.waitFor(() => expect(named).toContain("datapath-started"));
  expect(named).toContain("datapath-replaced");
  expect(fed).toEqual(["process-up", "process-down", "process-up"]);
  supervision.end(false);
});
