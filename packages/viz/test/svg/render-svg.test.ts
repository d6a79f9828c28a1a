import { expect, test } from "vitest";
import { contour, handle, heatmap, line, plot, renderFigure, renderSvg, text } from "../../src/index.ts";
import type { Scene, SceneNode } from "../../src/index.ts";

const hostile = `</title></svg><script>alert("x")</script><svg onload='alert(1)'>&amp;`;
const escaped =
  "&lt;/title&gt;&lt;/svg&gt;&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&lt;svg onload=&#39;alert(1)&#39;&gt;&amp;amp;";

const withNode = (node: unknown): Scene => ({
  width: 10,
  height: 10,
  scales: {},
  children: [node as SceneNode],
});

test("text from a stranger stays text", () => {
  const scene = plot({
    marks: [
      text({ x: 0, y: 0, text: hostile }),
      line({ x: [0, 1], y: [0, 1] }, { label: hostile }),
      handle({ x: 0, y: 0 }, { bind: { x: "a" }, label: hostile }),
    ],
    title: hostile,
    description: hostile,
    x: { label: hostile, ticks: [{ at: 0, label: hostile }] },
    y: { label: hostile },
  });
  const svg = renderSvg(scene, { standalone: true });
  expect(svg.split(escaped).length - 1).toBe(6);
  expect(svg).not.toMatch(/<script|<svg on|onload='/);
  const html = renderFigure({
    params: { [hostile]: { value: 0, min: 0, max: 1 } },
    compute: () => 0,
    view: () => scene,
    say: () => hostile,
  });
  expect(html).not.toMatch(/<script|<svg on|onload='/);
});

test("an object where text belongs cannot pass for an element", () => {
  const script = { tag: "script", attributes: {}, children: ["alert(1)"] };
  const part = { x: 0, y: 0, text: script };
  expect(() => renderSvg(withNode({ type: "text", ...part }))).toThrow(
    new TypeError("renderSvg: text must be text: an object with tag, attributes, children"),
  );
  const scene = withNode({ type: "group", children: [] });
  expect(() => renderSvg({ ...scene, title: script as never })).toThrow("renderSvg: title must be text");
  expect(() => renderSvg({ ...scene, description: script as never })).toThrow(
    "renderSvg: description must be text",
  );
});

test.each([
  "url(https://example.com/x.svg)",
  "URL(#a)",
  "u\\72l(x)",
  'red" onload="alert(1)',
  "red;background:blue",
  "image-set('x')",
  "",
  7,
  null,
])("%s is no colour", (fill) => {
  const message = /^renderSvg: (fill|stroke|colors) must be a colour: /;
  expect(() => renderSvg(withNode({ type: "circle", x: 0, y: 0, r: 1, fill }))).toThrow(message);
  expect(() => renderSvg(withNode({ type: "circle", x: 0, y: 0, r: 1, stroke: fill }))).toThrow(message);
});

test.each([
  "red",
  "#1234",
  "currentColor",
  "rgb(1 2 3 / 50%)",
  "oklch(0.6 0.1 240)",
  "var(--adjoint-blue, #2f7de1)",
])("%s is a colour", (fill) => {
  expect(renderSvg(withNode({ type: "circle", x: 0, y: 0, r: 1, fill }))).toContain(`fill="${fill}"`);
});

test.each(['M0,0"/><script>', "M0,0L1,NaN", "url(#a)", 3, undefined])("%s is no path", (d) => {
  expect(() => renderSvg(withNode({ type: "path", d }))).toThrow("renderSvg: d must be a path: ");
});

test("numbers that SVG does not have are refused by name", () => {
  const circle = { type: "circle", x: 0, y: 0, r: 1 };
  expect(() => renderSvg(withNode({ ...circle, x: NaN }))).toThrow(
    new RangeError("renderSvg: x must be a finite number: NaN"),
  );
  expect(() => renderSvg(withNode({ ...circle, opacity: Infinity }))).toThrow(
    "renderSvg: opacity must be a finite number: Infinity",
  );
  expect(() => renderSvg(withNode({ ...circle, r: "1" }))).toThrow(
    'renderSvg: r must be a finite number: "1"',
  );
  expect(() => renderSvg(withNode({ ...circle, dash: ["1"] }))).toThrow("renderSvg: dash must be");
  expect(() => renderSvg(withNode({ type: "group", clip: [0, 0, 1, "1"], children: [] }))).toThrow(
    "renderSvg: height must be",
  );
});

test("unknown nodes and cells that do not add up are refused", () => {
  expect(() => renderSvg(withNode({ type: "foreignObject" }))).toThrow(
    new TypeError('renderSvg: unknown node: "foreignObject"'),
  );
  const cells = { type: "cells", x: 0, y: 0, width: 1, height: 1, columns: 1e9, rows: 1e9, colors: ["red"] };
  expect(() => renderSvg(withNode(cells))).toThrow(
    "renderSvg: cells must have 1000000000 × 1000000000 colors: 1",
  );
});

test("signs that XML forbids are replaced", () => {
  const svg = renderSvg(plot({ marks: [], title: "a\u0000b\ud800c\ufffed\u{1f600}\te" }));
  expect(svg).toContain("<title>a\ufffdb\ufffdc\ufffdd\u{1f600}\te</title>");
});

test("many pictures share a page, since none has an id", () => {
  const svg = renderSvg(plot({ marks: [contour(Math.hypot), heatmap(Math.hypot)] }));
  expect(svg).not.toMatch(/\sid=/);
});
