/** Reads the imports of a source file as text: value, type-only, re-export, side-effect and dynamic ones, and built-ins. */

const patterns = [
  /^\s*(?:import|export)\s[^"'`;]*?from\s*["']([^"']+)["']/gm,
  /^\s*import\s*["']([^"']+)["']/gm,
  /\bimport\(\s*["']([^"']+)["']\s*\)/g,
  /\bgetBuiltinModule\(\s*["']([^"']+)["']\s*\)/g,
];

export function importsOf(source: string): string[] {
  const withoutComments = source.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
  return patterns.flatMap((pattern) => [...withoutComments.matchAll(pattern)].map((match) => match[1] as string));
}
