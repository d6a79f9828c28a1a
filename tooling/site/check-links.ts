import { type PageLinks, readPage, readStyle } from "./page.ts";

/** The built files by the path that serves them. */
export type SiteFiles = ReadonlyMap<string, string>;

const origin = "http://site.invalid";

/**
 * Follows every link of a built site. A problem is a link or an anchor that leads nowhere, and anything that would
 * make the browser ask another host.
 */
export function checkLinks(files: SiteFiles): string[] {
  const pages = new Map<string, PageLinks>();
  for (const [path, text] of files) {
    if (path.endsWith(".html")) pages.set(path, readPage(text));
  }
  const problems: string[] = [];
  for (const [path, page] of pages) {
    for (const link of page.links) problems.push(...linkProblem(path, link, files, pages));
    for (const url of page.resources) problems.push(...resourceProblem(path, url, files));
  }
  for (const [path, text] of files) {
    if (!path.endsWith(".css")) continue;
    for (const url of readStyle(text)) problems.push(...resourceProblem(path, url, files));
  }
  return [...new Set(problems)];
}

function linkProblem(
  from: string,
  link: string,
  files: SiteFiles,
  pages: ReadonlyMap<string, PageLinks>,
): string[] {
  const url = resolve(from, link);
  if (url === undefined) return [`${from}: ${link} is no URL`];
  if (url.origin !== origin) return [];
  const target = fileAt(url.pathname, files);
  if (target === undefined) return [`${from}: ${link} leads nowhere`];
  const fragment = decodeURIComponent(url.hash.slice(1));
  // `#_top` is the top of any page, and the playground keeps its state behind the #.
  if (fragment === "" || fragment === "_top" || url.pathname.startsWith("/playground/")) return [];
  const anchors = pages.get(target)?.anchors;
  return anchors === undefined || anchors.has(fragment)
    ? []
    : [`${from}: ${link}: ${target} has no such anchor`];
}

function resourceProblem(from: string, link: string, files: SiteFiles): string[] {
  if (link === "" || /^(data|blob|about):/.test(link) || link.startsWith("#")) return [];
  const url = resolve(from, link);
  if (url === undefined) return [`${from}: ${link} is no URL`];
  if (url.origin !== origin) return [`${from}: ${link} makes the browser ask another host`];
  return fileAt(url.pathname, files) === undefined ? [`${from}: ${link} is not among the built files`] : [];
}

function resolve(from: string, link: string): URL | undefined {
  return URL.canParse(link, origin + from) ? new URL(link, origin + from) : undefined;
}

function fileAt(pathname: string, files: SiteFiles): string | undefined {
  const path = decodeURIComponent(pathname);
  return [path, `${path}index.html`, `${path}/index.html`, `${path}.html`].find((name) => files.has(name));
}
