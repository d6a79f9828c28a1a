import { renderSvg } from "@adjoint/viz";
import { readScene } from "./read-scene.ts";
import { svgElement } from "./svg-element.ts";

/** Draws data that claims to be a scene, after it has been checked. */
export function drawScene(data: unknown): SVGSVGElement {
  return svgElement(renderSvg(readScene(data)));
}
