import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

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

const root = fileURLToPath(new URL("../../../packages/", import.meta.url));

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
  "kernels",
  "adjoint",
];

/** Every public package, in reading order. */
export function publicPackages(): PackageInfo[] {
  const rank = (slug: string): number => (order.includes(slug) ? order.indexOf(slug) : order.length);
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => {
      const folder = `${root}${entry.name}`;
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
