import { expect, test } from "vitest";
import {
  add,
  bind,
  currentInterpreter,
  mul,
  runWith,
  tensor,
  Tensor,
  Tracer,
  TracerError,
  unary,
} from "@adjoint/tensor";
import type { Interpreter } from "@adjoint/tensor";

class Named extends Tracer {
  readonly owner: Interpreter;

  constructor(owner: Interpreter) {
    super([], "float64");
    this.owner = owner;
  }
}

/** Writes down which primitives it sees and hands them on. */
function listener(names: string[], beneath: Interpreter): Interpreter {
  return {
    name: "listener",
    bind(primitive, inputs, params) {
      names.push(primitive.name);
      return runWith(beneath, () => beneath.bind(primitive, inputs, params));
    },
  };
}

test("an interpreter sees every primitive, and the one before is current again after it", () => {
  const evaluation = currentInterpreter();
  const names: string[] = [];
  const result = runWith(listener(names, evaluation), () => add(mul([1, 2], 3), [[1], [2]]));
  expect(names).toEqual(["mul", "stack", "broadcastTo", "broadcastTo", "add"]);
  expect(result.toArray()).toEqual([
    [4, 7],
    [5, 8],
  ]);
  expect(currentInterpreter()).toBe(evaluation);
});

test("the interpreter before is current again also after an error", () => {
  const evaluation = currentInterpreter();
  const failing = (): never => {
    throw new Error("inside");
  };
  expect(() => runWith(listener([], evaluation), failing)).toThrow("inside");
  expect(currentInterpreter()).toBe(evaluation);
});

test("a tracer that has outlived its transformation is named", () => {
  const leaked = new Named({ name: "grad", bind: () => [] });
  expect(() => add(leaked, 1)).toThrow(TracerError);
  expect(() => add(leaked, 1)).toThrow(
    "add: got a traced value of grad after that transformation had ended; return values from the differentiated " +
      "function instead of storing them in outer variables, and keep the function synchronous",
  );
});

test("a primitive made of a kernel and a derivative is an operation", () => {
  const cube = unary({
    name: "cube",
    kernel: (x) => x ** 3,
    tangent: (t, x) => mul(t, mul(3, mul(x, x))),
  });
  const [y] = bind(cube, [tensor([2, -1])], null);
  expect(y.toArray()).toEqual([8, -1]);
  expect(y).toBeInstanceOf(Tensor);
  const { jvp } = cube;
  if (typeof jvp === "string") throw new Error("unreachable");
  const tangent = jvp([tensor([1, 10])], [tensor([2, -1])], [y], null)[0];
  expect(tangent?.toArray()).toEqual([12, 30]);
  expect(jvp([null], [tensor([2])], [y], null)).toEqual([null]);
  expect(cube.shape([{ shape: [2], dtype: "float32" }], null)).toEqual([{ shape: [2], dtype: "float32" }]);
});
