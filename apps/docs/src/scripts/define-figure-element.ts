import type { Figure } from "@adjoint/viz";

/** When a still picture comes to life: once it is in view, or once somebody reaches for it. */
export type Occasion = "view" | "touch";

/**
 * Defines an element for figures: a still picture first, then one that can be moved. Its attribute `data-figure` says
 * which one to fetch.
 */
export function defineFigureElement(
  tag: string,
  occasion: Occasion,
  load: (slug: string) => Promise<Figure>,
): void {
  class FigureElement extends HTMLElement {
    connectedCallback(): void {
      const wake = (): void => void this.wake();
      if (occasion === "view") onceInView(this, wake);
      else onceTouched(this, wake);
    }

    private async wake(): Promise<void> {
      const [{ mount }, figure] = await Promise.all([import("@adjoint/viz"), load(this.dataset["figure"]!)]);
      mount(this, figure, { values: valuesIn(this) });
    }
  }
  customElements.define(tag, FigureElement);
}

function onceInView(element: HTMLElement, then: () => void): void {
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      then();
    },
    { rootMargin: "200px" },
  );
  observer.observe(element);
}

/** The still inputs can be reached, by mouse and by keyboard: the first change waits for the figure. */
function onceTouched(element: HTMLElement, then: () => void): void {
  for (const input of element.querySelectorAll("input")) input.disabled = false;
  const events = ["pointerenter", "pointerdown", "focusin"] as const;
  const first = (): void => {
    for (const event of events) element.removeEventListener(event, first);
    then();
  };
  for (const event of events) element.addEventListener(event, first);
}

/** Where the inputs stand, which a reader may have moved already. */
function valuesIn(element: HTMLElement): Record<string, number> {
  const inputs = element.querySelectorAll<HTMLInputElement>("input[type=range][data-param]");
  return Object.fromEntries(Array.from(inputs, (input) => [input.dataset["param"]!, input.valueAsNumber]));
}
