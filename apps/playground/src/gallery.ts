import { byId, element } from "./dom.ts";
import { examples } from "./examples/index.ts";

/** Wires the dialog of examples; `choose` receives the program. */
export function startGallery(choose: (source: string) => void): void {
  const dialog = byId("gallery", HTMLDialogElement);
  const cards = byId("cards", HTMLElement);
  for (const { name, title, about, source } of examples) {
    const card = element(
      "button",
      { type: "button", "data-example": name },
      element("strong", {}, title),
      element("span", {}, about),
    );
    card.addEventListener("click", () => {
      dialog.close();
      choose(source);
    });
    cards.append(element("li", {}, card));
  }
  byId("examples", HTMLButtonElement).addEventListener("click", () => dialog.showModal());
}
