import { expect } from "vitest";
import { shows } from "./shows.ts";

/** Asserts that a value prints as an example says. */
export function assertShown(value: unknown, expected: string, at: string): void {
  const problem = shows(value, expected);
  if (problem !== undefined) expect.fail(`${at}: ${problem}`);
}

/** Asserts that an example throws; `ShapeError: text` names the error and the start of its message. */
export async function assertThrows(run: () => Promise<void>, expected: string, at: string): Promise<void> {
  const thrown: unknown = await run().then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(thrown instanceof Error)) expect.fail(`${at}: expected it to throw ${expected}`);
  const text = `${thrown.name}: ${thrown.message}`.replaceAll(/\s+/g, " ");
  const wanted = expected.replaceAll(/\s+/g, " ").replace(/[.…]+$/, "");
  if (!text.startsWith(wanted))
    expect.fail(`${at}: expected it to throw\n  ${wanted}\nbut it threw\n  ${text}`);
}
