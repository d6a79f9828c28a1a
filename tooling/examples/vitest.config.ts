import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { giveWay } from "../run/give-way.ts";

giveWay();

/** Every `ts` fence of doc comments, READMEs and the docs, as main.ts has written them down. */
export default defineConfig({
  root: join(import.meta.dirname, ".."),
  test: {
    name: "examples",
    isolate: false,
    // A guard against what hangs: no test is about its own time, and machines differ.
    testTimeout: 60_000,
    include: [".examples/*.test.ts", "examples/types.check.ts"],
  },
});
