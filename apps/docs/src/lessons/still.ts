import type { Figure, Scene } from "@adjoint/viz";

/** A figure at the values it starts from: what it shows and what it says. */
export function still(figure: Figure): { readonly scene: Scene; readonly said: string } {
  const start = Object.fromEntries(Object.entries(figure.params).map(([name, { value }]) => [name, value]));
  const result = figure.compute(start);
  return { scene: figure.view(result), said: figure.say(result) };
}
