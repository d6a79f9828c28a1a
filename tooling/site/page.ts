/** What a page points to. */
export interface PageLinks {
  /** Where a reader may go: `href` of `a` and `area`. */
  readonly links: readonly string[];
  /** What the browser fetches by itself. */
  readonly resources: readonly string[];
  /** What a fragment may name. */
  readonly anchors: ReadonlySet<string>;
}

/** `link` elements that tell about the page and make the browser fetch nothing. */
const silentRelations = /\b(canonical|alternate|sitemap|prev|next|author|license|me|help|search)\b/i;

/** Reads the links, resources and anchors of a built page. */
export function readPage(html: string): PageLinks {
  const links: string[] = [];
  const resources: string[] = [];
  const anchors = new Set<string>();
  for (const { tag, attributes, content } of elements(html)) {
    const { id, name, href, src, srcset, poster, data, action } = attributes;
    if (id !== undefined) anchors.add(id);
    if (tag === "a" && name !== undefined) anchors.add(name);
    if (tag === "style") resources.push(...readStyle(content));
    if (attributes["style"] !== undefined) resources.push(...readStyle(attributes["style"]));
    if (href !== undefined && isResource(tag, attributes)) resources.push(href);
    else if (href !== undefined && (tag === "a" || tag === "area")) links.push(href);
    for (const url of [src, poster, tag === "object" ? data : undefined, action]) {
      if (url !== undefined) resources.push(url);
    }
    for (const candidate of srcset?.split(",") ?? []) resources.push(candidate.trim().split(/\s+/)[0] ?? "");
  }
  return { links, resources, anchors };
}

/** What a style sheet fetches. */
export function readStyle(css: string): string[] {
  const urls = css.matchAll(/url\(\s*(?:"([^"]*)"|'([^']*)'|([^)"']*))\s*\)/g);
  const imports = css.matchAll(/@import\s+(?:"([^"]*)"|'([^']*)')/g);
  return [...urls, ...imports].map(([, a, b, c]) => a ?? b ?? c ?? "");
}

function isResource(tag: string, attributes: Readonly<Record<string, string>>): boolean {
  if (tag === "link") return !silentRelations.test(attributes["rel"] ?? "");
  return tag === "use" || tag === "image" || tag === "base";
}

interface Element {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** The text of a `style`. */
  readonly content: string;
}

/** The start tags of a page, without those that scripts and comments only quote. */
function* elements(html: string): Generator<Element> {
  const visible = html
    .replaceAll(/<!--[\s\S]*?-->/g, "")
    .replaceAll(/(<script\b[^>]*>)[\s\S]*?<\/script>/gi, "$1");
  const tags = /<([a-z][\w-]*)((?:\s+[^\s=>"'/]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+))?|\s|\/)*)>/gi;
  for (const match of visible.matchAll(tags)) {
    const tag = (match[1] ?? "").toLowerCase();
    const end = tag === "style" ? visible.indexOf("</style", match.index) : -1;
    const content = end < 0 ? "" : visible.slice(match.index + match[0].length, end);
    yield { tag, attributes: attributesOf(match[2] ?? ""), content };
  }
}

function attributesOf(text: string): Record<string, string> {
  const pairs = text.matchAll(/([^\s=>"'/]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))/g);
  return Object.fromEntries(
    [...pairs].map(([, name, a, b, c]) => [(name ?? "").toLowerCase(), unescape(a ?? b ?? c ?? "")]),
  );
}

function unescape(text: string): string {
  return text
    .replaceAll(/&#x([0-9a-f]+);/gi, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
    .replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll("&quot;", '"')
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}
