import { existsSync } from "node:fs";
import { glob, mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Edit, kinds } from "./kinds.ts";
import { fill, type Names, namesOf } from "./names.ts";

/** What a scaffold did. */
export interface Scaffolded {
  /** Files written or edited, relative to the root. */
  readonly files: readonly string[];
  readonly next: readonly string[];
}

/** Writes the files of a kind into a checkout; nothing that stands is overwritten. */
export async function scaffold(root: string, kindName: string, name: string): Promise<Scaffolded> {
  const kind = kinds[kindName];
  if (kind === undefined) {
    throw new Error(`there is no ${JSON.stringify(kindName)} to make, only ${Object.keys(kinds).join(", ")}`);
  }
  const names = namesOf(name);
  const templates = join(import.meta.dirname, "templates", kindName);
  const written = new Map<string, string>();
  for await (const path of glob(["**/*", ".*/**/*"], { cwd: templates })) {
    if (!(await stat(join(templates, path))).isFile()) continue;
    const target = fill(path, names);
    if (existsSync(join(root, target))) throw new Error(`${target} already stands`);
    written.set(target, fill(await readFile(join(templates, path), "utf8"), names));
  }
  for (const edit of kind.edits) {
    const text = written.get(edit.file) ?? (await readFile(join(root, edit.file), "utf8"));
    written.set(edit.file, apply(text, edit, names));
  }
  for (const [path, text] of written) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return { files: [...written.keys()], next: kind.next.map((step) => fill(step, names)) };
}

function apply(text: string, edit: Edit, names: Names): string {
  const line = fill(edit.text, names);
  if (edit.at === undefined) return `${text.trimEnd()}\n${line}\n`;
  const { at, side = "before" } = edit;
  const lines = text.split("\n");
  const index = lines.findIndex((candidate) => candidate.startsWith(at));
  if (index < 0) throw new Error(`${edit.file}: no line begins with ${JSON.stringify(at)}`);
  return lines.toSpliced(side === "after" ? index + 1 : index, 0, line).join("\n");
}
