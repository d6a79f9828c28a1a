// Fails when a built page ships more JavaScript than its budget: 15 kB (gzip) for a text page,
// 70 kB for one with a figure. Counted is every script that a page loads without being asked:
// its inline scripts, its modules, what they import statically, and what a figure imports when it
// comes into view. What loads on a click (search, the exercise checker) stands apart. The figure of a distribution
// loads when somebody reaches for it: its page is a text page until then, and the figures of all families are one file of up to 160 kB with the page.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const dist = fileURLToPath(new URL("../dist/", import.meta.url));
const limits = { text: 15_000, figure: 70_000, touched: 160_000 };

const gzipped = new Map<string, number>();

function sizeOf(file: string): number {
  const known = gzipped.get(file);
  if (known !== undefined) return known;
  const size = gzipSync(readFileSync(join(dist, file)), { level: 9 }).length;
  gzipped.set(file, size);
  return size;
}

const importPattern = /(?:\bimport|\bexport)\s*(?:[\w*{}\s,$]+?from\s*)?["'](\.{1,2}\/[^"']+\.js)["']/g;
const dynamicPattern = /\bimport\(\s*["'`](\.{1,2}\/[^"'`]+\.js)["'`]/g;

function imports(file: string, pattern: RegExp): string[] {
  const source = readFileSync(join(dist, file), "utf8");
  return [...source.matchAll(pattern)]
    .map((match) => posix.join(dirname(file), match[1]!))
    .filter((found) => existsSync(join(dist, found)));
}

/** Every file that loading `entry` loads. */
function closure(entries: readonly string[]): Set<string> {
  const seen = new Set<string>();
  const queue = [...entries];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    queue.push(...imports(file, importPattern));
  }
  return seen;
}

interface PageSize {
  readonly page: string;
  readonly kind: keyof typeof limits;
  readonly bytes: number;
  readonly scripts: readonly string[];
}

function measure(page: string): PageSize[] {
  const html = readFileSync(join(dist, page), "utf8");
  const entries = [...html.matchAll(/<script\b[^>]*\bsrc="\/([^"]+\.js)"/g)].map((match) => match[1]!);
  const inline = [
    ...html.matchAll(/<script\b(?![^>]*\bsrc=)(?![^>]*type="application)[^>]*>([\s\S]*?)<\/script>/g),
  ];
  const inlineBytes = inline.reduce((sum, match) => sum + gzipSync(match[1]!).length, 0);
  const withFigures = (kind: PageSize["kind"], figures: readonly string[]): PageSize => {
    const loaded = closure(entries);
    // a figure's chunk is named after its lesson
    const chunks = [...loaded].flatMap((file) => imports(file, dynamicPattern));
    for (const chunk of chunks) {
      if (figures.some((slug) => posix.basename(chunk).startsWith(`${slug}.`))) {
        for (const part of closure([chunk])) loaded.add(part);
      }
    }
    const bytes = [...loaded].reduce((sum, file) => sum + sizeOf(file), inlineBytes);
    return { page, kind, bytes, scripts: [...loaded] };
  };
  const inView = [...html.matchAll(/<adjoint-figure\b[^>]*\bdata-figure="([^"]+)"/g)].map(
    (match) => match[1]!,
  );
  const onTouch = html.includes("<adjoint-distribution");
  return [
    withFigures(inView.length > 0 ? "figure" : "text", inView),
    ...(onTouch ? [withFigures("touched", [...inView, "distribution-figures"])] : []),
  ];
}

const pages = readdirSync(dist, { recursive: true, encoding: "utf8" }).filter(
  (file) => file.endsWith(".html") && !file.startsWith("pagefind"),
);
if (pages.length === 0) throw new Error("nothing is built: run the build first");
const sizes = pages.flatMap(measure).sort((a, b) => b.bytes - a.bytes);
const over = sizes.filter(({ kind, bytes }) => bytes > limits[kind]);
for (const kind of ["touched", "figure", "text"] as const) {
  const largest = sizes.find((size) => size.kind === kind);
  if (largest === undefined) continue;
  console.log(
    `${kind}: largest of ${sizes.filter((size) => size.kind === kind).length} pages is ${largest.page}, ${(largest.bytes / 1000).toFixed(1)} kB of ${limits[kind] / 1000} kB`,
  );
}
for (const { page, kind, bytes, scripts } of over) {
  console.error(
    `${page} ships ${(bytes / 1000).toFixed(1)} kB of JavaScript (gzip), above ${limits[kind] / 1000} kB for a ${kind} page:`,
  );
  for (const file of scripts) console.error(`  ${(sizeOf(file) / 1000).toFixed(1)} kB ${file}`);
}
process.exitCode = over.length > 0 ? 1 : 0;
