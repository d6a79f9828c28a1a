import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { build as esbuild } from "esbuild";
import ts from "typescript";
import { build as vite } from "vite";
import type { Consumer } from "./consumers.ts";
import type { NodeVersion } from "./nodes.ts";

const run = promisify(execFile);

/** Why a check fails, or undefined. */
export type Verdict = string | undefined;

/** `import` and `require` find the same names. */
export function loads(consumer: Consumer, node: NodeVersion): Promise<Verdict> {
  return verdict(run(node.executable, ["load.mjs"], { cwd: consumer.folder }));
}

/** esbuild bundles it for a browser, and the bundle runs. */
export function bundlesWithEsbuild(consumer: Consumer): Promise<Verdict> {
  const outfile = join(consumer.folder, "out", "esbuild.mjs");
  const work = esbuild({
    absWorkingDir: consumer.folder,
    entryPoints: ["bundle-me.js"],
    outfile,
    bundle: true,
    format: "esm",
    platform: "browser",
    logLevel: "silent",
  });
  return verdict(work.then(() => run(process.execPath, [outfile])));
}

/** Vite bundles it for a browser, and the bundle runs. */
export function bundlesWithVite(consumer: Consumer): Promise<Verdict> {
  const work = vite({
    configFile: false,
    root: consumer.folder,
    logLevel: "silent",
    build: {
      outDir: "out",
      emptyOutDir: false,
      rolldownOptions: { output: { entryFileNames: "vite.mjs" } },
      lib: { entry: "bundle-me.js", formats: ["es"] },
    },
  });
  return verdict(work.then(() => run(process.execPath, [join(consumer.folder, "out", "vite.mjs")])));
}

async function verdict(work: Promise<unknown>): Promise<Verdict> {
  return work.then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}

/** The kinds of module resolution that TypeScript users have. */
export const resolutions = {
  bundler: { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler },
  node16: { module: ts.ModuleKind.Node16, moduleResolution: ts.ModuleResolutionKind.Node16 },
} as const;

/** The types resolve, and the declarations themselves have no error: libraries are not skipped. */
export function typeProblems(consumers: readonly Consumer[], resolution: keyof typeof resolutions): string[] {
  const files = consumers.map((consumer) => join(consumer.folder, "types.ts"));
  const program = ts.createProgram(files, {
    ...resolutions[resolution],
    target: ts.ScriptTarget.ES2022,
    lib: ["lib.es2023.d.ts", "lib.dom.d.ts"],
    types: [],
    strict: true,
    noEmit: true,
    skipLibCheck: false,
    skipDefaultLibCheck: true,
  });
  return ts
    .getPreEmitDiagnostics(program)
    .map(
      ({ file, messageText }) =>
        `${file?.fileName ?? ""}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`,
    );
}
