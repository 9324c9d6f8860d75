/** What a process has in its memory: everything that it may read itself, from outside, a piece at a time. */
import { open, readFile } from "node:fs/promises";

const pieceBytes = 4 * 1_048_576;

/** Which of the needles (each at most 64 bytes) are somewhere in the readable memory of a process. */
export async function foundInMemory(pid: number, needles: readonly Buffer[]): Promise<readonly Buffer[]> {
  const found = new Set<Buffer>();
  const overlap = 64;
  const maps = await readFile(`/proc/${pid}/maps`, "utf8");
  await using memory = await open(`/proc/${pid}/mem`, "r");
  let readable = 0;
  for (const [, from = "", to = "", name = ""] of maps.matchAll(/^(\w+)-(\w+) r\S+ \S+ \S+ \S+ *(.*)$/gm)) {
    if (name.startsWith("[vvar") || name === "[vsyscall]") continue;
    const end = Number.parseInt(to, 16);
    for (let at = Number.parseInt(from, 16); at < end; at += pieceBytes) {
      const piece = Buffer.alloc(Math.min(pieceBytes + overlap, end - at));
      // Pages beyond the end of a mapped file cannot be read.
      const { bytesRead } = await memory.read(piece, 0, piece.length, at).catch(() => ({ bytesRead: 0 }));
      readable += bytesRead;
      for (const needle of needles) if (piece.subarray(0, bytesRead).includes(needle)) found.add(needle);
    }
  }
  if (readable < 10 * 1_048_576) throw new Error(`only ${readable} bytes of process ${pid} could be read`);
  return [...found];
}
