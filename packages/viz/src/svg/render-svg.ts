import type { Scene } from "../scene.ts";
import { element } from "./element.ts";
import { sceneElement } from "./scene-element.ts";
import { serialize } from "./serialize.ts";

/** How a scene is written. */
export interface RenderSvgOptions {
  /** Whether the file will be seen on its own: it then brings a page colour, light or dark as the reader prefers. */
  readonly standalone?: boolean;
}

const STANDALONE =
  ".adjoint-standalone{color-scheme:light dark;color:#1f2329;background:#fff;--adjoint-paper:#fff}" +
  "@media (prefers-color-scheme:dark){.adjoint-standalone{color:#e6e7eb;background:#17181c;--adjoint-paper:#17181c}}";

/**
 * A scene as SVG, without a DOM. The same scene gives the same text; there are no ids, so any number of pictures can
 * stand on one page; text is escaped; colours follow `currentColor` and the custom properties `--adjoint-…`.
 *
 * @throws TypeError if the scene has an unknown node or a colour or a path that is none.
 * @throws RangeError if a number is not finite.
 *
 * @example
 * ```ts
 * import { plot, renderSvg } from "@adjoint/viz";
 *
 * const svg = renderSvg(plot({ marks: [], title: "a < b" }));
 * svg.includes("<title>a &lt; b</title>"); // => true
 * ```
 */
export function renderSvg(scene: Scene, options: RenderSvgOptions = {}): string {
  const svg = sceneElement(scene);
  if (options.standalone !== true) return serialize(svg);
  const { class: name, ...attributes } = svg.attributes;
  const style = element("style", {}, [STANDALONE]);
  return `${serialize({
    ...svg,
    attributes: { ...attributes, class: `${name} adjoint-standalone` },
    children: [...svg.children.filter(isWords), style, ...svg.children.filter((child) => !isWords(child))],
  })}\n`;
}

/** `<title>` has to come first. */
function isWords(child: { readonly tag: string } | string): boolean {
  return typeof child !== "string" && (child.tag === "title" || child.tag === "desc");
}
