// Writes a page for every family of @adjoint/probability from the doc comment of its factory and its record.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as probability from "@adjoint/probability";
import { familiesIn } from "./family-functions.ts";
import { familySlug } from "./family-groups.ts";
import { familyPage } from "./family-page.ts";
import { functionDocs } from "./function-docs.ts";
import { repositoryRoot } from "./root.ts";

const out = join(repositoryRoot(), "apps/docs/src/content/docs/probability/families");
const families = familiesIn(probability);
const docs = functionDocs(join(repositoryRoot(), "packages/probability"));

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
for (const [name, family] of families) {
  const doc = docs.find((candidate) => candidate.name === name);
  if (doc === undefined) throw new Error(`the family ${name} has no factory of its name`);
  writeFileSync(join(out, `${familySlug(name)}.mdx`), familyPage(doc, family, [...families.keys()]));
}
