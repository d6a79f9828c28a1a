import { afterAll, beforeAll, expect, test } from "vitest";
import type { Page } from "playwright-core";
import { finished, open, run, start, stop } from "./playground.ts";

let page: Page;

beforeAll(async () => {
  await start();
  page = await open();
});
afterAll(stop);

/** Chooses an example and runs it. */
async function example(name: string): Promise<{ status: string; rows: string[] }> {
  await page.locator("#examples").click();
  await page.locator(`[data-example="${name}"]`).click();
  await page.locator("#run").click();
  const result = await finished(page);
  expect(`${name}: ${result.status} ${result.rows.join("\n")}`).toContain(`${name}: Done`);
  return result;
}

/** The figures of the output, once they are drawn. */
async function figures(count: number): Promise<void> {
  await page.waitForFunction(
    (n) =>
      document.querySelectorAll("#rows .figure svg path").length > 0 &&
      document.querySelectorAll("#rows .figure > svg").length === n,
    count,
  );
}

test("the ring function shows the tutorial's numbers", async () => {
  const { rows } = await example("ring");
  expect(rows[0]).toContain("0.0336897");
  expect(rows[1]).toContain("-0.0539036-0.107807");
  expect(rows[2]).toContain("0.161711");
});

test("the Hessian-vector product shows ∇f = [11, 11] and H·v = [5, 4]", async () => {
  const { rows } = await example("hessian-vector");
  expect(rows[0]).toContain("1111float64 [2]");
  expect(rows[1]).toContain("54float64 [2]");
  expect(rows[2]).toContain("54float64 [2]");
});

test("gradient descent converges and draws its path", async () => {
  const { rows } = await example("descent");
  expect(rows[0]).toMatch(/^\d+ steps, f = /);
  await figures(1);
});

test("eigenvalues come with their vectors and a figure", async () => {
  const { rows } = await example("eigen");
  expect(rows[0]).toContain("values");
  await figures(1);
});

test("both directions of KL differ, and the figure shows the densities", async () => {
  const { rows } = await example("kl");
  expect(Number.parseFloat(rows[0]!.slice(2))).toBeGreaterThan(Number.parseFloat(rows[1]!.slice(2)));
  await figures(1);
});

test("a custom figure shows curves, a surface and a field", async () => {
  await example("figure");
  await figures(3);
});

test("a tensor is a table with its type, and a large one shows its first part", async () => {
  const { rows } = await run(
    page,
    'import { ones, tensor } from "adjoint";\ntensor([[1, 2.5], [3, -4]]);\nones([100, 40]);\nones([2, 2, 2]);',
  );
  expect(rows[0]).toContain("float64 [2, 2]");
  const cells = await page.locator("#rows .row").first().locator("td").allTextContents();
  expect(cells).toEqual(["1", "2.5", "3", "-4"]);
  expect(rows[1]).toContain("float64 [100, 40], the first part");
  expect(await page.locator("#rows .row").nth(1).locator("tr").count()).toBe(21);
  expect(await page.locator("#rows .row").nth(2).locator("caption").allTextContents()).toEqual([
    "[0, :, :]",
    "[1, :, :]",
  ]);
});

test("every package can be imported", async () => {
  const names = [
    "autodiff",
    "expression",
    "information",
    "kernels",
    "linalg",
    "optim",
    "probability",
    "random",
    "special",
    "tensor",
    "viz",
  ];
  const source = `${names.map((name) => `import * as ${name} from "@adjoint/${name}";`).join("\n")}\n[${names.join(", ")}].every((m) => Object.keys(m).length > 1);`;
  expect((await run(page, source)).rows.at(-1)).toMatch(/true$/);
});
