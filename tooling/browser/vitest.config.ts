import { join } from "node:path";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { launchOptions } from "./index.ts";

/** Every `*.browser.test.ts`, in a real Chromium, on pages that may share memory. */
export default defineConfig({
  root: join(import.meta.dirname, "..", ".."),
  cacheDir: ".cache/vite-browser",
  server: {
    headers: {
      "Cross-Origin-Opener-Policy": "same-origin",
      "Cross-Origin-Embedder-Policy": "require-corp",
    },
  },
  test: {
    name: "browser",
    include: ["packages/*/test/**/*.browser.test.ts", "tooling/**/*.browser.test.ts"],
    passWithNoTests: true,
    isolate: false,
    // A guard against what hangs: no test is about its own time, and machines differ.
    testTimeout: 60_000,
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright({ launchOptions: await launchOptions() }),
      instances: [{ browser: "chromium" }],
    },
  },
});
