import {
  add,
  div,
  exp,
  greater,
  less,
  log,
  mul,
  neg,
  sin,
  sqrt,
  square,
  stack,
  stopGradient,
  sum,
  tensor,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { expect, test } from "vitest";
import { cond, evaluateProgram, grad, hessian, jvp, trace, vmap } from "../src/index.ts";
import { expectNear } from "./close.ts";
import { recordedAt } from "./recorded-at.ts";

/** √x above zero, −x below. */
const root = (x: Tensor): Tensor =>
  cond(
    greater(x, 0),
    (y) => sqrt(y),
    (y) => neg(y),
    x,
  );

test("a known predicate is an if: one branch runs, also inside a derivative", () => {
  const ran: string[] = [];
  const branch =
    (name: string) =>
    (y: Tensor): Tensor => {
      ran.push(name);
      return y.item() > 0 ? neg(y) : y;
    };
  const g = (x: Tensor): Tensor => cond(greater(x, 0), branch("true"), branch("false"), x);
  expect(g(tensor(2)).item()).toBe(-2);
  expect(grad(g)(-2).item()).toBe(1);
  expect(ran).toEqual(["true", "false"]);
});

test("the predicate may be a boolean or a number", () => {
  const choose = (predicate: TensorLike): number =>
    cond(
      predicate,
      () => 1,
      () => 2,
    ).item();
  expect([choose(true), choose(false), choose(3), choose(0)]).toEqual([1, 2, 1, 2]);
});

test("a program holds both branches and runs one", () => {
  const program = trace(root)(1);
  expect(String(program)).toMatchInlineSnapshot(`
    "program(a:float64[]) {
      b:bool[] = greater a 0
      g:float64[] = cond{
        whenTrue=program(c:float64[]) {
          d:float64[] = sqrt c
          return d
        },
        whenFalse=program(e:float64[]) {
          f:float64[] = neg e
          return f
        }
      } b a
      return g
    }"
  `);
  expect([program.call(4).item(), program.call(-4).item()]).toEqual([2, 4]);
  expect([grad(program.call.bind(program))(4).item()]).toEqual([0.25]);
});

test("derivatives of programs are programs, of any order", () => {
  const f = (x: Tensor, y: Tensor): Tensor =>
    cond(
      less(x, y),
      (a, b) => mul(sin(a), exp(b)),
      (a) => mul(a, square(a)),
      x,
      y,
    );
  const gradient = grad(f, { argnums: [0, 1] });
  for (const at of [
    [0.3, 0.5],
    [0.7, 0.5],
  ] as const) {
    const recorded = evaluateProgram(
      trace(gradient)(tensor(0), tensor(0)),
      at.map((x) => tensor(x)),
    );
    expectNear(stack(recorded), stack(gradient(...at)));
    expectNear(recordedAt(hessian(f), ...at), hessian(f)(...at));
    expectNear(recordedAt(grad(grad(grad(f))), ...at), grad(grad(grad(f)))(...at));
    const program = trace(f)(0, 0);
    expectNear(grad(grad((x: Tensor, y: Tensor) => program.call(x, y)))(...at), grad(grad(f))(...at));
  }
});

test("a branch without a derivative gives zero where the other has one", () => {
  const f = (x: Tensor): Tensor =>
    cond(
      greater(x, 0),
      (y) => square(y),
      () => tensor(7),
      x,
    );
  expect([recordedAt(grad(f), 3).item(), recordedAt(grad(f), -3).item()]).toEqual([6, 0]);
});

test("mapped, every call takes its branch, in values and derivatives", () => {
  const points = tensor([4, 0, -3]);
  const slopes = [0.25, -1, -1];
  expect(vmap(root)(points).toArray()).toEqual([2, -0, 3]);
  expect(vmap(grad(root))(points).toArray()).toEqual(slopes);
  const total = (x: Tensor): Tensor => sum(vmap(root)(x));
  // √0 has an infinite derivative, which must not reach the calls that do not take it.
  expect(grad(total)(points).toArray()).toEqual(slopes);
  const recorded = trace(grad(total))(points);
  expect(recorded.call(points).toArray()).toEqual(slopes);
  expect(recorded.call(tensor([0, 0, 0])).toArray()).toEqual([-1, -1, -1]);
  expect(recorded.call(tensor([1, 4, 16])).toArray()).toEqual([0.5, 0.25, 0.125]);
});

test("mapped second derivatives are free of the other branch too", () => {
  const safeLog = (x: Tensor): Tensor =>
    cond(
      greater(x, 0),
      (y) => log(y),
      (y) => mul(y, y),
      x,
    );
  const points = tensor([2, 0, -1]);
  expect(vmap(grad(grad(safeLog)))(points).toArray()).toEqual([-0.25, 2, 2]);
  const total = (x: Tensor): Tensor => sum(vmap(safeLog)(x));
  expect(hessian(total)(points).toArray()).toEqual([
    [-0.25, 0, 0],
    [0, 2, 0],
    [0, 0, 2],
  ]);
});

test("a predicate that is the same in all calls maps the branches", () => {
  const f = (flag: Tensor, x: Tensor): Tensor =>
    cond(
      flag,
      (y) => mul(2, y),
      (y) => neg(y),
      x,
    );
  const mapped = vmap(f, { inAxes: [null, 0] });
  const program = trace(mapped)(tensor(true), tensor([1, 2]));
  expect(program.call(tensor(true), tensor([1, 2])).toArray()).toEqual([2, 4]);
  expect(program.call(tensor(false), tensor([1, 2])).toArray()).toEqual([-1, -2]);
});

test("values from outside are differentiated, through programs and maps", () => {
  const f = (w: Tensor, x: Tensor): Tensor =>
    cond(
      greater(x, 0),
      () => mul(w, x),
      () => square(w),
    );
  expect(recordedAt(grad(f), 3, 5).item()).toBe(5);
  expect(recordedAt(grad(f), 3, -5).item()).toBe(6);
  const total = (w: Tensor): Tensor => sum(vmap((x: Tensor) => f(w, x))(tensor([5, -5])));
  expect(grad(total)(3).item()).toBe(11);
});

test("it nests, and stopGradient inside holds", () => {
  const f = (x: Tensor): Tensor =>
    cond(
      greater(x, 0),
      (y) =>
        cond(
          greater(y, 1),
          (z) => square(z),
          (z) => mul(z, stopGradient(z)),
          y,
        ),
      (y) => div(1, y),
      x,
    );
  for (const [at, slope] of [
    [3, 6],
    [0.5, 0.5],
    [-2, -0.25],
  ]) {
    expect(grad(f)(at!).item()).toBe(slope);
    expect(recordedAt(grad(f), at!).item()).toBe(slope);
  }
  expect(grad((x: Tensor) => sum(vmap(f)(x)))(tensor([3, 0.5, -2])).toArray()).toEqual([6, 0.5, -0.25]);
});

test("operands and results are trees, integers among them", () => {
  const f = (p: { x: Tensor; n: Tensor }): { y: Tensor; n: Tensor } =>
    cond(
      greater(p.x, 0),
      (q) => ({ y: mul(q.x, q.n), n: add(q.n, q.n) }),
      (q) => ({ y: q.x, n: q.n }),
      p,
    );
  const n = tensor(3, { dtype: "int32" });
  const program = trace((x: Tensor) => f({ x, n }))(1);
  expect(program.call(2).n.toArray()).toBe(6);
  expect(grad((x: Tensor) => program.call(x).y)(2).item()).toBe(3);
  expect(jvp((x: Tensor) => f({ x, n }).y, [2], [1]).tangent.item()).toBe(3);
});

test("branches that do not fit each other are named", () => {
  const record =
    (whenTrue: (x: Tensor) => unknown, whenFalse: (x: Tensor) => unknown): (() => unknown) =>
    () =>
      trace((x: Tensor) => cond(greater(x, 0), whenTrue, whenFalse, x))(1);
  expect(
    record(
      (x) => x,
      (x) => ({ x }),
    ),
  ).toThrow("cond: the branches: trees differ: expected ·, got {x: ·}");
  expect(
    record(
      (x) => x,
      () => tensor([1, 2]),
    ),
  ).toThrow(
    "cond: the branches differ in tensor 0: float64[] and float64[2]; they must have equal shapes and dtypes: use broadcastTo or astype",
  );
  expect(
    record(
      (x) => x,
      (x) => greater(x, 0),
    ),
  ).toThrow("float64[] and bool[]");
});

test("a predicate that is no scalar is refused", () => {
  expect(() =>
    cond(
      tensor([true, false]),
      () => 1,
      () => 2,
    ),
  ).toThrow(
    "cond: the predicate must be a scalar, got the shape [2]; reduce it with any or all, or choose element by element with where",
  );
  expect(() => cond(true, () => 1, 2 as never)).toThrow("must be a function");
});
