import { defineConfig } from "vitest/config";
import { giveWay } from "../run/give-way.ts";
import { compiledPrimitives } from "./compiled-primitives.ts";

giveWay();

/**
 * The unit tests of all packages, with every primitive that loops can compute compiled before it runs:
 * `ADJOINT_BACKEND=webassembly pnpm test:compiled [part of a path]`; the other backends are `javascript` and `interpreter`.
 */
export default defineConfig({
  root: new URL("../..", import.meta.url).pathname,
  plugins: [compiledPrimitives()],
  test: {
    name: "compiled",
    isolate: false,
    testTimeout: 120_000,
    setupFiles: [new URL("setup.ts", import.meta.url).pathname],
    include: ["packages/*/test/**/*.test.ts"],
    exclude: [
      "**/*.browser.test.ts",
      "**/node_modules/**",
      "packages/kernels/**",
      "packages/autodiff/test/compile/**",
    ],
  },
});
