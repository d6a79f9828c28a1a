import type { Answer, Exercise } from "./exercise.ts";

/** What is said to an answer. */
export interface Verdict {
  readonly right: boolean;
  /** The slips that reproduce the answer, if any do. */
  readonly slips: readonly string[];
  /** A sentence for the reader. */
  readonly message: string;
}

/**
 * Compares an answer with the derivation, then with the derivation run again under each slip of the
 * catalogue and under each pair of them, and names what reproduces it.
 */
export function checkAnswer(exercise: Exercise, answer: Answer): Verdict {
  const truth = exercise.derive(() => false);
  if (agree(truth, answer)) return { right: true, slips: [], message: "Correct." };
  const slips = explain(exercise, answer, truth);
  if (slips.length > 0) {
    const reasons = slips.map((slip) => exercise.slips[slip]).join(" Also: ");
    const opening =
      slips.length === 1 ? "One slip gives exactly this." : "Two slips together give exactly this.";
    return { right: false, slips, message: `${opening} ${reasons}` };
  }
  return { right: false, slips, message: `${describe(exercise, answer, truth)} ${exercise.hint}` };
}

function explain(exercise: Exercise, answer: Answer, truth: Answer): readonly string[] {
  const names = Object.keys(exercise.slips);
  const pairs = names.flatMap((a, i) => names.slice(i + 1).map((b) => [a, b]));
  const found = [...names.map((name) => [name]), ...pairs].find((set) => {
    const derived = exercise.derive((slip) => set.includes(slip));
    return !agree(derived, truth) && agree(derived, answer);
  });
  return found ?? [];
}

function agree(a: Answer, b: Answer): boolean {
  return Object.keys(a).every((name) => close(values(a, name), values(b, name)));
}

/** Half a percent forgives rounding and keeps every slip of a catalogue apart. */
function close(a: readonly number[], b: readonly number[]): boolean {
  return (
    a.length === b.length &&
    a.every((value, i) => Math.abs(value - b[i]!) <= 5e-3 * Math.max(Math.abs(value), 1e-3))
  );
}

function values(answer: Answer, name: string): readonly number[] {
  const value = answer[name];
  return value === undefined ? [] : typeof value === "number" ? [value] : value;
}

/** What can be said about each part when no slip explains the whole. */
function describe(exercise: Exercise, answer: Answer, truth: Answer): string {
  const parts = exercise.fields.map(
    ({ name, label }) => `${label} ${compare(values(answer, name), values(truth, name))}`,
  );
  return `No slip in the catalogue gives this: ${parts.join("; ")}.`;
}

function compare(mine: readonly number[], truth: readonly number[]): string {
  if (close(truth, mine)) return "is right";
  if (mine.some((value) => !Number.isFinite(value))) return "is not finite everywhere";
  if (
    close(
      truth,
      mine.map((value) => -value),
    )
  )
    return "has the right size and the wrong sign";
  const ratio = mine[0]! / truth[0]!;
  if (
    Number.isFinite(ratio) &&
    ratio !== 0 &&
    close(
      truth,
      mine.map((value) => value / ratio),
    ) &&
    (mine.length > 1 || simple(ratio))
  ) {
    return `is ${Number(ratio.toPrecision(3))} times the right value`;
  }
  return truth.length === 1 ? `is too ${mine[0]! > truth[0]! ? "large" : "small"}` : "is another function";
}

/** A ratio that a forgotten factor leaves behind. */
function simple(ratio: number): boolean {
  return [2, 3, 4, 8, 0.5, 0.25, 0.125].some((factor) => Math.abs(Math.abs(ratio) - factor) < 5e-3);
}
