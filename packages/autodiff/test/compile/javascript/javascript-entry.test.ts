import { add, cumsum, exp, flatten, less, mul, neg, square, sub, sum, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expect, test, vi } from "vitest";
import { grad, simplify, trace, whileLoop } from "../../../src/index.ts";
import { javascriptEntry } from "../../../src/compile/javascript/javascript-entry.ts";
import type { Entry } from "../../../src/compile/javascript/javascript-entry.ts";
import { lower } from "../../../src/compile/loops/lower.ts";

type Anything = (...args: never[]) => unknown;

/** The entry of a function, and what it calls for arguments that it does not take. */
function entryOf(f: Anything, ...args: unknown[]): { entry: Entry; slow: ReturnType<typeof vi.fn<Entry>> } {
  const program = trace(f as (...args: unknown[]) => unknown)(...args);
  const slow = vi.fn<Entry>(() => "slow");
  return { entry: javascriptEntry(lower(simplify(program)), program.structures, slow), slow };
}

const ring = (x: Tensor, y: Tensor): Tensor => {
  const r = add(square(x), square(y));
  return mul(r, exp(neg(r)));
};

test("numbers and scalars give the results of the function, to the last bit", () => {
  const f = grad(ring, { argnums: [0, 1] });
  const { entry, slow } = entryOf(f, 1, 2);
  for (const [x, y] of [
    [0.5, 0],
    [-0, 3],
    [1e200, 1],
    [NaN, 1],
    [2, tensor(0.1)],
    [tensor(-1), tensor(7)],
  ] as const) {
    const results = entry(x, y) as Tensor[];
    expect(results.map(String)).toEqual(f(x, y).map(String));
    expect(results.map((result) => result.uniform)).toEqual(f(x, y).map((result) => result.uniform));
    expect(results).toEqual(f(x, y));
  }
  expect(slow).not.toHaveBeenCalled();
});

test("lists and objects go in and come out", () => {
  const f = ({ a, b: [c, d] }: { a: Tensor; b: [Tensor, Tensor] }, e: Tensor): unknown => ({
    sum: add(a, c),
    rest: [mul(d, e), { same: e, constant: tensor(3), __proto__of: sub(a, e) }],
  });
  const args = [{ a: 1, b: [2, 3] }, 4] as const;
  const { entry, slow } = entryOf(f, ...args);
  const tensors = [{ a: tensor(1), b: [tensor(2), tensor(3)] }, tensor(4)] as const;
  expect(flatten("test", entry(...args))).toEqual(
    flatten("test", f(...(tensors as unknown as Parameters<typeof f>))),
  );
  expect(slow).not.toHaveBeenCalled();
  expect(entry({ a: 1, b: [2, 3], c: 5 }, 4)).toBe("slow");
  expect(entry({ b: [2, 3], a: 1 }, 4)).toBe("slow");
  expect(entry({ a: 1, b: [2, 3, 4] }, 4)).toBe("slow");
  expect(entry({ a: 1, b: { 0: 2, 1: 3 } }, 4)).toBe("slow");
  expect(entry(null, 4)).toBe("slow");
});

test("everything else is left to the general way, with all arguments", () => {
  const { entry, slow } = entryOf(ring, 1, 2);
  const vector = tensor([1, 2]);
  const others: readonly unknown[][] = [
    [1],
    [1, 2, 3],
    [vector, 1],
    [1, tensor([1])],
    [tensor(1, { dtype: "float32" }), 1],
    [true, 1],
    [undefined, 1],
    [Float64Array.of(1), 1],
  ];
  for (const args of others) {
    expect(entry(...args)).toBe("slow");
    expect(slow).toHaveBeenLastCalledWith(...args);
  }
  const traced = vi.fn<(x: Tensor) => void>();
  grad((x: Tensor) => {
    traced(x);
    expect(entry(x, 1)).toBe("slow");
    return x;
  })(1);
  expect(traced).toHaveBeenCalledOnce();
});

test("programs that are not of numbers are left alone", () => {
  expect(entryOf((x: Tensor) => sum(x), [1, 2]).entry(1)).toBe("slow");
  expect(entryOf((x: Tensor) => cumsum(mul(x, [1, 2])), 1).entry(1)).toBe("slow");
  const { entry } = entryOf((x: Tensor) => sum(mul(x, [1, 2, 3])), 1);
  expect(entry(2)).toEqual(tensor(12));
});

test("a call that fails is repeated in the general way, which says where", () => {
  const { entry, slow } = entryOf(
    (x: Tensor) =>
      whileLoop(
        (y) => less(y, 10),
        (y) => mul(y, 2),
        x,
        { maxIterations: 5 },
      ),
    1,
  );
  expect(String(entry(9))).toBe("18.0");
  expect(slow).not.toHaveBeenCalled();
  expect(entry(0)).toBe("slow");
});
