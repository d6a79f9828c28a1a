import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import type { Plugin } from "vite";

const source = (path: string): string => fileURLToPath(new URL(`../src/sandbox/${path}`, import.meta.url));

/** Bundles an entry and all it imports to one classic script, as text. */
async function bundle(entry: string): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: "warn",
    build: {
      write: false,
      target: "es2022",
      minify: true,
      lib: { entry, formats: ["iife"], name: "sandbox", fileName: "sandbox" },
    },
  });
  const [first] = Array.isArray(result) ? result : [result];
  if (first === undefined || !("output" in first)) throw new Error(`${entry}: nothing was built`);
  return `"use strict";${first.output[0].code}`;
}

/**
 * The document of the sandboxed frame. Its policy, which its worker inherits, allows one inline
 * script by hash, workers from blobs, evaluation (that is what the worker is for) and nothing else:
 * no connection, image, font, style, frame or form.
 */
async function frame(): Promise<string> {
  const script = await bundle(source("frame.ts"));
  const hash = createHash("sha256").update(script).digest("base64");
  const policy = [
    "default-src 'none'",
    `script-src 'sha256-${hash}' 'unsafe-eval'`,
    "worker-src blob:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return [
    "<!doctype html>",
    '<html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="robots" content="noindex">',
    "<title>Sandbox</title></head><body><main><h1>Sandbox</h1>",
    '<p>The programs of the <a href="../">playground</a> run here. By itself this page runs nothing.</p>',
    `</main><script>${script}</script></body></html>`,
  ].join("\n");
}

const worker = (): Promise<string> => bundle(source("worker/main.ts"));

/**
 * Builds `sandbox/frame.html` and `sandbox/worker.js` beside the app: text that the page fetches on
 * the first run, because a frame without an origin and without a network cannot.
 */
export function sandbox(): Plugin {
  let building = false;
  return {
    name: "adjoint-sandbox",
    config(_, { command }) {
      building = command === "build";
    },
    async generateBundle() {
      const files = { "sandbox/frame.html": await frame(), "sandbox/worker.js": await worker() };
      for (const [fileName, text] of Object.entries(files))
        this.emitFile({ type: "asset", fileName, source: text });
    },
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const path = request.url?.split("?")[0];
        const make = path?.endsWith("/sandbox/frame.html")
          ? frame
          : path?.endsWith("/sandbox/worker.js")
            ? worker
            : null;
        if (make === null) return next();
        response.setHeader("content-type", make === frame ? "text/html" : "text/javascript");
        make().then((text) => response.end(text), next);
      });
    },
    transformIndexHtml(html) {
      if (!building) return html;
      return {
        html,
        tags: [
          {
            tag: "meta",
            injectTo: "head-prepend",
            attrs: { "http-equiv": "Content-Security-Policy", content: pagePolicy },
          },
        ],
      };
    },
  };
}

/**
 * The page's own policy: scripts and data from here alone, and no string becomes markup except
 * through the one policy object that wraps figures.
 */
const pagePolicy: string = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types adjoint-figure",
].join("; ");
