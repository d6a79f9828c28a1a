import type { GradientComparison } from "./check-gradients.ts";

/** At most so many entries are written out. */
const shown = 5;

/** The verdict on the entries of a derivative, in words. */
export function describeComparisons(comparisons: readonly GradientComparison[]): string {
  const groups = new Map<string, GradientComparison[]>();
  for (const comparison of comparisons) {
    const key = `the ${comparison.mode} derivative of order ${comparison.order}`;
    groups.set(key, [...(groups.get(key) ?? []), comparison]);
  }
  if (groups.size === 0) return "checkGradients: there is nothing to differentiate";
  return [...groups].map(([name, entries]) => describeGroup(name, entries)).join("\n");
}

function describeGroup(name: string, entries: readonly GradientComparison[]): string {
  const wrong = entries.filter(({ verdict }) => verdict === "disagrees");
  const unsure = entries.filter(({ verdict }) => verdict === "undecided");
  const kinks = entries.filter(({ verdict }) => verdict === "kink");
  const count = `${entries.length} ${entries.length === 1 ? "entry" : "entries"}`;
  const lines =
    wrong.length > 0
      ? [`${name} disagrees with differences in ${wrong.length} of ${count}:`, ...list(wrong)]
      : [`${name} agrees with differences in ${entries.length - unsure.length - kinks.length} of ${count}`];
  if (kinks.length > 0)
    lines.push(`  it stands at a kink in ${kinks.length}, with a value between the slopes:`, ...list(kinks));
  if (unsure.length > 0) {
    lines.push(
      `  differences cannot tell in ${unsure.length}: the function is too steep, noisy or not finite there:`,
      ...list(unsure),
    );
  }
  return lines.join("\n");
}

function list(entries: readonly GradientComparison[]): string[] {
  const worst = entries.toSorted((a, b) => difference(b) - difference(a));
  const lines = worst.slice(0, shown).map(describeEntry);
  return entries.length > shown ? [...lines, `  … and ${entries.length - shown} more`] : lines;
}

function describeEntry(entry: GradientComparison): string {
  const { result, argument, derivative, expected, uncertainty, verdict } = entry;
  const found = Number.isFinite(uncertainty)
    ? `differences ${format(expected)}${uncertainty === 0 ? "" : ` ± ${uncertainty.toExponential(0)}`}`
    : "differences give no number";
  const hint = verdict === "disagrees" ? `: ${likeness(derivative, expected)}` : "";
  return `  ∂ ${result} / ∂ ${argument}: the rules give ${format(derivative)}, ${found}${hint}`;
}

/** By how much it is off, and what that looks like. */
function likeness(derivative: number, expected: number): string {
  const close = (a: number, b: number): boolean =>
    Math.abs(a - b) <= 1e-5 * Math.max(Math.abs(a), Math.abs(b));
  if (Number.isNaN(derivative)) return "look for 0·∞, 0/0 or ∞ − ∞ on the way";
  const off = `off by ${format(Math.abs(derivative - expected))}`;
  if (derivative === 0) {
    return `${off}; nothing comes through: is stopGradient, item() or an integer in between, or is a term missing?`;
  }
  if (expected === 0) return `${off}; the result does not depend on it`;
  if (close(derivative, -expected)) return `${off}; the sign is wrong`;
  return `${off}; it is ${format(derivative / expected)} times what it should be`;
}

function difference({ derivative, expected }: GradientComparison): number {
  return Number.isNaN(derivative) ? Infinity : Math.abs(derivative - expected);
}

function format(value: number): string {
  return String(Number(value.toPrecision(6)));
}
