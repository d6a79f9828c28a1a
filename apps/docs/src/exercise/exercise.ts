/** One thing that the reader is asked for. */
export interface Field {
  readonly name: string;
  /** What it is called on the page, such as `∂f/∂x`. */
  readonly label: string;
  /** The variables that an answer may use; a number is a formula without any. */
  readonly variables?: readonly string[];
  /** Points, one row each, at which two formulas are compared. */
  readonly probes?: readonly (readonly number[])[];
  readonly placeholder?: string;
}

/** The values of an answer: one per field, or one per probe of it. */
export type Answer = Readonly<Record<string, number | readonly number[]>>;

/** A question whose derivation can be run again with mistakes in it. */
export interface Exercise<Slip extends string = string> {
  /** The question; `$…$` is a formula. */
  readonly question: string;
  readonly fields: readonly Field[];
  /** The derivation; at each step that often goes wrong it asks whether it did. */
  readonly derive: (made: (slip: Slip) => boolean) => Answer;
  /** What each slip is, in a sentence that helps; plain text. */
  readonly slips: Readonly<Record<Slip, string>>;
  /** What to look at first when no slip explains the answer. */
  readonly hint: string;
  /** The derivation in words, shown on request. */
  readonly solution: string;
}

/** Fixes the names of the slips. */
export function defineExercise<const Slip extends string>(exercise: Exercise<Slip>): Exercise {
  return exercise;
}
