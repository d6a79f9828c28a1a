import { readFileSync } from "node:fs";
import { glob } from "node:fs/promises";
import { createRequire } from "node:module";
import { sep } from "node:path";
import type { AxeResults } from "axe-core";
import type { BrowserContext } from "playwright-core";
import { launchBrowser } from "../browser/index.ts";
import { serve } from "../serve/index.ts";
import { kindsOf } from "./kinds.ts";
import { mounts } from "./mounts.ts";
import { giveWay } from "../run/give-way.ts";

giveWay();

/**
 * Opens a page of every kind in light and in dark, and reports what axe finds, uncaught errors, and requests that
 * go to another host.
 */
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const pages: string[] = [];
for (const { path, folder } of mounts) {
  for await (const name of glob("**/*.html", { cwd: folder })) pages.push(path + name.replaceAll(sep, "/"));
}
const chosen = kindsOf(pages);
const site = await serve({ mounts });
const browser = await launchBrowser();
let problems = 0;
try {
  for (const colorScheme of ["light", "dark"] as const) {
    const context = await browser.newContext({ colorScheme, reducedMotion: "reduce" });
    const waiting = [...chosen];
    const worker = async (): Promise<void> => {
      for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
        const found = await problemsOf(context, path);
        for (const problem of found) console.error(`${path} (${colorScheme}): ${problem}`);
        problems += found.length;
      }
    };
    await Promise.all([worker(), worker(), worker(), worker()]);
    await context.close();
  }
} finally {
  await browser.close();
  await site.close();
}
console.log(`axe: ${chosen.length} pages in light and dark, ${problems} problems`);
process.exitCode = problems > 0 || chosen.length === 0 ? 1 : 0;

async function problemsOf(context: BrowserContext, path: string): Promise<string[]> {
  const page = await context.newPage();
  const found: string[] = [];
  page.on("pageerror", (error) => found.push(`uncaught ${error.message}`));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(site.url) && !/^(data|blob|about):/.test(url))
      found.push(`asks another host: ${url}`);
  });
  await page.goto(site.url + path.replace(/index\.html$/, ""), { waitUntil: "networkidle" });
  await page.evaluate(axe);
  const { violations } = await page.evaluate<AxeResults>(
    'globalThis.axe.run(document, { resultTypes: ["violations"] })',
  );
  await page.close();
  for (const { id, help, nodes } of violations) {
    const places = nodes
      .slice(0, 3)
      .map((node) => `\n    ${node.target.join(" ")}: ${node.failureSummary ?? ""}`);
    found.push(`${id}: ${help} (${nodes.length})${places.join("")}`);
  }
  return found;
}
