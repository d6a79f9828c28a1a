import { expect, test } from "vitest";
import { defineFigure, handle, plot, renderFigure, renderSvg } from "../../src/index.ts";
import { lessons } from "../gallery/lessons.ts";

const figure = defineFigure({
  params: {
    x: { value: 0.5, min: 0, max: 1, step: 0.25 },
    angle: { value: Math.PI / 4, min: 0, max: 3, step: 0.01, label: "angle of v" },
  },
  compute: (values) => values,
  view: ({ x }) =>
    plot({
      marks: [handle({ x, y: 0 }, { bind: { x: "x" }, label: "the point" })],
      title: "A point",
      width: 400,
    }),
  say: ({ x }) => `x is ${x}`,
});

test("a still figure is its picture, its words and an input for every param", () => {
  const html = renderFigure(figure);
  expect(html).toContain(renderSvg(figure.view(figure.compute({ x: 0.5, angle: 0 }))));
  expect(html).toContain("<figcaption>x is 0.5</figcaption>");
  expect(html.match(/<input/g)).toHaveLength(4);
  expect(html.match(/disabled=""/g)).toHaveLength(4);
  expect(html).toContain('aria-label="angle of v, as a number"');
});

test("other values give another figure", () => {
  expect(renderFigure(figure, { x: 1, angle: 0 })).toContain("<figcaption>x is 1</figcaption>");
});

test("single letters are set as variables, words are not", () => {
  const html = renderFigure(figure);
  expect(html).toContain('class="adjoint-variable">x</span>');
  expect(html).toContain('<span aria-hidden="true">angle of v</span>');
});

test("a number input shows no more digits than a hundredth of a step", () => {
  expect(renderFigure(figure)).toContain('value="0.7854"');
});

test("a picture too wide for a phone says so to its style", () => {
  const wide = { ...figure, view: () => plot({ marks: [], width: 600 }) };
  expect(renderFigure(figure)).toContain('class="adjoint-scene"');
  expect(renderFigure(wide)).toContain('class="adjoint-scene adjoint-wide"');
});

test.each(Object.entries(lessons))("%s is the same each time", (_, lesson) => {
  expect(renderFigure(lesson)).toBe(renderFigure(lesson));
});
