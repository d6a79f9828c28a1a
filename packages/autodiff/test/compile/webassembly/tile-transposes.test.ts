import { exp } from "@adjoint/kernels";
import { expect, test } from "vitest";
import { tileTransposes } from "../../../src/compile/webassembly/tile-transposes.ts";
import { webassemblyExecutable } from "../../../src/compile/webassembly/webassembly-executable.ts";
import { byKernels } from "../float32-kernel.ts";
import { runSchedule } from "../run-schedule.ts";
import { access, Draft, Nodes, numbers, stridesOf } from "./schedules.ts";

/** x + eʸ, where the loops walk along columns of y. */
function transposed(dtype: "float64" | "float32", lengths: readonly number[], withFunction: boolean): Draft {
  const draft = new Draft();
  const size = lengths.reduce((product, length) => product * length, 1);
  const [x, y, z] = [draft.input(dtype, lengths), draft.input(dtype, [size]), draft.buffer(dtype, size)];
  const turned = [lengths.at(-1)!, ...lengths.slice(1, -1), lengths[0]!];
  const [first, ...rest] = stridesOf(turned) as [number, ...number[]];
  const nodes = new Nodes();
  const a = nodes.load(dtype, x, stridesOf(lengths));
  const b = nodes.load(dtype, y, [...rest.slice(-1), ...rest.slice(0, -1), first]);
  const node = nodes.apply(dtype, "add", a, withFunction ? nodes.apply(dtype, exp, b) : b);
  draft.loops({
    lengths,
    reduced: lengths.map(() => false),
    nodes: nodes.list,
    stores: [{ node, access: access(z, stridesOf(lengths)) }],
    reductions: [],
  });
  draft.output(z);
  return draft;
}

test.each(["float64", "float32"] as const)(
  "columns of %s are read in tiles, and what is left beside them",
  (dtype) => {
    for (const lengths of [
      [16, 256],
      [9, 263],
      [20, 300],
      [10, 3, 257],
      [7, 300],
    ]) {
      for (const withFunction of [false, true]) {
        const draft = transposed(dtype, lengths, withFunction);
        const inputs = draft.inputs.map(({ shape }, i) => numbers(dtype, shape, i + 1));
        expect(webassemblyExecutable(draft.schedule)(inputs)).toEqual(
          runSchedule(draft.schedule, inputs, byKernels),
        );
      }
    }
  },
);

test("tiles are made only where columns are long, and all turns are in them once", () => {
  const partsOf = (lengths: readonly number[]): readonly (readonly number[])[] => {
    const [step] = transposed("float64", lengths, false).steps;
    if (step?.kind !== "loops") return [];
    return tileTransposes(step.kernel).map((part) => part.lengths);
  };
  expect(partsOf([20, 100])).toEqual([[20, 100]]);
  expect(partsOf([16, 256])).toEqual([[2, 32, 8, 8]]);
  expect(partsOf([20, 300])).toEqual([
    [2, 37, 8, 8],
    [4, 300],
    [16, 4],
  ]);
});
