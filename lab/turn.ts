/**
 * One lab at a time registers itself, or removes what labs share on a machine (the mount points, the folder of labs).
 * Without turns a lab that goes down could remove `/run/weave` under one that comes up: Linux lets a folder go that is a
 * mount point in another namespace, and takes the mount there with it, so that a router's socket is suddenly elsewhere.
 *
 * The turn is an abstract unix socket: nothing on disk, and the kernel ends it with its process, however that ends.
 */
import { createServer, type Server } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { labError } from "./error.ts";

const name = "\0weave-lab-turn";
const pollMs = 20;
const patienceMs = 60_000;

/** Waits until it is ours; disposing it passes it on. @throws LAB_NOT_READY after a minute */
export async function takeTurn(): Promise<AsyncDisposable> {
  for (const deadline = performance.now() + patienceMs; performance.now() < deadline; await sleep(pollMs)) {
    const server = await listenIfFree();
    if (server !== undefined)
      return { [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())) };
  }
  throw labError("LAB_NOT_READY", `another weave lab command has been at work for ${patienceMs / 1_000} s`, {
    what: "turn",
  });
}

function listenIfFree(): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once("error", (error: NodeJS.ErrnoException) =>
      error.code === "EADDRINUSE" ? resolve(undefined) : reject(error),
    );
    server.listen(name, () => resolve(server));
  });
}
