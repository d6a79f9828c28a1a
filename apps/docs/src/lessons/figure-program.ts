import { region } from "../text/region.ts";

/** A lesson's figure as a program of its own: the page shows it, and the playground runs it. */
export function figureProgram(source: string): string {
  return region(source, "figure").replace(/^export /gm, "");
}
