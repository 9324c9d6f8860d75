/**
 * A thread that plays seeds as `seed-worker.ts` does, with one line of the product wrong: the line is changed while its
 * file is loaded. Nobody else sees the mutant, and a file that does not have the line exactly once is an error.
 */
import { registerHooks } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { workerData } from "node:worker_threads";
import { type Mutant, mutated } from "./mutants.ts";

const mutant = workerData as Mutant;
const file = path.resolve(import.meta.dirname, "../..", mutant.file);

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    if (!url.startsWith("file:") || fileURLToPath(url) !== file) return loaded;
    const text = new TextDecoder().decode(loaded.source as Uint8Array);
    return { ...loaded, source: mutated(mutant, text) };
  },
});

await import("./seed-worker.ts");
