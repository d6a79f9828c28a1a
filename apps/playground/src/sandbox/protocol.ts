/** What a program's value looks like once it has left the sandbox: plain data, bounded in size. */
export type Value = TextValue | TensorValue | RecordValue | FigureValue;

/** A piece of text. `tone` only chooses its colour. */
export interface TextValue {
  readonly kind: "text";
  readonly text: string;
  readonly tone: Tone;
}

/** How a text is coloured. */
export type Tone = "plain" | "number" | "string" | "keyword" | "error";

/** A tensor as tables of printed numbers, one per leading index; `clipped` when some are left out. */
export interface TensorValue {
  readonly kind: "tensor";
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly blocks: readonly TensorBlock[];
  readonly clipped: boolean;
}

/** One matrix of a tensor; `label` is its leading index, such as `[0, 1, :, :]`, or empty. */
export interface TensorBlock {
  readonly label: string;
  readonly rows: readonly (readonly string[])[];
}

/** An array or an object whose parts are values themselves; `more` counts the parts left out. */
export interface RecordValue {
  readonly kind: "record";
  readonly name: string;
  readonly entries: readonly { readonly key: string; readonly value: Value }[];
  readonly more: number;
}

/** A figure as data. The page checks it against the schema of scenes before drawing it. */
export interface FigureValue {
  readonly kind: "figure";
  readonly scene: unknown;
}

/** How an entry came about: through `console`, or as the value of an expression at the top level. */
export type Level = "log" | "info" | "warn" | "error" | "result";

/** One row of output. `line` is the line of the source that a `result` stands on. */
export interface Entry {
  readonly level: Level;
  readonly line: number | null;
  readonly values: readonly Value[];
}

/** What the worker may say. Each message travels as JSON text on the one port it was given. */
export type Message =
  | { readonly type: "ready" }
  | { readonly type: "output"; readonly entries: readonly Entry[]; readonly dropped: number }
  | { readonly type: "done"; readonly milliseconds: number }
  | {
      readonly type: "failed";
      readonly name: string;
      readonly message: string;
      readonly line: number | null;
    };
