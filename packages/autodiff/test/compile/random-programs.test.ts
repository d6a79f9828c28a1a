import { AdjointError, isInexact, mul, sum, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expect, test } from "vitest";
import { lower } from "../../src/compile/loops/lower.ts";
import { optimise } from "../../src/compile/passes/optimise.ts";
import { compile, evaluateProgram, grad, trace, vmap } from "../../src/index.ts";
import type { Backend } from "../../src/index.ts";
import { randomFunction } from "./random-programs.ts";
import { runSchedule } from "./run-schedule.ts";

const backends: readonly Backend[] = ["webassembly", "javascript", "interpreter"];

/** A longer run: `RANDOM_PROGRAMS=20000 pnpm vitest run random-programs`. */
const count = Number(process.env["RANDOM_PROGRAMS"] ?? 150);

function expectSame(
  got: readonly Tensor[],
  expected: readonly Tensor[],
  isExact: boolean,
  about: string,
): void {
  got.forEach((result, i) => {
    const { shape, dtype, data } = expected[i]!;
    expect([result.shape, result.dtype], about).toEqual([shape, dtype]);
    const scale = Array.from(data).reduce(
      (most, x) => (Number.isFinite(x) ? Math.max(most, Math.abs(x)) : most),
      1,
    );
    const tolerance = isExact ? 0 : (dtype === "float32" ? 1e-4 : 1e-10) * scale;
    const differs = data.findIndex((x, at) => {
      const y = result.data[at]!;
      return !(Object.is(x, y) || Math.abs(x - y) <= tolerance || (!isExact && x === y));
    });
    expect(
      differs < 0
        ? ""
        : `${about}: output ${i}, element ${differs}: ${data[differs]} and ${result.data[differs]}`,
    ).toBe("");
  });
}

test.each([
  ["elementwise operations and views, of all numbers, bit for bit", true],
  ["all kinds of operations", false],
])("random programs of %s", (_title, isExact) => {
  for (let seed = 1; seed <= count; seed++) {
    const { f, inputs, text } = randomFunction(seed + (isExact ? 0 : 1e6), 14, isExact);
    const about = `seed ${seed}: ${text}`;
    const expected = f(...inputs);
    const program = trace(f)(...inputs);
    expectSame(evaluateProgram(optimise(program), inputs), expected, isExact, `optimised, ${about}`);
    expectSame(runSchedule(lower(optimise(program)), inputs), expected, isExact, `lowered, ${about}`);
    for (const backend of backends) {
      const compiled = compile(f, { backend });
      expectSame(compiled(...inputs), expected, isExact, `${backend}, ${about}`);
      expectSame(compiled(...inputs), expected, isExact, `${backend} again, ${about}`);
    }
  }
});

test("their gradients and maps, compiled before and after", () => {
  let compared = 0;
  for (let seed = 1; seed <= count / 3; seed++) {
    const { f, inputs, text } = randomFunction(seed + 2e6, 8, false);
    const last = (...xs: Tensor[]): Tensor => {
      const y = f(...xs).findLast(({ dtype }) => isInexact(dtype)) ?? xs[0]!;
      return sum(mul(y, y));
    };
    const argnums = inputs.map((_, i) => i);
    let expected: readonly Tensor[];
    try {
      expected = grad(last, { argnums })(...inputs);
    } catch (error) {
      // Of what was picked nothing may depend on the inputs in a way that has a derivative.
      if (!(error instanceof AdjointError)) throw error;
      continue;
    }
    if (expected.some(({ data }) => data.some((x) => !Number.isFinite(x)))) continue;
    for (const backend of backends.slice(0, 2)) {
      const before = compile(grad(last, { argnums }), { backend })(...inputs);
      expectSame(before, expected, false, `${backend}, gradient, seed ${seed}: ${text}`);
      const after = grad(compile(last, { backend }), { argnums })(...inputs);
      expectSame(after, expected, false, `${backend}, gradient of the compiled, seed ${seed}: ${text}`);
    }
    const [first, ...others] = inputs;
    const batch = tensor([0.5, -1]);
    const mapped = (g: typeof last) => vmap((s: Tensor) => g(mul(first!, s), ...others))(batch);
    const values = mapped(last);
    for (const backend of backends.slice(0, 2)) {
      expectSame(
        [mapped(compile(last, { backend }))],
        [values],
        false,
        `${backend}, map, seed ${seed}: ${text}`,
      );
    }
    compared++;
  }
  expect(compared).toBeGreaterThan(count / 8);
});
