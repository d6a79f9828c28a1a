/** Kinds whose pages differ enough to look at each: every lesson has figures of its own. */
const each = new Set(["lessons"]);

/** A document that only ever stands inside another page's frame is judged there. */
const framed = /\/sandbox\//;

/** One page of every kind: the top pages by their name, the pages of a section by its first. */
export function kindsOf(pages: readonly string[]): string[] {
  const chosen = new Map<string, string>();
  for (const page of pages.filter((path) => !framed.test(path)).toSorted()) {
    const [section = "", ...rest] = page
      .replace(/^\//, "")
      .replace(/(index)?\.html$/, "")
      .split("/")
      .filter(Boolean);
    const kind = rest.length === 0 || each.has(section) ? page : `${section}/*`;
    if (!chosen.has(kind)) chosen.set(kind, page);
  }
  return [...chosen.values()];
}
