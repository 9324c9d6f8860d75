/** `weave prime`: waits for the ring. */
import { WeaveClient } from "../api/client.ts";
import { print } from "./output.ts";

const patientMs = 3_600_000;

export async function prime(options: { readonly json?: boolean }): Promise<void> {
  print({ json: options.json ?? false }, await new WeaveClient().ring(patientMs), () => "");
}
