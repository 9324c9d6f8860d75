/** The ends of a router: whatever fails on the way, the process ends, and once only. */
import { expect, test, vi } from "vitest";
import { runPaths } from "../api/paths.ts";
import { endsOf, type Running } from "./shutdown.ts";

function running(more: Partial<Running> = {}) {
  const exit = vi.fn();
  const parts: Running = {
    drive: { request: async () => ({ ok: true, done: true }), end: () => {} } as unknown as Running["drive"],
    datapath: { end: vi.fn() } as unknown as Running["datapath"],
    closeFastPath: async () => {},
    closeTransport: async () => {},
    closeApi: async () => {},
    closeState: () => {},
    stateDirectory: "/nonexistent",
    paths: runPaths({ WEAVE_RUN_DIR: "/nonexistent" }),
    ...more,
  };
  return { exit, ends: endsOf(parts, exit) };
}

test("a signal ends the router and leaves the datapath process; a stop after it changes nothing", async () => {
  const datapath = { end: vi.fn<(stopProcess: boolean) => void>() };
  const { exit, ends } = running({ datapath: datapath as unknown as Running["datapath"] });
  await ends.interrupt();
  await ends.stop();
  await vi.waitFor(() => expect(exit).toHaveBeenCalledTimes(1));
  expect(datapath.end).toHaveBeenCalledExactlyOnceWith(false);
});

test("the caller hears what failed, and the process ends all the same", async () => {
  const { exit, ends } = running({
    closeTransport: () => Promise.reject(new Error("hangs")),
  });
  await expect(ends.stop()).rejects.toThrow("hangs");
  await vi.waitFor(() => expect(exit).toHaveBeenCalledTimes(1));
});

test("what never closes does not keep the process", async () => {
  vi.useFakeTimers();
  try {
    const { exit, ends } = running({ closeTransport: () => new Promise(() => {}) });
    void ends.interrupt();
    await vi.advanceTimersByTimeAsync(29_000);
    expect(exit).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(exit).toHaveBeenCalled();
  } finally {
    vi.useRealTimers();
  }
});

test("a refused leave leaves the router running", async () => {
  const { exit, ends } = running({
    drive: {
      request: () => Promise.reject(new Error("nobody takes them")),
      end: () => {},
    } as unknown as Running["drive"],
  });
  await expect(ends.leave(false)).rejects.toThrow("nobody");
  expect(exit).not.toHaveBeenCalled();
});
