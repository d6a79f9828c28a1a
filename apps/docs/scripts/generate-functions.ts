// Writes a page for every function of @adjoint/linalg from its doc comment, and one of its times beside NumPy's once the
// benchmark has written them down.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "./root.ts";
import { functionDocs } from "./function-docs.ts";
import { functionPage } from "./function-page.ts";
import { functionSlug } from "./function-groups.ts";
import { speedPage } from "./speed-page.ts";

const folder = join(repositoryRoot(), "packages/linalg");
const out = join(repositoryRoot(), "apps/docs/src/content/docs/linear-algebra/functions");

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const docs = functionDocs(folder);
const names = docs.map(({ name }) => name);
for (const doc of docs) writeFileSync(join(out, `${functionSlug(doc.name)}.md`), functionPage(doc, names));

const table = join(folder, "bench/table.json");
if (existsSync(table))
  writeFileSync(join(out, "speed.md"), speedPage(JSON.parse(readFileSync(table, "utf8"))));
