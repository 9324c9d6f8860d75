/**
 * A container that ends while its host's router, just started, has not confirmed its store yet: the address goes back for
 * good, though the launch is about to claim it for the interface that it found. The other router is held, so that the
 * confirmation waits for as long as the test wants.
 */
import { expect, test } from "vitest";
import { awaitRouter, clientOf, processesOf, startRouter } from "../../lab/host-process.ts";
import { labKill } from "../../lab/power.ts";
import { hostNamed, readLab } from "../../lab/state.ts";
import { meshLab, until } from "./mesh-lab.ts";

const mesh = meshLab({ hosts: 2 });

test("what is detached before the store is confirmed is not claimed afterwards", async () => {
  const lab = await readLab(mesh.name);
  const [h1, h2] = [hostNamed(lab, "h1"), hostNamed(lab, "h2")];
  const client = clientOf(h1);
  const [container] = h1.containers;
  const held = await processesOf(h2, "router");
  await labKill(mesh.name, "h1", "router");
  for (const { pid } of held) process.kill(pid, "SIGSTOP");
  try {
    await startRouter(lab, h1);
    await awaitRouter(lab, h1, performance.now() + 60_000);
    expect((await client.statusPart("ipam")).state).toBe("confirming");
    const { released } = await client.detach(container?.netns ?? "");
    expect(released).toEqual([expect.stringContaining(`${mesh.address("h1c1")}/`)]);
  } finally {
    for (const { pid } of held) process.kill(pid, "SIGCONT");
  }
  await until(async () => (await client.statusPart("ipam")).state === "ready", { what: "the store to be confirmed" });
  expect(await client.containers()).toEqual([]);
  expect((await client.statusPart("ipam")).allocated).toBe(0);
});
