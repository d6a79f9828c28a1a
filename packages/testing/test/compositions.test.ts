import { evaluateProgram, grad, jvp, trace, vjp, vmap } from "@adjoint/autodiff";
import {
  astype,
  concat,
  conj,
  flatten,
  isInexact,
  mul,
  real,
  reshape,
  stack,
  sum,
  Tensor,
  tensor,
} from "@adjoint/tensor";
import { expect, test } from "vitest";
import { expectClose } from "../src/index.ts";
import { differentiable, notDifferentiable } from "./operations.ts";
import type { Case } from "./operations.ts";

const rounding = { relative: 1e-11, absolute: 1e-13 };

for (const [name, rows] of [...Object.entries(differentiable), ...Object.entries(notDifferentiable)]) {
  for (const row of rows.filter(({ needsValues }) => needsValues !== true)) {
    test(`${name}, ${row.case}: vmap nests, along any axes`, () => checkNestedVmap(row));
    test(`${name}, ${row.case}: a traced program computes the same`, () => {
      const { f, inputs } = functionOf(row);
      expectClose(evaluateProgram(trace(f)(...inputs), inputs)[0], f(...inputs));
    });
  }
}

for (const [name, rows] of Object.entries(differentiable)) {
  const smooth = rows.filter(
    ({ inputs, needsValues }) => needsValues !== true && inputs.every((x) => isInexact(toTensor(x).dtype)),
  );
  for (const row of smooth) {
    test(`${name}, ${row.case}: derivatives compose with vmap and trace`, () => checkDerivatives(row));
    if (row.ownDType !== true && row.inputs.every((x) => toTensor(x).dtype === "float64")) {
      test(`${name}, ${row.case}: derivatives of float32 are float32`, () => checkSinglePrecision(row));
    }
  }
}

function checkNestedVmap(row: Case): void {
  const { f, inputs } = functionOf(row);
  const grid = (x: Tensor, axis: number): Tensor => {
    const line = stack([x, x], { axis });
    return stack([line, line, line], { axis });
  };
  const y = f(...inputs);
  expectClose(vmap(vmap(f))(...inputs.map((x) => grid(x, 0))), grid(y, 0), rounding);
  const last = vmap(vmap(f, { inAxes: -1 }), { inAxes: -1, outAxes: -1 });
  expectClose(
    last(...inputs.map((x) => grid(x, -1))),
    stack(
      [y, y, y].map((z) => stack([z, z])),
      { axis: -1 },
    ),
    rounding,
  );
}

function checkDerivatives(row: Case): void {
  const { f, inputs } = functionOf(row);
  const squares =
    (g: (...xs: Tensor[]) => Tensor) =>
    (...xs: Tensor[]) => {
      const y = g(...xs);
      return real(sum(mul(conj(y), y)));
    };
  const single = grad(squares(f), { argnums: 0 })(...inputs);
  const batched = grad(squares(vmap(f)), { argnums: 0 })(...inputs.map((x) => stack([x, x])));
  expectClose(batched, stack([single, single]), rounding);
  const pulled = (...xs: Tensor[]): Tensor => pullback(f, xs);
  expectClose(evaluateProgram(trace(pulled)(...inputs), inputs)[0], pulled(...inputs), rounding);
}

function checkSinglePrecision(row: Case): void {
  const { f, inputs } = functionOf(row);
  const rounded = inputs.map((x) => astype(x, "float32"));
  const gradient = pullback(f, rounded);
  expect(gradient.dtype).toBe("float32");
  expect(jvp(f, rounded, rounded).tangent.dtype).toBe("float32");
  const exact = pullback(
    f,
    rounded.map((x) => astype(x, "float64")),
  );
  expectClose(astype(gradient, "float64"), exact, { relative: 1e-4, absolute: 1e-4 });
}

/** J(x)ᵀ f(x), for the first argument. */
function pullback(f: (...xs: Tensor[]) => Tensor, xs: readonly Tensor[]): Tensor {
  return vjp(f, ...xs).pullback(f(...xs))[0]!;
}

/** Of several results, the floating ones in a row. */
function functionOf({ apply, inputs }: Case): { f: (...xs: Tensor[]) => Tensor; inputs: Tensor[] } {
  const f = (...xs: Tensor[]): Tensor => {
    const result = apply(...xs);
    if (result instanceof Tensor) return result;
    const { leaves } = flatten("functionOf", result);
    const tensors = leaves.filter((leaf) => leaf instanceof Tensor);
    return concat(tensors.filter(({ dtype }) => isInexact(dtype)).map((leaf) => reshape(leaf, [-1])));
  };
  return { f, inputs: inputs.map(toTensor) };
}

function toTensor(x: Case["inputs"][number]): Tensor {
  return x instanceof Tensor ? x : tensor(x);
}
