import { expect, test } from "vitest";
import { fencesOf } from "./fences.ts";
import { shows } from "./shows.ts";
import { toTest } from "./to-test.ts";

const doc = [
  "/**",
  " * One sentence.",
  " *",
  " * ```ts",
  " * const a = 1;",
  " * a + 1; // => 2",
  " * ```",
  " */",
].join("\n");

test("fences are found in doc comments and in text, with their line and mode", () => {
  expect(fencesOf("a.ts", doc)).toEqual([
    { file: "a.ts", line: 5, code: "const a = 1;\na + 1; // => 2", mode: "run" },
  ]);
  const text =
    '# T\n\n```ts no-run\nf();\n```\n\n```sh\nls\n```\n- item\n  ```ts title="x" continue\n  g();\n  ```\n';
  expect(fencesOf("a.md", text)).toEqual([
    { file: "a.md", line: 4, code: "f();", mode: "no-run" },
    { file: "a.md", line: 12, code: "g();", mode: "continue" },
  ]);
});

function testOf(code: string): string {
  return toTest([{ file: "a.md", line: 10, code, mode: "run" }], "./assert.ts");
}

test("a statement with an arrow behind or below it becomes an assertion that knows its line", () => {
  const text = testOf(
    'import { f } from "x";\nf(1); // => 2\nconst y = f(2);\ny;\n// => [[1, 2],\n//     [3, 4]]\n',
  );
  expect(text).toContain('import { f } from "x";\n$test(');
  expect(text).toContain('$shown(f(1), "2", "a.md:11");');
  expect(text).toContain(String.raw`$shown(y, "[[1, 2],\n    [3, 4]]", "a.md:13");`);
});

test("a declaration, console.log and a throw are asserted too", () => {
  expect(testOf("const x = 1 + 1; // => 2")).toContain('const x = 1 + 1;\n$shown(x, "2", "a.md:10");');
  expect(testOf("console.log(x); // => 2")).toContain('$shown(x, "2", "a.md:10");');
  expect(testOf("f(); // => throws ShapeError: f: no")).toContain(
    'await $throws(async () => { f(); }, "ShapeError: f: no", "a.md:10");',
  );
});

test("a fence that is not run stands as a module and may declare what it needs", () => {
  const code = 'import { f } from "x";\ndeclare const a: number;\nf(a); // => 2';
  expect(toTest([{ file: "a.md", line: 1, code, mode: "no-run" }], "./assert.ts")).toBe(
    'import { f } from "x";\ndeclare const a: number;\nf(a);\nexport {};\n',
  );
});

test("an arrow behind a statement without a value is an error", () => {
  expect(() => testOf("if (a) b(); // => 2")).toThrow("has no value");
});

test("numbers agree within 1e-6 of their size, or in the digits that are given", () => {
  expect(shows(0.1 + 0.2, "0.3")).toBeUndefined();
  expect(shows(0.033_689_735, "0.0336897…")).toBeUndefined();
  expect(shows(0.033_689_735, "0.03369")).toBe("expected 0.03369, got 0.033689735");
  expect(shows(2, "3")).toBe("expected 3, got 2");
  expect(shows(Number.NaN, "NaN")).toBeUndefined();
  expect(shows(1e-17, "0")).toBeUndefined();
  expect(shows(1e-9, "0")).toBeDefined();
});

test("strings agree with or without quotes", () => {
  expect(shows("a b", '"a b"')).toBeUndefined();
  expect(shows("a b", "a b")).toBeUndefined();
  expect(shows("a c", "a b")).toBeDefined();
});

test("arrays and objects agree in structure", () => {
  expect(shows({ x: [1, 1 / 3], s: "t" }, '{ x: [1, 0.3333333], s: "t" }')).toBeUndefined();
  expect(shows({ x: 1 }, "{ x: 1, y: 2 }")).toBeDefined();
  expect(shows({ x: 1, y: 2 }, "{ x: 1 }")).toBeDefined();
  expect(shows([1, 2], "[2, 1]")).toBeDefined();
  expect(shows([1, 2], "one and two")).toBeDefined();
  expect(shows(Float64Array.of(1, 2), "Float64Array(2) [1, 2]")).toBeUndefined();
});

test("tensors agree as printed, whatever the white space", () => {
  const tensor = {
    shape: [2, 2],
    toArray: () => [
      [1, 2],
      [3, 4],
    ],
    toString: () => "[[1, 2],\n [3, 4]]",
  };
  expect(shows(tensor, "[[1, 2], [3, 4]]")).toBeUndefined();
  expect(shows(tensor, "[[1, 2], [3, 5]]")).toBeDefined();
  expect(shows(tensor, "[1, 2, 3, 4]")).toBeDefined();
  expect(shows({ value: tensor }, "{ value: [[1, 2], [3, 4]] }")).toBeUndefined();
});
