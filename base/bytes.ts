/** Bytes, compared, joined and written as text. Everything here is for `Uint8Array`; `Buffer` stays in the shells. */
import { failed, ok, type Result } from "./error.ts";

export function bytesEqual(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Lexicographic; negative, zero or positive. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const difference = (a[i] as number) - (b[i] as number);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

/** A copy that owns its bytes and is no Buffer, as the codecs' libraries return them, whose `slice` would share memory. */
export function plain(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes);
}

/** The one place where protobuf's exceptions end. */
export function decodeSafely<T>(bytes: Uint8Array, decode: (bytes: Uint8Array) => T, reason = "malformed"): Result<T> {
  try {
    return ok(decode(bytes));
  } catch {
    return failed(reason);
  }
}

const hexCodes = Array.from("0123456789abcdef", (digit) => digit.charCodeAt(0));
/** A call takes only so many arguments. */
const hexBytesAtOnce = 4096;

/** Of character codes: joining digit by digit takes three times as long, and every key of every record passes here. */
export function toHex(bytes: Uint8Array): string {
  let text = "";
  for (let start = 0; start < bytes.length; start += hexBytesAtOnce) {
    const codes: number[] = [];
    for (let i = start; i < Math.min(bytes.length, start + hexBytesAtOnce); i++) {
      const byte = bytes[i] as number;
      codes.push(hexCodes[byte >> 4] as number, hexCodes[byte & 15] as number);
    }
    text += String.fromCharCode(...codes);
  }
  return text;
}

/** Undefined unless `text` is an even number of hex digits. */
export function fromHex(text: string): Uint8Array | undefined {
  if (text.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(text)) return undefined;
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

/** UTF-8, without the platform's TextEncoder, so that pure rooms need no host globals. */
export function utf8Encode(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const character of text) {
    const point = character.codePointAt(0) as number;
    if (point < 0x80) bytes.push(point);
    else if (point < 0x800) bytes.push(0xc0 | (point >> 6), 0x80 | (point & 63));
    else if (point < 0x10000) bytes.push(0xe0 | (point >> 12), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63));
    else bytes.push(0xf0 | (point >> 18), 0x80 | ((point >> 12) & 63), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63));
  }
  return Uint8Array.from(bytes);
}
