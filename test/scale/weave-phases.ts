/**
 * The same phases for the model of Weave's gossip. Connections come up within a second of their cause, which favours it;
 * a host that vanishes is noticed after 60 s of silence, so that time is not counted.
 */
import { assert } from "../../base/assert.ts";
import type { Millis } from "../../base/time.ts";
import type { PhaseName, PhaseReport, ScaleCall, ScaleReport } from "./phases.ts";
import { WeaveModel } from "./weave-model.ts";

/** What a complete topology of 300 hosts in a full mesh took: about 8 MB. The model counts only while it shows that. */
const calibration = { hosts: 300, leastBytes: 7.5e6, mostBytes: 8.5e6 };
const limitMs: Millis = 300_000;
const lookEveryMs: Millis = 100;

export function measureWeave(call: Omit<ScaleCall, "progress">): ScaleReport {
  const message = calibrationBytes();
  assert(message > calibration.leastBytes && message < calibration.mostBytes, "the model shows 8 MB at 300 hosts");
  const { hosts, connectionLimit, seed } = call;
  const model = settled(hosts, connectionLimit, seed);
  const phases = call.phases
    .filter((phase) => phase !== "restart")
    .map((phase) => measurePhase(model, phase, hosts, connectionLimit));
  const mode = connectionLimit === 0 || connectionLimit >= hosts - 1 ? "full mesh" : "sparse";
  const degree = model.running.reduce((sum, { neighbours }) => sum + neighbours.size, 0) / model.running.length;
  return { hosts, connectionLimit, mode, seed, connections: Math.round(degree), heapBytesPerHost: null, phases };
}

/** The bytes of one complete topology of 300 hosts. */
export function calibrationBytes(): number {
  return settled(calibration.hosts, 0, 1).messageBytes(0);
}

/** A full mesh, or with a limit everybody's nearest on a ring: who is linked to whom changes no byte. */
function settled(hosts: number, limit: number, seed: number): WeaveModel {
  const model = new WeaveModel(hosts + 1, seed);
  for (let index = 0; index < hosts; index++) model.start(index);
  const reach = limit === 0 ? hosts - 1 : Math.min(hosts - 1, Math.floor(limit / 2));
  const connections: [number, number][] = [];
  for (let a = 0; a < hosts; a++)
    for (let step = 1; step <= reach; step++) {
      const b = (a + step) % hosts;
      if (limit > 0 || a < b) connections.push([a, b]);
    }
  model.settle(connections);
  model.time.runUntil(30_000);
  return model;
}

function measurePhase(model: WeaveModel, phase: PhaseName, hosts: number, limit: number): PhaseReport {
  switch (phase) {
    case "join":
      return measured(model, phase, 10_000, () => {
        model.start(hosts);
        for (let b = 0; b < Math.min(hosts, limit || hosts); b++)
          model.time.after((b * 13) % 1_000, () => model.connect(hosts, b));
      });
    case "leave":
      return measured(model, phase, 30_000, () => leave(model, hosts));
    case "partition":
      return partition(model, hosts);
    case "idle":
    case "restart":
      return measured(model, phase, 60_000, () => undefined);
  }
}

function leave(model: WeaveModel, hosts: number): void {
  const gone = new Set(Array.from({ length: Math.max(1, Math.round(hosts / 10)) }, (_, i) => hosts - 1 - i));
  for (const index of gone) model.stop(index);
  for (const { index, neighbours } of model.running) {
    for (const other of gone) if (neighbours.has(other)) model.disconnect(index, other);
    for (const other of gone) model.forget(index, other);
  }
}

/** Two halves forgot each other, and meet. */
function partition(model: WeaveModel, hosts: number): PhaseReport {
  const isLeft = (index: number) => index < hosts / 2;
  const cut: [number, number][] = [];
  for (const { index, neighbours } of model.running)
    for (const other of neighbours) if (index < other && isLeft(index) !== isLeft(other)) cut.push([index, other]);
  for (const [a, b] of cut) model.disconnect(a, b);
  model.time.runUntil(model.time.now + 60_000);
  for (const { index } of model.running)
    for (const { index: other } of model.running) if (isLeft(index) !== isLeft(other)) model.forget(index, other);
  return measured(model, "partition", 30_000, () => {
    for (const [i, [a, b]] of cut.entries()) model.time.after((i * 13) % 1_000, () => model.connect(a, b));
    model.time.runUntil(model.time.now + 1_000);
  });
}

function measured(model: WeaveModel, phase: PhaseName, windowMs: Millis, event: () => void): PhaseReport {
  const began = model.time.now;
  const before = { bytes: model.bytes, messages: model.messages, bytesOf: model.bytesOf.slice() };
  event();
  const convergedMs = phase === "idle" ? undefined : untilAgreed(model, began);
  if (model.time.now < began + windowMs) model.time.runUntil(began + windowMs);
  const seconds = (model.time.now - began) / 1000;
  const hosts = model.running.length;
  const most = model.bytesOf.reduce((max, bytes, i) => Math.max(max, bytes - (before.bytesOf[i] as number)), 0);
  return {
    phase,
    seconds,
    ...(convergedMs !== undefined && { convergedMs }),
    bytesPerHostSecond: Math.round((model.bytes - before.bytes) / hosts / seconds),
    writesPerHostSecond: Math.round((model.messages - before.messages) / hosts / seconds),
    mostBytesPerSecond: Math.round(most / seconds),
    cpuMsPerHostSecond: null,
    kinds: {},
  };
}

/** Changes wait for the end of their batch, so agreement counts from then on. */
function untilAgreed(model: WeaveModel, began: Millis): number | null {
  model.time.runUntil(Math.max(model.time.now, began + 2_000));
  while (!model.agrees) {
    if (model.time.now - began >= limitMs) return null;
    model.time.runUntil(model.time.now + lookEveryMs);
  }
  return model.time.now - began;
}
