import { glob } from "node:fs/promises";
import { join } from "node:path";
import ts from "typescript";
import { giveWay } from "../run/give-way.ts";

giveWay();

/**
 * Checks each package's own files under its own settings (no DOM, no Node where it does not say so), then the
 * tests, the tooling and the root under the root's. Source files are parsed once for all of them.
 */
const root = join(import.meta.dirname, "..", "..");
const parsed = new Map<string, ts.SourceFile | undefined>();
const checked = new Set<string>();

let problems = 0;
// The packages first: a file is checked once, under the strictest settings that name it.
for await (const config of glob("packages/*/tsconfig.json", { cwd: root }))
  problems += check(join(root, config));
problems += check(join(root, "tsconfig.json"));
console.log(`types: ${problems} problems`);
process.exitCode = problems > 0 ? 1 : 0;

function check(path: string): number {
  const config = ts.getParsedCommandLineOfConfigFile(path, undefined, {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: (diagnostic) => report([diagnostic]),
  });
  if (config === undefined) return 1;
  const program = ts.createProgram(config.fileNames, config.options, sharingHost(config.options));
  const own = new Set(config.fileNames.filter((name) => !checked.has(name)));
  for (const name of own) checked.add(name);
  const diagnostics = [
    ...config.errors,
    ...program.getOptionsDiagnostics(),
    ...program
      .getSourceFiles()
      .filter((file) => own.has(file.fileName))
      .flatMap((file) => [
        ...program.getSyntacticDiagnostics(file),
        ...program.getSemanticDiagnostics(file),
        ...(config.options.declaration ? program.getDeclarationDiagnostics(file) : []),
      ]),
  ];
  report(diagnostics);
  return diagnostics.length;
}

function sharingHost(options: ts.CompilerOptions): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (name, settings, onError) => {
    if (!parsed.has(name)) parsed.set(name, read(name, settings, onError));
    return parsed.get(name);
  };
  return host;
}

function report(diagnostics: readonly ts.Diagnostic[]): void {
  if (diagnostics.length === 0) return;
  const format = {
    getCanonicalFileName: (name: string) => name,
    getCurrentDirectory: () => root,
    getNewLine: () => "\n",
  };
  console.error(ts.formatDiagnostics(diagnostics, format));
}
