import { grad as gradient } from "@adjoint/autodiff";
import { defineExercise } from "../exercise/exercise.ts";
import type { About } from "./lesson.ts";

//#region figure
import { grad } from "@adjoint/autodiff";
import { add, linspace, mul, square, sub } from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { colors, defineFigure, handle, line, plot, rule } from "@adjoint/viz";

const f = (x: TensorLike): Tensor => square(x);
const x = linspace(-3, 3, 121);

export const figure = defineFigure({
  params: { at: { value: 1, min: -2.5, max: 2.5, step: 0.01, label: "where the tangent touches" } },
  compute: ({ at }) => {
    const slope = grad(f)(at).item();
    return { at, slope, value: f(at).item(), tangent: add(f(at), mul(slope, sub(x, at))) };
  },
  view: ({ at, value, tangent }) =>
    plot({
      title: "A curve and its tangent",
      width: 620,
      marks: [
        rule({ y: 0 }),
        line({ x, y: f(x) }, { stroke: colors.blue, label: "f" }),
        line({ x, y: tangent }, { stroke: colors.orange, label: "tangent" }),
        handle({ x: at, y: value }, { bind: { x: "at" }, label: "where the tangent touches" }),
      ],
      x: { label: "x", domain: [-3, 3] },
      y: { domain: [-3, 9] },
    }),
  say: ({ at, slope }) => `f′(${at.toFixed(2)}) = ${slope.toFixed(3)}`,
});
//#endregion

export const about: About = {
  number: 0,
  title: "__Title__",
  summary: "One sentence.",
};

/** The numbers of the lesson. */
export function numbers() {
  return { slope: gradient(f)(3).item() };
}

export const exercise = defineExercise({
  question: "Let $f(x) = x^3$. Find $f'(2)$.",
  fields: [{ name: "slope", label: "f′(2)", placeholder: "a number" }],
  derive: (made) => ({ slope: made("power kept") ? 3 * 2 ** 3 : made("no factor") ? 2 ** 2 : 3 * 2 ** 2 }),
  slips: {
    "power kept": "The exponent stayed. The derivative of xⁿ is n·xⁿ⁻¹.",
    "no factor": "The exponent has to come down as a factor.",
  },
  hint: "Use the rule for powers.",
  solution: "$f'(x) = 3x^2$, so $f'(2) = 12$.",
});
