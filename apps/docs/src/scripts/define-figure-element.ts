import type { Figure } from "@adjoint/viz";

/**
 * Defines an element for figures: a still picture until it comes into view, then one that can be moved. Its
 * attribute `data-figure` says which one to fetch.
 */
export function defineFigureElement(tag: string, load: (slug: string) => Promise<Figure>): void {
  class FigureElement extends HTMLElement {
    connectedCallback(): void {
      const observer = new IntersectionObserver(
        (entries) => {
          if (!entries.some((entry) => entry.isIntersecting)) return;
          observer.disconnect();
          void this.wake();
        },
        { rootMargin: "200px" },
      );
      observer.observe(this);
    }

    private async wake(): Promise<void> {
      const [{ mount }, figure] = await Promise.all([import("@adjoint/viz"), load(this.dataset["figure"]!)]);
      mount(this, figure);
    }
  }
  customElements.define(tag, FigureElement);
}
