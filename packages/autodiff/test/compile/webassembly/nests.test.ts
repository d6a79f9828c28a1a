import { exp } from "@adjoint/kernels";
import type { Combination, DType } from "@adjoint/tensor";
import { expect, test } from "vitest";
import { webassemblyExecutable } from "../../../src/compile/webassembly/webassembly-executable.ts";
import { byKernels } from "../float32-kernel.ts";
import { runSchedule } from "../run-schedule.ts";
import { access, Draft, Nodes, numbers, stridesOf } from "./schedules.ts";

const shapes = [[], [5], [3, 4], [4, 9], [2, 3, 17], [2, 3, 2, 5], [3, 300], [1100, 2], [2, 1]];

test("operands of all strides are read where they lie", () => {
  for (const lengths of shapes) {
    const draft = new Draft();
    const strides = stridesOf(lengths);
    const size = lengths.reduce((product, length) => product * length, 1);
    const turned = lengths.map((_, i) =>
      lengths.slice(0, i).reduce((product, length) => product * length, 1),
    );
    const x = draft.input("float64", lengths);
    const row = draft.input("float64", lengths.slice(-1));
    const column = draft.input("float64", lengths.slice(0, 1));
    const choice = draft.input("bool", lengths);
    const y = draft.buffer("float64", size);
    const z = draft.buffer("bool", size);
    const nodes = new Nodes();
    const still = lengths.map(() => 0);
    const a = nodes.load("float64", x, strides);
    const b = nodes.load("float64", x, turned);
    const reversed = nodes.load(
      "float64",
      x,
      strides.map((stride) => -stride),
      size - 1,
    );
    const r = nodes.load("float64", row, lengths.length === 0 ? [] : still.with(still.length - 1, 1));
    const c = nodes.load("float64", column, lengths.length === 0 ? [] : still.with(0, 1));
    const first = nodes.load("float64", x, still);
    const k = nodes.constant("float64", -0);
    const sum = nodes.apply("float64", "add", nodes.apply("float64", "mul", a, b), reversed);
    const other = nodes.apply(
      "float64",
      "sub",
      nodes.apply("float64", exp, r),
      nodes.apply("float64", Math.atan2, c, a),
    );
    const mask = nodes.load("bool", choice, turned);
    const chosen = nodes.apply("float64", "where", mask, sum, other);
    const last = nodes.apply("float64", "maximum", chosen, nodes.apply("float64", "mul", first, k));
    const less = nodes.apply("bool", "lessEqual", last, sum);
    draft.loops({
      lengths,
      reduced: lengths.map(() => false),
      nodes: nodes.list,
      stores: [
        { node: last, access: access(y, turned) },
        { node: less, access: access(z, strides) },
      ],
      reductions: [],
    });
    draft.output(y);
    draft.output(z);
    const inputs = [
      numbers("float64", lengths, 1),
      numbers("float64", lengths.slice(-1), 2),
      numbers("float64", lengths.slice(0, 1), 3),
      numbers("bool", lengths, 4),
    ];
    expect(webassemblyExecutable(draft.schedule)(inputs)).toEqual(
      runSchedule(draft.schedule, inputs, byKernels),
    );
  }
});

test("types are mixed in one loop", () => {
  for (const lengths of [[1], [7], [40], [3, 11], [600]]) {
    const draft = new Draft();
    const strides = stridesOf(lengths);
    const size = lengths.reduce((product, length) => product * length, 1);
    const buffers = (["float64", "float32", "int32", "bool"] as const).map((dtype) =>
      draft.input(dtype, lengths),
    );
    const nodes = new Nodes();
    const [a, b, i, t] = (["float64", "float32", "int32", "bool"] as const).map((dtype, k) =>
      nodes.load(dtype, buffers[k]!, strides),
    ) as [number, number, number, number];
    const f = nodes.apply(
      "float64",
      "add",
      nodes.apply("float64", "cast", b),
      nodes.apply("float64", "cast", i),
    );
    const g = nodes.apply("float32", "where", t, nodes.apply("float32", "cast", a), b);
    const h = nodes.apply(
      "int32",
      "where",
      nodes.apply("bool", "less", f, a),
      i,
      nodes.apply("int32", "cast", t),
    );
    const e = nodes.apply(
      "bool",
      "notEqual",
      nodes.apply("bool", "greater", b, g),
      nodes.apply("bool", "equal", i, h),
    );
    const s = nodes.apply("float32", Math.atan, g);
    const stores = (
      [
        [f, "float64"],
        [g, "float32"],
        [h, "int32"],
        [e, "bool"],
        [s, "float32"],
      ] as const
    ).map(([node, dtype]) => {
      const buffer = draft.buffer(dtype, size);
      draft.output(buffer);
      return { node, access: access(buffer, strides) };
    });
    draft.loops({ lengths, reduced: lengths.map(() => false), nodes: nodes.list, stores, reductions: [] });
    const inputs = (["float64", "float32", "int32", "bool"] as const).map((dtype, k) =>
      numbers(dtype, lengths, k + 5),
    );
    expect(webassemblyExecutable(draft.schedule)(inputs)).toEqual(
      runSchedule(draft.schedule, inputs, byKernels),
    );
  }
});

interface Case {
  readonly combine: Combination;
  readonly dtype: DType;
}

const cases: readonly Case[] = [
  ...(["add", "mul", "minimum", "maximum"] as const).flatMap((combine) =>
    (["float64", "float32", "int32"] as const).map((dtype) => ({ combine, dtype })),
  ),
  ...(["or", "and", "minimum", "maximum"] as const).map((combine) => ({ combine, dtype: "bool" as const })),
];

const reducedShapes: readonly (readonly [lengths: readonly number[], reduced: readonly boolean[]])[] = [
  [[1], [true]],
  [[7], [true]],
  [[40], [true]],
  [[129], [true]],
  [[1000], [true]],
  [
    [3, 5],
    [false, true],
  ],
  [
    [3, 300],
    [false, true],
  ],
  [
    [30, 40],
    [false, true],
  ],
  [
    [100, 7],
    [false, true],
  ],
  [
    [2, 3, 40],
    [false, true, true],
  ],
  [
    [5, 7],
    [true, true],
  ],
  [
    [5, 7],
    [true, false],
  ],
  [
    [50, 33],
    [true, false],
  ],
  [
    [16, 700],
    [true, false],
  ],
  [
    [2, 20, 9],
    [false, true, false],
  ],
  [
    [2, 3, 20, 5],
    [false, true, true, false],
  ],
];

test.each(cases)("$combine of $dtype reduces along the innermost loop, and rows", ({ combine, dtype }) => {
  for (const [lengths, reduced] of reducedShapes) {
    const draft = new Draft();
    const x = draft.input(dtype, lengths);
    const kept = lengths.map((length, loop) => (reduced[loop] ? 1 : length));
    const result = draft.buffer(
      dtype,
      kept.reduce((product, length) => product * length, 1),
    );
    const nodes = new Nodes();
    const load = nodes.load(dtype, x, stridesOf(lengths));
    draft.loops({
      lengths,
      reduced,
      nodes: nodes.list,
      stores: [],
      reductions: [
        {
          node: load,
          combine,
          access: access(
            result,
            stridesOf(kept).map((stride, loop) => (reduced[loop] ? 0 : stride)),
          ),
        },
      ],
    });
    draft.output(result);
    const isSum = combine === "add" || combine === "mul";
    const input = numbers(dtype, lengths, lengths.length + combine.length, !isSum);
    const [actual] = webassemblyExecutable(draft.schedule)([input]);
    const [expected] = runSchedule(draft.schedule, [input], byKernels);
    if (dtype !== "float64" && dtype !== "float32") expect(actual).toEqual(expected);
    else if (!isSum) expect(actual).toEqual(expected);
    else {
      const tolerance = dtype === "float64" ? 1e-13 : 1e-6;
      actual!.data.forEach((value, i) => {
        const near = expected!.data[i]!;
        expect(Math.abs(value - near), `${lengths.join()} at ${i}`).toBeLessThanOrEqual(
          tolerance * (Math.abs(near) + (combine === "add" ? 100 : 0)),
        );
      });
    }
  }
});

test.each(["float64", "float32"] as const)(
  "several reductions of %s share their loops, with functions in between",
  (dtype) => {
    const combinations: readonly Combination[] = ["add", "mul", "maximum", "add", "minimum"];
    for (const [lengths, reduced] of reducedShapes) {
      const draft = new Draft();
      const x = draft.input(dtype, lengths);
      const kept = lengths.map((length, loop) => (reduced[loop] ? 1 : length));
      const size = kept.reduce((product, length) => product * length, 1);
      const all = draft.buffer(
        dtype,
        lengths.reduce((product, length) => product * length, 1),
      );
      const nodes = new Nodes();
      const load = nodes.load(dtype, x, stridesOf(lengths));
      const f = nodes.apply(dtype, exp, nodes.apply(dtype, "mul", load, nodes.constant(dtype, 0.125)));
      const g = nodes.apply(dtype, "sub", nodes.apply(dtype, Math.atan, f), load);
      const strides = stridesOf(kept).map((stride, loop) => (reduced[loop] ? 0 : stride));
      const reductions = [load, f, g, g, f].map((node, i) => {
        const buffer = draft.buffer(dtype, size);
        draft.output(buffer);
        return { node, combine: combinations[i]!, access: access(buffer, strides) };
      });
      draft.loops({
        lengths,
        reduced,
        nodes: nodes.list,
        stores: [{ node: g, access: access(all, stridesOf(lengths)) }],
        reductions,
      });
      draft.output(all);
      const input = numbers(dtype, lengths, 3, false);
      const actual = webassemblyExecutable(draft.schedule)([input]);
      const expected = runSchedule(draft.schedule, [input], byKernels);
      const tolerance = dtype === "float64" ? 1e-12 : 1e-4;
      actual.forEach(({ data }, i) => {
        data.forEach((value, k) => {
          const near = expected[i]!.data[k]!;
          const error = Math.abs(value - near);
          expect(error, `${lengths.join()} ${i} at ${k}: ${value}, not ${near}`).toBeLessThanOrEqual(
            tolerance * (Math.abs(near) + 1),
          );
        });
      });
    }
  },
);
