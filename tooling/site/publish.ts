import { cp, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { mounts } from "./mounts.ts";

/** Lays the built apps into one folder, as a static host serves it: `node tooling/site/publish.ts <folder>`. */
const [, , target] = process.argv;
if (target === undefined) throw new Error("usage: node tooling/site/publish.ts <folder>");
const folder = resolve(target);
await rm(folder, { recursive: true, force: true });
const headers: string[] = [];
for (const mount of mounts) {
  await cp(mount.folder, join(folder, mount.path), { recursive: true });
  headers.push(await readFile(join(mount.folder, "_headers"), "utf8").catch(() => ""));
}
await writeFile(join(folder, "_headers"), headers.filter(Boolean).join("\n"));
// Hosts that would otherwise drop folders with an underscore keep them.
await writeFile(join(folder, ".nojekyll"), "");
