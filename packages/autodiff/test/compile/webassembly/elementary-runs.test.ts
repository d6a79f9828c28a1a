import { cos, exp, expm1, log, log1p, pow, sigmoid, sin, tanh } from "@adjoint/kernels";
import type { ElementaryFunction } from "@adjoint/kernels";
import { Tensor } from "@adjoint/tensor";
import type { DType } from "@adjoint/tensor";
import { expect, test } from "vitest";
import { webassemblyExecutable } from "../../../src/compile/webassembly/webassembly-executable.ts";
import { byKernels } from "../float32-kernel.ts";
import { runSchedule } from "../run-schedule.ts";
import { access, Draft, Nodes, numbers } from "./schedules.ts";

/** y = f(x) + x on rows of a length. */
function applying(f: ElementaryFunction, dtype: DType, rows: number, length: number): Draft {
  const draft = new Draft();
  const x = draft.input(dtype, [rows, length]);
  const y = draft.buffer(dtype, rows * length);
  const nodes = new Nodes();
  const load = nodes.load(dtype, x, [length, 1]);
  const node = nodes.apply(dtype, "add", nodes.apply(dtype, f, load), load);
  draft.loops({
    lengths: [rows, length],
    reduced: [false, false],
    nodes: nodes.list,
    stores: [{ node, access: access(y, [length, 1]) }],
    reductions: [],
  });
  draft.output(y);
  return draft;
}

const shapes = [
  [1, 1],
  [3, 5],
  [200, 3],
  [100, 7],
  [2, 255],
  [3, 1000],
] as const;

test.each([
  ["log", "float64", log],
  ["sin", "float64", sin],
  ["log", "float32", log],
  ["sin", "float32", sin],
] as const)("%s of %s is computed again where its kernel gives up", (_, dtype, f) => {
  for (const [rows, length] of shapes) {
    const draft = applying(f, dtype, rows, length);
    const { data } = numbers(dtype, [rows, length], 7);
    // Angles that are too large for the kernel, and numbers without a logarithm.
    const x = new Tensor(
      [rows, length],
      dtype,
      data.map((value, i) => (i % 9 === 4 ? value * 1e9 : value)),
    );
    expect(webassemblyExecutable(draft.schedule)([x])).toEqual(runSchedule(draft.schedule, [x], byKernels));
  }
});

test("powers are computed again where their kernel gives up", () => {
  for (const dtype of ["float64", "float32"] as const) {
    for (const [rows, length] of shapes) {
      const draft = new Draft();
      const [x, y] = [draft.input(dtype, [rows, length]), draft.input(dtype, [length])];
      const z = draft.buffer(dtype, rows * length);
      const nodes = new Nodes();
      const base = nodes.load(dtype, x, [length, 1]);
      const power = nodes.apply(dtype, pow, base, nodes.load(dtype, y, [0, 1]));
      const turned = nodes.apply(dtype, pow, nodes.constant(dtype, 1.5), base);
      draft.loops({
        lengths: [rows, length],
        reduced: [false, false],
        nodes: nodes.list,
        stores: [{ node: nodes.apply(dtype, "add", power, turned), access: access(z, [length, 1]) }],
        reductions: [],
      });
      draft.output(z);
      const inputs = [numbers(dtype, [rows, length], 5), numbers(dtype, [length], 6)];
      expect(webassemblyExecutable(draft.schedule)(inputs)).toEqual(runSchedule(draft.schedule, inputs));
    }
  }
});

test.each(Object.entries({ cos, exp, expm1, log1p, sigmoid, tanh }))(
  "%s of float32 is computed in float32",
  (_, f) => {
    for (const [rows, length] of shapes) {
      const draft = applying(f, "float32", rows, length);
      const x = numbers("float32", [rows, length], 9);
      expect(webassemblyExecutable(draft.schedule)([x])).toEqual(runSchedule(draft.schedule, [x], byKernels));
    }
  },
);
