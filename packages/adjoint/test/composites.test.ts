import { expectClose } from "@adjoint/testing";
import { expect, test } from "vitest";
import { grad, jvp, tensor, valueAndGrad } from "../src/index.ts";
import type { Tensor } from "../src/index.ts";
import { composites } from "./composites.ts";
import fixture from "./fixtures/composites.json" with { type: "json" };

interface Reference {
  readonly inputs: readonly Nested[];
  readonly directions: readonly Nested[];
  readonly value: number;
  readonly gradients: readonly Nested[];
  readonly products: readonly Nested[];
}

type Nested = number | readonly Nested[];

const references = fixture as unknown as Readonly<Record<string, Reference>>;
const close = { relative: 1e-10, absolute: 1e-11 };

/** PyTorch 1.13 computes the trigamma function to nine digits only; mpmath agrees with ours beyond. */
const rough = { relative: 1e-8, absolute: 1e-8 };
const throughTrigamma = ["log-gamma ratio", "digamma"];

test("the functions are those of the fixture", () => {
  expect(Object.keys(composites)).toEqual(Object.keys(references));
});

test.each(Object.keys(references))(
  "value, gradients and Hessian-vector products are PyTorch's: %s",
  (name) => {
    const reference = references[name]!;
    const f: (...xs: Tensor[]) => Tensor = composites[name]!;
    const derivatives = throughTrigamma.includes(name) ? rough : close;
    const inputs = reference.inputs.map((x) => tensor(x as number));
    const directions = reference.directions.map((v) => tensor(v as number));
    const argnums = inputs.map((_, i) => i);
    const { value, grad: gradients } = valueAndGrad(f, { argnums })(...inputs);
    expectClose(value, reference.value, close);
    expectClose(gradients, reference.gradients, derivatives);
    const gradient = (...xs: Tensor[]): readonly Tensor[] => grad(f, { argnums })(...xs);
    expectClose(jvp(gradient, inputs, directions).tangent, reference.products, derivatives);
  },
);
