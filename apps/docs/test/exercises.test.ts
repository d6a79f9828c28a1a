import { grad } from "@adjoint/autodiff";
import { eigvalsh } from "@adjoint/linalg";
import { add, exp, mul, neg, square, tensor } from "@adjoint/tensor";
import { expect, test } from "vitest";
import { checkAnswer } from "../src/exercise/check-answer.ts";
import type { Answer } from "../src/exercise/exercise.ts";
import { readAnswer } from "../src/exercise/read-answer.ts";
import { lessonList, lessons } from "../src/lessons/index.ts";

const cases = lessonList.flatMap(({ slug, exercise }) =>
  Object.keys(exercise.slips).map((slip) => [slug, slip, exercise] as const),
);

test.each(cases)("%s: the slip “%s” is recognised by the answer it leads to", (_slug, slip, exercise) => {
  const answer = exercise.derive((made) => made === slip);
  const verdict = checkAnswer(exercise, answer);
  expect(verdict.right).toBe(false);
  expect(verdict.slips).toEqual([slip]);
  expect(verdict.message).toContain(exercise.slips[slip]);
});

test.each(lessonList.map(({ slug, exercise }) => [slug, exercise] as const))(
  "%s: the derivation without slips is right",
  (_slug, exercise) => {
    expect(
      checkAnswer(
        exercise,
        exercise.derive(() => false),
      ),
    ).toMatchObject({ right: true, slips: [] });
  },
);

/** Types an answer into the form of an exercise. */
function type(slug: keyof typeof lessons, typed: Record<string, string>): Answer | string {
  const form = new FormData();
  for (const [name, value] of Object.entries(typed)) form.set(name, value);
  return readAnswer(lessons[slug].exercise, form);
}

test("the ring's derivation agrees with grad", () => {
  const f = (x: number, y: number) => {
    const s = add(square(x), square(y));
    return mul(s, exp(neg(s)));
  };
  const { exercise } = lessons["ring-function"];
  const points = exercise.fields[0]!.probes!;
  const truth = exercise.derive(() => false);
  points.forEach(([x, y], i) => {
    const [dx, dy] = grad(f, { argnums: [0, 1] })(x!, y!);
    expect((truth["x"] as number[])[i]).toBeCloseTo(dx.item(), 12);
    expect((truth["y"] as number[])[i]).toBeCloseTo(dy.item(), 12);
  });
});

test("the bowl's derivation agrees with eigvalsh", () => {
  const [low, high] = eigvalsh(
    tensor([
      [5, 2],
      [2, 2],
    ]),
  ).data;
  const { largest, smallest, border } = lessons["largest-curvature"].exercise.derive(() => false);
  expect(largest).toBeCloseTo(high!, 12);
  expect(smallest).toBeCloseTo(low!, 12);
  expect(border).toBeCloseTo(2 / high!, 12);
});

test("any way of writing the right formula is right", () => {
  const { exercise } = lessons["ring-function"];
  for (const typed of [
    { x: "(2x - 2x*(x^2 + y^2)) * exp(-(x^2 + y^2))", y: "2y*(1 - x^2 - y^2)*exp(-x^2 - y^2)" },
    {
      x: "2x*exp(-x^2)*exp(-y^2) - 2x^3*exp(-x^2-y^2) - 2x*y^2*exp(-x^2-y^2)",
      y: "2*y*(1-(x^2+y^2))/exp(x^2+y^2)",
    },
  ]) {
    expect(checkAnswer(exercise, type("ring-function", typed) as Answer).right).toBe(true);
  }
});

test("two slips at once are both named", () => {
  const { exercise } = lessons["ring-function"];
  const answer = exercise.derive((made) => made === "sign" || made === "swapped");
  expect(checkAnswer(exercise, answer).slips).toEqual(["sign", "swapped"]);
});

test("an answer that no slip explains still says what is right and what to look at", () => {
  const { exercise } = lessons["largest-curvature"];
  const verdict = checkAnswer(exercise, { largest: 6, smallest: 1, border: 0.7 });
  expect(verdict.message).toContain("λmax is right");
  expect(verdict.message).toContain("border for η is too large");
  expect(verdict.message).toContain(exercise.hint);
});

test("text that is no formula is answered with what is wrong in it", () => {
  expect(type("ring-function", { x: "2x*(", y: "2y" })).toMatch(/cannot be read/);
  expect(type("ring-function", { x: "2z", y: "2y" })).toMatch(/unknown name/);
  expect(type("ring-function", { x: "2x", y: "" })).toBe("Fill in every field first.");
});
