import type { CodeMode } from "./code.ts";
import { byId } from "./dom.ts";
import type { FormulaMode } from "./formula/formula-mode.ts";
import { writeFragment } from "./share.ts";
import type { Shared } from "./share.ts";

/** The two halves of the page, of which one is visible. */
export interface Modes {
  readonly open: (shared: Shared) => void;
}

/** Wires the mode switch and the share button. The formula half is loaded when first shown. */
export function createModes(code: CodeMode): Modes {
  const panels = { code: byId("code", HTMLElement), formula: byId("formula", HTMLElement) };
  const buttons = {
    code: byId("mode-code", HTMLButtonElement),
    formula: byId("mode-formula", HTMLButtonElement),
  };
  let mode: "code" | "formula" = "code";
  let formula: Promise<FormulaMode> | null = null;

  function show(next: "code" | "formula"): void {
    mode = next;
    for (const name of ["code", "formula"] as const) {
      panels[name].hidden = name !== next;
      buttons[name].setAttribute("aria-pressed", String(name === next));
    }
    if (next === "formula")
      formula ??= import("./formula/formula-mode.ts").then(({ startFormula }) =>
        startFormula(panels.formula),
      );
  }

  async function share(button: HTMLButtonElement): Promise<void> {
    const shared: Shared =
      mode === "formula" && formula ? (await formula).shared() : { mode: "code", source: code.source() };
    history.replaceState(null, "", writeFragment(shared));
    try {
      await navigator.clipboard.writeText(location.href);
      button.textContent = "Link copied";
    } catch {
      button.textContent = "Link is in the address bar";
    }
    setTimeout(() => (button.textContent = "Share"), 2500);
  }

  buttons.code.addEventListener("click", () => show("code"));
  buttons.formula.addEventListener("click", () => show("formula"));
  const button = byId("share", HTMLButtonElement);
  button.addEventListener("click", () => void share(button));

  return {
    open(shared) {
      show(shared.mode);
      if (shared.mode === "code") code.openShared(shared.source);
      else void formula?.then((started) => started.open(shared));
    },
  };
}
