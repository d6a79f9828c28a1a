import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The root of the repository, found from the working directory: built pages run from a folder of their own. */
export function repositoryRoot(): string {
  let folder = process.cwd();
  while (!existsSync(join(folder, "pnpm-workspace.yaml"))) {
    const above = dirname(folder);
    if (above === folder) throw new Error(`no pnpm-workspace.yaml above ${process.cwd()}`);
    folder = above;
  }
  return folder;
}
