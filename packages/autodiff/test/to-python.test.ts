import * as t from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expect, test } from "vitest";
import { compile, grad, simplify, toPython, trace } from "../src/index.ts";
import type { Program } from "../src/index.ts";
import { ring } from "./functions.ts";
import { choose } from "./nested.ts";

const x = t.tensor([1, 2, 3]);

test("a program is a module of PyTorch", () => {
  expect(toPython(simplify(trace(grad(ring))(x)), "torch", { name: "gradient" })).toMatchInlineSnapshot(`
    "import torch


    def gradient(a):
        # a: float64[3]
        b = torch.square(a)  # float64[3]
        c = torch.sum(b)  # float64[]
        d = -c  # float64[]
        e = torch.exp(d)  # float64[]
        f = c * e  # float64[]
        g = e - f  # float64[]
        h = torch.broadcast_to(g, (3,))  # float64[3]
        i = 2.0 * a  # float64[3]
        j = h * i  # float64[3]
        return j


    if __name__ == "__main__":
        print(gradient(torch.full((3,), 0.5, dtype=torch.float64)))
    "
  `);
});

test("a program is a module of JAX", () => {
  expect(toPython(trace((a: Tensor) => t.mul(t.slice(a, [null, null, -1]), 2))(x), "jax"))
    .toMatchInlineSnapshot(`
    "import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)


    def f(a):
        # a: float64[3]
        b = a[2::-1]  # float64[3]
        c = b * 2.0  # float64[3]
        return c


    if __name__ == "__main__":
        print(f(jnp.full((3,), 0.5, dtype=jnp.float64)))
    "
  `);
});

test("a compiled function is a function of its own", () => {
  const f = compile((a: Tensor) => t.sin(a));
  expect(
    toPython(trace((a: Tensor) => t.mul(f(a), 2))(x), "torch")
      .split("\n")
      .slice(3, 15),
  ).toEqual([
    "def compiled_1(a):",
    "    # a: float64[3]",
    "    b = torch.sin(a)  # float64[3]",
    "    return b",
    "",
    "",
    "def f(a):",
    "    # a: float64[3]",
    "    b = compiled_1(a)  # float64[3]",
    "    c = b * 2.0  # float64[3]",
    "    return c",
    "",
  ]);
});

test("constants are exact", () => {
  const f = (a: Tensor): Tensor[] => [
    t.mul(a, 0.1),
    t.sub(-0, a),
    t.where(t.greater(a, 1e-300), a, [1, NaN, -Infinity]),
    t.where(t.less(a, 1e300), a, 0),
    t.take(a, [2, 0]),
    t.where([true, false, true], a, Infinity),
    t.tensor(4),
    t.zeros([0, 2]),
  ];
  expect(bodyOf(trace(f)(x))).toMatchInlineSnapshot(`
    "def f(a):
        # a: float64[3]
        A = torch.tensor([1.0, float("nan"), float("-inf")], dtype=torch.float64)
        B = torch.full((3,), 0.0, dtype=torch.float64)
        C = torch.tensor([2, 0], dtype=torch.int32)
        D = torch.tensor([True, False, True], dtype=torch.bool)
        E = torch.full((3,), float("inf"), dtype=torch.float64)
        F = torch.tensor(4.0, dtype=torch.float64)
        G = torch.zeros((0, 2), dtype=torch.float64)
        b = a * 0.1  # float64[3]
        c = -0.0 - a  # float64[3]
        d = a > 1e-300  # bool[3]
        e = torch.where(d, a, A)  # float64[3]
        f = a < 1e+300  # bool[3]
        g = torch.where(f, a, B)  # float64[3]
        h = a[C.long()]  # float64[2]
        i = torch.where(D, a, E)  # float64[3]
        return (b, c, e, g, h, i, F, G)"
  `);
});

test("a constant is declared once, and only where its name is needed", () => {
  const table = t.tensor([
    [1, 2, 3],
    [4, 5, 6],
  ]);
  const f = (a: Tensor): Tensor => t.add(t.matmul(table, a), t.matmul(table, t.neg(a)));
  expect(
    bodyOf(trace(f)(x))
      .split("\n")
      .filter((line) => line.includes("tensor(")),
  ).toEqual(["    A = torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], dtype=torch.float64)"]);
  expect(bodyOf(trace((a: Tensor) => t.mul(2, a))(x))).not.toContain("tensor(");
});

test("integers stay int32", () => {
  const i = t.tensor([1, 2, 3], { dtype: "int32" });
  const f = (a: Tensor): Tensor[] => [t.sum(a), t.mul(a, 2), t.prod(a)];
  expect(bodyOf(trace(f)(i))).toMatchInlineSnapshot(`
    "def f(a):
        # a: int32[3]
        b = torch.sum(a, dtype=torch.int32)  # int32[]
        c = a * 2  # int32[3]
        d = torch.prod(a, dtype=torch.int32)  # int32[]
        return (b, c, d)"
  `);
  expect(bodyOf(trace(f)(i), "jax")).toMatchInlineSnapshot(`
    "def f(a):
        # a: int32[3]
        b = jnp.sum(a, dtype=jnp.int32)  # int32[]
        c = a * 2  # int32[3]
        d = jnp.prod(a, dtype=jnp.int32)  # int32[]
        return (b, c, d)"
  `);
});

test("variables do not take Python's words", () => {
  const f = (a: Tensor): Tensor => {
    let b = a;
    for (let i = 0; i < 300; i++) b = t.sin(b);
    return b;
  };
  const names = [...bodyOf(trace(f)(x)).matchAll(/^ {4}(\w+) =/gm)].map(([, name]) => name);
  expect(new Set(names).size).toBe(300);
  for (const word of ["as", "if", "in", "is"]) {
    expect(names).not.toContain(word);
    expect(names).toContain(`${word}_`);
  }
});

test("several results are a tuple, and no argument is none", () => {
  expect(bodyOf(trace((a: Tensor) => [a, t.neg(a)])(x))).toContain("return (a, b)");
  expect(bodyOf(trace((a: Tensor) => [a])(x))).toContain("return a");
  expect(toPython(trace(() => t.tensor(1))(), "torch")).toContain("def f():");
});

test("a primitive without a translation is named, and can be given one", () => {
  const program = trace((a: Tensor) => choose(t.tensor(true), t.sin, t.cos, a))(x);
  expect(() => toPython(program, "torch")).toThrow(
    'toPython: no translation of the primitive choose to torch; pass one: toPython(program, "torch", { translations: { choose: { torch: …, jax: … } } })',
  );
  const text = toPython(program, "jax", {
    translations: {
      choose: {
        torch: "for JAX only",
        jax: ({ nested, operands, params }) => {
          const [test, a] = operands();
          const [yes, no] = (params["branches"] as readonly Program[]).map((branch) =>
            nested(branch, "branch"),
          );
          return `${yes}(${a}) if ${test} else ${no}(${a})`;
        },
      },
    },
  });
  expect(text).toMatchInlineSnapshot(`
    "import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)


    def branch_1(a):
        # a: float64[3]
        b = jnp.sin(a)  # float64[3]
        return b


    def branch_2(a):
        # a: float64[3]
        b = jnp.cos(a)  # float64[3]
        return b


    def f(a):
        # a: float64[3]
        A = jnp.array(True, dtype=jnp.bool_)
        b = branch_1(a) if A else branch_2(a)  # float64[3]
        return b


    if __name__ == "__main__":
        print(f(jnp.full((3,), 0.5, dtype=jnp.float64)))
    "
  `);
});

test("what Python cannot have is refused", () => {
  const program = trace(t.sin)(1);
  expect(() => toPython(program, "tensorflow" as "jax")).toThrow(
    'toPython: the library must be "torch" or "jax", got "tensorflow"',
  );
  for (const name of ["", "a b", "lambda", "2x"]) {
    expect(() => toPython(program, "torch", { name })).toThrow("is no name for a function in Python");
  }
  expect(() => toPython(program, "torch", { nam: "g" } as never)).toThrow("nam");
  grad((a: Tensor) => {
    const inner = trace((b: Tensor) => t.mul(a, b))(1);
    expect(() => toPython(inner, "torch")).toThrow(
      "toPython: the program holds a traced value of a derivative",
    );
    return a;
  })(1);
});

/** The function alone. */
function bodyOf(program: Program, library: "torch" | "jax" = "torch"): string {
  const parts = toPython(program, library).split("\n\n\n");
  return parts[parts.length - 2]!;
}
