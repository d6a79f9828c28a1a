import { closestName } from "./closest-name.ts";
import { functions } from "./functions.ts";
import { UnknownNameError } from "./unknown-name-error.ts";

/** The end of a message about an unknown name: the closest spelling, then everything that is known. */
export function suggest(name: string, known: readonly string[]): string {
  const closest = closestName(name, known);
  const list = known.length === 0 ? "nothing" : known.join(", ");
  return closest === undefined ? `; known: ${list}` : `; did you mean "${closest}"? Known: ${list}`;
}

/** The error for a name without a value, which may be that of a function. */
export function unknownName(operation: string, name: string, known: readonly string[]): UnknownNameError {
  const problem = functions.has(name)
    ? `${name} is a function: write ${name}(…), and ${name}(…)^2 for its square`
    : `unknown name "${name}"${suggest(name, known)}`;
  return new UnknownNameError(`${operation}: ${problem}`, name, known);
}
