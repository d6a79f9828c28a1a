import { closestName } from "./closest-name.ts";

/** The end of a message about an unknown name: the closest spelling, then everything that is known. */
export function suggest(name: string, known: readonly string[]): string {
  const closest = closestName(name, known);
  const question = closest === undefined ? "" : `; did you mean "${closest}"?`;
  const list = known.length === 0 ? "nothing" : known.join(", ");
  return `${question}${question === "" ? "; known" : " Known"}: ${list}`;
}
