import { launchBrowser } from "@adjoint/tooling/browser";
import { serve } from "@adjoint/tooling/serve";
import type { Site } from "@adjoint/tooling/serve";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { lessonList } from "../src/lessons/index.ts";

// the built site, as a reader meets it

let site: Site;
let browser: Browser;
let page: Page;
const foreign: string[] = [];

beforeAll(async () => {
  site = await serve({ mounts: [{ path: "/", folder: `${import.meta.dirname}/../dist` }] });
  browser = await launchBrowser();
  page = await browser.newPage({ viewport: { width: 390, height: 844 } });
  page.on("request", (request) => {
    if (!request.url().startsWith(site.url) && !/^(data|blob):/.test(request.url()))
      foreign.push(request.url());
  });
});

afterAll(async () => {
  await browser?.close();
  await site?.close();
});

const slugs = lessonList.map(({ slug }) => slug);

test.each([
  "/",
  "/getting-started/",
  "/how-it-works/autodiff/",
  "/linear-algebra/",
  "/linear-algebra/accuracy/",
  "/linear-algebra/functions/svd/",
  "/api/linalg/",
  ...slugs.map((slug) => `/lessons/${slug}/`),
])("%s fits a phone and asks no other host", async (path) => {
  await page.goto(site.url + path);
  const [content, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  expect(content).toBeLessThanOrEqual(screen);
  expect(foreign).toEqual([]);
});

test.each(slugs)("%s: the figure moves by keyboard alone and says where it is", async (slug) => {
  await page.goto(`${site.url}/lessons/${slug}/`);
  await page.locator("adjoint-figure").scrollIntoViewIfNeeded();
  const handle = page.locator("adjoint-figure [role=slider][data-handle]").first();
  await handle.waitFor();
  const caption = page.locator("adjoint-figure figcaption");
  const before = await caption.textContent();
  await handle.focus();
  // some move sideways only, some up and down only
  await page.keyboard.press("Shift+ArrowLeft");
  await page.keyboard.press("Shift+ArrowUp");
  await expect.poll(() => caption.textContent()).not.toBe(before);
});

test("the figure of a distribution wakes when somebody reaches for it, by keyboard too", async () => {
  await page.goto(`${site.url}/probability/families/normal/`);
  const figure = page.locator("adjoint-distribution");
  const caption = figure.locator("figcaption");
  const before = await caption.textContent();
  expect(await figure.locator("[role=slider][data-handle]").count()).toBe(0);
  const slider = figure.locator("input[type=range]").first();
  await slider.focus();
  await figure.locator("[role=slider][data-handle]").first().waitFor();
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => caption.textContent()).not.toBe(before);
});

test("the ring: the numbers of the tutorial stand in the still figure, without a script", async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const still = await context.newPage();
  await still.goto(`${site.url}/lessons/ring-function/`);
  const caption = await still.locator("adjoint-figure figcaption").textContent();
  expect(caption).toBe("f(1, 2) = 0.033690, ∇f = (−0.053904, −0.107807)");
  await context.close();
});

test("the exercise names the slip, then accepts the right formula", async () => {
  await page.goto(`${site.url}/lessons/ring-function/`);
  const verdict = page.locator("adjoint-exercise .verdict");
  const answer = async (x: string, y: string): Promise<void> => {
    await page.locator("adjoint-exercise input[name=x]").fill(x);
    await page.locator("adjoint-exercise input[name=y]").fill(y);
    await page.keyboard.press("Enter");
  };
  await answer("2x*exp(-(x^2+y^2))", "2y*exp(-(x^2+y^2))");
  await expect
    .poll(() => verdict.textContent())
    .toContain("the one in which the exponential is differentiated is missing");
  await answer("2x*(1-x^2-y^2)*exp(-x^2-y^2)", "2y*(1-x^2-y^2)*exp(-x^2-y^2)");
  await expect.poll(() => verdict.textContent()).toBe("Correct.");
});

test("the search opens by keyboard, finds a lesson and loads nothing before", async () => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(`${site.url}/reference/`, { waitUntil: "networkidle" });
  expect(asked.length).toBeGreaterThan(2);
  expect(asked.filter((url) => url.includes("pagefind"))).toEqual([]);
  await page.keyboard.press("Control+k");
  await page.keyboard.type("divergence");
  const first = page.locator("site-search .results a").first();
  await expect.poll(() => first.getAttribute("href")).toMatch(/kl-divergence|information/);
});

test("code opens in the playground with the source in the fragment", async () => {
  await page.goto(`${site.url}/getting-started/`);
  const link = await page.locator(".playground-link").first().getAttribute("href");
  const [path, code] = link!.split("#code=") as [string, string];
  expect(path).toBe("/playground/");
  expect(Buffer.from(code, "base64url").toString("utf8")).toContain(
    'import { add, exp, grad, mul, neg, square } from "adjoint";',
  );
});
