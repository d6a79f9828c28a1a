import { defineConfig } from "vitest/config";
import { giveWay } from "./tooling/run/give-way.ts";

giveWay();

export default defineConfig({
  test: {
    isolate: false,
    // A guard against what hangs: no test is about its own time, and machines differ.
    testTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["packages/*/test/**/*.test.ts", "tooling/**/*.test.ts"],
          exclude: ["**/*.browser.test.ts", "**/node_modules/**", "tooling/{.examples,new/templates}/**"],
        },
      },
    ],
  },
});
