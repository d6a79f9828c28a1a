/**
 * How long programs take in JavaScript and in WebAssembly, and which of the two `"auto"` chooses: where the numbers of
 * src/compile/estimate.ts come from. `node packages/autodiff/bench/backends.ts`
 */
import { add, exp, matmul, mul, square, sub, sum, tanh, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { estimate } from "../src/compile/estimate.ts";
import { lower } from "../src/compile/loops/lower.ts";
import { optimise } from "../src/compile/passes/optimise.ts";
import { compile, grad, scan, trace } from "../src/index.ts";

type Function = (...xs: Tensor[]) => unknown;

const numbers = (...shape: number[]): Tensor => {
  const size = shape.reduce((a, b) => a * b, 1);
  return tensor(
    Float64Array.from({ length: size }, (_, i) => Math.sin(i + 1)),
    { shape },
  );
};

const plain: Function = (x) => add(mul(x, x), sub(mul(x, 3), square(add(x, 1))));
const called: Function = (x) => mul(tanh(x), exp(x));
const total = (x: Tensor): Tensor => sum(square(mul(x, add(x, 2))));
const steps: Function = (x) =>
  scan((c: Tensor) => ({ carry: sub(c, mul(0.1, grad(total)(c))) }), x, null, { length: 100 }).carry;

const cases: readonly (readonly [name: string, f: Function, ...inputs: Tensor[]])[] = [
  ...[1, 4, 16, 64, 256, 1024].map((n) => [`5 operations of ${n}`, plain, numbers(n)] as const),
  ...[1, 4, 16, 64, 256].map((n) => [`exp and tanh of ${n}`, called, numbers(n)] as const),
  ...[4, 32, 256].map((n) => [`gradient of a sum of ${n}`, grad(total) as Function, numbers(n)] as const),
  ...[1, 8, 64].map((n) => [`100 steps of descent of ${n}`, steps, numbers(n)] as const),
  ...[2, 4, 8, 16].map(
    (n) => [`product of ${n}×${n}`, matmul as Function, numbers(n, n), numbers(n, n)] as const,
  ),
];

const table = cases.map(([name, f, ...inputs]) => {
  const [javascript, webassembly] = (["javascript", "webassembly"] as const).map((backend) =>
    nanoseconds(compile(f as (...xs: Tensor[]) => Tensor, { backend }), inputs),
  ) as [number, number];
  const expected = estimate(lower(optimise(trace(f as (...xs: Tensor[]) => Tensor)(...inputs))));
  const chosen = expected.javascript <= expected.webassembly ? javascript : webassembly;
  return {
    name,
    javascript: Math.round(javascript),
    webassembly: Math.round(webassembly),
    "estimated javascript": Math.round(expected.javascript),
    "estimated webassembly": Math.round(expected.webassembly),
    "chosen / best": (chosen / Math.min(javascript, webassembly)).toFixed(2),
  };
});
console.table(table);

/** The median time of a call. */
function nanoseconds(f: (...xs: Tensor[]) => Tensor, inputs: readonly Tensor[]): number {
  let count = 1;
  const run = (): number => {
    const start = performance.now();
    for (let i = 0; i < count; i++) f(...inputs);
    return performance.now() - start;
  };
  for (let spent = 0; spent < 150;) {
    const time = run();
    spent += time;
    if (time < 5) count *= 2;
  }
  const times = Array.from({ length: 21 }, () => (run() / count) * 1e6);
  return times.toSorted((a, b) => a - b)[10]!;
}
