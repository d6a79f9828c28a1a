import ts from "typescript";

/** One import or re-export of a file. */
export interface Specifier {
  readonly specifier: string;
  /** Gone when the types are stripped, so nothing is loaded. */
  readonly erased: boolean;
}

/** An import or re-export as pages write it, outside of a script of their own. */
const importStatement = /^\s*(?:import\s+|(?:import|export)\s+[\w\s*{},$]+?\sfrom\s+)["']([^"']+)["']/gm;

/** Code that a page shows. */
const codeFence = /^\s*```[\s\S]*?^\s*```/gm;

/** What a file imports or re-exports, types and dynamic imports included. */
export function importsOf(path: string, text: string): Specifier[] {
  if (/\.(ts|mts|js|mjs)$/.test(path)) {
    const erased = typeImports(path, text);
    const found = ts
      .preProcessFile(text, true, true)
      .importedFiles.map((file) => ({ specifier: file.fileName, erased: erased.has(file.pos) }));
    return [...found, ...namespaceExports(text)];
  }
  if (/\.(astro|mdx)$/.test(path)) {
    return [...text.replaceAll(codeFence, "").matchAll(importStatement)].map((match) => ({
      specifier: match[1] ?? "",
      erased: false,
    }));
  }
  return [];
}

/** `export * as name from "…"`, which TypeScript's scan of imports passes over. */
function namespaceExports(text: string): Specifier[] {
  return [...text.matchAll(/^export (type )?\* as \w+ from "([^"]+)";/gm)].map(([, type, specifier]) => ({
    specifier: specifier ?? "",
    erased: type !== undefined,
  }));
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
