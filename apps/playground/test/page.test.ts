import axe from "axe-core";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { address, codeFragment, finished, open, run, start, stop } from "./playground.ts";

beforeAll(start);
afterAll(stop);

/** What axe finds wrong on a page. */
async function violations(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  // Through the inspector, because the page's policy runs no script of ours.
  await session.send("Runtime.evaluate", { expression: axe.source });
  return page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const result = await axe.run();
    return result.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
  });
}

test("what is typed comes back after a reload", async () => {
  const page = await open();
  await page.locator(".cm-content").click();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("const kept = 1;");
  await page.reload();
  await page.locator(".cm-line").first().waitFor();
  expect(await page.locator(".cm-content").textContent()).toContain("const kept = 1;");
  await page.context().close();
});

test("a shared program leaves the reader's own alone until it is edited", async () => {
  const page = await open();
  await page.locator(".cm-content").click();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("mine();");
  await page.evaluate((hash) => (location.hash = hash), codeFragment("theirs();"));
  await page.locator("#notice").waitFor();
  expect(await page.locator(".cm-content").textContent()).toContain("theirs();");
  await page.goto("about:blank");
  await page.goto(address());
  expect(await page.locator(".cm-content").textContent()).toContain("mine();");
  await page.evaluate((hash) => (location.hash = hash), codeFragment("theirs();"));
  await page.locator("#notice button").click();
  expect(await page.locator(".cm-content").textContent()).toContain("mine();");
  await page.context().close();
});

test("without storage everything works but the memory", async () => {
  const page = await open("", {});
  await page.addInitScript(() => {
    Object.defineProperty(window, "localStorage", {
      get: () => {
        throw new DOMException("denied", "SecurityError");
      },
    });
  });
  await page.reload();
  await page.locator("#run").click();
  expect((await finished(page)).status).toMatch(/^Done/);
  await page.locator("#theme").click();
  await page.context().close();
});

test("Share writes a link, and a damaged link is said to be one", async () => {
  const page = await open(codeFragment("const é = '✓';"));
  await page.locator("#share").click();
  await page.waitForFunction(() => document.getElementById("share")!.textContent !== "Share");
  expect(page.url()).toBe(address(codeFragment("const é = '✓';")));
  await page.evaluate(() => (location.hash = "#code=%%%"));
  await page.waitForFunction(() => document.getElementById("notice")!.textContent.includes("damaged"));
  await page.context().close();
});

test("the theme follows the system, then the reader, and is shared with the docs", async () => {
  const page = await open("", { colorScheme: "dark" });
  const theme = (): Promise<string | undefined> =>
    page.evaluate(() => document.documentElement.dataset["theme"]);
  expect(await theme()).toBe("dark");
  await page.locator("#theme").click();
  expect(await theme()).toBe("light");
  expect(await page.evaluate(() => localStorage.getItem("starlight-theme"))).toBe("light");
  await page.reload();
  expect(await theme()).toBe("light");
  await page.context().close();
});

test("no request goes to any other host, and no message reaches the console", async () => {
  const page = await open();
  const hosts = new Set<string>();
  const complaints: string[] = [];
  page.on("request", (request) => hosts.add(new URL(request.url()).host));
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.reload();
  await run(
    page,
    'import { plot, line } from "@adjoint/viz";\nplot({ marks: [line({ x: [0, 1], y: [0, 1] })] });',
  );
  await page.locator("#rows svg").waitFor();
  await page.locator("#mode-formula").click();
  await page.locator("#f-value").waitFor();
  expect([...hosts].filter((host) => host !== "")).toEqual([new URL(address()).host]);
  expect(complaints).toEqual([]);
  await page.context().close();
});

test.each(["light", "dark"] as const)(
  "axe finds nothing, before and after a run and in formula mode (%s)",
  async (colorScheme) => {
    const page = await open("", { colorScheme });
    expect(await violations(page)).toEqual([]);
    await run(
      page,
      'import { ones, tensor } from "adjoint";\nimport { plot, line } from "@adjoint/viz";\nones([30, 30]);\n({ a: tensor([1, 2]), b: { c: "text" } });\nconsole.warn("careful");\nplot({ marks: [line({ x: [0, 1], y: [0, 1] })], title: "A line" });\nthrow new Error("wrong");',
    );
    await page.locator("#rows svg").waitFor();
    expect(await violations(page)).toEqual([]);
    await page.locator("#examples").click();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await page.locator("#mode-formula").click();
    await page.locator("#f-value").waitFor();
    expect(await violations(page)).toEqual([]);
    await page.context().close();
  },
);

test("on a phone nothing is wider than the screen", async () => {
  const page = await open("", { viewport: { width: 360, height: 720 } });
  const wide = (): Promise<number> =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(await wide()).toBe(0);
  await run(
    page,
    'import { ones } from "adjoint";\nimport { plot, line } from "@adjoint/viz";\nones([30, 30]);\nconsole.log("w".repeat(500));\nplot({ marks: [line({ x: [0, 1], y: [0, 1] })], width: 900 });',
  );
  await page.locator("#rows svg").waitFor();
  expect(await wide()).toBe(0);
  await page.locator("#mode-formula").click();
  await page.locator("#f-value").waitFor();
  expect(await wide()).toBe(0);
  await page.context().close();
});

test("everything can be reached and used by keyboard", async () => {
  const page = await open();
  const order: string[] = [];
  for (let i = 0; i < 14; i++) {
    await page.keyboard.press("Tab");
    order.push(
      await page.evaluate(
        () =>
          document.activeElement!.id ||
          document.activeElement!.className.split(" ")[0] ||
          document.activeElement!.tagName,
      ),
    );
  }
  for (const id of [
    "mode-code",
    "mode-formula",
    "share",
    "theme",
    "run",
    "examples",
    "limit",
    "cm-content",
    "output",
  ])
    expect(order).toContain(id);
  await page.context().close();
});
