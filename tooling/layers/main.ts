import { join } from "node:path";
import { checkLayers } from "./check.ts";
import { layers } from "./table.ts";
import { readWorkspace } from "./workspace.ts";

const packages = await readWorkspace(join(import.meta.dirname, "..", ".."));
const problems = checkLayers(packages, layers);
for (const problem of problems) console.error(problem);
console.log(`layers: ${packages.length} packages, ${problems.length} problems`);
process.exitCode = problems.length > 0 ? 1 : 0;
