import { expect, test } from "vitest";
import { renderSvg, startOf } from "../src/index.ts";
import type { Scene } from "../src/index.ts";
import { lessons } from "./gallery/lessons.ts";
import { marks } from "./gallery/marks.ts";

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const scenes: readonly (readonly [string, Scene])[] = [
  ...Object.entries(marks).map(([name, scene]) => [name, scene()] as const),
  ...Object.entries(lessons).map(
    ([name, figure]) => [`lesson-${kebab(name)}`, figure.view(figure.compute(startOf(figure)))] as const,
  ),
];

test.each(scenes)("%s looks as it did", async (name, scene) => {
  await expect(renderSvg(scene, { standalone: true })).toMatchFileSnapshot(`./gallery/${name}.svg`);
});

test.each(scenes)("%s survives JSON and structured clone", (_, scene) => {
  const svg = renderSvg(scene);
  expect(renderSvg(JSON.parse(JSON.stringify(scene)) as Scene)).toBe(svg);
  expect(renderSvg(structuredClone(scene))).toBe(svg);
});

test.each(scenes)("%s names itself and asks nothing of the network", (_, scene) => {
  const svg = renderSvg(scene);
  expect(svg).toContain(`<title>${scene.title!.replaceAll("'", "&#39;")}</title>`);
  expect(svg).toContain('role="img"');
  expect(svg.replace("http://www.w3.org/2000/svg", "")).not.toMatch(
    /https?:|url\(|href|<image|<script|\son\w+=/,
  );
});
