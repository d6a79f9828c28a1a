import { readFileSync } from "node:fs";
import { generatedModule, generatedPath } from "./generated-module.ts";

if (readFileSync(generatedPath, "utf8") === (await generatedModule())) {
  console.log("packages/kernels/src/generated matches packages/kernels/assembly");
} else {
  console.error(
    "packages/kernels/src/generated is not what packages/kernels/assembly compiles to: run pnpm --filter @adjoint/kernels run assemble and commit the result",
  );
  process.exitCode = 1;
}
