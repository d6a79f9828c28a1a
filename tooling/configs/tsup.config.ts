import { readFileSync } from "node:fs";
import { defineConfig } from "tsup";
import { giveWay } from "../run/give-way.ts";

giveWay();

/** Every entry that a package's `exports` names is built from the same source file that development imports. */
const { exports } = JSON.parse(readFileSync("package.json", "utf8")) as {
  exports: Record<string, string | null>;
};

export default defineConfig({
  entry: Object.values(exports).filter((path): path is string => path?.endsWith(".ts") === true),
  format: "esm",
  target: "es2022",
  platform: "neutral",
  dts: true,
  clean: true,
  sourcemap: false,
  tsconfig: "tsconfig.json",
});
