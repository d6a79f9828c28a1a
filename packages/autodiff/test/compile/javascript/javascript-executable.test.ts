import { exp } from "@adjoint/kernels";
import { bind, cumsum, Tensor, tensor, unary } from "@adjoint/tensor";
import type { DType } from "@adjoint/tensor";
import { expect, test, vi } from "vitest";
import { trace } from "../../../src/index.ts";
import {
  javascriptExecutable,
  javascriptText,
} from "../../../src/compile/javascript/javascript-executable.ts";
import type { Executable, Step } from "../../../src/compile/loops/schedule.ts";
import { runSchedule } from "../run-schedule.ts";
import { access, Draft, Nodes, numbers, stridesOf } from "../webassembly/schedules.ts";

/** Runs a schedule twice and compares with running it turn by turn. */
function agrees(draft: Draft, inputs: readonly Tensor[]): void {
  const run = javascriptExecutable(draft.schedule);
  const expected = runSchedule(draft.schedule, inputs);
  const first = run(inputs);
  expect(run(inputs)).toEqual(expected);
  // The second run must not have written to the results of the first.
  expect(first).toEqual(expected);
}

/** A loop over two buffers of one length. */
function pairs(draft: Draft, f: "add" | "sub" | "mul" | "less", a: number, b: number, to: number): Step {
  const { size, dtype } = draft.buffers[to]!;
  const strides = size === 1 ? [] : [1];
  const nodes = new Nodes();
  const [left, right] = [a, b].map((buffer) => nodes.load(draft.buffers[buffer]!.dtype, buffer, strides));
  const node = nodes.apply(dtype, f, left!, right!);
  return {
    kind: "loops",
    kernel: {
      lengths: size === 1 ? [] : [size],
      reduced: size === 1 ? [] : [false],
      nodes: nodes.list,
      stores: [{ node, access: access(to, strides) }],
      reductions: [],
    },
  };
}

function buffersOf(draft: Draft, dtype: DType, size: number): [number, number, number, number] {
  return [0, 1, 2, 3].map(() => draft.buffer(dtype, size)) as [number, number, number, number];
}

const lengths = [1, 3, 16, 17];

test.each([false, true])("a scan carries, reads slices and writes rows; reversed: %s", (reverse) => {
  for (const size of lengths) {
    for (const length of [1, 4]) {
      const draft = new Draft();
      const whole = draft.input("float64", [length, size]);
      const start = draft.input("float64", [size]);
      const [carry, slice, next, row] = buffersOf(draft, "float64", size);
      const rows = draft.buffer("float64", length * size);
      draft.steps.push(
        { kind: "copy", from: start, to: carry },
        {
          kind: "scan",
          body: [pairs(draft, "add", carry, slice, next), pairs(draft, "mul", carry, next, row)],
          length,
          reverse,
          carry: [{ carry, next }],
          sliced: [{ whole, slice }],
          results: [{ row, whole: rows }],
        },
      );
      draft.output(carry);
      draft.output(rows, [length, size]);
      agrees(draft, [numbers("float64", [length, size], 1), numbers("float64", [size], 2)]);
    }
  }
});

test("carried values may change places", () => {
  for (const size of lengths) {
    const draft = new Draft();
    const given = [0, 1, 2].map(() => draft.input("float64", [size]));
    const [a, b, c] = buffersOf(draft, "float64", size);
    [a, b, c].forEach((to, i) => draft.steps.push({ kind: "copy", from: given[i]!, to }));
    draft.steps.push({
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
    });
    for (const buffer of [a, b, c]) draft.output(buffer);
    agrees(
      draft,
      given.map((_, i) => numbers("float64", [size], i + 1, false)),
    );
  }
});

test("a while loop ends with its condition, and is an error if it does not", () => {
  const until = (maxIterations: number): Executable => {
    const draft = new Draft();
    const [start, limit] = [draft.input("float64", []), draft.input("float64", [])];
    const [carry, next] = buffersOf(draft, "float64", 1);
    const test = draft.buffer("bool", 1);
    draft.steps.push(
      { kind: "copy", from: start, to: carry },
      {
        kind: "whileLoop",
        condition: [pairs(draft, "less", carry, limit, test)],
        test,
        body: [pairs(draft, "add", carry, carry, next)],
        carry: [{ carry, next }],
        maxIterations,
      },
    );
    draft.output(carry, []);
    return javascriptExecutable(draft.schedule);
  };
  expect(until(10)([tensor(1), tensor(1000)])).toEqual([tensor(1024)]);
  expect(until(0)([tensor(5), tensor(1)])).toEqual([tensor(5)]);
  const short = until(9);
  expect(() => short([tensor(1), tensor(1000)])).toThrow("whileLoop: the condition still holds after 9");
  expect(short([tensor(1), tensor(100)])).toEqual([tensor(128)]);
});

test("a branch is chosen by a boolean", () => {
  for (const size of lengths) {
    const draft = new Draft();
    const predicate = draft.input("bool", []);
    const [x, y] = [draft.input("int32", [size]), draft.input("int32", [size])];
    const result = draft.buffer("int32", size);
    draft.steps.push({
      kind: "cond",
      predicate,
      whenTrue: [pairs(draft, "sub", x, y, result)],
      whenFalse: [{ kind: "copy", from: x, to: result }],
    });
    draft.output(result);
    const given = [numbers("int32", [size], 1), numbers("int32", [size], 2)];
    agrees(draft, [tensor(true), ...given]);
    agrees(draft, [tensor(false), ...given]);
  }
});

test("kernels of primitives are given what loops have written, and may run the program again", () => {
  for (const size of [1, 5]) {
    const given = numbers("float64", [size], 3, false);
    const [equation] = trace((x: Tensor) => cumsum(x))(given).equations;
    const draft = new Draft();
    const x = draft.input("float64", [size]);
    const [doubled, summed, again, last] = buffersOf(draft, "float64", size);
    const whole = (buffer: number) => ({ buffer, shape: [size], dtype: "float64" }) as const;
    draft.steps.push(
      pairs(draft, "add", x, x, doubled),
      { kind: "call", equation: equation!, inputs: [whole(doubled)], outputs: [whole(summed)] },
      { kind: "call", equation: equation!, inputs: [whole(summed)], outputs: [whole(again)] },
      pairs(draft, "mul", again, doubled, last),
    );
    for (const buffer of [x, doubled, summed, last]) draft.output(buffer);
    agrees(draft, [given]);
  }

  const draft = new Draft();
  const x = draft.input("float64", [3]);
  const [doubled, , , result] = buffersOf(draft, "float64", 3);
  const program: { run?: Executable } = {};
  let depth = 0;
  const primitive = unary({
    name: "again",
    kernel: (v) => {
      if (depth === 2) return v;
      depth++;
      const [inner] = program.run!([tensor([v, v, v])]);
      depth--;
      return inner!.data[0]!;
    },
    tangent: (t) => t,
  });
  const { equations } = trace((v: Tensor) => bind(primitive, [v], null)[0])(tensor([1, 2, 3]));
  const whole = (buffer: number) => ({ buffer, shape: [3], dtype: "float64" }) as const;
  draft.steps.push(pairs(draft, "add", x, x, doubled), {
    kind: "call",
    equation: equations[0]!,
    inputs: [whole(doubled)],
    outputs: [whole(result)],
  });
  const total = draft.buffer("float64", 3);
  draft.steps.push(pairs(draft, "add", doubled, result, total));
  draft.output(total);
  program.run = javascriptExecutable(draft.schedule);
  // Three levels: t(v) = 2v + t(2v), and t(v) = 4v at the bottom.
  expect(program.run([tensor([1, 2, 3])])).toEqual([tensor([22, 44, 66])]);
});

test("outputs may be inputs, constants, each other, and empty", () => {
  const draft = new Draft();
  const [x, y] = [draft.input("float32", [2]), draft.input("bool", [])];
  const [vector, number] = [draft.constant(tensor([1, 2])), draft.constant(tensor(-0))];
  const empty = draft.buffer("int32", 0);
  const sum = draft.buffer("float32", 2);
  draft.steps.push(pairs(draft, "add", x, x, sum));
  draft.output(x);
  draft.output(y, []);
  draft.output(vector);
  draft.output(number, []);
  draft.output(empty, [0, 3]);
  draft.output(sum);
  draft.output(sum, [1, 2]);
  agrees(draft, [tensor([1.5, NaN], { dtype: "float32" }), tensor(true)]);
});

test("operands that are one number repeated are read as arrays", () => {
  const draft = new Draft();
  const [x, y] = [draft.input("float64", [3]), draft.input("float64", [3])];
  const sum = draft.buffer("float64", 3);
  draft.steps.push(pairs(draft, "add", x, y, sum));
  draft.output(sum);
  agrees(draft, [new Tensor([3], "float64", 5), tensor([1, 2, 3])]);
});

test("where the host forbids code made at run time, its error comes out", () => {
  const draft = new Draft();
  draft.output(draft.input("float64", [3]));
  vi.stubGlobal("Function", function refuse() {
    throw new EvalError("Refused to evaluate a string as JavaScript");
  });
  try {
    expect(() => javascriptExecutable(draft.schedule)).toThrow(EvalError);
  } finally {
    vi.unstubAllGlobals();
  }
  const x = tensor([1, 2, 3]);
  expect(javascriptExecutable(draft.schedule)([x])).toEqual([x]);
});

test("numbers are variables, and operations a straight line", () => {
  const draft = new Draft();
  const x = draft.input("float64", []);
  const y = draft.input("float32", []);
  const [a, b] = [draft.buffer("float64", 1), draft.buffer("float32", 1)];
  const nodes = new Nodes();
  const first = nodes.load("float64", x, []);
  const minus = nodes.apply("float64", "mul", first, nodes.constant("float64", -0));
  const power = nodes.apply("float64", exp, minus);
  const second = nodes.load("float32", y, []);
  const root = nodes.apply("float32", "sqrt", second);
  const rounded = nodes.apply("float32", "where", nodes.apply("bool", "isNaN", root), second, root);
  draft.loops({
    lengths: [],
    reduced: [],
    nodes: nodes.list,
    stores: [
      { node: power, access: access(a, []) },
      { node: rounded, access: access(b, []) },
    ],
    reductions: [],
  });
  draft.output(a, []);
  draft.output(b, []);
  agrees(draft, [tensor(3), tensor(-2, { dtype: "float32" })]);
  expect(javascriptText(draft.schedule)).toMatchInlineSnapshot(`
    "return function (inputs) {
      const b0 = inputs[0].uniform;
      const b1 = inputs[1].uniform;
      const x4 = b0 * -0;
      const x5 = exponential6(x4);
      const x7 = Math.fround(Math.sqrt(b1));
      const x8 = x7 !== x7 ? 1 : 0;
      const x9 = x8 === 0 ? x7 : b1;
      const b2 = x5;
      const b3 = x9;
      return [new Tensor11(d10, "float64", b2), new Tensor11(d12, "float32", b3)];
    };"
  `);
});

test("what does not vary in a loop is computed before it, and short loops are written out", () => {
  const draft = new Draft();
  const [x, column] = [draft.input("float64", [30, 3]), draft.input("float64", [30])];
  const y = draft.buffer("float64", 90);
  const nodes = new Nodes();
  const factor = nodes.apply("float64", "square", nodes.load("float64", column, [1, 0]));
  const product = nodes.apply("float64", "mul", nodes.load("float64", x, [3, 1]), factor);
  draft.loops({
    lengths: [30, 3],
    reduced: [false, false],
    nodes: nodes.list,
    stores: [{ node: product, access: access(y, [-3, 1], 87) }],
    reductions: [],
  });
  draft.output(y, [30, 3]);
  agrees(draft, [numbers("float64", [30, 3], 1), numbers("float64", [30], 2)]);
  expect(javascriptText(draft.schedule)).toMatchInlineSnapshot(`
    "return function (inputs) {
      const b0 = inputs[0].data;
      const b1 = inputs[1].data;
      const b2 = allocate3("float64", 90);
      for (let i4 = 0, p5 = 0, p6 = 0; i4 < 30; i4++, p5 += 3, p6 -= 3) {
        const x7 = b1[i4];
        const x8 = x7 * x7;
        const x9 = b0[p5];
        const x10 = x9 * x8;
        b2[p6 + 87] = x10;
        const x11 = b0[p5 + 1];
        const x12 = x11 * x8;
        b2[p6 + 88] = x12;
        const x13 = b0[p5 + 2];
        const x14 = x13 * x8;
        b2[p6 + 89] = x14;
      }
      return [new Tensor16(d15, "float64", b2)];
    };"
  `);
});

test("sums of rows and columns go through strips", () => {
  const draft = new Draft();
  const x = draft.input("float64", [20, 30]);
  const [rows, columns] = [draft.buffer("float64", 20), draft.buffer("float64", 30)];
  const load = { kind: "load", dtype: "float64", access: access(x, stridesOf([20, 30])) } as const;
  draft.loops({
    lengths: [20, 30],
    reduced: [false, true],
    nodes: [load],
    stores: [],
    reductions: [{ node: 0, combine: "add", access: access(rows, [1, 0]) }],
  });
  draft.loops({
    lengths: [20, 30],
    reduced: [true, false],
    nodes: [load],
    stores: [],
    reductions: [
      { node: 0, combine: "add", access: access(columns, [0, 1]) },
      { node: 0, combine: "maximum", access: access(draft.buffer("float64", 30), [0, 1]) },
    ],
  });
  draft.output(rows);
  draft.output(columns);
  expect(javascriptText(draft.schedule)).toMatchInlineSnapshot(`
    "return function (inputs) {
      const b0 = inputs[0].data;
      const b1 = allocate4("float64", 20);
      const b2 = allocate4("float64", 30);
      for (let i6 = 0, p7 = 0; i6 < 20; i6++, p7 += 30) {
        for (let i8 = 0, p9 = p7; i8 < 30; i8++, p9++) {
          const x10 = b0[p9];
          w5[i8] = x10;
        }
        b1[i6] = sumBlock11(w5, 30);
      }
      w12.fill(-Infinity);
      w14.fill(0);
      let u15 = 0, r16 = 0, v17 = 0;
      for (let i18 = 0, p19 = 0; i18 < 20; i18++, p19 += 30) {
        for (let i20 = 0, p21 = p19; i20 < 30; i20++, p21++) {
          const x22 = b0[p21];
          w12[i20] = Math.max(w12[i20], x22);
          w13[u15 + i20] = x22;
        }
        u15 += 30;
        if (u15 === 240) {
          addEightRows23(w13, 30, w14, v17);
          u15 = 0;
        }
      }
      for (let i24 = 0; i24 < 30; i24++) {
        b3[i24] = w12[i24];
      }
      addRows25(w13, u15, 30, w14, v17);
      for (let i26 = 0; i26 < 30; i26++) {
        b2[i26] = w14[i26];
      }
      return [new Tensor28(d27, "float64", b1), new Tensor28(d29, "float64", b2)];
    };"
  `);
});
