import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { all, astype, broadcastTo, cumsum, flip, mul, slice, Tensor, tensor, where } from "@adjoint/tensor";
import { expect, test } from "vitest";
import { compile } from "../../../src/index.ts";
import type { Executable } from "../../../src/compile/loops/schedule.ts";
import { epoch, programMemory, takeRegion } from "../../../src/compile/webassembly/memory.ts";
import { webassemblyAllowed } from "../../../src/compile/webassembly/webassembly-allowed.ts";
import { webassemblyExecutable } from "../../../src/compile/webassembly/webassembly-executable.ts";
import { access, Draft, Nodes } from "./schedules.ts";

/** x + c, where c is a constant of the program. */
function adding(size: number, value: number): Executable {
  const draft = new Draft();
  const x = draft.input("float64", [size]);
  const c = draft.constant(new Tensor([size], "float64", new Float64Array(size).fill(value)));
  const y = draft.buffer("float64", size);
  const nodes = new Nodes();
  nodes.apply("float64", "add", nodes.load("float64", x, [1]), nodes.load("float64", c, [1]));
  draft.loops({
    lengths: [size],
    reduced: [false],
    nodes: nodes.list,
    stores: [{ node: 2, access: access(y, [1]) }],
    reductions: [],
  });
  draft.output(y);
  return webassemblyExecutable(draft.schedule);
}

test("this host runs WebAssembly", () => {
  expect(webassemblyAllowed()).toBe(true);
});

test("a program whose region was given out anew takes another and writes its constants again", () => {
  const first = adding(3, 10);
  const x = tensor([1, 2, 3]);
  expect(first([x])[0]!.toArray()).toEqual([11, 12, 13]);
  const before = epoch();
  while (epoch() === before) adding(100_000, 5)([new Tensor([100_000], "float64", 1)]);
  expect(first([x])[0]!.toArray()).toEqual([11, 12, 13]);
});

test("the memory stays bounded while ever new programs run", () => {
  const before = epoch();
  // Larger programs of other tests may have left it larger.
  const { byteLength } = programMemory().buffer;
  const ones = new Tensor([100_000], "float64", 1);
  for (let i = 0; i < 120; i++) {
    expect(adding(100_000, i)([ones])[0]!.data[99_999]).toBe(i + 1);
  }
  expect(epoch()).toBeGreaterThan(before);
  expect(programMemory().buffer.byteLength).toBeLessThanOrEqual(Math.max(byteLength, 80 * 2 ** 20));
});

test("an input is read again when it is another tensor, and results are not overwritten", () => {
  const run = adding(2, 1);
  const [a, b] = [tensor([1, 2]), tensor([3, 4])];
  const first = run([a])[0]!;
  expect(run([b])[0]!.toArray()).toEqual([4, 5]);
  expect(run([b])[0]!.toArray()).toEqual([4, 5]);
  expect(run([a])[0]!.toArray()).toEqual([2, 3]);
  expect(first.toArray()).toEqual([2, 3]);
});

test("what is asked for beyond all memory is an error that says so", () => {
  expect(() => takeRegion(2 ** 40)).toThrow("there is no memory");
});

test.each(["float64", "float32", "int32", "bool"] as const)(
  "an array of %s that is longer than what lies below it is read backwards",
  (dtype) => {
    const before = epoch();
    while (epoch() === before) adding(100_000, 5)([new Tensor([100_000], "float64", 1)]);
    const size = dtype === "bool" ? 3_000_001 : 1_000_001;
    const x = astype(tensor(Float64Array.from({ length: size }, (_, i) => Number(i % 7 > 2))), dtype);
    const f = (a: Tensor): Tensor[] => [
      where(flip(a), 1, 2),
      all(flip(slice(a, [1, null]))),
      mul(slice(a, [null, null, -3]), 2),
    ];
    const results = compile(f, { backend: "webassembly" })(x);
    f(x).forEach((expected, i) => expect(results[i]!.data).toEqual(expected.data));
  },
);

test("a program that is larger than any memory is refused before it is made, and its function is not run", () => {
  let calls = 0;
  const f = (x: Tensor): Tensor => {
    if (++calls > 1) throw new Error("the function ran again, on gigabytes");
    const table = broadcastTo(x, [30_000, 30_000]);
    return flip(cumsum(mul(table, cumsum(table, { axis: 0 })), { axis: 0 }));
  };
  const run = (): unknown => compile(f, { backend: "webassembly" })(new Tensor([30_000], "float64", 1));
  expect(run).toThrow(
    expect.objectContaining({
      name: "ShapeError",
      message: expect.stringMatching(
        /^compile: there is no memory for the \d+ bytes of a compiled program/,
      ) as unknown,
    }),
  );
});

test("kernels of primitives find their operands beyond 2 GiB", () => {
  const script = fileURLToPath(new URL("./high-addresses.ts", import.meta.url));
  // In a process of its own, since memories never shrink.
  const result: unknown = JSON.parse(execFileSync(process.execPath, [script], { encoding: "utf8" }));
  // Rows of −x in order, and the products of the rows of x.
  expect(result).toEqual([
    [-3 + 10, -1 + 10],
    [-4 + 10, -2 + 20],
  ]);
});
