import { log, pow, sin } from "@adjoint/kernels";
import type { ElementaryFunction } from "@adjoint/kernels";
import { Tensor } from "@adjoint/tensor";
import type { DType } from "@adjoint/tensor";
import { expect, test } from "vitest";
import { ModuleWriter } from "../../../src/compile/webassembly/module-writer.ts";
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
  ["log", log],
  ["sin", sin],
] as const)("%s is computed again where its kernel gives up", (_, f) => {
  for (const [rows, length] of shapes) {
    const draft = applying(f, "float64", rows, length);
    const { data } = numbers("float64", [rows, length], 7);
    // Angles that are too large for the kernel, and numbers without a logarithm.
    const x = new Tensor(
      [rows, length],
      "float64",
      Float64Array.from(data, (value, i) => (i % 9 === 4 ? value * 1e9 : value)),
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

/** A kernel of float32 that doubles groups of four numbers, in place, and says that some are NaN. */
function doublingModule(): string {
  const module = new ModuleWriter();
  const { writer, index } = module.function({ parameters: ["i32", "i32", "i32"], results: ["i32"] });
  writer.repeat(2, () => {
    for (let i = 0; i < 2; i++) writer.get(1);
    writer.memory("load", 0);
    writer.get(1);
    writer.memory("load", 0);
    writer.op("f32x4Add");
    writer.memory("store", 0);
    writer.advance(1, 16);
  });
  writer.i32(1);
  return btoa(String.fromCharCode(...module.finish(index())));
}

test("functions with a kernel of float32 are computed in float32", () => {
  const doubling: ElementaryFunction = {
    at: (x) => (Number.isNaN(x) ? 5 : 2 * x),
    map: () => expect.fail("the kernel was not called"),
    float32: { binary: doublingModule(), group: 4, constants: () => [] },
  };
  for (const [rows, length] of shapes) {
    const draft = applying(doubling, "float32", rows, length);
    const x = numbers("float32", [rows, length], 9);
    expect(webassemblyExecutable(draft.schedule)([x])).toEqual(runSchedule(draft.schedule, [x], byKernels));
  }
});
