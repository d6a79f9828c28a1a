import ts from "typescript";

/** One import or re-export of a file. */
export interface Specifier {
  readonly specifier: string;
  /** Gone when the types are stripped, so nothing is loaded. */
  readonly erased: boolean;
}

/** What a file imports or re-exports, types and dynamic imports included. */
export function importsOf(path: string, text: string): Specifier[] {
  if (/\.(ts|mts|js|mjs)$/.test(path)) {
    const erased = typeImports(path, text);
    return ts
      .preProcessFile(text, true, true)
      .importedFiles.map((file) => ({ specifier: file.fileName, erased: erased.has(file.pos) }));
  }
  if (/\.(astro|mdx)$/.test(path)) {
    return [...text.matchAll(/^\s*(?:import|export)\s[^;]*?["']([^"']+)["']/gm)].map((match) => ({
      specifier: match[1] ?? "",
      erased: false,
    }));
  }
  return [];
}

/** Where the specifiers of `import type` and `export type` stand. */
function typeImports(path: string, text: string): Set<number> {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
  const positions = file.statements.map((statement) => {
    const erased =
      (ts.isImportDeclaration(statement) &&
        statement.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword) ||
      (ts.isExportDeclaration(statement) && statement.isTypeOnly);
    return erased ? statement.moduleSpecifier?.getStart(file) : undefined;
  });
  return new Set(positions.filter((position) => position !== undefined));
}

/** `@adjoint/viz/graph` → `@adjoint/viz`; undefined for a relative path. */
export function packageOf(specifier: string): string | undefined {
  if (specifier.startsWith(".") || specifier.startsWith("/")) return undefined;
  const parts = specifier.split("/");
  return specifier.startsWith("@") ? parts.slice(0, 2).join("/") : parts[0];
}
