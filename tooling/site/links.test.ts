import { expect, test } from "vitest";
import { checkLinks } from "./check-links.ts";

function site(pages: Record<string, string>): string[] {
  return checkLinks(
    new Map(Object.entries({ "/a/index.html": '<h2 id="part">Part</h2>', "/x.js": "", ...pages })),
  );
}

test("links to pages, files and anchors that exist are fine, and so are links to elsewhere", () => {
  const html = `<a href="/a/">a</a> <a href="/a/#part">p</a> <a href="../a/#_top">t</a> <a href="#here" id="here">h</a>
    <a href="https://example.org">e</a> <script src="/x.js"></script> <img src="data:image/png;base64,AA">`;
  expect(site({ "/b/index.html": html })).toEqual([]);
});

test("a link or an anchor that leads nowhere is a problem", () => {
  expect(site({ "/b/index.html": '<a href="/c/">c</a><a href="/a/#no">n</a><img src="no.png">' })).toEqual([
    "/b/index.html: /c/ leads nowhere",
    "/b/index.html: /a/#no: /a/index.html has no such anchor",
    "/b/index.html: no.png is not among the built files",
  ]);
});

test("whatever makes the browser ask another host is a problem", () => {
  for (const html of [
    '<script src="https://other.org/a.js"></script>',
    '<link rel="stylesheet" href="//other.org/a.css">',
    '<link rel="preconnect" href="https://other.org">',
    '<img srcset="https://other.org/a.png 2x">',
    '<style>@font-face { src: url("https://other.org/f.woff2") }</style>',
    "<p style=\"background: url('https://other.org/b.png')\"></p>",
    '<iframe src="https://other.org"></iframe>',
  ]) {
    expect(site({ "/b/index.html": html }), html).toEqual([
      expect.stringContaining("makes the browser ask another host"),
    ]);
  }
  expect(site({ "/s.css": '@import "https://other.org/a.css";' })).toHaveLength(1);
});

test("quotations in scripts, comments and text are no links", () => {
  const html = `<script>const s = '<img src="https://other.org/a.png">';</script><!-- <a href="/no/"> -->
    <code>&lt;a href="/no/"&gt;</code><link rel="canonical" href="https://adjoint.example/b/">`;
  expect(site({ "/b/index.html": html })).toEqual([]);
});
