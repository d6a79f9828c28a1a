import { expect, test } from "vitest";
import { grad } from "@adjoint/autodiff";
import { math, ParseError } from "@adjoint/expression";
import { tensor, type TensorLike } from "@adjoint/tensor";

test("values stand where the template has them", () => {
  const x = 1;
  const y = 2;
  expect(math`(${x}^2 + ${y}^2) * exp(-(${x}^2 + ${y}^2))`.item()).toBeCloseTo(0.03369, 6);
  expect(math`2${3}`.item()).toBe(6);
  expect(math`${2}(${3} + 1)`.item()).toBe(8);
  expect(math`${2} ${3}`.item()).toBe(6);
  expect(math`pi / 2`.item()).toBe(Math.PI / 2);
});

test("a value is a factor, never text: -1 squared is 1", () => {
  expect(math`${-1}^2`.item()).toBe(1);
});

test("matrices multiply with @ and transpose with a prime", () => {
  const a = tensor([
    [1, 2],
    [3, 4],
  ]);
  expect(math`${a}' @ ${[1, 1]}`.toArray()).toEqual([4, 6]);
  expect(math`${a} * ${a}`.toArray()).toEqual([
    [1, 4],
    [9, 16],
  ]);
});

test("the gradient flows through it", () => {
  const ring = (x: TensorLike): ReturnType<typeof math> => math`${x}^2 * exp(-${x}^2)`;
  expect(grad(ring)(1).item()).toBeCloseTo(0, 14);
});

test("each place in the program parses once", () => {
  const seen: TemplateStringsArray[] = [];
  const tag = (strings: TemplateStringsArray, ...values: TensorLike[]): number => {
    seen.push(strings);
    return math(strings, ...values).item();
  };
  const results = [1, 2, 3].map((x) => tag`${x} + 1`);
  expect(results).toEqual([2, 3, 4]);
  expect(new Set(seen).size).toBe(1);
});

test("mistakes are shown with their slot", () => {
  const x = 1;
  expect(() => math`${x} +* 2`).toThrow(ParseError);
  expect(() => math`${x} +* 2`).toThrow("  ${0} +* 2\n        ^");
  expect(() => math`1 / 2${x}`).toThrow("ambiguous");
  expect(() => math`\times`).toThrow("not LaTeX");
  expect(() => math`x + ${x}`).toThrow('unknown name "x"');
});
