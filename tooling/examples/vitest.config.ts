import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { generate } from "./generate.ts";
import { giveWay } from "../run/give-way.ts";

giveWay();

await generate();

/** Every `ts` fence of doc comments, READMEs and the docs. */
export default defineConfig({
  root: join(import.meta.dirname, ".."),
  test: {
    name: "examples",
    isolate: false,
    include: [".examples/*.test.ts", "examples/types.check.ts"],
  },
});
