import { compile, grad, jvp, vmap } from "@adjoint/autodiff";
import { abs, add, lessEqual, mul, reshape, square, sub, tensor, where } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import type { PlaneFunction } from "./read-formula.ts";

/** f and its derivatives to second order, at a point or at many. */
export interface Derivatives {
  readonly value: Tensor;
  readonly gradient: readonly [Tensor, Tensor];
  readonly xx: Tensor;
  readonly xy: Tensor;
  readonly yy: Tensor;
  /** det H: positive where f curves one way in all directions, negative where it curves both ways. */
  readonly determinant: Tensor;
}

/** The derivatives of a formula as compiled programs. */
export interface CompiledDerivatives {
  readonly at: (x: number, y: number) => Derivatives;
  /** On a square lattice over [−range, range]², rows by ascending y: tensors of shape [n, n]. */
  readonly over: (range: number, n: number) => Derivatives;
}

/** Programs for a point and for lattices: made when they are first needed, and again for another n. */
export function compileDerivatives(f: PlaneFunction): CompiledDerivatives {
  const all = derivativesOf(f);
  // The page's policy allows WebAssembly, and no other code that is made at run time.
  const one = compile(all, { backend: "webassembly" });
  const many = compile(vmap(all), { backend: "webassembly" });
  return {
    at: (x, y) => one(tensor(x), tensor(y)),
    over(range, n) {
      const { x, y } = lattice(range, n);
      const { value, gradient, xx, xy, yy, determinant } = many(x, y);
      const grid = (flat: Tensor): Tensor => reshape(flat, [n, n]);
      return {
        value: grid(value),
        gradient: [grid(gradient[0]), grid(gradient[1])],
        xx: grid(xx),
        xy: grid(xy),
        yy: grid(yy),
        determinant: grid(determinant),
      };
    },
  };
}

/** Forward over reverse, along x and along y. */
function derivativesOf(f: PlaneFunction): (x: Tensor, y: Tensor) => Derivatives {
  const gradientOf = grad(f, { argnums: [0, 1] });
  return (x, y) => {
    const {
      value: gradient,
      tangent: [xx, xy],
    } = jvp((a: Tensor) => gradientOf(a, y), [x], [1]);
    const {
      tangent: [, yy],
    } = jvp((b: Tensor) => gradientOf(x, b), [y], [1]);
    const determinant = sub(mul(xx, yy), square(xy));
    // Rounding leaves about 1e-16 of H's size where a zero should stand.
    const size = add(add(square(xx), square(yy)), square(xy));
    const isZero = lessEqual(abs(determinant), mul(1e-9, size));
    return { value: f(x, y), gradient, xx, xy, yy, determinant: where(isZero, 0, determinant) };
  };
}

function lattice(range: number, n: number): { readonly x: Tensor; readonly y: Tensor } {
  const [x, y] = [new Float64Array(n * n), new Float64Array(n * n)];
  for (let row = 0; row < n; row++)
    for (let column = 0; column < n; column++) {
      x[row * n + column] = -range + (2 * range * column) / (n - 1);
      y[row * n + column] = -range + (2 * range * row) / (n - 1);
    }
  return { x: tensor(x), y: tensor(y) };
}
