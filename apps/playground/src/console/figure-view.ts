import { element } from "../dom.ts";

/** A figure drawn by the page from checked data; what is not a figure is said in words. */
export function showFigure(scene: unknown): HTMLElement {
  const made = element("div", { class: "figure" });
  // Drawing is loaded with the first figure: a program without one needs none of it.
  import("../figure/draw-scene.ts")
    .then(({ drawScene }) => made.append(drawScene(scene)))
    .catch((error: unknown) => {
      made.className = "text error";
      made.textContent = (error as Error).message;
    });
  return made;
}
