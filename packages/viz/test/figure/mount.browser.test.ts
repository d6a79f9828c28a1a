import { afterEach, expect, test, vi } from "vitest";
import { contour, defineFigure, handle, line, mount, plot, renderFigure, surface } from "../../src/index.ts";
import type { Figure, Values } from "../../src/index.ts";

/** A point on a plane, and the sum of its coordinates. */
const point = defineFigure({
  params: {
    a: { value: 1, min: -4, max: 4, step: 0.5 },
    b: { value: 2, min: -4, max: 4, step: 0.5, label: "height" },
  },
  compute: ({ a, b }) => {
    if (a === 4) throw new RangeError("a must stay below 4");
    return { a, b, sum: a + b };
  },
  view: ({ a, b }) =>
    plot({
      marks: [
        line({ x: [0, a], y: [0, b] }),
        handle({ x: a, y: b }, { bind: { x: "a", y: "b" }, label: "the point" }),
      ],
      x: { domain: [-4, 4] },
      y: { domain: [-4, 4] },
      equal: true,
    }),
  say: ({ sum }) => `the sum is ${sum}`,
});

const frame = (): Promise<number> => new Promise((done) => requestAnimationFrame(done));

function host(): HTMLElement {
  const element = document.body.appendChild(document.createElement("div"));
  element.style.width = "400px";
  return element;
}

afterEach(() => document.body.replaceChildren());

const caption = (element: HTMLElement): string => element.querySelector("figcaption")!.textContent;

function pointer(type: string, target: Element, x: number, y: number): void {
  target.dispatchEvent(
    new PointerEvent(type, {
      bubbles: true,
      cancelable: true,
      pointerId: 1,
      clientX: x,
      clientY: y,
      button: 0,
    }),
  );
}

/** Pointer events made by a test cannot be captured, since no pointer is down. */
function withoutCapture(element: HTMLElement): HTMLElement {
  element.setPointerCapture = () => undefined;
  return element;
}

function centre(element: Element): [x: number, y: number] {
  const { left, top, width, height } = element.getBoundingClientRect();
  return [left + width / 2, top + height / 2];
}

test("a still figure becomes a live one of the same size", () => {
  const element = host();
  element.innerHTML = renderFigure(point);
  const before = element.getBoundingClientRect();
  expect(element.querySelectorAll("input:disabled").length).toBe(4);
  mount(element, point);
  expect(element.querySelectorAll("figure").length).toBe(1);
  expect(element.querySelectorAll("input:disabled").length).toBe(0);
  expect(Math.abs(element.querySelector("svg")!.getBoundingClientRect().width - before.width)).toBeLessThan(
    1,
  );
});

test("dragging a handle moves its params, in steps and within their ends", async () => {
  const element = withoutCapture(host());
  const mounted = mount(element, point);
  const knob = element.querySelector("[data-handle]")!;
  const [x, y] = centre(knob);
  const { width } = element.querySelector("svg")!.getBoundingClientRect();
  pointer("pointerdown", knob, x, y);
  expect(document.activeElement).toBe(knob);
  pointer("pointermove", element, x - width / 4, y);
  await frame();
  expect(mounted.values.a).toBeLessThan(-0.5);
  expect(Math.abs(mounted.values.a % 0.5)).toBe(0);
  expect(mounted.values.b).toBe(2);
  expect(caption(element)).toBe(`the sum is ${mounted.values.a + 2}`);
  pointer("pointermove", element, x - 10 * width, y);
  await frame();
  expect(mounted.values.a).toBe(-4);
  pointer("pointerup", element, x, y);
  pointer("pointermove", element, x, y);
  await frame();
  expect(mounted.values.a).toBe(-4);
});

test("the keyboard moves what has the focus, and the focus stays", async () => {
  const element = host();
  const mounted = mount(element, point);
  const knob = element.querySelector<SVGElement>("[data-handle]")!;
  knob.focus();
  for (const [key, shiftKey] of [
    ["ArrowRight", false],
    ["ArrowUp", false],
    ["ArrowLeft", true],
  ] as const) {
    knob.dispatchEvent(new KeyboardEvent("keydown", { key, shiftKey, bubbles: true, cancelable: true }));
    await frame();
  }
  expect({ ...mounted.values }).toEqual({ a: -3.5, b: 2.5 });
  expect(document.activeElement?.getAttribute("aria-valuetext")).toBe("a = −3.5, height = 2.5");
});

test("inputs move params, and follow when something else does", async () => {
  const element = host();
  const mounted = mount(element, point);
  const [range, number] = element.querySelectorAll<HTMLInputElement>('[data-param="b"]');
  number!.value = "-1.5";
  number!.dispatchEvent(new InputEvent("input", { bubbles: true }));
  await frame();
  expect(mounted.values.b).toBe(-1.5);
  expect(range!.value).toBe("-1.5");
  mounted.update({ b: 3 });
  await frame();
  expect([range!.value, number!.value]).toEqual(["3", "3"]);
});

test("many changes are drawn once a frame", async () => {
  const element = host();
  const compute = vi.fn((values: Values<typeof point.params>) => point.compute(values));
  const onChange = vi.fn();
  const mounted = mount(element, { ...point, compute }, { onChange });
  for (let i = 0; i < 20; i++) mounted.update({ a: i / 10 });
  await frame();
  expect(compute).toHaveBeenCalledTimes(2);
  expect(onChange).toHaveBeenCalledExactlyOnceWith({ a: 2, b: 2 });
});

test("an error is said in the caption and the last picture stays", async () => {
  const element = host();
  const mounted = mount(element, point);
  const before = element.querySelector("svg")!.querySelectorAll("path, line").length;
  mounted.update({ a: 4 });
  await frame();
  expect(caption(element)).toBe("a must stay below 4");
  expect(element.querySelector("svg")!.querySelectorAll("path, line").length).toBe(before);
});

test("a surface turns by dragging and by keys", async () => {
  const element = withoutCapture(host());
  const turning: Figure = defineFigure({
    params: {
      azimuth: { value: 30, min: -180, max: 180 },
      elevation: { value: 30, min: 0, max: 90, step: 1 },
    },
    compute: (view) => view,
    view: (view) =>
      plot({
        marks: [
          surface((x: number, y: number) => x * y, {
            ...view,
            x: [-1, 1],
            y: [-1, 1],
            turn: { azimuth: "azimuth", elevation: "elevation" },
          }),
        ],
      }),
    say: () => "",
  });
  const mounted = mount(element, turning);
  const ground = element.querySelector<SVGElement>("[data-azimuth]")!;
  pointer("pointerdown", ground, 100, 100);
  pointer("pointermove", element, 100, 120);
  await frame();
  expect(mounted.values["elevation"]).toBe(40);
  element
    .querySelector("[data-azimuth]")!
    .dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowDown", bubbles: true }));
  await frame();
  expect(mounted.values["elevation"]).toBe(39);
});

test("after destroy nothing listens any more", async () => {
  const element = host();
  const mounted = mount(element, point);
  mounted.destroy();
  const [input] = element.querySelectorAll<HTMLInputElement>("[data-param]");
  input!.value = "3";
  input!.dispatchEvent(new InputEvent("input", { bubbles: true }));
  await frame();
  expect(mounted.values.a).toBe(1);
});

test("text of a figure is text", async () => {
  const element = host();
  const hostile = "<img src=x onerror=\"document.title='hacked'\">";
  mount(element, {
    params: { a: { value: 0, min: 0, max: 1, label: hostile } },
    compute: () => null,
    view: () =>
      plot({ marks: [contour((x: number, y: number) => x + y, { x: [0, 1], y: [0, 1] })], title: hostile }),
    say: () => hostile,
  });
  await frame();
  expect(element.querySelector("img")).toBeNull();
  expect(caption(element)).toBe(hostile);
});

test("unknown params are refused by name", () => {
  expect(() => mount(host(), point, { values: { c: 1 } as never })).toThrow(
    "mount: unknown param, the figure has a, b: c",
  );
});
