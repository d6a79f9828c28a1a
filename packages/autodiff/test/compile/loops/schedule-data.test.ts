import {
  atan,
  bind,
  cumsum,
  exp,
  hypot,
  matmul,
  mul,
  pow,
  softplus,
  sum,
  tensor,
  unary,
} from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expect, test } from "vitest";
import { grad, simplify, trace } from "../../../src/index.ts";
import { lower } from "../../../src/compile/loops/lower.ts";
import { scheduleFromData, scheduleToData } from "../../../src/compile/loops/schedule-data.ts";
import { runSchedule } from "../run-schedule.ts";

const x = tensor([
  [0.3, -2],
  [1.5, 4],
]);

test("a schedule is the same after it has been sent", () => {
  const weights = tensor([
    [1, 2],
    [3, 4],
  ]);
  const f = (v: Tensor): Tensor => sum(mul(softplus(matmul(v, weights)), atan(hypot(exp(v), pow(v, 2.5)))));
  const schedule = lower(simplify(trace((v: Tensor) => [f(v), grad(f)(v)])(x)));
  const received = scheduleFromData(structuredClone(scheduleToData(schedule)));
  const [expected, got] = [schedule, received].map((each) => runSchedule(each, [x]).map(String));
  expect(got).toEqual(expected);
});

test("what the receiver does not have is named", () => {
  const of = (f: (v: Tensor) => Tensor) => () => scheduleToData(lower(trace((v: Tensor) => [f(v)])(x)));
  expect(of((v) => cumsum(v))).toThrow(
    /^packProgram: the program uses the kernel of cumsum, which cannot be sent/,
  );
  const halving = unary({ name: "halve", kernel: (a) => a / 2, tangent: (t) => mul(t, 0.5) });
  expect(of((v) => bind(halving, [v], null)[0])).toThrow(/a function of numbers that has no name/);
});
