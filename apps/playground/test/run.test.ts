import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { finished, open, run, start, stop, write } from "./playground.ts";

let page: Page;

beforeAll(async () => {
  await start();
  page = await open();
});
afterAll(stop);

test("a program prints through console and shows the value of its expressions", async () => {
  const { status, rows } = await run(
    page,
    'const a: number = 2;\nconsole.log("a is", a);\na * 21;\n[1, [2, "x"]];\na;',
  );
  expect(status).toMatch(/^Done in/);
  expect(rows).toEqual(["a is2", "342", '4[1, [2, "x"]]', "52"]);
});

test("TypeScript is understood: types, generics, enums, satisfies and as", async () => {
  const source = [
    "interface P { readonly x: number }",
    "enum Kind { A = 3 }",
    "const id = <T,>(v: T): T => v;",
    "class C { constructor(private readonly p: P) {} get x(): number { return this.p.x; } }",
    "new C({ x: 5 } satisfies P).x as number;",
    "id<number>(Kind.A)!;",
  ].join("\n");
  expect((await run(page, source)).rows).toEqual(["55", "63"]);
});

test("an await at the top level waits", async () => {
  const { rows } = await run(
    page,
    "const x = await new Promise<number>((r) => setTimeout(() => r(7), 30));\nx;",
  );
  expect(rows).toEqual(["27"]);
});

test("an error names its line in the source and marks it", async () => {
  const source = "type T = {\n  a: number;\n};\nconst f = (t: T | null): number => t!.a;\n\nf(null);";
  const { status, rows } = await run(page, source);
  expect(status).toBe("Failed on line 4");
  expect(rows.at(-1)).toContain("TypeError: Cannot read properties of null");
  expect(await page.locator(".cm-error-line").textContent()).toContain("const f = (t");
});

test("a mistake of syntax names its line", async () => {
  expect((await run(page, "const a = 1;\nconst b = (2;\n")).status).toBe("Failed on line 2");
  expect((await run(page, "const a = 1;\nlet b = 2;\nconst a = 3;\n")).status).toBe("Failed on line 3");
});

test("an import that does not exist says what does", async () => {
  const { rows } = await run(page, 'import { gard } from "@adjoint/autodiff";\ngard;');
  expect(rows.at(-1)).toMatch(/@adjoint\/autodiff has no export "gard"/);
  const other = await run(page, 'import fs from "node:fs";\nfs;');
  expect(other.rows.at(-1)).toMatch(/no module "node:fs" here; there are adjoint,/);
});

test("Ctrl-Enter in the editor runs", async () => {
  await write(page, "6 * 7;");
  await page.locator(".cm-content").focus();
  await page.keyboard.press("Control+Enter");
  expect((await finished(page)).rows).toEqual(["142"]);
});

test("Stop ends a run at once", async () => {
  await write(page, 'console.log("in");\nfor (;;) {}');
  await page.locator("#run").click();
  await page.locator("#rows .row").waitFor();
  const before = Date.now();
  await page.locator("#stop").click();
  const { status, rows } = await finished(page);
  expect(Date.now() - before).toBeLessThan(1000);
  expect(status).toBe("Stopped");
  expect(rows).toEqual(["in"]);
  expect(await page.locator("iframe").count()).toBe(0);
});

test("errors that nobody catches are shown", async () => {
  const source =
    'setTimeout(() => {\n  throw new RangeError("late");\n}, 1);\nPromise.reject(new Error("unheard"));\nawait new Promise((r) => setTimeout(r, 100));';
  const { rows } = await run(page, source);
  expect(rows.some((row) => row.includes("RangeError: late"))).toBe(true);
  expect(rows.some((row) => row.includes("Error: unheard"))).toBe(true);
});
