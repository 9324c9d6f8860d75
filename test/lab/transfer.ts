/** Sends a file from a container of a lab to another by TCP; the receiver's SHA-256 in hex. */
import { execPath } from "node:process";
import type { MeshLab } from "./mesh-lab.ts";

const port = 5001;

export async function hashTransferred(
  lab: MeshLab,
  { from, to, address, file }: Readonly<Record<"from" | "to" | "address" | "file", string>>,
): Promise<string> {
  const serve = `require("net").createServer((s) => { const h = require("crypto").createHash("sha256");
    s.on("data", (d) => h.update(d)); s.on("end", () => { console.log(h.digest("hex")); process.exit(); }); })
    .listen(${port}, () => console.log("ready"))`;
  const push = `require("fs").createReadStream("${file}").pipe(require("net").connect(${port}, "${address}"))`;
  const receiver = lab.start(to, execPath, "-e", serve);
  await receiver.printed("ready");
  const sender = lab.start(from, execPath, "-e", push);
  await receiver.printed(/[0-9a-f]{64}/, 60_000);
  await sender.stop("SIGKILL");
  return /[0-9a-f]{64}/.exec(receiver.stdout())?.[0] ?? "";
}
