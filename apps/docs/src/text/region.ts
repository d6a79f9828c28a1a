/**
 * The lines between `//#region name` and its `//#endregion`, so that a page shows code that runs elsewhere.
 *
 * @throws Error if the source has no such region.
 */
export function region(source: string, name: string): string {
  const lines = source.split("\n");
  const start = lines.findIndex((line) => line.trim() === `//#region ${name}`);
  const end = lines.findIndex((line, i) => i > start && line.trim() === "//#endregion");
  if (start < 0 || end < 0) throw new Error(`no region "${name}" in the source`);
  return lines
    .slice(start + 1, end)
    .join("\n")
    .trim();
}

/** The source without its region marks. */
export function withoutRegions(source: string): string {
  return source.replace(/^\s*\/\/#(?:end)?region.*\n/gm, "");
}
