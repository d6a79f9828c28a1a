import { familyGroups, familySlug } from "./family-groups.ts";

type Item =
  | { readonly slug: string }
  | { readonly label: string; readonly collapsed: boolean; readonly items: Item[] };

/** The pages of probability: the table of families, and each family in its group. */
export function probabilitySidebar(): Item[] {
  return [
    { slug: "probability" },
    ...familyGroups.map(({ label, names }) => ({
      label,
      collapsed: true,
      items: names.map((name) => ({ slug: `probability/families/${familySlug(name)}` })),
    })),
  ];
}
