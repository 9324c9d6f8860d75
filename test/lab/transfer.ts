/** A file sent by TCP from one container to another, and the SHA-256 in hex of what the other one received. */
import { execPath } from "node:process";
import type { MeshLab } from "./mesh-lab.ts";

const port = 5001;

/** Programs for `node -e`. The receiver prints `ready`, then the hash. */
export const hashReceiver = `require("net").createServer((s) => { const h = require("crypto").createHash("sha256");
  s.on("data", (d) => h.update(d)); s.on("end", () => { console.log(h.digest("hex")); process.exit(); }); })
  .listen(${port}, () => console.log("ready"))`;
export function fileSender(file: string, address: string): string {
  return `require("fs").createReadStream("${file}").pipe(require("net").connect(${port}, "${address}"))`;
}

export async function hashTransferred(
  lab: MeshLab,
  { from, to, address, file }: Readonly<Record<"from" | "to" | "address" | "file", string>>,
): Promise<string> {
  const receiver = lab.start(to, execPath, "-e", hashReceiver);
  await receiver.printed("ready");
  const sender = lab.start(from, execPath, "-e", fileSender(file, address));
  await receiver.printed(/[0-9a-f]{64}/, 60_000);
  await sender.stop("SIGKILL");
  return /[0-9a-f]{64}/.exec(receiver.stdout())?.[0] ?? "";
}
