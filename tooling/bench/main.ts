/**
 * Times Adjoint against jax-js, TensorFlow.js, PyTorch and NumPy, each with one thread:
 * `pnpm --filter @adjoint/tooling bench [part of a case's name]` eager operations and derivatives,
 * `pnpm --filter @adjoint/tooling bench compile [part of a row's name] [--json FILE]` compiled programs.
 *
 * The peers stand in a package.json of their own beside this file, outside of the workspace, and are installed on the
 * first run. Contestants take turns and each cell is a median, so a busy machine slows all of them alike. Results are
 * compared first.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: "string" } },
});
const directory = fileURLToPath(new URL(".", import.meta.url));
if (!existsSync(`${directory}/node_modules`)) {
  spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
    cwd: directory,
    stdio: "inherit",
  });
}
if (positionals[0] === "compile") {
  const { raceCompiled } = await import("./compile/main.ts");
  await raceCompiled(positionals[1] ?? "", values.json);
} else {
  const { raceEagerly } = await import("./eager.ts");
  await raceEagerly(positionals[0] ?? "");
}
