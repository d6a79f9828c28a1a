/** A `ts` code fence of a document or a doc comment. */
export interface Fence {
  /** Relative to the root. */
  readonly file: string;
  /** The line of the fence's first line of code, from 1. */
  readonly line: number;
  readonly code: string;
  readonly mode: Mode;
}

/**
 * What becomes of a fence: `run` is executed, `no-run` has its types checked only, `no-check` is left alone, and
 * `continue` is executed after the fences before it in the same file.
 */
export type Mode = "run" | "no-run" | "no-check" | "continue";

const modes: readonly Mode[] = ["no-run", "no-check", "continue"];

/** The fences of a file: of its doc comments if it is TypeScript, of its text otherwise. */
export function fencesOf(file: string, text: string): Fence[] {
  return file.endsWith(".ts")
    ? docComments(text).flatMap((doc) => inText(file, doc))
    : inText(file, lines(text));
}

interface Line {
  readonly number: number;
  readonly text: string;
}

function lines(text: string): Line[] {
  return text.split("\n").map((line, index) => ({ number: index + 1, text: line }));
}

/** Each doc comment as the lines that a reader sees, without the stars. */
function docComments(text: string): Line[][] {
  return [...text.matchAll(/\/\*\*[\s\S]*?\*\//g)].map((match) => {
    const first = text.slice(0, match.index).split("\n").length;
    return match[0].split("\n").map((line, index) => ({
      number: first + index,
      text: line.replace(/^\s*(\/\*\*|\*\/|\*) ?/, "").replace(/\s*\*\/$/, ""),
    }));
  });
}

function inText(file: string, all: readonly Line[]): Fence[] {
  const fences: Fence[] = [];
  let open: { indent: string; ticks: string; words: string[]; body: Line[] } | undefined;
  for (const line of all) {
    if (open === undefined) {
      const [, indent, ticks, info] = /^(\s*)(`{3,})(.*)$/.exec(line.text) ?? [];
      if (indent === undefined || ticks === undefined || info === undefined) continue;
      open = { indent, ticks, words: info.trim().split(/\s+/), body: [] };
    } else if (line.text.trim() === open.ticks) {
      const [language, ...words] = open.words;
      const [first] = open.body;
      if ((language === "ts" || language === "typescript") && first !== undefined) {
        const mode = modes.find((candidate) => words.includes(candidate)) ?? "run";
        fences.push({ file, line: first.number, code: unindent(open.body, open.indent), mode });
      }
      open = undefined;
    } else {
      open.body.push(line);
    }
  }
  return fences;
}

function unindent(body: readonly Line[], indent: string): string {
  return body.map(({ text }) => (text.startsWith(indent) ? text.slice(indent.length) : text)).join("\n");
}
