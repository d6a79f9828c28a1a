import { formatNumber } from "@adjoint/viz";
import { element } from "../dom.ts";
import type { Analysis, Pair } from "./analyse.ts";
import { meaningOf } from "./meaning.ts";

/** The numbers at the point, and what they mean, in words and as a table. */
export function readout(analysis: Analysis, [x, y]: Pair): readonly HTMLElement[] {
  const { value, gradient, hessian, directions } = analysis;
  const { kind, title, because } = meaningOf(analysis);
  return [
    element(
      "div",
      { class: "meaning", "data-kind": kind },
      element("strong", {}, title),
      element("p", {}, because),
    ),
    fact("value", `f(${digits(x)}, ${digits(y)})`, element("span", { id: "f-value" }, digits(value))),
    fact("gradient", "∇f", element("span", { id: "f-gradient" }, `(${gradient.map(digits).join(", ")})`)),
    fact("hessian", "H", matrix(hessian)),
    ...(directions === null ? [] : [fact("spectrum", "Hv = λv", spectrum(directions))]),
  ];
}

function fact(name: string, label: string, content: HTMLElement): HTMLElement {
  return element("div", { class: `fact ${name}` }, element("span", { class: "name" }, label), content);
}

function matrix(rows: readonly (readonly number[])[]): HTMLElement {
  const lines = rows.map((row) => element("tr", {}, ...row.map((entry) => element("td", {}, digits(entry)))));
  return element(
    "table",
    { id: "f-hessian", class: "matrix", "aria-label": "Hessian" },
    element("tbody", {}, ...lines),
  );
}

function spectrum(directions: NonNullable<Analysis["directions"]>): HTMLElement {
  const rows = directions.map(({ lambda, v }) =>
    element(
      "li",
      {},
      `λ = ${digits(lambda)}`,
      element(
        "span",
        { class: "along" },
        ` along (${v.map((part) => formatNumber(part, { decimals: 3 })).join(", ")})`,
      ),
    ),
  );
  return element("ul", { id: "f-eigenvalues" }, ...rows);
}

/** Six decimals, as the tutorial prints; powers of ten where those would hide the number. */
function digits(value: number): string {
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e6) return formatNumber(value);
  if (size < 1e-12) return formatNumber(0, { decimals: 6 });
  return size < 1e-4 || size >= 1e6
    ? formatNumber(value, { digits: 6 })
    : formatNumber(value, { decimals: 6 });
}
