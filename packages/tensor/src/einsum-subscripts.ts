import { DomainError } from "./errors.ts";

/** The names of one operand's axes: letters, and at most one `"..."` for the axes that have none. */
export type Term = readonly string[];

/** What a string of subscripts says. */
export interface Subscripts {
  readonly operands: readonly Term[];
  /** The axes of the result, if there is an arrow. */
  readonly output: Term | undefined;
}

/**
 * Reads `"ij,jk->ik"`.
 *
 * @throws DomainError with the position of what is not understood.
 */
export function parseSubscripts(subscripts: string): Subscripts {
  const operands: string[][] = [[]];
  let output: string[] | undefined;
  const refuse = (at: number, problem: string): never => {
    throw new DomainError(`einsum: "${subscripts}", position ${at}: ${problem}`, {
      operation: "einsum",
      subscripts,
      position: at,
    });
  };
  for (let at = 0; at < subscripts.length; at++) {
    const term = output ?? operands.at(-1)!;
    const character = subscripts[at]!;
    if (character === " ") continue;
    if (/[A-Za-z]/.test(character)) {
      if (output !== undefined) checkOutputLetter(character, operands, output, (text) => refuse(at, text));
      term.push(character);
    } else if (character === ",") {
      if (output !== undefined) refuse(at, `a "," after "->"; there is one result`);
      operands.push([]);
    } else if (subscripts.startsWith("->", at)) {
      if (output !== undefined) refuse(at, `a second "->"; there is one result`);
      output = [];
      at += 1;
    } else if (subscripts.startsWith("...", at)) {
      if (term.includes("..."))
        refuse(at, `a second "..." in one term; it stands for all axes without a letter`);
      term.push("...");
      at += 2;
    } else {
      refuse(at, `unexpected "${character}"; subscripts are letters, "...", "," and "->", as in "ij,jk->ik"`);
    }
  }
  return { operands, output };
}

function checkOutputLetter(
  letter: string,
  operands: readonly Term[],
  output: Term,
  refuse: (problem: string) => never,
): void {
  if (output.includes(letter)) {
    refuse(`${letter} stands twice in the result, which would be a diagonal: multiply by eye(n) for that`);
  }
  if (!operands.some((term) => term.includes(letter))) {
    refuse(`${letter} is in the result but in no operand; broadcastTo makes new axes`);
  }
}
