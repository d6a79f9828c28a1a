import { type Browser as PlaywrightBrowser, chromium, type LaunchOptions } from "playwright-core";
import { findBrowser } from "./find.ts";

/** No sandbox of the operating system (root has none, and containers often forbid it), no traffic of its own. */
export const browserArgs: readonly string[] = [
  "--no-sandbox",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
  // As in a desktop browser: a sandboxed frame has a process of its own, and runs out of memory alone.
  "--site-per-process",
];

/** What `launchBrowser` adds to the common flags. */
export interface LaunchBrowserOptions {
  readonly args?: readonly string[];
  readonly headless?: boolean;
}

/** Playwright's launch options for the browser that `findBrowser` finds: for Vitest's browser projects. */
export async function launchOptions(options: LaunchBrowserOptions = {}): Promise<LaunchOptions> {
  const { executablePath, env } = await findBrowser();
  return {
    executablePath,
    args: [...browserArgs, ...(options.args ?? [])],
    headless: options.headless ?? true,
    env: { ...process.env, ...env },
  };
}

/**
 * Starts a Chromium for a test; the caller closes it.
 *
 * @example
 * const browser = await launchBrowser();
 * const page = await browser.newPage();
 */
export async function launchBrowser(options: LaunchBrowserOptions = {}): Promise<PlaywrightBrowser> {
  return chromium.launch(await launchOptions(options));
}
