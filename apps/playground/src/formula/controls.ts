import { element } from "../dom.ts";
import { formulaLimits } from "./limits.ts";
import { presets } from "./presets.ts";

/** What the reader sets. */
export interface FormulaState {
  readonly formula: string;
  readonly x: number;
  readonly y: number;
  /** The map shows [−range, range]². */
  readonly range: number;
}

/** The inputs of the formula half. */
export interface Controls {
  readonly root: HTMLElement;
  readonly write: (state: FormulaState) => void;
  readonly complain: (message: string) => void;
}

/** Builds the inputs; `changed` is told what became different. */
export function createControls(changed: (change: Partial<FormulaState>) => void): Controls {
  const formula = element("input", {
    id: "f",
    type: "text",
    spellcheck: "false",
    autocomplete: "off",
    autocapitalize: "off",
    maxlength: String(2 * formulaLimits.length),
    "aria-describedby": "f-error",
  });
  const problem = element("pre", { id: "f-error", class: "problem", role: "alert" });
  const x = numberInput("at-x", "x");
  const y = numberInput("at-y", "y");
  const range = numberInput("range", "range ±");
  range.input.min = "0.01";
  formula.addEventListener("input", () => changed({ formula: formula.value }));
  for (const [name, { input }] of Object.entries({ x, y, range }))
    input.addEventListener("input", () => {
      const value = input.valueAsNumber;
      const allowed =
        Number.isFinite(value) && Math.abs(value) <= formulaLimits.reach && (name !== "range" || value > 0);
      if (allowed) changed({ [name]: value });
    });

  const root = element(
    "div",
    { class: "formula-bar" },
    element(
      "div",
      { class: "formula-line" },
      element(
        "label",
        { for: "f" },
        element("i", {}, "f"),
        "(",
        element("i", {}, "x"),
        ", ",
        element("i", {}, "y"),
        ") =",
      ),
      formula,
    ),
    problem,
    element("div", { class: "formula-where" }, x.label, y.label, range.label),
    element(
      "div",
      { class: "presets", role: "group", "aria-label": "Formulas to begin with" },
      ...presets.map((preset) => presetButton(preset, changed)),
    ),
  );
  return {
    root,
    write(state) {
      if (formula.value !== state.formula) formula.value = state.formula;
      for (const [{ input }, value] of [
        [x, state.x],
        [y, state.y],
        [range, state.range],
      ] as const) {
        input.step = String(stepOf(state.range));
        if (input !== document.activeElement || input.valueAsNumber !== value) input.value = String(value);
      }
    },
    complain(message) {
      problem.textContent = message;
      formula.toggleAttribute("aria-invalid", message !== "");
    },
  };
}

/** A round step of about a hundredth of the range: what dragging and the arrow keys move by. */
export function stepOf(range: number): number {
  const power = 10 ** Math.floor(Math.log10(range / 30));
  const ratio = range / 30 / power;
  return Number((power * (ratio >= 5 ? 5 : ratio >= 2 ? 2 : 1)).toPrecision(1));
}

function presetButton(
  { name, ...state }: (typeof presets)[number],
  changed: (change: Partial<FormulaState>) => void,
): HTMLButtonElement {
  const button = element("button", { type: "button" }, name);
  button.addEventListener("click", () => changed(state));
  return button;
}

function numberInput(id: string, name: string): { label: HTMLElement; input: HTMLInputElement } {
  const input = element("input", { id, type: "number", inputmode: "decimal" });
  return { input, label: element("label", { for: id }, element("span", {}, name), input) };
}
