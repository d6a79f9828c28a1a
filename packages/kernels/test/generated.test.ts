import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { generatedModule, generatedPath } from "../scripts/generated-module.ts";

test("the committed binaries are what the AssemblyScript source compiles to", async () => {
  const committed = await readFile(generatedPath, "utf8");
  const stale = committed !== (await generatedModule());
  expect(stale, "run `pnpm --filter @adjoint/kernels run assemble`").toBe(false);
}, 60_000);
