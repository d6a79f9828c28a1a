import { startOf } from "@adjoint/viz";
import type { Figure } from "@adjoint/viz";
import { region } from "../text/region.ts";

/**
 * A lesson's figure as a program of its own, which ends in the figure as it first stands: the page shows it, and
 * the playground runs it.
 */
export function figureProgram(source: string, figure: Figure): string {
  const start = Object.entries(startOf(figure)).map(
    ([name, value]) => `${name}: ${Number(value.toFixed(4))}`,
  );
  const program = region(source, "figure").replace(/^export /gm, "");
  return `${program}\n\nfigure.view(figure.compute({ ${start.join(", ")} }));`;
}
