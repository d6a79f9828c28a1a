import type { Figure, Scene } from "@adjoint/viz";

/** The values that a figure starts from. */
export function startOf(figure: Figure): Record<string, number> {
  return Object.fromEntries(Object.entries(figure.params).map(([name, { value }]) => [name, value]));
}

/** A figure at the values it starts from: what it shows and what it says. */
export function still(figure: Figure): { readonly scene: Scene; readonly said: string } {
  const result = figure.compute(startOf(figure));
  return { scene: figure.view(result), said: figure.say(result) };
}
