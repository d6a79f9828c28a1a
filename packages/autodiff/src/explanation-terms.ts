import type { ExplainedTerm, Explanation } from "./explanation.ts";
import type { Style } from "./format-formula.ts";

/**
 * What the steps pass back to a value, from the last step to the first, summed: as a formula, and with numbers where
 * all of its names are scalars. Nothing if no step passes anything back.
 */
export function passedBack(explanation: Explanation, name: string, style: Style): readonly string[] {
  const terms = contributionsTo(explanation, name);
  if (terms.length === 0) return [];
  const isText = style === "text";
  const formula = joined(
    terms.map((term) => (isText ? term.formula : term.latex)),
    style,
  );
  const numbers = terms.flatMap((term) => (isText ? term.numbers : term.numbersLatex) ?? []);
  return numbers.length === terms.length ? [formula, joined(numbers, style)] : [formula];
}

/** Without those that repeat what stands before them: what is equal in sight is written once. */
export function withoutRepeats(parts: readonly string[]): readonly string[] {
  return parts.filter((part, i) => part !== parts[i - 1]);
}

function contributionsTo({ steps }: Explanation, name: string): readonly ExplainedTerm[] {
  return steps
    .toReversed()
    .flatMap(({ inputs }) =>
      inputs.flatMap((input) =>
        input.name === name && input.contribution !== null ? [input.contribution] : [],
      ),
    );
}

/** `a + b − c`. */
function joined(terms: readonly string[], style: Style): string {
  const minus = style === "text" ? "−" : "-";
  return terms.reduce((sum, term) =>
    term.startsWith(minus) ? `${sum} ${minus} ${term.slice(1)}` : `${sum} + ${term}`,
  );
}
