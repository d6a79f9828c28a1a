import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { kinds } from "./kinds.ts";
import { scaffold } from "./scaffold.ts";

/** `pnpm new package|primitive|distribution|lesson <name>` */
const [, , kind, name] = process.argv;
const root = join(import.meta.dirname, "..", "..");
if (kind === undefined || name === undefined) {
  console.error(`usage: pnpm new ${Object.keys(kinds).join("|")} <name-in-kebab-case>`);
  process.exit(2);
}
try {
  const { files, next } = await scaffold(root, kind, name);
  execFileSync("pnpm", ["exec", "oxfmt", ...files], { cwd: root, shell: process.platform === "win32" });
  for (const file of files) console.log(`  ${file}`);
  console.log("\nnext:");
  for (const step of next) console.log(`  ${step}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
