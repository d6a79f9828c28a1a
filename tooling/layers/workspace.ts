import { glob, readFile } from "node:fs/promises";
import { dirname, join, sep } from "node:path";

/** A package.json as far as the checks read it. */
export interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly scripts?: Readonly<Record<string, string>>;
}

/** A package of the workspace with the text of its files, so that a check is a function of data. */
export interface Package {
  /** Relative to the root, with forward slashes. */
  readonly folder: string;
  readonly manifest: Manifest;
  /** Text by path relative to the package. */
  readonly files: ReadonlyMap<string, string>;
}

const sources = "*.{ts,mts,js,mjs,json,astro,md,mdx,css,html}";

/** Reads `packages/*` and `apps/*`. */
export async function readWorkspace(root: string): Promise<Package[]> {
  const packages: Package[] = [];
  for await (const path of glob("{packages,apps}/*/package.json", { cwd: root })) {
    const folder = dirname(path).replaceAll(sep, "/");
    const manifest = JSON.parse(await readFile(join(root, path), "utf8")) as Manifest;
    packages.push({ folder, manifest, files: await readFiles(join(root, folder)) });
  }
  return packages.toSorted((a, b) => a.folder.localeCompare(b.folder));
}

async function readFiles(folder: string): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const exclude = (name: string): boolean => /(^|[/\\])(node_modules|dist|\.[^/\\]+)($|[/\\])/.test(name);
  for await (const path of glob(`**/${sources}`, { cwd: folder, exclude })) {
    if (exclude(path)) continue;
    files.set(path.replaceAll(sep, "/"), await readFile(join(folder, path), "utf8"));
  }
  return files;
}
