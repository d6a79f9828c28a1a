import {
  add,
  broadcastTo,
  concat,
  cumsum,
  exp,
  eye,
  flip,
  less,
  logSoftmax,
  logSumExp,
  matmul,
  max,
  mean,
  mul,
  neg,
  pad,
  sin,
  slice,
  softmax,
  sort,
  square,
  stopGradient,
  sub,
  sum,
  tanh,
  tensor,
  transpose,
  reshape,
  where,
  zeros,
  any,
} from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expect, test } from "vitest";
import { cond, grad, hessian, jacobian, scan, simplify, trace, vmap, whileLoop } from "../../../src/index.ts";
import { lower } from "../../../src/compile/loops/lower.ts";
import type { Schedule, Step } from "../../../src/compile/loops/schedule.ts";
import { runSchedule } from "../run-schedule.ts";

const numbers = (...shape: number[]): Tensor => {
  const size = shape.reduce((a, b) => a * b, 1);
  return tensor(
    Float64Array.from({ length: size }, (_, i) => Math.sin(1 + 1.7 * i)),
    { shape },
  );
};

function agrees(f: (...args: Tensor[]) => unknown, ...args: Tensor[]): Schedule {
  const program = simplify(trace(f as (...xs: Tensor[]) => Tensor[])(...args));
  const schedule = lower(program);
  const expected = program.call(...args) as unknown;
  const list = (Array.isArray(expected) ? expected : [expected]) as Tensor[];
  const got = runSchedule(schedule, args);
  got.forEach((result, i) => {
    expect(result.shape).toEqual(list[i]!.shape);
    expect(result.dtype).toEqual(list[i]!.dtype);
    const [a, b] = [Array.from(result.data), Array.from(list[i]!.data)];
    a.forEach((x, at) => expect(x).toBeCloseTo(b[at]!, 12));
  });
  return schedule;
}

const kinds = (schedule: Schedule): string[] => schedule.steps.map(({ kind }) => kind);

test("a chain of elementwise operations and its gradient are one loop", () => {
  const schedule = agrees(
    (x) => {
      const y = mul(tanh(add(square(x), 1)), exp(neg(x)));
      return [y, mul(y, x)];
    },
    numbers(3, 4),
  );
  expect(kinds(schedule)).toEqual(["loops"]);
});

test("a reduction takes the chain before it into its loop", () => {
  expect(kinds(agrees((x) => [sum(mul(sin(x), x))], numbers(10)))).toEqual(["loops"]);
  expect(kinds(agrees((x) => [sum(exp(x), { axis: 0 })], numbers(3, 4)))).toEqual(["loops"]);
});

test("a softmax has one loop for each of its passes", () => {
  agrees((x) => [softmax(x, { axis: 1 })], numbers(3, 4));
  agrees((x) => [logSoftmax(x, { axis: 0 })], numbers(3, 4));
  agrees((x) => [logSumExp(x), max(x, { axis: [0, 2] }), mean(x)], numbers(3, 4, 2));
});

test("slices, pads and their gradients are read in place", () => {
  const rosenbrock = (x: Tensor): Tensor => {
    const [a, b] = [slice(x, [0, -1]), slice(x, [1, null])];
    return sum(add(mul(100, square(sub(b, square(a)))), square(sub(1, a))));
  };
  agrees((x) => [rosenbrock(x)], numbers(7));
  agrees((x) => [grad(rosenbrock)(x)], numbers(7));
  agrees((x) => [hessian(rosenbrock)(x)], numbers(7));
  agrees(
    (x) => [
      pad(x, [
        [1, 2],
        [0, 3],
      ]),
      slice(x, [null, null, 2], 1),
    ],
    numbers(5, 4),
  );
  agrees((x) => [grad((y) => sum(square(slice(exp(y), [null, null, -2]))))(x)], numbers(7));
  agrees((x) => [sum(pad(exp(x), [2, 1]))], numbers(5));
});

test("views of computed values, broadcasts and transposes", () => {
  agrees((x, y) => [add(transpose(exp(x)), y), transpose(x)], numbers(3, 4), numbers(4, 3));
  agrees((x) => [broadcastTo(exp(x), [2, 3]), flip(x)], numbers(3));
  agrees((x) => [reshape(exp(x), [2, 6]), mul(reshape(sin(x), [12]), 2), stopGradient(x)], numbers(3, 4));
  agrees((x) => [flip(pad(exp(x), [1, 1])), sort(exp(x)), cumsum(x)], numbers(4));
  agrees((x) => [concat([exp(x), x]), where(any(x), x, 0)], numbers(4));
});

test("products read transposed and broadcast operands in place", () => {
  agrees(
    (x, y) => [matmul(x, y), matmul(transpose(y), transpose(x)), matmul(exp(x), slice(y, "...", [1, 4]))],
    numbers(3, 4),
    numbers(4, 5),
  );
  agrees((x, y) => [matmul(x, y)], numbers(2, 3, 4), numbers(4, 5));
  agrees((x) => [matmul(x, x)], numbers(4));
  agrees((x, y) => [grad((a: Tensor) => sum(tanh(matmul(a, y))))(x)], numbers(3, 4), numbers(4, 5));
  agrees((x) => [jacobian((y) => matmul(y, exp(y)))(x)], numbers(2, 2));
});

test("a Hessian that is mostly 0 is computed where it is not", () => {
  const rosenbrock = (x: Tensor): Tensor => {
    const [a, b] = [slice(x, [0, -1]), slice(x, [1, null])];
    return sum(add(mul(100, square(sub(b, square(a)))), square(sub(1, a))));
  };
  const turns = (schedule: Schedule): number =>
    schedule.steps.reduce(
      (total, step) =>
        step.kind === "loops" && step.kernel.nodes.length > 1
          ? total + step.kernel.lengths.reduce((a, b) => a * b, 1)
          : total,
      0,
    );
  const schedule = agrees((x) => [hessian(rosenbrock)(x)], numbers(40));
  expect(kinds(schedule)).toContain("cond");
  expect(turns(schedule)).toBeLessThan(300);
  agrees((x) => [hessian((y: Tensor) => sum(mul(exp(y), sin(y))))(x)], numbers(40));
  agrees((x) => [jacobian((y: Tensor) => mul(pad(y, [1, 2]), pad(y, [0, 3])))(x)], numbers(30));
  agrees((x) => [mul(slice(eye(40), [3, 30]), x)], numbers(40));
});

test("0 times infinity is not forgotten", () => {
  const x = tensor(Float64Array.from({ length: 40 }, (_, i) => (i === 7 ? Infinity : i)));
  const schedule = lower(simplify(trace((v: Tensor) => [mul(eye(40), v)])(x)));
  expect(kinds(schedule)).toContain("cond");
  const [got] = runSchedule(schedule, [x]);
  expect(got!.toArray()).toEqual(mul(eye(40), x).toArray());
});

test("where a number on the way is too large, all of a Hessian is computed", () => {
  const chain = (v: Tensor): Tensor => {
    const [a, b] = [slice(v, [0, -1]), slice(v, [1, null])];
    return sum(mul(100, square(sub(b, square(a)))));
  };
  const x = tensor(Float64Array.from({ length: 32 }, (_, i) => (i === 0 ? 1e200 : i)));
  const schedule = lower(simplify(trace((v: Tensor) => [hessian(chain)(v)])(x)));
  expect(kinds(schedule)).toContain("cond");
  expect(runSchedule(schedule, [x])[0]!.toArray()).toEqual(hessian(chain)(x).toArray());
});

test("stacks of products that share a matrix are one product", () => {
  const shapeOf = (schedule: Schedule): unknown[] =>
    schedule.steps.flatMap((step) => {
      if (step.kind !== "product") return [];
      const { stack, m, n, k } = step.product;
      return [[stack, m, n, k]];
    });
  const a = numbers(3, 4);
  expect(
    shapeOf(agrees((x) => [vmap((y: Tensor) => matmul(y, numbers(4, 2)))(x)], numbers(5, 3, 4))),
  ).toEqual([[[], 15, 2, 4]]);
  expect(shapeOf(agrees((x) => [vmap((y: Tensor) => matmul(a, y))(x)], numbers(5, 4)))).toEqual([
    [[], 5, 3, 4],
  ]);
  expect(shapeOf(agrees((x) => [vmap((y: Tensor) => matmul(y, a))(x)], numbers(5, 3)))).toEqual([
    [[], 5, 4, 3],
  ]);
  expect(shapeOf(agrees((x) => [vmap((y: Tensor) => matmul(a, y))(x)], numbers(5, 4, 2)))).toEqual([
    [[5], 3, 2, 4],
  ]);
  agrees(
    (x, y) => [matmul(x, y), matmul(transpose(x, [0, 1, 3, 2]), y)],
    numbers(2, 3, 4, 4),
    numbers(3, 4, 4),
  );
});

test("values without elements", () => {
  agrees((x) => [sum(exp(x)), sum(x, { axis: 0 }), exp(x), matmul(x, zeros([0, 2]))], numbers(3, 0));
  agrees((x) => [pad(x, [2, 2])], numbers(0));
});

test("what a loop carries to its end is read by the loops behind it", () => {
  agrees(
    (x, ys) => {
      const { carry } = scan((c, y) => ({ carry: add(mul(c, 0.5), y) }), x, ys);
      return [mul(carry, 2), pad(carry, [1, 0])];
    },
    numbers(3),
    numbers(5, 3),
  );
  agrees(
    (x) => [
      mul(
        whileLoop(
          (y) => less(sum(y), 100),
          (y) => mul(y, 2),
          x,
        ),
        3,
      ),
    ],
    exp(numbers(3)),
  );
});

test("loops and branches are steps with steps inside", () => {
  const schedule = agrees(
    (x, ys) => {
      const { carry, ys: totals } = scan(
        (c, y) => {
          const next = add(mul(c, 0.5), exp(y));
          return { carry: next, y: mul(next, x) };
        },
        x,
        ys,
      );
      return [carry, totals];
    },
    numbers(3),
    numbers(5, 3),
  );
  expect(kinds(schedule)).toContain("scan");
  agrees(
    (x) => [
      whileLoop(
        (y) => less(sum(y), 100),
        (y) => mul(y, 2),
        x,
      ),
    ],
    exp(numbers(3)),
  );
  agrees(
    (x) => [
      cond(
        less(sum(x), 0),
        (y) => exp(y),
        (y) => sin(y),
        x,
      ),
    ],
    numbers(3),
  );
  agrees(
    (x) => [
      vmap((y: Tensor) =>
        cond(
          less(y, 0),
          (z) => exp(z),
          (z) => sin(z),
          y,
        ),
      )(x),
    ],
    numbers(6),
  );
});

test("chains of thousands of operations are followed from one stored value to the next", () => {
  const schedule = agrees((x) => {
    let y = x;
    for (let k = 0; k < 3000; k++) y = sub(mul(y, 0.5), x);
    return [y];
  }, numbers(2));
  const [step] = schedule.steps as [Step & { kind: "loops" }];
  expect(step.kernel.stores.length).toBeGreaterThan(10);
});
