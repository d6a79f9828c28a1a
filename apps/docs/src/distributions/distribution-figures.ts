import type { Figure } from "@adjoint/viz";

/** The figures of all families by the names of their files: one chunk, of which every page has use for most. */
export const distributionFigures: Readonly<Record<string, Figure>> = Object.fromEntries(
  Object.entries(import.meta.glob<Figure>("./figures/*.ts", { eager: true, import: "figure" })).map(
    ([file, figure]) => [file.replace(/^.*\/|\.ts$/g, ""), figure],
  ),
);
