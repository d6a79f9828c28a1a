import { add, exp, mul, neg, reshape, sin, square, sum, tanh, tensor, transpose } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expect, test, vi } from "vitest";
import { compile, grad, vmap } from "../../src/index.ts";

const numbers = (shape: readonly number[], dtype: "float64" | "float32" = "float64"): Tensor => {
  const size = shape.reduce((a, b) => a * b, 1);
  return tensor(
    Float64Array.from({ length: size }, (_, i) => Math.sin(1 + 1.7 * i)),
    { shape, dtype },
  );
};

const wave = (x: Tensor): Tensor => mul(tanh(add(square(x), 1)), exp(neg(x)));

test("several threads give what one gives, bit for bit", () => {
  const weights = numbers([300]);
  const functions: readonly ((x: Tensor) => Tensor | Tensor[])[] = [
    wave,
    (x) => [wave(x), mul(x, weights)],
    (x) => [add(wave(x), numbers([401, 300])), transpose(x)],
    (x) => reshape(vmap(vmap(grad(wave)))(x), [-1]),
  ];
  for (const f of functions) {
    const [one, three] = [compile(f), compile(f, { threads: 3 })];
    for (const x of [numbers([401, 300]), exp(numbers([401, 300]))]) {
      const [expected, got] = [one(x), three(x)].map((each) => (Array.isArray(each) ? each : [each]));
      got!.forEach((result, i) => {
        expect(result.shape).toEqual(expected![i]!.shape);
        expect(result.data).toEqual(expected![i]!.data);
      });
    }
  }
});

test("float32, and angles that a worker cannot reduce", () => {
  const x = numbers([100_000], "float32");
  expect(compile(wave, { threads: 2 })(x).data).toEqual(compile(wave)(x).data);
  const large = mul(numbers([100_000]), 1e9);
  const f = (y: Tensor): Tensor => sin(mul(y, tanh(y)));
  expect(compile(f, { threads: 2 })(large).data).toEqual(compile(f)(large).data);
});

test("why there is one thread is said once", () => {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
  const f = compile((x: Tensor) => sum(wave(x)), { threads: 2 });
  expect(f(numbers([200_000])).item()).toBeCloseTo(sum(wave(numbers([200_000]))).item(), 8);
  f(numbers([300_000]));
  expect(warn.mock.calls.flat()).toEqual([
    "compile: one thread instead of 2: the program is no chain of elementwise operations that could be cut into parts",
  ]);
  warn.mockRestore();
});

test("a number of threads that is none is refused", () => {
  expect(() => compile(wave, { threads: 0 })).toThrow(
    "compile: threads must be a whole number from 1 to 16, got 0",
  );
});
