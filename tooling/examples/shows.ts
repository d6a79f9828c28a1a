const relative = 1e-6;

/**
 * Why a value does not print as an example says, or undefined when it does. Numbers agree within 1e-6 of their
 * size, or, where the example ends them with `…`, in the digits it gives; tensors and other things with a text
 * of their own agree as text, with numbers compared as numbers and white space left out; plain arrays and objects
 * agree in structure.
 */
export function shows(value: unknown, expected: string): string | undefined {
  const actual = printed(value);
  const same = isPlain(value)
    ? agrees(value, parse(expected))
    : agreesAsText(actual, unquoted(value, expected));
  return same ? undefined : `expected ${expected}, got ${actual}`;
}

function printed(value: unknown): string {
  return isPlain(value) ? (JSON.stringify(value, jsonable) ?? String(value)) : String(value);
}

function jsonable(_: string, value: unknown): unknown {
  if (isTensor(value)) return value.toArray();
  if (ArrayBuffer.isView(value)) return [...(value as Float64Array)];
  return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
}

/** Arrays, typed arrays and object literals: what an example writes as a literal. */
function isPlain(value: unknown): boolean {
  if (typeof value !== "object" || value === null || isTensor(value)) return false;
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return true;
  return Object.getPrototypeOf(value) === Object.prototype && !Object.hasOwn(value, "toString");
}

interface TensorLooks {
  readonly shape: readonly number[];
  readonly toArray: () => unknown;
}

function isTensor(value: unknown): value is TensorLooks {
  return typeof value === "object" && value !== null && "shape" in value && "toArray" in value;
}

const unreadable = Symbol("unreadable");

/** The literal of an example; a typed array may stand with its name before it, as Node prints it. */
function parse(expected: string): unknown {
  const literal = expected.replace(/^[A-Z]\w*Array(\(\d+\))?\s*(?=\[)/, "");
  try {
    // The text is part of this repository, as the example itself is.
    // oxlint-disable-next-line typescript/no-implied-eval
    return new Function(`return (${literal.replaceAll("…", "")});`)() as unknown;
  } catch {
    return unreadable;
  }
}

function agrees(actual: unknown, expected: unknown): boolean {
  if (isTensor(actual)) return agrees(actual.toArray(), expected);
  if (ArrayBuffer.isView(actual)) return agrees([...(actual as Float64Array)], expected);
  if (typeof actual === "number" && typeof expected === "number") return close(actual, expected, relative);
  if (typeof actual !== "object" || actual === null) return Object.is(actual, expected);
  if (typeof expected !== "object" || expected === null) return false;
  if (Array.isArray(actual) !== Array.isArray(expected)) return false;
  const left = Object.entries(actual).filter(([, value]) => value !== undefined);
  const right = new Map(Object.entries(expected));
  return (
    left.length === right.size &&
    left.every(([key, value]) => right.has(key) && agrees(value, right.get(key)))
  );
}

function unquoted(value: unknown, expected: string): string {
  const quoted = typeof value === "string" ? /^(["'`])([\s\S]*)\1$/.exec(expected) : null;
  return quoted?.[2]?.replaceAll(String.raw`\n`, "\n") ?? expected;
}

const numeral = /[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?…?/gi;

function agreesAsText(actual: string, expected: string): boolean {
  const wordsOf = (text: string): string => text.replaceAll(numeral, "#").replaceAll(/\s+/g, "");
  if (wordsOf(actual) !== wordsOf(expected)) return false;
  const got = actual.match(numeral) ?? [];
  const wanted = expected.match(numeral) ?? [];
  return got.every((text, index) => sameNumeral(text, wanted[index] ?? ""));
}

function sameNumeral(actual: string, expected: string): boolean {
  if (!expected.endsWith("…")) return close(Number(actual), Number(expected), relative);
  const given = expected.slice(0, -1);
  const decimals = /\.(\d*)/.exec(given)?.[1]?.length ?? 0;
  return Math.abs(Number(actual) - Number(given)) < 10 ** -decimals;
}

/** Rounding noise around zero is zero. */
function close(actual: number, expected: number, tolerance: number): boolean {
  if (Object.is(actual, expected) || actual === expected) return true;
  return Math.abs(actual - expected) <= Math.max(tolerance * Math.abs(expected), 1e-12);
}
