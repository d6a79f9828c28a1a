import { defineConfig } from "vitest/config";
import { giveWay } from "../run/give-way.ts";
import { compiledPrimitives } from "./compiled-primitives.ts";

giveWay();

/** In WebAssembly exp and its kin compute float32 in float32: to 2 units in the last place, which their own tests check. */
const ofEagerFloat32 = "of float32 is the float64 value rounded once";
const isWebassembly = process.env["ADJOINT_BACKEND"] === "webassembly";

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
    ...(isWebassembly && { testNamePattern: new RegExp(`^(?!.*${ofEagerFloat32})`) }),
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
