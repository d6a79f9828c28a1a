import { limits } from "./limits.ts";
import type { Entry, Level, Message, TensorBlock, Tone, Value } from "./protocol.ts";

/**
 * Reads one message from the sandbox, which is treated as hostile: anything that is not exactly a
 * `Message` within its limits gives `null`, and nothing but fresh plain data is returned.
 */
export function readMessage(data: unknown): Message | null {
  if (typeof data !== "string" || data.length > limits.message) return null;
  try {
    return message(JSON.parse(data));
  } catch {
    return null;
  }
}

class Malformed extends Error {}

const levels: readonly Level[] = ["log", "info", "warn", "error", "result"];
const tones: readonly Tone[] = ["plain", "number", "string", "keyword", "error"];

function message(data: unknown): Message {
  const { type, ...rest } = fields(data);
  switch (type) {
    case "ready":
      return { type };
    case "output":
      return { type, entries: list(rest["entries"], limits.rows, entry), dropped: count(rest["dropped"]) };
    case "done":
      return { type, milliseconds: number(rest["milliseconds"]) };
    case "failed":
      return { type, name: text(rest["name"]), message: text(rest["message"]), line: line(rest["line"]) };
    default:
      throw new Malformed();
  }
}

function entry(data: unknown): Entry {
  const { level, line: at, values } = fields(data);
  const budget = { nodes: 0 };
  return {
    level: oneOf(level, levels),
    line: line(at),
    values: list(values, limits.nodes, (item) => value(item, 0, budget)),
  };
}

function value(data: unknown, depth: number, budget: { nodes: number }): Value {
  budget.nodes += 1;
  if (depth > limits.depth + 1 || budget.nodes > 2 * limits.nodes) throw new Malformed();
  const { kind, ...rest } = fields(data);
  switch (kind) {
    case "text":
      return { kind, text: text(rest["text"]), tone: oneOf(rest["tone"], tones) };
    case "tensor":
      return {
        kind,
        dtype: text(rest["dtype"], 20),
        shape: list(rest["shape"], 32, count),
        blocks: list(rest["blocks"], limits.tensorBlocks, block),
        clipped: flag(rest["clipped"]),
      };
    case "record":
      return {
        kind,
        name: text(rest["name"], 200),
        entries: list(rest["entries"], limits.nodes, (item) => {
          const part = fields(item);
          return { key: text(part["key"], 200), value: value(part["value"], depth + 1, budget) };
        }),
        more: count(rest["more"]),
      };
    case "figure":
      return { kind, scene: rest["scene"] };
    default:
      throw new Malformed();
  }
}

function block(data: unknown): TensorBlock {
  const { label, rows } = fields(data);
  return {
    label: text(label, 200),
    rows: list(rows, limits.tensorRows, (row) => list(row, limits.tensorColumns, (cell) => text(cell, 100))),
  };
}

function fields(data: unknown): Record<string, unknown> {
  if (typeof data !== "object" || data === null || Array.isArray(data)) throw new Malformed();
  return data as Record<string, unknown>;
}

function list<T>(data: unknown, most: number, read: (item: unknown) => T): T[] {
  if (!Array.isArray(data) || data.length > most) throw new Malformed();
  return data.map((item) => read(item));
}

function text(data: unknown, most: number = limits.text): string {
  if (typeof data !== "string" || data.length > most) throw new Malformed();
  return data;
}

function number(data: unknown): number {
  if (typeof data !== "number" || !Number.isFinite(data)) throw new Malformed();
  return data;
}

function count(data: unknown): number {
  const n = number(data);
  if (!Number.isInteger(n) || n < 0) throw new Malformed();
  return n;
}

function line(data: unknown): number | null {
  return data === null ? null : count(data);
}

function flag(data: unknown): boolean {
  if (typeof data !== "boolean") throw new Malformed();
  return data;
}

function oneOf<T>(data: unknown, choices: readonly T[]): T {
  if (!choices.includes(data as T)) throw new Malformed();
  return data as T;
}
