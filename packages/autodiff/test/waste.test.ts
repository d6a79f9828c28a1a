import * as t from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expect, test } from "vitest";
import { grad, hvp, jvp, simplify, trace } from "../src/index.ts";
import type { Program } from "../src/index.ts";
import { quadratic, ring } from "./functions.ts";

const vector = t.tensor([0.5, -1, 2]);
const matrix = t.tensor([
  [1, 2, 3],
  [4, 5, 7],
]);

/** The operations of a function and of its derivatives: as they are recorded, and after the passes where these find any. */
function operationsOf(f: (x: Tensor) => Tensor, x: Tensor): string {
  const programs: Readonly<Record<string, Program>> = {
    value: trace(f)(x),
    jvp: trace((y: Tensor, v: Tensor) => jvp(f, [y], [v]).tangent)(x, x),
    grad: trace((y: Tensor) => grad(f)(y))(x),
    hvp: trace((y: Tensor, v: Tensor) => hvp(f, y, v))(x, x),
  };
  return Object.entries(programs)
    .map(([name, program]) => {
      const [raw, simplified] = [program, simplify(program)].map(({ equations }) =>
        equations.map(({ primitive }) => primitive.name).join(" "),
      );
      return `${name}: ${raw}${raw === simplified ? "" : `\n  → ${simplified}`}`;
    })
    .join("\n");
}

test("a square: no operation too many", () => {
  expect(operationsOf(t.square, t.tensor(2))).toMatchInlineSnapshot(`
    "value: square
    jvp: square mul mul
      → mul mul
    grad: square mul mul
      → mul
    hvp: square mul mul mul mul mul mul
      → mul"
  `);
});

test("a cube: no operation too many", () => {
  expect(operationsOf((x) => t.mul(x, t.mul(x, x)), t.tensor(2))).toMatchInlineSnapshot(`
    "value: mul mul
    jvp: mul mul mul add mul mul mul add
      → mul mul add mul mul add
    grad: mul mul mul mul mul add mul add
      → mul add add
    hvp: mul mul mul add mul mul mul add mul mul mul mul mul mul mul add add add mul mul mul add add add
      → mul add add add"
  `);
});

test("a quotient: no operation too many", () => {
  expect(operationsOf((x) => t.div(1, t.add(1, t.square(x))), t.tensor(2))).toMatchInlineSnapshot(`
    "value: square add div
    jvp: square mul mul add div mul neg div
    grad: square add div mul neg div mul mul
      → square add div neg div mul mul
    hvp: square mul mul add div mul neg div mul mul neg neg div mul sub div mul mul mul mul mul add
      → square mul mul add div mul neg div neg neg div mul sub div mul mul mul add"
  `);
});

test("a sine of a product: no operation too many", () => {
  expect(operationsOf((x) => t.sin(t.mul(3, x)), t.tensor(2))).toMatchInlineSnapshot(`
    "value: mul sin
    jvp: mul mul sin cos mul
      → mul mul cos mul
    grad: mul sin cos mul mul
      → mul cos mul
    hvp: mul mul sin cos mul cos sin mul neg mul mul mul mul
      → mul mul sin mul neg mul"
  `);
});

test("the tutorial's ring: no operation too many", () => {
  expect(operationsOf(ring, vector)).toMatchInlineSnapshot(`
    "value: square sum neg exp mul
    jvp: square mul mul sum sum neg neg exp mul mul mul mul add
      → square mul mul sum sum neg neg exp mul mul mul add
    grad: square sum neg exp mul mul mul mul neg add broadcastTo mul mul
      → square sum neg exp mul sub broadcastTo mul mul
    hvp: square mul mul sum sum neg neg exp mul mul mul mul add mul mul mul mul mul mul mul add neg neg add add broadcastTo broadcastTo mul mul mul mul mul add
      → square mul mul sum sum neg neg exp mul mul mul mul add sub sub broadcastTo broadcastTo mul mul mul add"
  `);
});

test("a quadratic form: no operation too many", () => {
  expect(operationsOf(quadratic, t.tensor([2, 3]))).toMatchInlineSnapshot(`
    "value: reshape matmul reshape mul sum mul
    jvp: reshape reshape matmul matmul reshape reshape mul mul mul add sum sum mul mul
      → reshape reshape matmul matmul reshape reshape mul mul add sum mul
    grad: reshape matmul reshape mul sum mul mul mul reshape matmul reshape add
      → reshape matmul reshape mul mul reshape matmul reshape add
    hvp: reshape reshape matmul matmul reshape reshape mul mul mul add sum sum mul mul mul mul mul mul reshape reshape matmul matmul reshape reshape add add
      → reshape matmul reshape mul mul reshape matmul reshape add"
  `);
});

test("a scalar product with itself: no operation too many", () => {
  expect(operationsOf((x) => t.dot(x, x), vector)).toMatchInlineSnapshot(`
    "value: mul sum
    jvp: mul mul mul add sum sum
      → mul add sum
    grad: mul sum mul mul add
      → add
    hvp: mul mul mul add sum sum mul mul mul mul add add
      → add"
  `);
});

test("the Euclidean norm: no operation too many", () => {
  expect(operationsOf((x) => t.sqrt(t.sum(t.square(x))), vector)).toMatchInlineSnapshot(`
    "value: square sum sqrt
    jvp: square mul mul sum sum sqrt mul div
    grad: square sum sqrt mul div broadcastTo mul mul
    hvp: square mul mul sum sum sqrt mul div mul mul div mul neg div broadcastTo broadcastTo mul mul mul mul mul add
      → square mul mul sum sum sqrt mul div mul div mul neg div broadcastTo broadcastTo mul mul mul add"
  `);
});

test("a mean: no operation too many", () => {
  expect(operationsOf((x) => t.mean(x), matrix)).toMatchInlineSnapshot(`
    "value: sum div
    jvp: sum sum div div
      → sum div
    grad: sum div
      → 
    hvp: sum sum div div
      → "
  `);
});

test("means of rows: no operation too many", () => {
  expect(operationsOf((x) => t.sum(t.square(t.mean(x, { axis: 1 }))), matrix)).toMatchInlineSnapshot(`
    "value: sum div square sum
    jvp: sum sum div div square mul mul sum sum
      → sum sum div div mul mul sum
    grad: sum div square sum mul mul div reshape broadcastTo
      → sum div mul div reshape broadcastTo
    hvp: sum sum div div square mul mul sum sum mul mul mul mul div div reshape reshape broadcastTo broadcastTo
      → sum div mul div reshape broadcastTo"
  `);
});

test("a variance: no operation too many", () => {
  expect(operationsOf((x) => t.variance(x), vector)).toMatchInlineSnapshot(`
    "value: sum reshape div broadcastTo sub square sum div
    jvp: sum sum reshape reshape div div broadcastTo broadcastTo sub sub square mul mul sum sum div div
      → sum sum reshape reshape div div broadcastTo broadcastTo sub sub mul mul sum div
    grad: sum reshape div broadcastTo sub square sum div mul mul neg sum reshape div reshape broadcastTo add
      → sum reshape div broadcastTo sub mul mul neg sum reshape div broadcastTo add
    hvp: sum sum reshape reshape div div broadcastTo broadcastTo sub sub square mul mul sum sum div div mul mul mul mul neg neg sum sum reshape reshape div div reshape reshape broadcastTo broadcastTo add add
      → sum reshape div broadcastTo sub mul mul neg sum reshape div broadcastTo add"
  `);
});

test("a power: no operation too many", () => {
  expect(operationsOf((x) => t.sum(t.pow(x, 3)), vector)).toMatchInlineSnapshot(`
    "value: pow sum
    jvp: pow pow mul where mul sum sum
      → pow mul mul sum
    grad: pow sum pow mul where mul
      → pow mul
    hvp: pow pow mul where mul sum sum pow pow mul where mul mul mul where where mul mul
      → pow mul mul mul"
  `);
});

test("softplus: no operation too many", () => {
  expect(operationsOf((x) => t.sum(t.softplus(t.neg(x))), vector)).toMatchInlineSnapshot(`
    "value: neg softplus sum
    jvp: neg neg softplus sigmoid mul sum sum
      → neg neg sigmoid mul sum
    grad: neg softplus sum sigmoid mul neg
      → neg sigmoid neg
    hvp: neg neg softplus sigmoid mul sum sum sigmoid neg sigmoid mul mul mul mul neg neg
      → neg neg sigmoid sigmoid mul mul neg"
  `);
});

test("logSumExp: no operation too many", () => {
  expect(operationsOf((x) => t.logSumExp(x), vector)).toMatchInlineSnapshot(`
    "value: stopGradient max reshape isFinite where broadcastTo sub equal cast exp sub sum reshape sum reshape sub add equal where log1p where add reshape
    jvp: stopGradient max reshape isFinite where broadcastTo sub equal cast exp mul sub sum sum reshape reshape sum reshape sub add equal where where log1p add div where where add reshape reshape
      → stopGradient max reshape isFinite where broadcastTo sub equal cast exp mul sub sum sum reshape reshape sum reshape sub add equal where where add div where reshape
    grad: stopGradient max reshape isFinite where broadcastTo sub equal cast exp sub sum reshape sum reshape sub add equal where log1p where add reshape where add div where reshape broadcastTo mul
      → stopGradient max reshape isFinite where broadcastTo sub equal cast exp sub sum reshape sum reshape sub add equal where where add div where broadcastTo mul
    hvp: stopGradient max reshape isFinite where broadcastTo sub equal cast exp mul sub sum sum reshape reshape sum reshape sub add equal where where log1p add div where where add reshape reshape where add div mul neg div where where reshape reshape broadcastTo broadcastTo mul mul mul add
      → stopGradient max reshape isFinite where broadcastTo sub equal cast exp mul sub sum sum reshape reshape sum reshape sub add equal where where where add div mul neg div where where broadcastTo broadcastTo mul mul add"
  `);
});

test("a component of logSoftmax: no operation too many", () => {
  expect(operationsOf((x) => t.slice(t.logSoftmax(x), 1), vector)).toMatchInlineSnapshot(`
    "value: stopGradient max reshape isFinite where broadcastTo sub equal cast exp sub sum reshape sum reshape sub add log1p broadcastTo sub slice reshape
    jvp: stopGradient max reshape isFinite where broadcastTo sub equal cast exp mul sub sum sum reshape reshape sum reshape sub add log1p add div broadcastTo broadcastTo sub sub slice slice reshape reshape
      → stopGradient max reshape isFinite where broadcastTo sub equal cast exp mul sub sum sum reshape reshape sum reshape sub add add div broadcastTo sub slice reshape
    grad: stopGradient max reshape isFinite where broadcastTo sub equal cast exp sub sum reshape sum reshape sub add log1p broadcastTo sub slice reshape add div reshape broadcastTo mul add
      → stopGradient max reshape isFinite where broadcastTo sub equal cast exp sub sum reshape sum reshape sub add add div broadcastTo mul add
    hvp: stopGradient max reshape isFinite where broadcastTo sub equal cast exp mul sub sum sum reshape reshape sum reshape sub add log1p add div broadcastTo broadcastTo sub sub slice slice reshape reshape add div mul neg div reshape reshape broadcastTo broadcastTo mul mul mul add add
      → stopGradient max reshape isFinite where broadcastTo sub equal cast exp mul sub sum sum reshape reshape sum reshape sub add add div mul neg div broadcastTo broadcastTo mul mul add"
  `);
});

test("relu: no operation too many", () => {
  expect(operationsOf((x) => t.sum(t.relu(x)), vector)).toMatchInlineSnapshot(`
    "value: relu sum
    jvp: relu greater cast mul sum sum
      → greater cast mul sum
    grad: relu sum greater cast mul
      → greater cast
    hvp: relu greater cast mul sum sum greater cast mul
      → "
  `);
});

test("a maximum: no operation too many", () => {
  expect(operationsOf((x) => t.max(x), vector)).toMatchInlineSnapshot(`
    "value: max
    jvp: max reshape broadcastTo equal isNaN logicalOr cast mul sum sum div
      → max broadcastTo equal isNaN logicalOr cast mul sum sum div
    grad: max reshape broadcastTo equal isNaN logicalOr cast sum div broadcastTo mul
      → max broadcastTo equal isNaN logicalOr cast sum div broadcastTo mul
    hvp: max reshape broadcastTo equal isNaN logicalOr cast mul sum sum div reshape reshape broadcastTo broadcastTo equal isNaN logicalOr cast sum div broadcastTo mul
      → "
  `);
});

test("a choice: no operation too many", () => {
  expect(operationsOf((x) => t.sum(t.where(t.greater(x, 0), t.square(x), x)), vector)).toMatchInlineSnapshot(`
    "value: greater square where sum
    jvp: greater square mul mul where where sum sum
      → greater mul mul where sum
    grad: greater square where sum where where mul mul add
      → greater where where mul mul add
    hvp: greater square mul mul where where sum sum where where mul mul mul mul add
      → greater where mul mul"
  `);
});

test("the Rosenbrock function: no operation too many", () => {
  expect(
    operationsOf(
      (x) => {
        const [a, b] = [t.slice(x, 0), t.slice(x, 1)];
        return t.add(t.square(t.sub(1, a)), t.mul(100, t.square(t.sub(b, t.square(a)))));
      },
      t.tensor([1, 2]),
    ),
  ).toMatchInlineSnapshot(`
    "value: slice reshape slice reshape sub square square sub square mul add
    jvp: slice slice reshape reshape slice slice reshape reshape sub neg square mul mul square mul mul sub sub square mul mul mul mul add add
      → slice slice reshape reshape slice slice reshape reshape sub neg mul mul square mul mul sub sub mul mul mul add
    grad: slice reshape slice reshape sub square square sub square mul add mul mul neg mul mul mul mul neg add reshape embed reshape embed add
      → slice reshape slice reshape sub square sub mul mul neg mul mul mul sub reshape embed reshape embed add
    hvp: slice slice reshape reshape slice slice reshape reshape sub neg square mul mul square mul mul sub sub square mul mul mul mul add add mul mul mul mul neg neg mul mul mul mul mul add mul mul mul mul neg neg add add reshape reshape embed embed reshape reshape embed embed add add
      → slice slice reshape reshape slice slice reshape reshape neg square mul mul sub sub mul mul mul mul neg neg mul mul mul add mul sub reshape embed reshape embed add"
  `);
});

test("a layer: no operation too many", () => {
  expect(operationsOf((x) => t.sum(t.tanh(t.add(t.matmul(matrix, x), [1, 2]))), vector))
    .toMatchInlineSnapshot(`
    "value: reshape matmul reshape add tanh sum
    jvp: reshape reshape matmul matmul reshape reshape add tanh square sub mul sum sum
      → reshape reshape matmul matmul reshape reshape add tanh square sub mul sum
    grad: reshape matmul reshape add tanh sum square sub mul reshape matmul reshape
      → reshape matmul reshape add tanh square sub reshape matmul reshape
    hvp: reshape reshape matmul matmul reshape reshape add tanh square sub mul sum sum square mul mul sub neg mul mul reshape reshape matmul matmul reshape reshape
      → reshape reshape matmul matmul reshape reshape add tanh square sub mul mul mul neg reshape matmul reshape"
  `);
});

test("a table of products: no operation too many", () => {
  expect(operationsOf((x) => t.sum(t.mul(t.expandDims(x, 1), x)), vector)).toMatchInlineSnapshot(`
    "value: reshape broadcastTo broadcastTo mul sum
    jvp: reshape reshape broadcastTo broadcastTo broadcastTo broadcastTo mul mul mul add sum sum
      → reshape reshape broadcastTo broadcastTo broadcastTo broadcastTo mul mul add sum
    grad: reshape broadcastTo broadcastTo mul sum mul mul sum sum reshape reshape add
      → reshape broadcastTo broadcastTo sum sum add
    hvp: reshape reshape broadcastTo broadcastTo broadcastTo broadcastTo mul mul mul add sum sum mul mul mul mul sum sum sum sum reshape reshape reshape reshape add add
      → reshape broadcastTo broadcastTo sum sum add"
  `);
});

test("a stack: no operation too many", () => {
  expect(operationsOf((x) => t.sum(t.square(t.stack([x, t.neg(x)]))), vector)).toMatchInlineSnapshot(`
    "value: neg stack square sum
    jvp: neg neg stack stack square mul mul sum sum
      → neg neg stack stack mul mul sum
    grad: neg stack square sum mul mul unstack neg add
      → neg stack mul unstack sub
    hvp: neg neg stack stack square mul mul sum sum mul mul mul mul unstack unstack neg neg add add
      → neg stack mul unstack sub"
  `);
});

test("a product: no operation too many", () => {
  expect(operationsOf((x) => t.prod(x), vector)).toMatchInlineSnapshot(`
    "value: prod
    jvp: prod slice slice prod reshape slice slice concat broadcastTo mul concat mul sum
      → slice slice prod reshape slice slice concat broadcastTo mul concat mul sum
    grad: prod slice slice prod reshape slice slice concat broadcastTo mul concat mul
      → slice slice prod reshape slice slice concat broadcastTo mul concat
    hvp: prod slice slice prod reshape slice slice concat broadcastTo mul concat mul sum slice slice slice slice prod slice slice concat mul sum reshape reshape slice slice slice slice concat concat broadcastTo broadcastTo mul mul mul add concat concat mul mul
      → slice slice slice slice slice slice concat mul sum reshape slice slice concat broadcastTo broadcastTo mul mul add concat"
  `);
});

test("rows added to a matrix: no operation too many", () => {
  expect(operationsOf((x) => t.sum(t.square(t.add(matrix, x))), vector)).toMatchInlineSnapshot(`
    "value: broadcastTo add square sum
    jvp: broadcastTo broadcastTo add square mul mul sum sum
      → broadcastTo broadcastTo add mul mul sum
    grad: broadcastTo add square sum mul mul sum
      → broadcastTo add mul sum
    hvp: broadcastTo broadcastTo add square mul mul sum sum mul mul mul mul sum sum
      → broadcastTo mul sum"
  `);
});
