import { load } from "../lessons/load.ts";

/** A figure on a page: a still picture until it comes into view, then one that can be moved. */
class AdjointFigure extends HTMLElement {
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
    const [{ mount }, { figure }] = await Promise.all([
      import("@adjoint/viz"),
      load(this.dataset["lesson"]!),
    ]);
    mount(this, figure);
  }
}

customElements.define("adjoint-figure", AdjointFigure);
