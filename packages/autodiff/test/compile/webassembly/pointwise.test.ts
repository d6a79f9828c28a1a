import { exp, tanh } from "@adjoint/kernels";
import type { DType, ScalarFunction, ScalarOperation } from "@adjoint/tensor";
import { expect, test } from "vitest";
import { webassemblyExecutable } from "../../../src/compile/webassembly/webassembly-executable.ts";
import { byKernels } from "../float32-kernel.ts";
import { runSchedule } from "../run-schedule.ts";
import { access, Draft, Nodes, numbers } from "./schedules.ts";

const unaryOperations: readonly ScalarOperation[] = [
  "neg",
  "abs",
  "relu",
  "square",
  "sqrt",
  "floor",
  "ceil",
  "logicalNot",
  "isNaN",
  "isFinite",
];

function unary(dtype: DType, f: ScalarFunction, to: DType, length: number): void {
  const draft = new Draft();
  const x = draft.input(dtype, [length]);
  const y = draft.buffer(to, length);
  const nodes = new Nodes();
  nodes.apply(to, f, nodes.load(dtype, x, [1]));
  draft.loops({
    lengths: [length],
    reduced: [false],
    nodes: nodes.list,
    stores: [{ node: 1, access: access(y, [1]) }],
    reductions: [],
  });
  draft.output(y);
  const input = numbers(dtype, [length], length);
  expect(webassemblyExecutable(draft.schedule)([input])).toEqual(
    runSchedule(draft.schedule, [input], byKernels),
  );
}

const lengths = [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 40, 255, 256, 257, 600, 1031];

test.each(["float64", "float32", "int32", "bool"] as const)(
  "operations on one %s are those of evaluation",
  (dtype) => {
    for (const operation of unaryOperations) {
      if (dtype === "bool" && ["neg", "sqrt"].includes(operation)) continue;
      if (dtype === "int32" && ["sqrt", "floor", "ceil"].includes(operation)) continue;
      const to = ["logicalNot", "isNaN", "isFinite"].includes(operation) ? "bool" : dtype;
      for (const length of lengths) unary(dtype, operation, to, length);
    }
  },
);

test.each(["float64", "float32", "int32", "bool"] as const)(
  "casts from %s are those of evaluation",
  (dtype) => {
    for (const to of ["float64", "float32", "int32", "bool"] as const) {
      if (to === "int32" && dtype.startsWith("float")) continue;
      for (const length of lengths) unary(dtype, "cast", to, length);
    }
  },
);

test.each(["float64", "float32"] as const)("functions of %s are called with strips", (dtype) => {
  for (const f of [exp, tanh, Math.atan, Math.sign])
    for (const length of lengths) unary(dtype, f, dtype, length);
});
