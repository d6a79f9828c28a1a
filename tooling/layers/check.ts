import { isBuiltin } from "node:module";
import { posix } from "node:path";
import { cyclesOf } from "./cycles.ts";
import { importsOf, packageOf, type Specifier } from "./imports.ts";
import type { Layer } from "./table.ts";
import type { Package } from "./workspace.ts";

interface Import extends Specifier {
  readonly file: string;
}

/** The root installs the test runner once for every package. */
const fromTheRoot = ["vitest"];

/** Holds a workspace against the table of layers; an empty list means that it stands. */
export function checkLayers(packages: readonly Package[], table: Readonly<Record<string, Layer>>): string[] {
  return [
    ...tableCycles(table),
    ...packageCycles(packages),
    ...packages.flatMap((pkg) => [
      ...(pkg.folder.startsWith("packages/") ? sourceProblems(pkg, table) : []),
      ...outsideProblems(pkg),
      ...fileCycles(pkg),
      ...undeclared(pkg),
      ...unused(pkg),
    ]),
  ];
}

function tableCycles(table: Readonly<Record<string, Layer>>): string[] {
  const graph = new Map(Object.entries(table).map(([name, layer]) => [name, layer.packages]));
  return cyclesOf(graph).map((cycle) => `the table of layers has a cycle: ${cycle.join(" → ")}`);
}

/** Development dependencies count too: the build runs packages in this order. */
function packageCycles(packages: readonly Package[]): string[] {
  const names = new Set(packages.map((pkg) => pkg.manifest.name));
  const graph = new Map(
    packages.map((pkg) => [pkg.manifest.name, declared(pkg).filter((name) => names.has(name))]),
  );
  return cyclesOf(graph).map((cycle) => `packages depend on each other: ${cycle.join(" → ")}`);
}

function sourceProblems(pkg: Package, table: Readonly<Record<string, Layer>>): string[] {
  const { name } = pkg.manifest;
  const layer = table[name];
  if (layer === undefined) return [`${pkg.folder}: ${name} has no row in the table of layers`];
  const allowed = new Set([name, ...layer.packages, ...(layer.thirdParty ?? [])]);
  return importsIn(pkg, isSource).flatMap(({ file, specifier }) => {
    const target = packageOf(specifier);
    if (target === undefined || allowed.has(target)) return [];
    const reason = isBuiltin(specifier) ? "packages run in browsers" : `the table allows ${list(layer)}`;
    return [`${pkg.folder}/${file}: ${name} may not import ${target}: ${reason}`];
  });
}

/** A relative path may not climb into another package: its door is its name. Tests and scripts may use tooling/. */
function outsideProblems(pkg: Package): string[] {
  return importsIn(pkg, () => true).flatMap(({ file, specifier }) => {
    if (!specifier.startsWith(".")) return [];
    const target = posix.join(pkg.folder, posix.dirname(file), specifier);
    const inside = target === pkg.folder || target.startsWith(`${pkg.folder}/`);
    if (inside || (target.startsWith("tooling/") && !isSource(file))) return [];
    return [`${pkg.folder}/${file}: ${specifier} leaves the package: import it by name`];
  });
}

/** Types may mention each other; the files that are loaded may not wait for each other. */
function fileCycles(pkg: Package): string[] {
  const graph = new Map<string, string[]>();
  for (const { file, specifier, erased } of importsIn(pkg, isSource)) {
    if (erased || !specifier.startsWith(".")) continue;
    const target = posix.join(posix.dirname(file), specifier);
    graph.set(file, [...(graph.get(file) ?? []), target]);
  }
  return cyclesOf(graph).map((cycle) => `${pkg.folder}: files import each other: ${cycle.join(" → ")}`);
}

function undeclared(pkg: Package): string[] {
  const runtime = new Set([pkg.manifest.name, ...namesIn(pkg, "dependencies", "peerDependencies")]);
  const all = new Set([...runtime, ...declared(pkg), ...fromTheRoot]);
  // A package publishes its source; an app is bundled, so all it needs is needed to build it.
  const isPackage = pkg.folder.startsWith("packages/");
  const problems = importsIn(pkg, () => true).flatMap(({ file, specifier }) => {
    const target = packageOf(specifier);
    if (target === undefined || isBuiltin(specifier) || specifier.includes(":")) return [];
    const known = isPackage && isSource(file) ? runtime : all;
    const place = isPackage && isSource(file) ? "dependencies" : "dependencies or devDependencies";
    return known.has(target) ? [] : [`${pkg.folder}: ${target} is imported by ${file} but not in ${place}`];
  });
  return [...new Set(problems)];
}

function unused(pkg: Package): string[] {
  const isPackage = pkg.folder.startsWith("packages/");
  const inSource = new Set(importsIn(pkg, isSource).map(({ specifier }) => packageOf(specifier)));
  const runtime = isPackage ? namesIn(pkg, "dependencies", "peerDependencies") : [];
  const rest = isPackage ? namesIn(pkg, "devDependencies") : declared(pkg);
  return [
    ...runtime
      .filter((name) => !inSource.has(name))
      .map((name) => `${pkg.folder}: ${name} is in dependencies but src does not import it`),
    ...rest
      .filter((name) => !isMentioned(pkg, name))
      .map((name) => `${pkg.folder}: ${name} is declared but nothing uses it`),
  ];
}

/** The words by which scripts run a package whose command has another name. */
const commands: Readonly<Record<string, readonly string[]>> = {
  "@astrojs/check": ["astro check"],
  assemblyscript: ["asc"],
  typescript: ["tsc", "astro check"],
};

/** A development dependency may be imported, named in a config, run by a script, or hold the types of one that is used. */
function isMentioned(pkg: Package, name: string): boolean {
  const imports = importsIn(pkg, () => true).map(({ specifier }) => specifier);
  if (name === "@types/node") return imports.some((specifier) => isBuiltin(specifier));
  const wanted = name.replace(/^@types\//, "");
  if (imports.some((specifier) => packageOf(specifier) === wanted)) return true;
  const scripts = Object.values(pkg.manifest.scripts ?? {}).join("\n");
  if ([wanted, ...(commands[wanted] ?? [])].some((word) => hasWord(scripts, word))) return true;
  const quoted = new RegExp(`["'\`]${escape(wanted)}(/|["'\`])`);
  return [...pkg.files].some(([path, text]) => path !== "package.json" && quoted.test(text));
}

function hasWord(text: string, word: string): boolean {
  return new RegExp(`(^|[\\s&|;])${escape(word)}($|[\\s&|;])`, "m").test(text);
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
}

function importsIn(pkg: Package, wanted: (file: string) => boolean): Import[] {
  return [...pkg.files]
    .filter(([file]) => wanted(file))
    .flatMap(([file, text]) => importsOf(file, text).map((found) => ({ file, ...found })));
}

function isSource(file: string): boolean {
  return file.startsWith("src/");
}

function declared(pkg: Package): string[] {
  return namesIn(pkg, "dependencies", "peerDependencies", "devDependencies");
}

function namesIn(
  pkg: Package,
  ...keys: ("dependencies" | "devDependencies" | "peerDependencies")[]
): string[] {
  return keys.flatMap((key) => Object.keys(pkg.manifest[key] ?? {}));
}

function list(layer: Layer): string {
  const names = [...layer.packages, ...(layer.thirdParty ?? [])];
  return names.length === 0 ? "nothing" : names.join(", ");
}
