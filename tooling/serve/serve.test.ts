import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { serve, type Site } from "./index.ts";

let root: string;
let site: Site;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "adjoint-serve-"));
  await mkdir(join(root, "docs", "lesson"), { recursive: true });
  await mkdir(join(root, "play"));
  await writeFile(join(root, "secret.txt"), "secret");
  await writeFile(join(root, "docs", "index.html"), "home");
  await writeFile(join(root, "docs", "404.html"), "missing");
  await writeFile(join(root, "docs", "lesson", "index.html"), "lesson");
  await writeFile(join(root, "docs", "code.js"), "1");
  await writeFile(join(root, "play", "index.html"), "play");
  await writeFile(join(root, "play", "_headers"), "/play/*\n  Content-Security-Policy: default-src 'self'\n");
  site = await serve({
    mounts: [
      { path: "/", folder: join(root, "docs") },
      { path: "/play/", folder: join(root, "play") },
    ],
  });
});

afterAll(async () => {
  await site.close();
  await rm(root, { recursive: true });
});

test("a folder answers with its index, and without its slash it redirects", async () => {
  expect(await (await fetch(`${site.url}/`)).text()).toBe("home");
  const redirect = await fetch(`${site.url}/lesson`, { redirect: "manual" });
  expect([redirect.status, redirect.headers.get("location")]).toEqual([308, "/lesson/"]);
  expect(await (await fetch(`${site.url}/play`)).text()).toBe("play");
});

test("files come with their type and the headers that the folder asks for", async () => {
  const script = await fetch(`${site.url}/code.js`);
  expect(script.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
  expect(script.headers.get("content-security-policy")).toBeNull();
  const play = await fetch(`${site.url}/play/`);
  expect(play.headers.get("content-security-policy")).toBe("default-src 'self'");
});

test("a missing page answers 404 with the page for it", async () => {
  const response = await fetch(`${site.url}/nowhere`);
  expect([response.status, await response.text()]).toEqual([404, "missing"]);
});

test("nothing outside the folders is served", async () => {
  for (const path of [
    "/..%2fsecret.txt",
    "/play/..%2f..%2fsecret.txt",
    "/%2e%2e%2fsecret.txt",
    "/..%5csecret.txt",
  ]) {
    const response = await fetch(site.url + path);
    expect(await response.text(), path).not.toContain("secret");
  }
});

test("a busy port is passed over for the next one", async () => {
  const port = Number(new URL(site.url).port);
  const second = await serve({ mounts: [], port });
  expect(Number(new URL(second.url).port)).toBeGreaterThan(port);
  await second.close();
});
