import { existsSync } from "node:fs";
import { join } from "node:path";
import { functionGroups, functionSlug } from "./function-groups.ts";
import { repositoryRoot } from "./root.ts";

type Item =
  | { readonly slug: string }
  | { readonly label: string; readonly collapsed: boolean; readonly items: Item[] };

/** The pages of linear algebra: what to use, what it is worth, and each function in its group. */
export function linearAlgebraSidebar(): Item[] {
  const root = repositoryRoot();
  const isMeasured = existsSync(join(root, "apps/docs/src/content/docs/linear-algebra/functions/speed.md"));
  return [
    { slug: "linear-algebra" },
    { slug: "linear-algebra/accuracy" },
    { slug: "linear-algebra/derivatives" },
    ...(isMeasured ? [{ slug: "linear-algebra/speed" }] : []),
    ...functionGroups.map(({ label, names }) => ({
      label,
      collapsed: true,
      items: names.map((name) => ({ slug: `linear-algebra/functions/${functionSlug(name)}` })),
    })),
  ];
}
