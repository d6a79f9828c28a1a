import type { ExplainedTerm, Explanation } from "./explanation.ts";

/** What the steps pass back to a value, from the last step to the first. */
export function contributionsTo({ steps }: Explanation, name: string): readonly ExplainedTerm[] {
  return steps
    .toReversed()
    .flatMap(({ inputs }) =>
      inputs.flatMap((input) =>
        input.name === name && input.contribution !== null ? [input.contribution] : [],
      ),
    );
}
