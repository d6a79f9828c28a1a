import { execFile } from "node:child_process";
import { glob, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The repository's root. */
const root: string = join(import.meta.dirname, "..", "..");

/** A package as the registry would get it. */
export interface Packed {
  readonly name: string;
  readonly tarball: string;
  /** What can be imported: `@adjoint/viz`, `@adjoint/viz/graph`. */
  readonly entries: readonly string[];
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly publishConfig?: { readonly exports?: Readonly<Record<string, unknown>> };
}

/** Packs every public package into a folder; they have to be built. */
export async function packAll(folder: string): Promise<Packed[]> {
  const packed: Packed[] = [];
  for await (const path of glob("packages/*/package.json", { cwd: root })) {
    const manifest = JSON.parse(await readFile(join(root, path), "utf8")) as Manifest;
    if (manifest.private === true) continue;
    const cwd = join(root, dirname(path));
    await run("pnpm", ["pack", "--pack-destination", folder], { cwd, shell: process.platform === "win32" });
    packed.push({
      name: manifest.name,
      tarball: join(folder, tarballName(manifest)),
      entries: entriesOf(manifest),
    });
  }
  return packed.toSorted((a, b) => a.name.localeCompare(b.name));
}

function tarballName({ name, version }: Manifest): string {
  return `${name.replace(/^@/, "").replace("/", "-")}-${version}.tgz`;
}

function entriesOf({ name, publishConfig }: Manifest): string[] {
  return Object.entries(publishConfig?.exports ?? {})
    .filter(([subpath, target]) => target !== null && subpath !== "./package.json")
    .map(([subpath]) => name + subpath.slice(1));
}
