import {
  add,
  cos,
  DomainError,
  exp,
  expm1,
  full,
  log,
  log1p,
  matmul,
  mod,
  mul,
  neg,
  sigmoid,
  sin,
  square,
  sum,
  tensor,
  treeNode,
  tanh,
} from "@adjoint/tensor";
import type { Tensor, TreeNode } from "@adjoint/tensor";
import { describe, expect, test } from "vitest";
import {
  checkFinite,
  compile,
  grad,
  hessian,
  hvp,
  jvp,
  scan,
  trace,
  valueAndGrad,
  vjp,
  vmap,
} from "../../src/index.ts";
import type { Backend } from "../../src/index.ts";

const backends: readonly Backend[] = ["auto", "webassembly", "javascript", "interpreter"];

/** (x² + y²)·exp(−(x² + y²)) */
const ring = (x: Tensor, y: Tensor): Tensor => {
  const r = add(square(x), square(y));
  return mul(r, exp(neg(r)));
};

describe.each(backends)("%s", (backend) => {
  test("results are those of the function, bit for bit", () => {
    const f = grad(ring, { argnums: [0, 1] });
    const compiled = compile(f, { backend });
    for (const [x, y] of [
      [0.5, 0],
      [-0, 2],
      [1e200, 1],
      [NaN, 0],
    ] as const) {
      expect(compiled(x, y).map((part) => part.item())).toEqual(f(x, y).map((part) => part.item()));
    }
  });

  test("sums of one element each begin with 0 too, so that those of −0 are 0", () => {
    const f = (x: Tensor): Tensor[] => [sum(x, { axis: 0 }), sum(x, { axis: 1 }), sum(x)];
    for (const shape of [
      [1, 1],
      [1, 3],
      [3, 1],
    ]) {
      const x = full(shape, -0);
      const results = compile(f, { backend })(x);
      f(x).forEach((expected, i) => expect([...results[i]!.data]).toEqual([...expected.data]));
    }
  });

  test("checkFinite watches a compiled function, of numbers too", () => {
    const f = compile((x: Tensor) => log(x), { backend });
    for (const x of [1, [1, 2]]) {
      expect(String(checkFinite(f)(tensor(x)))).toBe(String(f(tensor(x))));
    }
    expect(() => checkFinite(f)(0)).toThrow("checkFinite: log gives -Infinity");
    expect(f(0).item()).toBe(-Infinity);
    expect(() => checkFinite(f)(0)).toThrow("checkFinite: log gives -Infinity");
  });

  test("trees go in and come out", () => {
    const f = compile(({ w, b }: { w: Tensor; b: Tensor }, x: Tensor) => ({ out: add(matmul(w, x), b), w }), {
      backend,
    });
    const w = tensor([
      [1, 2],
      [3, 4],
    ]);
    const result = f({ w, b: tensor([10, 20]) }, tensor([1, 1]));
    expect(result.out.toArray()).toEqual([13, 27]);
    expect(result.w.toArray()).toEqual(w.toArray());
  });

  test("other shapes, dtypes and forms are recorded anew, the same are not", () => {
    let recorded = 0;
    const f = compile(
      (x: Tensor) => {
        recorded++;
        return mul(x, 2);
      },
      { backend },
    );
    expect(f(tensor([1, 2])).toArray()).toEqual([2, 4]);
    expect(f(tensor([3, 4])).toArray()).toEqual([6, 8]);
    expect(recorded).toBe(1);
    expect(f(tensor([3, 4, 5])).toArray()).toEqual([6, 8, 10]);
    expect(f(tensor([3], { dtype: "float32" })).dtype).toBe("float32");
    expect(f(3).item()).toBe(6);
    expect(recorded).toBe(4);
  });

  test("it can be differentiated, mapped and compiled again, in any order", () => {
    const x = tensor([0.3, -0.7, 1.1]);
    const f = (v: Tensor): Tensor => sum(mul(tanh(mul(v, v)), sin(v)));
    const g = compile(f, { backend });
    const close = (a: Tensor, b: Tensor): void => {
      expect(a.shape).toEqual(b.shape);
      Array.from(a.data).forEach((value, i) => expect(value).toBeCloseTo(b.data[i]!, 13));
    };
    close(grad(g)(x), grad(f)(x));
    close(compile(grad(g), { backend })(x), grad(f)(x));
    close(hessian(g)(x), hessian(f)(x));
    close(grad((v: Tensor) => sum(square(grad(g)(v))))(x), grad((v: Tensor) => sum(square(grad(f)(v))))(x));
    close(hvp(g, x, x), hvp(f, x, x));
    close(jvp(g, [x], [x]).tangent, jvp(f, [x], [x]).tangent);
    close(vjp(g, x).pullback(2)[0], vjp(f, x).pullback(2)[0]);
    const points = tensor([
      [1, 2, 3],
      [0, -1, 4],
    ]);
    close(vmap(g)(points), vmap(f)(points));
    close(vmap(grad(g))(points), vmap(grad(f))(points));
    close(compile(vmap(valueAndGrad(g)), { backend })(points).grad, vmap(grad(f))(points));
    close(trace(g)(x).call(x), f(x));
  });

  test("values that the function takes from outside are differentiated too", () => {
    const f = (a: Tensor): Tensor => compile((x: Tensor) => mul(x, exp(a)), { backend })(a);
    expect(grad(f)(1).item()).toBeCloseTo(2 * Math.E, 12);
    const shared = (a: Tensor): Tensor => {
      const g = compile((x: Tensor) => mul(x, a), { backend });
      return add(g(a), g(2));
    };
    expect(grad(shared)(3).item()).toBeCloseTo(8, 12);
  });

  test("what a loop carries may change places", () => {
    const f = (a: Tensor, b: Tensor): readonly Tensor[] =>
      scan(([c, d]) => ({ carry: [d, add(c, mul(0.5, d))] as const }), [a, b] as const, null, { length: 7 })
        .carry;
    const args = [tensor([1, 2]), tensor([-3, 0.5])] as const;
    expect(compile(f, { backend })(...args).map(String)).toEqual(f(...args).map(String));
  });

  test("a loop gives what it carried before it carries the next", () => {
    const f = (x: Tensor, ys: Tensor): Tensor[] => {
      const { carry, ys: before } = scan((c, y) => ({ carry: tanh(add(c, y)), y: c }), x, ys);
      return [carry, before];
    };
    const args = [tensor(0.5), tensor([1, 2, 3])] as const;
    expect(compile(f, { backend })(...args).map(String)).toEqual(f(...args).map(String));
  });

  test("an error names the line that made the operation", () => {
    const total = compile((x: Tensor) => sum(mod(x, tensor([2, 0], { dtype: "int32" }))), { backend });
    const f = (): unknown => total(tensor([3, 4], { dtype: "int32" }));
    expect(f).toThrow(/^mod: b has a 0 in it.*\(in a compiled function, .*compile\.test\.ts:\d+:\d+\)?\)$/);
    expect(f).toThrow(DomainError);
  });

  test("a function that reads a value is refused with its reason", () => {
    expect(() => compile((x: Tensor) => mul(x, x.item()), { backend })(1)).toThrow(/compile: the value of/);
  });
});

test("trees of other types are recorded anew, those that do not say their type every time", () => {
  interface Scaled extends TreeNode<{ readonly x: Tensor }> {
    value(): Tensor;
  }
  const scaled = (x: Tensor, factor: number, type?: unknown): Scaled => ({
    value: () => mul(x, factor),
    [treeNode]: () => ({
      children: { x },
      type,
      rebuild: (children) => scaled(children["x"] as Tensor, factor, type),
    }),
  });
  let recorded = 0;
  const f = compile((tree: Scaled) => {
    recorded++;
    return tree.value();
  });
  expect(f(scaled(tensor(5), 2, "double")).item()).toBe(10);
  expect(f(scaled(tensor(6), 2, "double")).item()).toBe(12);
  expect(recorded).toBe(1);
  expect(f(scaled(tensor(5), 3, "triple")).item()).toBe(15);
  expect(f(scaled(tensor(5), 4)).item()).toBe(20);
  expect(f(scaled(tensor(5), 5)).item()).toBe(25);
  expect(recorded).toBe(4);
});

test.each(Object.entries({ cos, exp, expm1, log, log1p, sigmoid, sin, tanh }))(
  "%s of float32 is within 2 units in the last place of that without compile",
  (_, f) => {
    const numbers = Array.from({ length: 2000 }, (_value, i) => 0.05 * i + Math.abs(Math.sin(i)));
    const x = tensor([...numbers, 0, NaN, Infinity, 1e6], { dtype: "float32" });
    for (const each of [x, neg(x)]) {
      const [expected, got] = [f(each).data, compile(f, { backend: "webassembly" })(each).data];
      const differs = expected.findIndex((y, i) => {
        // Eager evaluation rounds by half a unit; a unit is 2⁻¹⁴⁹ at least.
        const bound = 2.5 * Math.max(Math.abs(y) * 2 ** -23, 2 ** -149);
        return !Object.is(y, got[i]) && !(Math.abs(y - got[i]!) <= bound);
      });
      expect(differs < 0 ? "" : `${each.data[differs]}: ${expected[differs]}, ${got[differs]}`).toBe("");
    }
  },
);

test("unknown options and backends are refused", () => {
  expect(() => compile(ring, { backend: "gpu" as Backend })).toThrow(
    'compile: no backend "gpu"; there are auto, webassembly, javascript, interpreter',
  );
  expect(() => compile(ring, { engine: 1 } as object)).toThrow(/engine/);
  expect(() => compile(3 as never)).toThrow("compile: f must be a function, got 3");
});
