import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { kinds } from "./kinds.ts";
import { fill, namesOf } from "./names.ts";
import { scaffold } from "./scaffold.ts";

const root = join(import.meta.dirname, "..", "..");
let copy: string;

beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), "adjoint-new-"));
  const edited = new Set(Object.values(kinds).flatMap((kind) => kind.edits.map((edit) => edit.file)));
  for (const file of edited) await cp(join(root, file), join(copy, file));
});

afterAll(() => rm(copy, { recursive: true }));

test("a name is written in every spelling, and one that is not kebab-case is refused", () => {
  expect(fill("__kebab__ __camel__ __Pascal__ __Title__", namesOf("log-normal"))).toBe(
    "log-normal logNormal LogNormal Log normal",
  );
  expect(() => namesOf("LogNormal")).toThrow("kebab-case");
  expect(() => namesOf("../x")).toThrow("kebab-case");
});

test.each(Object.keys(kinds))(
  "a new %s finds its places in the files that stand and leaves no blank",
  async (kind) => {
    const { files } = await scaffold(copy, kind, "quite-new");
    expect(files.length).toBeGreaterThan(1);
    for (const file of files) {
      const text = await readFile(join(copy, file), "utf8");
      expect(file + text).toMatch(/quite-new|quiteNew/);
      if (!file.startsWith("tooling/")) expect(text).not.toMatch(/__(kebab|camel|Pascal|Title)__/);
    }
    await expect(scaffold(copy, kind, "quite-new")).rejects.toThrow("already stands");
  },
);

test("an unknown kind is refused with those that are known", async () => {
  await expect(scaffold(copy, "widget", "x")).rejects.toThrow("package, primitive, distribution, lesson");
});
