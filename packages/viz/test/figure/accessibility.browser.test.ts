import { run } from "axe-core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { mount, renderFigure, renderSvg } from "../../src/index.ts";
import { lessons } from "../gallery/lessons.ts";
import { marks } from "../gallery/marks.ts";

const pages = { light: ["#ffffff", "#1f2329"], dark: ["#17181c", "#e6e7eb"] } as const;
let main: HTMLElement;

beforeEach(() => {
  document.documentElement.lang = "en";
  document.title = "Figures";
  main = document.body.appendChild(document.createElement("main"));
  main.append(Object.assign(document.createElement("h1"), { textContent: "Figures" }));
});

afterEach(() => {
  document.body.replaceChildren();
  document.body.removeAttribute("style");
});

function wear(scheme: keyof typeof pages): void {
  const [background, color] = pages[scheme];
  Object.assign(document.body.style, { background, color, colorScheme: scheme });
}

async function violations(): Promise<readonly string[]> {
  const found = await run(main, { resultTypes: ["violations"] });
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]!.html}`);
}

test.each(["light", "dark"] as const)("mounted figures have nothing for axe to find, %s", async (scheme) => {
  wear(scheme);
  for (const figure of Object.values(lessons)) {
    mount(main.appendChild(document.createElement("div")), figure);
  }
  expect(main.querySelectorAll("input:not([aria-label])").length).toBe(0);
  expect(await violations()).toEqual([]);
});

test.each(["light", "dark"] as const)("still figures have nothing for axe to find, %s", async (scheme) => {
  wear(scheme);
  for (const figure of Object.values(lessons)) {
    main.appendChild(document.createElement("div")).innerHTML = renderFigure(figure);
  }
  for (const scene of Object.values(marks)) {
    main.appendChild(document.createElement("div")).innerHTML = renderSvg(scene());
  }
  expect(await violations()).toEqual([]);
});

test("what has the focus shows a ring, and what has not shows none", () => {
  const element = main.appendChild(document.createElement("div"));
  mount(element, lessons["klDivergence"]!);
  const [first, second] = element.querySelectorAll<SVGElement>("[data-handle]");
  const opacity = (handle: SVGElement): string =>
    getComputedStyle(handle.querySelector(".adjoint-ring")!).opacity;
  first!.focus({ focusVisible: true });
  expect([opacity(first!), opacity(second!)]).toEqual(["1", "0"]);
});
