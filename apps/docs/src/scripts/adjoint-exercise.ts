import type { Answer } from "../exercise/exercise.ts";

/** An exercise on a page. The checker is fetched when the reader turns to it. */
class AdjointExercise extends HTMLElement {
  connectedCallback(): void {
    const form = this.querySelector("form")!;
    const verdict = this.querySelector<HTMLElement>(".verdict")!;
    form.addEventListener("focusin", () => void import("../exercise/read-answer.ts"), { once: true });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.check(form, verdict);
    });
  }

  private async check(form: HTMLFormElement, verdict: HTMLElement): Promise<void> {
    const [{ readAnswer }, { checkAnswer }, { load }] = await Promise.all([
      import("../exercise/read-answer.ts"),
      import("../exercise/check-answer.ts"),
      import("../lessons/load.ts"),
    ]);
    const { exercise } = await load(this.dataset["lesson"]!);
    const read = readAnswer(exercise, new FormData(form));
    if (typeof read === "string") {
      verdict.dataset["right"] = "false";
      verdict.textContent = read;
      return;
    }
    const { right, message } = checkAnswer(exercise, read satisfies Answer);
    verdict.dataset["right"] = String(right);
    verdict.textContent = message;
  }
}

customElements.define("adjoint-exercise", AdjointExercise);
