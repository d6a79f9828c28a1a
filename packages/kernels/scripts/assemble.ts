import { writeFileSync } from "node:fs";
import { generatedModules } from "./generated-module.ts";

for (const { path, generate } of generatedModules) writeFileSync(path, await generate());
