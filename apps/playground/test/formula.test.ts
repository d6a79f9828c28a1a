import { afterAll, beforeAll, expect, test } from "vitest";
import type { Page } from "playwright-core";
import { address, open, start, stop } from "./playground.ts";

let page: Page;

beforeAll(async () => {
  await start();
  page = await open("#formula=" + encodeURIComponent("(x^2 + y^2) * exp(-(x^2 + y^2))") + "&x=1&y=2");
  await page.locator("#f-value").waitFor();
});
afterAll(stop);

/** Opens a formula at a point and answers with what is said of it. */
async function look(formula: string, x: number, y: number): Promise<string> {
  await page.evaluate(
    (hash) => (location.hash = hash),
    `#formula=${encodeURIComponent(formula)}&x=${x}&y=${y}`,
  );
  await page.waitForFunction((f) => document.querySelector<HTMLInputElement>("#f")!.value === f, formula);
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );
  return page.locator("#facts .meaning").innerText();
}

test("a link opens the ring with the tutorial's numbers", async () => {
  expect(await page.locator("#f-value").textContent()).toBe("0.033690");
  expect(await page.locator("#f-gradient").textContent()).toBe("(−0.053904, −0.107807)");
  expect(await page.locator("#f-hessian td").allTextContents()).toEqual([
    "0.026952",
    "0.161711",
    "0.161711",
    "0.269518",
  ]);
  expect(await page.locator("#f-eigenvalues").textContent()).toMatch(/λ = −0\.053904.*λ = 0\.350373/);
  expect(await page.locator("#map svg path").count()).toBeGreaterThan(5);
  expect(await page.locator("#graph svg path").count()).toBeGreaterThan(5);
});

test("an indefinite Hessian away from ∇f = 0 is not called a saddle", async () => {
  expect(await look("(x^2 + y^2) * exp(-(x^2 + y^2))", 1, 2)).toContain("this is no saddle");
});

test("critical points are classified, and only they", async () => {
  expect(await look("x^3 + y^3 - 3x - 3y", 1, 1)).toMatch(/^A minimum/);
  expect(await look("x^3 + y^3 - 3x - 3y", -1, -1)).toMatch(/^A maximum/);
  expect(await look("x^3 + y^3 - 3x - 3y", 1, -1)).toMatch(/^A saddle/);
  expect(await look("(x^2 + y^2) * exp(-(x^2 + y^2))", 1, 0)).toMatch(/^Degenerate/);
  expect(await look("x^3 - 3 x y^2", 0, 0)).toMatch(/^Degenerate/);
  expect(await look("x^2 + y^2", 1, 0)).toMatch(/^Curves up in both directions/);
  expect(await look("x + 2 y", 1, 0)).toMatch(/^Flat to second order/);
  expect(await look("log(x)", -1, 0)).toMatch(/^Not defined here/);
});

test("dragging on the map moves the point and its numbers", async () => {
  await look("x^2 + y^2", 1, 1);
  const before = await page.locator("#f-value").textContent();
  const box = (await page.locator("#map").boundingBox())!;
  await page.mouse.move(box.x + box.width * 0.6, box.y + box.height * 0.4);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.3, box.y + box.height * 0.7, { steps: 4 });
  await page.mouse.up();
  await page.waitForFunction((text) => document.querySelector("#f-value")!.textContent !== text, before);
  expect(await page.locator("#at-x").evaluate((input: HTMLInputElement) => input.valueAsNumber)).toBeLessThan(
    0,
  );
  expect(await page.locator("#at-y").evaluate((input: HTMLInputElement) => input.valueAsNumber)).toBeLessThan(
    0,
  );
});

test("the point moves by keyboard", async () => {
  await look("x^2", 1, 0);
  await page.locator("#at-x").focus();
  await page.keyboard.press("ArrowUp");
  await page.waitForFunction(() => document.querySelector("#f-value")!.textContent === "1.210000");
});

test("a formula that cannot be read says where, and the former one stays", async () => {
  await look("x^2", 1, 0);
  await page.locator("#f").fill("x^2 + * y");
  await page.waitForFunction(() => document.querySelector("#f-error")!.textContent !== "");
  expect(await page.locator("#f-error").textContent()).toContain("^");
  await page.locator("#f").fill("x + z");
  expect(await page.locator("#f-error").textContent()).toContain('unknown name "z"');
  await page.locator("#f").fill("alert(1)");
  expect(await page.locator("#f-error").textContent()).not.toBe("");
  await page.locator("#f").fill("x + y");
  expect(await page.locator("#f-error").textContent()).toBe("");
});

test("a formula that is too large is refused, and a heavy one is drawn while the page stays alive", async () => {
  await page.locator("#f").fill("+x".repeat(200).slice(1));
  expect(await page.locator("#f-error").textContent()).toContain("may have 300 characters");
  const heavy = Array.from({ length: 40 }, () => "exp(x)").join("+");
  const before = Date.now();
  await look(heavy, 0, 0);
  expect(Date.now() - before).toBeLessThan(3000);
  expect(await page.locator("#f-value").textContent()).toBe("40");
});

test("markup in a shared formula is text", async () => {
  const bad = "<img src=x onerror=alert(1)>";
  await page.evaluate((hash) => (location.hash = hash), `#formula=${encodeURIComponent(bad)}`);
  await page.waitForFunction((f) => document.querySelector<HTMLInputElement>("#f")!.value === f, bad);
  expect(await page.locator("#f-error").textContent()).toContain("<img");
  expect(await page.locator("main img").count()).toBe(0);
});

test("Share writes the link that opens the same", async () => {
  await look("x * y", 0.5, -1);
  await page.locator("#share").click();
  await page.waitForFunction(() => location.hash.includes("formula"));
  expect(page.url()).toBe(address("#formula=x%20*%20y&x=0.5&y=-1"));
});
