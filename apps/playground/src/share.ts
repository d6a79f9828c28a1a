/** What a link of the playground can carry. */
export type Shared =
  | { readonly mode: "code"; readonly source: string }
  | { readonly mode: "formula"; readonly formula: string; readonly x: number; readonly y: number };

/** Longest fragment that is read; browsers carry far more, and nobody types it. */
const longest = 300_000;

/** `#code=<base64url of UTF-8>` or `#formula=<encoded>&x=1&y=2`. */
export function writeFragment(shared: Shared): string {
  if (shared.mode === "code") return `#code=${toBase64Url(shared.source)}`;
  return `#formula=${encodeURIComponent(shared.formula)}&x=${shared.x}&y=${shared.y}`;
}

/** Reads a fragment; null when it carries nothing, an error text when it is damaged. */
export function readFragment(fragment: string): Shared | null | { readonly error: string } {
  if (fragment.length > longest) return { error: "The link is too long to open." };
  const parts = new Map(
    fragment
      .replace(/^#/, "")
      .split("&")
      .map((part) => [part.split("=", 1)[0]!, part.slice(part.indexOf("=") + 1)]),
  );
  try {
    const code = parts.get("code");
    if (code !== undefined) return { mode: "code", source: fromBase64Url(code) };
    const formula = parts.get("formula");
    if (formula === undefined) return null;
    return {
      mode: "formula",
      formula: decodeURIComponent(formula),
      x: coordinate(parts.get("x"), 1),
      y: coordinate(parts.get("y"), 2),
    };
  } catch {
    return { error: "The link is damaged: its text could not be read." };
  }
}

function coordinate(text: string | undefined, otherwise: number): number {
  const value = text === undefined || text === "" ? otherwise : Number(text);
  return Number.isFinite(value) ? value : otherwise;
}

function toBase64Url(text: string): string {
  const bytes = new TextEncoder().encode(text);
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function fromBase64Url(text: string): string {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
}
