import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "./root.ts";

/** A public package of the monorepo, as its package.json describes it. */
export interface PackageInfo {
  /** The published name, such as `@adjoint/tensor`. */
  readonly name: string;
  /** The last part of the name, and the page under `/api/`. */
  readonly slug: string;
  readonly description: string;
  /** Absolute path of the folder. */
  readonly folder: string;
}

/** From the ground up, as the import layers stand. */
const order = [
  "tensor",
  "autodiff",
  "linalg",
  "probability",
  "information",
  "optim",
  "nn",
  "expression",
  "viz",
  "random",
  "special",
  "datasets",
  "kernels",
  "adjoint",
];

/** Every public package, in reading order. */
export function publicPackages(): PackageInfo[] {
  const rank = (slug: string): number => (order.includes(slug) ? order.indexOf(slug) : order.length);
  const root = join(repositoryRoot(), "packages");
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => {
      const folder = join(root, entry.name);
      const manifest: { name: string; description?: string; private?: boolean } = JSON.parse(
        readFileSync(`${folder}/package.json`, "utf8"),
      );
      return { manifest, folder };
    })
    .filter(({ manifest }) => manifest.private !== true)
    .map(({ manifest, folder }) => ({
      name: manifest.name,
      slug: manifest.name.replace("@adjoint/", ""),
      description: manifest.description ?? "",
      folder,
    }))
    .sort((a, b) => rank(a.slug) - rank(b.slug));
}
