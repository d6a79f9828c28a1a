import { launchBrowser } from "@adjoint/tooling/browser";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { servePlayground } from "./serve.ts";
import type { Listener } from "./serve.ts";

let browser: Browser | undefined;
let server: Listener | undefined;

/** Starts the server and the browser that all tests of a file share. */
export async function start(): Promise<void> {
  server = await servePlayground();
  browser = await launchBrowser();
}

/** Ends both. */
export async function stop(): Promise<void> {
  await browser?.close();
  await server?.close();
}

/** The address of the playground. */
export function address(fragment = ""): string {
  return `${server!.url}/playground/${fragment}`;
}

/** A fresh profile with the playground open in it. */
export async function open(fragment = "", options: BrowserContextOptions = {}): Promise<Page> {
  const context: BrowserContext = await browser!.newContext({
    viewport: { width: 1280, height: 800 },
    ...options,
  });
  const page = await context.newPage();
  await page.goto(address(fragment));
  await page.locator(".cm-content").waitFor({ state: "attached" });
  return page;
}

/** The fragment that shares a program. */
export function codeFragment(source: string): string {
  return `#code=${Buffer.from(source, "utf8").toString("base64url")}`;
}

/** Chooses a limit that the page does not offer, so that tests need not wait five seconds. */
export async function setLimit(page: Page, milliseconds: number): Promise<void> {
  await page.evaluate((value) => {
    document.querySelector<HTMLOptionElement>("#limit option")!.value = String(value);
  }, milliseconds);
}

/** Puts a program into the editor. */
export async function write(page: Page, source: string): Promise<void> {
  await page.evaluate((fragment) => {
    location.hash = fragment;
  }, codeFragment(source));
  await page.waitForFunction(
    (first) => document.querySelector(".cm-content")?.textContent?.includes(first),
    source.split("\n")[0]!.slice(0, 40),
  );
}

/** Writes, runs and waits for the end; answers with the status and the printed rows. */
export async function run(
  page: Page,
  source: string,
  within = 15_000,
): Promise<{ status: string; rows: string[] }> {
  await write(page, source);
  await page.locator("#run").click();
  return finished(page, within);
}

/** Waits until the run is over. */
export async function finished(page: Page, within = 15_000): Promise<{ status: string; rows: string[] }> {
  await page.waitForFunction(
    () => ["good", "bad"].includes(document.getElementById("status")!.dataset["tone"]!),
    null,
    { timeout: within },
  );
  return page.evaluate(() => ({
    status: document.getElementById("status")!.textContent,
    rows: [...document.querySelectorAll("#rows > *")].map((row) => row.textContent),
  }));
}
