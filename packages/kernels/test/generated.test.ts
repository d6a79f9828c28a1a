import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { expect, test } from "vitest";
import { generatedModules } from "../scripts/generated-module.ts";

test.each(generatedModules.map(({ path, generate }) => [basename(path), path, generate] as const))(
  "the committed %s is what its AssemblyScript source compiles to",
  async (_name, path, generate) => {
    const stale = (await readFile(path, "utf8")) !== (await generate());
    expect(stale, "run `pnpm --filter @adjoint/kernels run assemble`").toBe(false);
  },
  60_000,
);
