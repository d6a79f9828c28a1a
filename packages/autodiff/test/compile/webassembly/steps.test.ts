import { exp } from "@adjoint/kernels";
import { bind, cumsum, mul, Tensor, tensor, unary } from "@adjoint/tensor";
import { expect, test } from "vitest";
import { trace } from "../../../src/index.ts";
import type { LoopNode } from "../../../src/compile/loops/loop-kernel.ts";
import type { Step } from "../../../src/compile/loops/schedule.ts";
import { webassemblyExecutable } from "../../../src/compile/webassembly/webassembly-executable.ts";
import { byKernels } from "../float32-kernel.ts";
import { runSchedule } from "../run-schedule.ts";
import { access, Draft, Nodes, numbers, stridesOf } from "./schedules.ts";

/** A loop that puts a function of one or two buffers into another. */
function pointwise(
  draft: Draft,
  f: (nodes: Nodes, a: number, b: number) => number,
  a: number,
  b: number,
  to: number,
): Step {
  const { size, dtype } = draft.buffers[to]!;
  const nodes = new Nodes();
  const strideOf = (buffer: number): number[] => [draft.buffers[buffer]!.size === 1 ? 0 : 1];
  const left = nodes.load(draft.buffers[a]!.dtype, a, strideOf(a));
  const right = nodes.load(draft.buffers[b]!.dtype, b, strideOf(b));
  const node = f(nodes, left, right);
  const list: LoopNode[] = nodes.list;
  expect(list[node]!.dtype).toBe(dtype);
  return {
    kind: "loops",
    kernel: {
      lengths: [size],
      reduced: [false],
      nodes: list,
      stores: [{ node, access: access(to, [1]) }],
      reductions: [],
    },
  };
}

const plus = (nodes: Nodes, a: number, b: number): number => nodes.apply("float64", "add", a, b);

function agrees(draft: Draft, inputs: readonly Tensor[]): void {
  const run = webassemblyExecutable(draft.schedule);
  const expected = runSchedule(draft.schedule, inputs, byKernels);
  expect(run(inputs)).toEqual(expected);
  // What was left in the region must not matter.
  expect(run(inputs)).toEqual(expected);
}

test.each([false, true])("a scan carries values, reads slices and writes rows; reversed: %s", (reverse) => {
  for (const width of [1, 2, 3, 40]) {
    for (const length of [1, 5]) {
      const draft = new Draft();
      const whole = draft.input("float64", [length, width]);
      const start = draft.input("float64", [width]);
      const [carry, slice, next, row] = [0, 1, 2, 3].map(() => draft.buffer("float64", width)) as [
        number,
        number,
        number,
        number,
      ];
      const rows = draft.buffer("float64", width * length);
      draft.steps.push(
        { kind: "copy", from: start, to: carry },
        {
          kind: "scan",
          body: [
            pointwise(draft, plus, carry, slice, next),
            pointwise(draft, (nodes, a, b) => nodes.apply("float64", "mul", a, b), carry, next, row),
          ],
          length,
          reverse,
          carry: [{ carry, next }],
          sliced: [{ whole, slice }],
          results: [{ row, whole: rows }],
        },
      );
      draft.output(carry);
      draft.output(rows, [length, width]);
      agrees(draft, [numbers("float64", [length, width], 1), numbers("float64", [width], 2)]);
    }
  }
});

test("values that a loop carries may change places", () => {
  const draft = new Draft();
  const x = draft.input("float64", [3]);
  const y = draft.input("float64", [3]);
  const [a, b, c] = [0, 1, 2].map(() => draft.buffer("float64", 3)) as [number, number, number];
  draft.steps.push(
    { kind: "copy", from: x, to: a },
    { kind: "copy", from: y, to: b },
    { kind: "copy", from: y, to: c },
    {
      kind: "scan",
      body: [],
      length: 4,
      reverse: false,
      carry: [
        { carry: a, next: b },
        { carry: b, next: c },
        { carry: c, next: a },
      ],
      sliced: [],
      results: [],
    },
  );
  for (const buffer of [a, b, c]) draft.output(buffer);
  agrees(draft, [tensor([1, 2, 3]), tensor([4, 5, 6])]);
});

function doubling(maxIterations: number): Draft {
  const draft = new Draft();
  const start = draft.input("float64", [1]);
  const limit = draft.input("float64", [1]);
  const [carry, next] = [draft.buffer("float64", 1), draft.buffer("float64", 1)];
  const going = draft.buffer("bool", 1);
  draft.steps.push(
    { kind: "copy", from: start, to: carry },
    {
      kind: "whileLoop",
      condition: [pointwise(draft, (nodes, a, b) => nodes.apply("bool", "less", a, b), carry, limit, going)],
      test: going,
      body: [pointwise(draft, plus, carry, carry, next)],
      carry: [{ carry, next }],
      maxIterations,
    },
  );
  draft.output(carry);
  return draft;
}

test("a while loop runs until its condition is false, and not longer than it may", () => {
  agrees(doubling(10), [tensor([1]), tensor([1000])]);
  agrees(doubling(0), [tensor([5]), tensor([1])]);
  const run = webassemblyExecutable(doubling(9).schedule);
  expect(() => run([tensor([1]), tensor([1000])])).toThrow("still holds after 9 iterations");
  expect(run([tensor([1]), tensor([100])])[0]!.toArray()).toEqual([128]);
});

test("a branch runs by a boolean", () => {
  const draft = new Draft();
  const choice = draft.input("bool", []);
  const x = draft.input("float64", [5]);
  const y = draft.buffer("float64", 5);
  draft.steps.push({
    kind: "cond",
    predicate: choice,
    whenTrue: [pointwise(draft, plus, x, x, y)],
    whenFalse: [{ kind: "copy", from: x, to: y }],
  });
  draft.output(y);
  for (const value of [0, 1]) {
    agrees(draft, [new Tensor([], "bool", value), numbers("float64", [5], 3)]);
  }
});

test("primitives without loops run between them, and what only they use stays a tensor", () => {
  const [equation] = trace((v: Tensor) => cumsum(v))(tensor([1, 2, 3])).equations;
  const draft = new Draft();
  const x = draft.input("float64", [3]);
  const [a, b, c, d] = [0, 1, 2, 3].map(() => draft.buffer("float64", 3)) as [number, number, number, number];
  const whole = (buffer: number) => ({ buffer, shape: [3], dtype: "float64" as const });
  const call = (from: number, to: number): Step => ({
    kind: "call",
    equation: equation!,
    inputs: [whole(from)],
    outputs: [whole(to)],
  });
  draft.steps.push(call(x, a), call(a, b), pointwise(draft, plus, b, x, c), call(c, d));
  for (const buffer of [a, b, c, d, x]) draft.output(buffer);
  agrees(draft, [tensor([1, 2, 3])]);
});

test.each(["float64", "float32"] as const)("stacks of %s matrices are multiplied in place", (dtype) => {
  for (const [turnedA, turnedB] of [
    [false, false],
    [true, false],
    [false, true],
    [true, true],
  ]) {
    for (const [m, k, n, count] of [
      [2, 3, 4, 1],
      [1, 5, 1, 3],
      [20, 30, 17, 1],
      [4, 4, 4, 6],
    ] as const) {
      const draft = new Draft();
      const a = draft.input(dtype, [count, m, k]);
      const b = draft.input(dtype, [k, n]);
      const c = draft.buffer(dtype, count * m * n);
      const strides = (turned: boolean | undefined, rows: number, columns: number): number[] =>
        turned ? [1, rows] : [columns, 1];
      draft.steps.push({
        kind: "product",
        product: {
          dtype,
          stack: [count],
          m,
          n,
          k,
          a: access(a, [m * k, ...strides(turnedA, m, k)]),
          b: access(b, [0, ...strides(turnedB, k, n)]),
          c: access(c, stridesOf([count, m, n])),
        },
      });
      draft.output(c);
      const small = (shape: number[], seed: number): Tensor => {
        const { data } = numbers("int32", shape, seed, false);
        return new Tensor(
          shape,
          dtype,
          dtype === "float64" ? Float64Array.from(data) : Float32Array.from(data),
        );
      };
      agrees(draft, [small([count, m, k], 1), small([k, n], 2)]);
    }
  }
});

test("a program may be run by a kernel that it calls", () => {
  let depth = 0;
  const draft = new Draft();
  const probe = unary({ name: "probe", kernel: (x) => x, tangent: (t) => t });
  const again = {
    ...probe,
    kernel: ([x]: readonly [Tensor]): [Tensor] => [depth++ < 3 ? run([mul(x, 2)])[0]! : x],
  };
  const [equation] = trace((v: Tensor) => bind(probe, [v], null)[0])(tensor([1, 2])).equations;
  const x = draft.input("float64", [2]);
  const [a, b] = [draft.buffer("float64", 2), draft.buffer("float64", 2)];
  draft.steps.push(
    {
      kind: "call",
      equation: { ...equation!, primitive: again as never },
      inputs: [{ buffer: x, shape: [2], dtype: "float64" }],
      outputs: [{ buffer: a, shape: [2], dtype: "float64" }],
    },
    pointwise(draft, plus, a, x, b),
  );
  draft.output(b);
  const run = webassemblyExecutable(draft.schedule);
  // 8x + 8x, + 4x, + 2x, + x.
  expect(run([tensor([1, 10])])[0]!.toArray()).toEqual([23, 230]);
});

test("the function of a loop's elements may run programs, also such as need more memory", () => {
  const inner = (size: number): ((x: number) => number) => {
    const draft = new Draft();
    const x = draft.input("float64", [size]);
    const y = draft.buffer("float64", size);
    draft.steps.push(
      pointwise(
        draft,
        (nodes, a) => nodes.apply("float64", Math.atan, nodes.apply("float64", exp, a)),
        x,
        x,
        y,
      ),
    );
    draft.output(y);
    const run = webassemblyExecutable(draft.schedule);
    return (value) =>
      run([new Tensor([size], "float64", new Float64Array(size).fill(value))])[0]!.data[size - 1]!;
  };
  let size = 100_000;
  const grows = (x: number): number => inner((size += 100_000))(x);
  const draft = new Draft();
  const x = draft.input("float64", [9]);
  const y = draft.buffer("float64", 9);
  draft.steps.push(
    pointwise(
      draft,
      (nodes, a) =>
        nodes.apply("float64", "sub", nodes.apply("float64", grows, a), nodes.apply("float64", exp, a)),
      x,
      x,
      y,
    ),
  );
  draft.output(y);
  const input = numbers("float64", [9], 2, false);
  const [actual] = webassemblyExecutable(draft.schedule)([input]);
  const expected = Array.from(input.data, (value) => Math.atan(exp.at(value)) - exp.at(value));
  expect(Array.from(actual!.data)).toEqual(expected);
});
