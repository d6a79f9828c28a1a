import { glob, readFile } from "node:fs/promises";
import { join, sep } from "node:path";
import { checkLinks } from "./check-links.ts";
import { mounts } from "./mounts.ts";

const files = new Map<string, string>();
for (const { path, folder } of mounts) {
  for await (const name of glob("**/*.*", { cwd: folder })) {
    const text = /\.(html|css)$/.test(name) ? await readFile(join(folder, name), "utf8") : "";
    files.set(path + name.replaceAll(sep, "/"), text);
  }
}
const pages = [...files.keys()].filter((path) => path.endsWith(".html"));
const problems = checkLinks(files);
for (const problem of problems) console.error(problem);
console.log(`links: ${pages.length} pages, ${problems.length} problems`);
process.exitCode = problems.length > 0 || pages.length === 0 ? 1 : 0;
