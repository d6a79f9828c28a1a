import {
  checkFinite,
  checkGradients,
  customVjp,
  explain,
  grad,
  hessian,
  hvp,
  jacobian,
  jet,
  jvp,
  laplacian,
  linearize,
  valueAndGrad,
  vjp,
} from "@adjoint/autodiff";
import {
  abs,
  acos,
  acosh,
  add,
  angle,
  asin,
  asinh,
  atan,
  atanh,
  complex,
  conj,
  cos,
  div,
  dot,
  exp,
  imag,
  log,
  matmul,
  mul,
  pow,
  prod,
  real,
  sin,
  sqrt,
  square,
  sum,
  tanh,
  Tensor,
  tensor,
} from "@adjoint/tensor";
import { expect, test } from "vitest";
import { expectClose } from "../src/index.ts";
import fixture from "./fixtures/complex-gradients.json" with { type: "json" };

/** Nested arrays whose last axis holds the real and the imaginary part. */
function complexOf(nested: unknown): Tensor {
  const parts = tensor(nested as number[]);
  return new Tensor(parts.shape.slice(0, -1), "complex128", parts.data);
}

const z = complexOf(fixture.z);
const w = complexOf(fixture.w);
const t = tensor(fixture.t);
const m = complexOf(fixture.m);

type Loss = (z: Tensor, w: Tensor, t: Tensor, m: Tensor) => Tensor;

const losses: Record<keyof typeof fixture.gradients, Loss> = {
  "squared magnitude": (z) => sum(real(mul(z, conj(z)))),
  abs: (z) => sum(abs(z)),
  "abs of a product": (z, w) => sum(abs(mul(z, w))),
  quotient: (z, w) => sum(real(div(z, w))),
  exp: (z) => sum(imag(exp(z))),
  log: (z, w) => sum([sum(real(log(z))), sum(imag(log(w)))]),
  sqrt: (z) => sum(imag(sqrt(z))),
  tanh: (z) => sum(real(tanh(z))),
  "sin and cos": (z, w) => sum(imag(mul(sin(z), cos(w)))),
  angle: (z, _w, t) => sum(mul(angle(z), t)),
  power: (z, w) => sum(real(pow(z, w))),
  sum: (z) => square(abs(sum(z))),
  product: (z, w) => sum([real(prod(z)), imag(prod(w))]),
  "quadratic form": (z, _w, _t, m) => real(dot(conj(z), matmul(m, z))),
  "matrix product": (_z, w, _t, m) => sum([sum(imag(matmul(m, m))), sum(abs(matmul(m, w)))]),
  "a real variable": (_z, w, t) => sum(real(mul(exp(complex(0, t)), w))),
  "inverse functions": (z, w) => sum([sum(real(add(asin(z), acosh(w)))), sum(imag(atan(z)))]),
  "inverse hyperbolic": (z, w) => sum([sum(real(mul(asinh(z), atanh(w)))), sum(imag(acos(z)))]),
  parts: (z, w, t) => sum(mul(mul(real(z), imag(w)), t)),
};

test.each(Object.entries(losses))("the gradient of %s is PyTorch's", (name, loss) => {
  const [value, expected] = fixture.gradients[name as keyof typeof losses] as unknown as [number, unknown[]];
  const result = valueAndGrad(loss, { argnums: [0, 1, 2, 3] })(z, w, t, m);
  expectClose(result.value, value);
  result.grad.forEach((gradient, i) => {
    const reference = expected[i];
    const like = [z, w, t, m][i]!;
    const wanted =
      reference === null
        ? mul(like, 0)
        : like.dtype === "complex128"
          ? complexOf(reference)
          : tensor(reference as number[]);
    expect(gradient.dtype).toBe(like.dtype);
    expectClose(gradient, wanted, { relative: 1e-11, absolute: 1e-12 });
  });
});

test("the gradient points along steepest ascent: a small step up changes the value by its square length", () => {
  const loss = (x: Tensor): Tensor => sum(real(mul(exp(x), conj(sin(x)))));
  const gradient = grad(loss)(z);
  const { tangent } = jvp(loss, [z], [gradient]);
  expectClose(tangent, sum(square(abs(gradient))));
});

test("of a holomorphic function jvp multiplies by f′, vjp by its conjugate, and linearize is complex-linear", () => {
  const derivative = cos(z);
  expectClose(jvp(sin, [z], [w]).tangent, mul(derivative, w));
  expectClose(vjp(sin, z).pullback(w)[0], mul(conj(derivative), w));
  const { pushforward } = linearize(sin, z);
  expectClose(pushforward(mul(complex(0, 1), w)), mul(complex(0, 1), pushforward(w)));
});

test("second derivatives of real functions of complex tensors", () => {
  // f = |z|⁴ has the gradient 4|z|² z, of which the derivative in the direction v is 4|z|² v + 8 Re(z̄v) z.
  const fourth = (x: Tensor): Tensor => sum(square(square(abs(x))));
  expectClose(grad(fourth)(z), mul(4, mul(square(abs(z)), z)));
  const along = mul(8, mul(real(mul(conj(z), w)), z));
  const expected = sum([mul(4, mul(square(abs(z)), w)), along], { axis: 0 });
  expectClose(hvp(fourth, z, w), expected, { relative: 1e-11 });
});

test("abs and angle have the derivative 0 at 0", () => {
  expectClose(grad((x: Tensor) => abs(x))(complex(0, 0)), complex(0, 0));
  expectClose(grad((x: Tensor) => angle(x))(complex(0, 0)), complex(0, 0));
});

test("a complex cotangent of a real result, and a complex tangent of a real argument, are refused", () => {
  expect(() => vjp(abs, z).pullback(w)).toThrow("vjp: a complex cotangent was given for a float64 value");
  expect(() => jvp(sin, [t], [w])).toThrow("jvp: a complex tangent was given for a float64 value");
  expect(() => grad((x: Tensor) => sum(x))(z)).toThrow("grad: the function must return a real scalar");
});

test("a custom rule speaks the language of grad: the cotangent of exp is conj(exp z)·c", () => {
  const rule = {
    forward: (x: Tensor) => ({ value: exp(x), residuals: exp(x) }),
    backward: (y: Tensor, c: Tensor) => [mul(conj(y), c)] as const,
  };
  const own = customVjp((x: Tensor) => exp(x), rule);
  const loss = (f: (x: Tensor) => Tensor) => (x: Tensor) => sum(imag(mul(f(x), w)));
  expectClose(grad(loss(own))(z), grad(loss(exp))(z));
  expectClose(jvp(own, [z], [w]).tangent, mul(exp(z), w));
});

test("a derivative flows through complex numbers in the middle, also for explain, jet and checkGradients", () => {
  // |exp((1 + i)x)|² = exp(2x).
  const f = (x: Tensor): Tensor => square(abs(exp(complex(x, x))));
  const expected = 2 * Math.exp(1.4);
  expectClose(grad(f)(0.7), expected, { relative: 1e-14 });
  expectClose(hessian(f)(0.7), 2 * expected, { relative: 1e-13 });
  expectClose(jet(f, [0.7], [1], { order: 2 }), [expected / 2, expected, expected], { relative: 1e-13 });
  expect(checkGradients(f, [0.7]).passed).toBe(true);
  expect(String(explain(f, 0.7))).toContain("∂f/∂x = 8.11");
});

test("derivatives that are defined for real numbers alone refuse complex ones", () => {
  const loss = (x: Tensor): Tensor => sum(abs(x));
  expect(() => jacobian(exp)(z)).toThrow("jacobian: takes no derivatives with respect to complex tensors");
  expect(() => jacobian((x: Tensor) => complex(x, x))(t)).toThrow("jacobian: the function must return real");
  expect(() => hessian(loss)(z)).toThrow("hessian: takes no derivatives with respect to complex tensors");
  expect(() => laplacian(loss)(z)).toThrow("laplacian: takes no derivatives with respect to complex");
  expect(() => jet(loss, [z], [w], { order: 1 })).toThrow(
    "jet: takes no derivatives with respect to complex tensors",
  );
  expect(() => explain(loss, z)).toThrow("explain: takes no derivatives with respect to complex tensors");
  expect(() => checkGradients(loss, [z])).toThrow("checkGradients: an argument is complex128");
  expect(() => checkGradients((x: Tensor) => complex(x, x), [t])).toThrow("must return real tensors");
});

test("checkFinite finds what is not finite in complex numbers too", () => {
  const f = checkFinite((x: Tensor) => log(x));
  expect(() => f(tensor([{ re: 1, im: 1 }, 0]))).toThrow(
    /log gives -Infinity, at element \[1\].*input there is 0j/,
  );
});
