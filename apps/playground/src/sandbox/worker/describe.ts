import { Tensor } from "@adjoint/tensor";
import { limits } from "../limits.ts";
import type { TextValue, Tone, Value } from "../protocol.ts";
import { describeTensor } from "./describe-tensor.ts";
import { isScene } from "./is-scene.ts";

/**
 * Turns any value of the user's program into bounded plain data. It runs whatever getters and
 * `toString` methods the value has, so it may throw what they throw, never more.
 */
export function describe(value: unknown): Value {
  return visit(value, { nodes: 0, above: [] });
}

/** A printed string stands without quotes. */
export function describePrinted(value: unknown): Value {
  return typeof value === "string" ? text(value) : describe(value);
}

interface Walk {
  nodes: number;
  readonly above: readonly object[];
}

function visit(value: unknown, walk: Walk): Value {
  walk.nodes += 1;
  switch (typeof value) {
    case "string":
      return text(JSON.stringify(value), "string");
    case "number":
      return text(Object.is(value, -0) ? "-0" : String(value), "number");
    case "bigint":
      return text(`${value}n`, "number");
    case "boolean":
    case "undefined":
      return text(String(value), "keyword");
    case "symbol":
      return text(String(value));
    case "function":
      return text(value.name === "" ? "(anonymous function)" : `function ${value.name}`, "keyword");
    case "object":
      return value === null ? text("null", "keyword") : visitObject(value, walk);
  }
}

function visitObject(value: object, walk: Walk): Value {
  if (value instanceof Tensor) return describeTensor(value);
  if (value instanceof Error) return text(`${value.name}: ${value.message}`, "error");
  if (value instanceof Date || value instanceof RegExp) return text(String(value));
  if (value instanceof Promise) return text("a promise (write await to see its value)", "keyword");
  if (isScene(value)) return { kind: "figure", scene: value };
  if (walk.above.includes(value)) return text("(the object itself)", "keyword");
  if (walk.above.length >= limits.depth) return text("…");
  return visitParts(value, walk);
}

function visitParts(value: object, walk: Walk): Value {
  const { name, parts, size } = partsOf(value);
  const inner = { nodes: walk.nodes, above: [...walk.above, value] };
  const entries: { key: string; value: Value }[] = [];
  for (const [key, part] of parts) {
    if (entries.length >= 100 || inner.nodes >= limits.nodes) break;
    entries.push({ key: clip(key, 200), value: visit(part, inner) });
  }
  walk.nodes = inner.nodes;
  return { kind: "record", name: clip(name, 200), entries, more: size - entries.length };
}

function partsOf(value: object): { name: string; parts: Iterable<[string, unknown]>; size: number } {
  if (Array.isArray(value)) return { name: "[]", parts: indexed(value), size: value.length };
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    const array = value as unknown as ArrayLike<unknown>;
    return { name: value.constructor.name, parts: indexed(array), size: array.length };
  }
  if (value instanceof Map) return { name: "Map", parts: keyed(value), size: value.size };
  if (value instanceof Set) return { name: "Set", parts: counted(value), size: value.size };
  const keys = Object.keys(value);
  const kind = Object.getPrototypeOf(value)?.constructor?.name;
  return {
    name: typeof kind === "string" && kind !== "Object" ? kind : "{}",
    parts: fieldsOf(value, keys),
    size: keys.length,
  };
}

function* indexed(array: ArrayLike<unknown>): Generator<[string, unknown]> {
  for (let i = 0; i < array.length; i++) yield [String(i), array[i]];
}

function* keyed(map: ReadonlyMap<unknown, unknown>): Generator<[string, unknown]> {
  for (const [key, part] of map) yield [typeof key === "string" ? key : String(key), part];
}

function* counted(set: ReadonlySet<unknown>): Generator<[string, unknown]> {
  let i = 0;
  for (const part of set) yield [String(i++), part];
}

function* fieldsOf(value: object, keys: readonly string[]): Generator<[string, unknown]> {
  for (const key of keys) yield [key, (value as Record<string, unknown>)[key]];
}

function text(content: string, tone: Tone = "plain"): TextValue {
  return { kind: "text", text: clip(content, limits.text), tone };
}

function clip(content: string, most: number): string {
  return content.length <= most ? content : `${content.slice(0, most - 30)}… (${content.length} characters)`;
}
