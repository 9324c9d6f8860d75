/**
 * Whether the processor computes AES-GCM itself: AES rounds and carry-less multiplication. /proc/cpuinfo lists them as
 * `flags` on x86 (`aes`, with `pclmulqdq` or `vpclmulqdq`) and as `Features` on arm64 (`aes`, `pmull`). Without them AES-GCM
 * is several times slower than ChaCha20-Poly1305, with them faster. Processors of one machine are alike: the first counts.
 */
import { readFileSync } from "node:fs";

/** @param cpuinfo the text of /proc/cpuinfo */
export function hasHardwareAes(cpuinfo: string): boolean {
  const line = /^(?:flags|Features)\s*:(.*)$/m.exec(cpuinfo)?.[1] ?? "";
  const features = new Set(line.trim().split(/\s+/));
  return features.has("aes") && ["pclmulqdq", "vpclmulqdq", "pmull"].some((name) => features.has(name));
}

/** Of this machine; false when it does not tell. */
export function readHardwareAes(): boolean {
  try {
    return hasHardwareAes(readFileSync("/proc/cpuinfo", "utf8"));
  } catch {
    return false;
  }
}
