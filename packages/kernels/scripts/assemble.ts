import { writeFileSync } from "node:fs";
import { generatedModule, generatedPath } from "./generated-module.ts";

writeFileSync(generatedPath, await generatedModule());
