import type { Message } from "../protocol.ts";
import { limits } from "../limits.ts";
import { linesAbove, programName, SourceError } from "./transform.ts";

/** What went wrong, with the line of the user's source that it came from. */
export function describeFailure(error: unknown): Extract<Message, { type: "failed" }> {
  try {
    if (!(error instanceof Error)) return failed("Thrown", short(String(error)), null);
    // A program may have put anything in the place of these texts.
    const { name, message, stack } = error as { name: unknown; message: unknown; stack?: unknown };
    const line = error instanceof SourceError ? error.line : lineOf(String(stack));
    return failed(short(String(name)), short(String(message)), line);
  } catch {
    return failed("Error", "something was thrown that throws when it is looked at", null);
  }
}

function failed(name: string, message: string, line: number | null): Extract<Message, { type: "failed" }> {
  return { type: "failed", name, message, line };
}

const frame: RegExp = new RegExp(`${programName.replace(".", "\\.")}:(\\d+)`);

function lineOf(stack: string): number | null {
  const found = frame.exec(stack)?.[1];
  const line = found === undefined ? 0 : Number(found) - linesAbove;
  return line >= 1 && line <= limits.source ? line : null;
}

function short(text: string): string {
  return text.length <= limits.text ? text : `${text.slice(0, limits.text - 1)}…`;
}
