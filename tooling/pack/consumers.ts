import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Packed } from "./packages.ts";

const run = promisify(execFile);

/** An empty project that has installed one package and nothing else. */
export interface Consumer {
  readonly pkg: Packed;
  readonly folder: string;
}

/**
 * One empty project per package, each with that package alone. The packages that it depends on come from their
 * tarballs, and nothing is hoisted, so a dependency that is used but not declared is not found.
 */
export async function installConsumers(folder: string, packed: readonly Packed[]): Promise<Consumer[]> {
  const overrides = packed.map(({ name, tarball }) => `  "${name}": "file:${tarball}"`);
  const settings = [
    "packages:",
    "  - projects/*",
    "hoist: false",
    "pmOnFail: ignore",
    "overrides:",
    ...overrides,
  ];
  await writeFile(join(folder, "pnpm-workspace.yaml"), `${settings.join("\n")}\n`);
  await writeFile(join(folder, "package.json"), '{ "private": true }\n');
  const consumers = await Promise.all(packed.map((pkg) => writeConsumer(folder, pkg)));
  await run("pnpm", ["install", "--prefer-offline", "--no-frozen-lockfile"], {
    cwd: folder,
    shell: process.platform === "win32",
    env: { ...process.env, CI: "true" },
  }).catch((error: { stdout?: string; stderr?: string }) => {
    throw new Error(`the packed packages cannot be installed:\n${error.stdout ?? ""}${error.stderr ?? ""}`);
  });
  return consumers;
}

async function writeConsumer(folder: string, pkg: Packed): Promise<Consumer> {
  const project = join(folder, "projects", pkg.name.replace("/", "-").replace("@", ""));
  await mkdir(project, { recursive: true });
  const manifest = { private: true, type: "module", dependencies: { [pkg.name]: `file:${pkg.tarball}` } };
  await writeFile(join(project, "package.json"), JSON.stringify(manifest));
  await writeFile(join(project, "load.mjs"), loader(pkg.entries));
  const imports = pkg.entries.map((entry, index) => `import * as m${index} from "${entry}";\n`);
  const keys = pkg.entries.map((_, index) => `keyof typeof m${index}`);
  await writeFile(join(project, "types.ts"), `${imports.join("")}export type Names = ${keys.join(" | ")};\n`);
  const names = pkg.entries.map((_, index) => `Object.keys(m${index}).length`);
  const check = `if ([${names.join(", ")}].includes(0)) throw new Error("nothing is exported");\n`;
  await writeFile(join(project, "bundle-me.js"), imports.join("") + check);
  return { pkg, folder: project };
}

/** Imports every entry, requires it too, and compares the names. */
function loader(entries: readonly string[]): string {
  return `import { createRequire } from "node:module";
const require = createRequire(import.meta.url);
for (const entry of ${JSON.stringify(entries)}) {
  const imported = Object.keys(await import(entry)).sort();
  const required = Object.keys(require(entry)).filter((name) => name !== "__esModule").sort();
  if (imported.length === 0) throw new Error(entry + ": exports nothing");
  if (String(imported) !== String(required)) throw new Error(entry + ": import and require differ");
}
`;
}
