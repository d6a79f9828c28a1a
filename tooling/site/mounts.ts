import { join } from "node:path";
import type { Mount } from "../serve/index.ts";

const apps = join(import.meta.dirname, "..", "..", "apps");

/** The built site: the docs, and the playground below them. */
export const mounts: readonly Mount[] = [
  { path: "/", folder: join(apps, "docs", "dist") },
  { path: "/playground/", folder: join(apps, "playground", "dist") },
];
