/** The driver against small fake cores: order, replies, time-outs, broken steps. */
import { expect, test } from "vitest";
import type { RouterInput, RouterOutput } from "./core-types.ts";
import { drive } from "./drive.ts";

/** A core that answers each input with what `react` gives. */
function driven(react: (input: RouterInput) => readonly RouterOutput[]) {
  const done: string[] = [];
  const core = {
    step: (_now: number, input: RouterInput) => react(input),
    wakeAt: () => Number.POSITIVE_INFINITY,
    status: () => 0,
  };
  const driver = drive<number>(core, {
    now: () => performance.now(),
    transport: (output) => {
      done.push(output.kind);
      // A transport may report at once; that input waits for its turn.
      if (output.kind === "write") driver.feed({ kind: "closed", connection: output.connection, reason: "" });
    },
    fastPath: () => done.push("fast-path"),
    process: () => done.push("process"),
    persist: () => done.push("persist"),
    event: (event) => done.push(event.name),
    took: () => {},
    broken: (error, last) => done.push(`broken ${(error as Error).message} ${last.length}`),
  });
  return { driver, done };
}

test("outputs are carried out in order, and an input that they cause waits for the end of the step", () => {
  const { driver, done } = driven((input) =>
    input.kind === "wake"
      ? [
          { kind: "persist", writes: [] },
          { kind: "write", connection: 1, bytes: new Uint8Array() },
          { kind: "close", connection: 1 },
        ]
      : [{ kind: "event", level: "info", name: input.kind, facts: {} }],
  );
  driver.start();
  expect(done).toEqual(["persist", "write", "close", "closed"]);
});

test("a request gets its reply, a refusal its code, and silence a time-out that the core is told of", async () => {
  const seen: string[] = [];
  const { driver } = driven((input) => {
    seen.push(input.kind);
    if (input.kind !== "request" || input.body.kind === "prime") return [];
    const reply =
      input.body.kind === "leave"
        ? ({ ok: false, code: "IPAM_X", message: "no" } as const)
        : ({ ok: true, done: true } as const);
    return [{ kind: "reply", request: input.request, reply }];
  });
  await expect(driver.request({ kind: "forget", targets: [] })).resolves.toEqual({ ok: true, done: true });
  await expect(driver.request({ kind: "leave" })).rejects.toMatchObject({ code: "IPAM_X" });
  await expect(driver.request({ kind: "prime" }, 10)).rejects.toMatchObject({ code: "IPAM_TIMEOUT" });
  expect(seen.at(-1)).toBe("cancel");
  driver.end();
  await expect(driver.request({ kind: "prime" })).rejects.toMatchObject({ code: "API_ROUTER_ENDING" });
});

test("a step that throws ends the driver with the last inputs", () => {
  const { driver, done } = driven(() => {
    throw new Error("bad");
  });
  driver.start();
  driver.start();
  expect(done).toEqual(["broken bad 1"]);
});
