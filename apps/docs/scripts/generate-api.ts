// Writes src/content/docs/api/<package>.md from the TSDoc of every public package.
// One TypeScript program serves all packages: a program per package costs ten times as much.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { Application, Converter, ReflectionKind } from "typedoc";
import type { MarkdownApplication } from "typedoc-plugin-markdown";
import { MarkdownPageEvent } from "typedoc-plugin-markdown";
import { publicPackages } from "./packages.ts";

const out = fileURLToPath(new URL("../src/content/docs/api/", import.meta.url));
const rootConfig = fileURLToPath(new URL("../../../tsconfig.json", import.meta.url));

// the umbrella only re-exports; its page is written by hand
const packages = publicPackages().filter(({ slug }) => slug !== "adjoint");

const app = (await Application.bootstrapWithPlugins({
  plugin: ["typedoc-plugin-markdown"],
  entryPoints: packages.map(({ folder }) => `${folder}/src/index.ts`),
  tsconfig: rootConfig,
  outputs: [{ name: "markdown", path: out }],
  name: "Adjoint",
  readme: "none",
  skipErrorChecking: true,
  excludeInternal: true,
  excludePrivate: true,
  excludeExternals: true,
  disableSources: true,
  githubPages: false,
  logLevel: "Error",
  sort: ["source-order"],
  sortEntryPoints: false,
  groupOrder: ["Functions", "Variables", "Classes", "Interfaces", "Type Aliases"],
  navigation: false,
  router: "module",
  hidePageHeader: true,
  hideBreadcrumbs: true,
  hidePageTitle: true,
  hideGroupHeadings: false,
  useCodeBlocks: true,
  useHTMLAnchors: true,
  parametersFormat: "table",
  interfacePropertiesFormat: "table",
  typeAliasPropertiesFormat: "table",
  sanitizeComments: true,
} as Parameters<typeof Application.bootstrapWithPlugins>[0])) as unknown as MarkdownApplication;

// modules are named after their file; readers know them by package
const bySource = new Map(packages.map(({ slug }) => [`${slug}/src`, slug]));
app.converter.on(Converter.EVENT_CREATE_DECLARATION, (_context, reflection) => {
  if (!reflection.kindOf(ReflectionKind.Module)) return;
  reflection.name = bySource.get(reflection.name) ?? reflection.name;
});

const describe = new Map(packages.map((info) => [info.slug, info]));
app.renderer.on(MarkdownPageEvent.END, (page: MarkdownPageEvent) => {
  const slug = basename(page.url, ".md");
  const info = describe.get(slug);
  if (info === undefined || page.contents === undefined) return;
  const front = [
    "---",
    `title: ${JSON.stringify(info.name)}`,
    `description: ${JSON.stringify(info.description)}`,
    "editUrl: false",
    "prev: false",
    "next: false",
    "---",
    "",
    `${info.description}. Install with \`npm install ${info.name}\`.`,
    "",
  ].join("\n");
  page.contents = front + tidy(page.contents);
});

/** Site addresses in place of file names, nothing said twice, and only examples open in the playground. */
function tidy(markdown: string): string {
  const text = markdown
    .replace(
      /\]\((?:\.\.\/)*([a-z-]+)(?:\/src)?\.md(#[^)]*)?\)/g,
      (_all, slug: string, hash = "") => `](/api/${slug}/${hash})`,
    )
    .replace(/^\*{3,}\n/gm, "")
    // what TypeDoc calls an argument that is taken apart at once
    .replaceAll("__namedParameters", "options")
    // a heading brings its own id; only the numbered ones need an anchor besides
    .replace(/^<a id="[^"]*?(?<!-\d+)"><\/a>\n\n(?=#)/gm, "")
    // the signature above says them already
    .replace(/^#{4,6} Type Parameters\n[\s\S]*?(?=^#|^```|^<a id)/gm, "");
  let heading = "";
  let inside = false;
  return text
    .split("\n")
    .map((line) => {
      if (!inside && line.startsWith("#")) heading = line;
      if (!line.startsWith("```")) return line;
      inside = !inside;
      return inside && line === "```ts" && !/Examples?$/.test(heading) ? "```ts playground=off" : line;
    })
    .join("\n");
}

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const project = await app.convert();
if (project === undefined) throw new Error("typedoc could not read the packages");
await app.generateOutputs(project);
for (const extra of ["index.md", "README.md", "modules.md"]) rmSync(`${out}${extra}`, { force: true });
for (const { slug } of packages) {
  const file = `${out}${slug}.md`;
  try {
    readFileSync(file);
  } catch {
    // a package without exports yet still has a page, so that links to it hold
    const info = describe.get(slug);
    writeFileSync(file, `---\ntitle: "${info?.name}"\neditUrl: false\n---\n\n${info?.description}.\n`);
  }
}
