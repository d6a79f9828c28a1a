import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { findBrowser } from "./index.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

test("CHROME_PATH comes before any installed browser, and a wrong one is an error", async () => {
  vi.stubEnv("ADJOINT_BROWSER", undefined);
  vi.stubEnv("CHROME_PATH", process.execPath);
  expect(await findBrowser()).toEqual({ executablePath: process.execPath, env: {}, source: "CHROME_PATH" });
  vi.stubEnv("CHROME_PATH", "/no/such/browser");
  await expect(findBrowser()).rejects.toThrow("CHROME_PATH: no such file: /no/such/browser");
});

test("an installed browser is found on PATH", async () => {
  const folder = await mkdtemp(join(tmpdir(), "adjoint-browser-"));
  await writeFile(join(folder, "chromium"), "");
  vi.stubEnv("ADJOINT_BROWSER", undefined);
  vi.stubEnv("CHROME_PATH", undefined);
  vi.stubEnv("PATH", folder);
  expect(await findBrowser()).toEqual({
    executablePath: join(folder, "chromium"),
    env: {},
    source: "installed",
  });
  await rm(folder, { recursive: true });
});
